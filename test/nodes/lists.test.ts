import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { CREDENTIALS } from '../harness/exchange';
import { runNode, type NodeRun } from '../harness/run-node';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const BASE = 'https://api.connectsafely.ai/linkedin';
const PAGE = 10;

/** Invitations by number; the first is the newest. */
const row = (index: number) => ({ invitationId: String(index), sentAt: '2 days ago' });
const rows = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from) }, (_, index) => row(from + index));
const ids = (items: readonly IDataObject[]) => items.map(({ invitationId }) => invitationId);
const numbers = (from: number, to: number) => ids(rows(from, to));

/** ConnectSafely's list of sent invitations, up to a limit. Returns the `startIndex` of each request. */
function serve(count: number, limitedFrom = Infinity): number[] {
	const asked: number[] = [];
	nock(BASE)
		.persist()
		.get('/invitations/sent')
		.query(true)
		.reply((uri) => {
			const at = Number(new URL(uri, BASE).searchParams.get('startIndex'));
			asked.push(at);
			if (at >= limitedFrom) return [429, { error: 'Slow down' }, { 'Retry-After': '30' }];
			return [200, { invitations: rows(at, Math.min(at + PAGE, count)) }];
		});
	return asked;
}

const list = async (parameters: IDataObject, more: Partial<NodeRun> = {}) =>
	await runNode({
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'getMany', ...parameters },
		credentials: CREDENTIALS,
		...more,
	});

test('The limited item returns the rest of the list after the limit', async () => {
	serve(57, 20);
	const first = await list({ limit: 33 });
	expect(first.rateLimited).toMatchObject([
		{ rateLimit: { retryAt: new Date(NOW + 30_000).toISOString(), attempted: true } },
	]);
	nock.cleanAll();
	jest.setSystemTime(NOW + 31_000);
	const asked = serve(57);
	const { success, rateLimited } = await list({ limit: 33 }, { items: first.rateLimited });
	expect(ids([...first.success, ...success])).toEqual(numbers(0, 33));
	expect(rateLimited).toEqual([]);
	expect(asked).toEqual([20, 30]);
});

test('Rows override the input’s fields if these are included', async () => {
	serve(1);
	const options = { includeInputFields: true, includeProviderResponse: true };
	const { success } = await list(
		{ options },
		{ items: [{ mine: 1, invitationId: 'x', rateLimit: {}, error: 'of the input' }] },
	);
	expect(success).toEqual([
		expect.objectContaining({
			mine: 1,
			invitationId: '0',
			providerResponse: expect.objectContaining({ sentAt: '2 days ago' }),
		}),
	]);
	expect(success[0]).not.toHaveProperty('error');
	expect(success[0]).not.toHaveProperty('rateLimit');
});

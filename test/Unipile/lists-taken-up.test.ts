import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { byId, credentialOf, harnessOf } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const HOUR_MS = 3_600_000;
const ADA = { public_identifier: 'ada-one', member_id: 'ACoAAada-one' };
const BEN = { public_identifier: 'ben-two', member_id: 'ACoAAben-two' };
const CURSOR = 'page=2';

const answers = (query: Record<string, string | number>, status: number, body: IDataObject) =>
	nock('https://api8.unipile.com:13424')
		.get('/api/v1/users/relations')
		.query({ account_id: 'acc_1', ...query })
		.reply(status, body);
const relationsOf = async (json: IDataObject) =>
	await runNode({
		node: 'unipile',
		credentials: { unipileApi: credentialOf(harnessOf('unipile'), 'v1') },
		items: [json],
		parameters: {
			resource: 'relation',
			operation: 'getMany',
			returnAll: true,
			accountId: byId('acc_1'),
		},
	});

test('A list that a limit interrupts continues at its text cursor, with every row once', async () => {
	answers({ limit: 100 }, 200, { items: [ADA], cursor: CURSOR });
	answers({ cursor: CURSOR }, 429, { status: 429, type: 'errors/too_many_requests' });
	const first = await relationsOf({ row: 7 });
	expect(first.success).toEqual([ADA]);
	const [held] = first.rateLimited;
	expect(held).toMatchObject({ row: 7, rateLimit: { continueFrom: { start: CURSOR } } });

	stopClock(NOW + 2 * HOUR_MS);
	answers({ cursor: CURSOR }, 200, { items: [BEN], cursor: null });
	const second = await relationsOf({ ...held });
	expect(second.success).toEqual([BEN]);
	expect(second.rateLimited).toEqual([]);
	expect(nock.pendingMocks()).toEqual([]);
});

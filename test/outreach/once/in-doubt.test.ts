import {
	getConnectionStatus,
	type ConnectionReport,
} from '../../../nodes/outreach/operations/get-connection-status';
import { implementBy } from '../../../nodes/outreach/provider/implement';
import { answered, FAILED, sendGiftViaAcme } from '../acme';
import { reply } from '../fakes';
import { claimed, memoryOn } from '../sends/stores';
import { Executions, GIVEN, KEY, outcome, provider, viaRules } from './executions';

const n8n = Executions.inEachTest();

const leaveInDoubt = async () => await (await claimed(memoryOn(n8n.store), KEY)).leaveInDoubt();

test('A send that stays in doubt without proof is not made again', async () => {
	await leaveInDoubt();
	const none = () => null;
	const via = viaRules(
		{ provesNotSent: () => false },
		{ related: none, reconciled: none, earlier: none, refused: none },
	);
	const acme = provider([GIVEN], 'connected');
	expect(await n8n.run(acme.task({ via, account: null }))).toMatchObject(outcome('lost'));
	expect(acme.counts()).toEqual([0, 1]);
});

test('A send whose request cannot be created is not in doubt', async () => {
	const endpoint = () => {
		throw new TypeError('no such field');
	};
	const sending = n8n.run(provider([]).task({ via: { ...sendGiftViaAcme, endpoint } }));
	await expect(sending).rejects.toThrow('no such field');
	expect(await n8n.known()).toBe('none');
});

test('A send whose refusal cannot be read is in doubt, and does not fail', async () => {
	const via = viaRules({}, {}, () => {
		throw new TypeError('no such word');
	});
	const acme = provider([reply(409, { error: 'No' })]);
	expect(await n8n.run(acme.task({ via }))).toMatchObject(outcome('lost'));
	expect(acme.requests).toHaveLength(1);
	expect(await n8n.known()).toBe('inDoubt');
});

const UNRELATED: ConnectionReport = {
	outcome: 'not_connected',
	isConnected: false,
	degree: 2,
	networkDistance: 'SECOND_DEGREE',
	invitationState: 'none',
};
const seen = answered({ accountId: null, report: UNRELATED });

test.each([
	['is made if the operation that its record reads proves that it was not', ['only'], seen, 1, 1],
	['stays so if the provider has that operation only in another version', ['other'], seen, 0, 0],
	['stays so if the provider does not have that operation', null, seen, 0, 0],
	['stays so if that operation fails', ['only'], FAILED, 1, 0],
] as const)('A send in doubt %s', async (_case, versions, answer, reads, requests) => {
	await leaveInDoubt();
	const call = jest.fn(async () => await Promise.resolve(answer));
	const via = viaRules({
		readBack: async ({ report }) => await report(getConnectionStatus, {}),
		provesNotSent: (shown) => JSON.stringify(shown) === JSON.stringify(UNRELATED),
	});
	const looking =
		versions === null ? [] : [implementBy(getConnectionStatus, { limit: 'views', versions, call })];
	const acme = provider([GIVEN], null, { operations: [sendGiftViaAcme, ...looking] });
	const task = acme.task({ account: null, via });
	expect(await n8n.run(task)).toMatchObject(outcome(requests === 1 ? 'given' : 'lost'));
	expect([call.mock.calls.length, acme.requests.length]).toEqual([reads, requests]);
	const input = expect.objectContaining({ profile: task.input.profile }) as unknown;
	if (reads > 0) expect(call).toHaveBeenCalledWith(null, input);
});

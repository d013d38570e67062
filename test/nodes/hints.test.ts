import type { IDataObject } from 'n8n-workflow';
import { emptyMemoryHint } from '../../nodes/outreach/run/hints';
import { byId } from '../harness/exchange';
import type { NodeRun } from '../harness/run-node';
import { stopClock, useSimulator } from '../harness/simulated';
import { connectSafelyAccount } from '../simulator/connect-safely/world';

const simulated = useSimulator();
beforeEach(() => stopClock());

const inviting = (provider: string, account: string, more: IDataObject = {}) => ({
	provider,
	operation: 'sendConnection',
	profile: '={{ $json.who }}',
	accountId: byId(account),
	...more,
});

async function hintsOf(
	who: string[],
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<unknown[]> {
	const { run, failure } = await simulated.run({
		parameters,
		items: who.map((name) => ({ who: name })),
		...more,
	});
	expect(failure).toBeUndefined();
	const hints = (run.data.resultData.runData.N?.[0]?.hints ?? []).map(({ message }) => message);
	// Each test starts with an empty memory.
	return hints.filter((hint) => hint !== emptyMemoryHint().message);
}

function withLeft(id: string, left: number): string {
	const { connectSafely } = simulated.sim.world;
	const used = connectSafely.weeklyLimit - left;
	connectSafely.accounts.set(id, connectSafelyAccount({ id, used }));
	return id;
}

test('There is no hint if there is nothing to say', async () => {
	expect(await hintsOf(['ada', 'bob'], inviting('connectSafely', withLeft('a', 9)))).toEqual([]);
});

test('A hint says how many items a limit held back, and until when', async () => {
	const account = withLeft('a', 1);
	expect(await hintsOf(['ada', 'bob', 'cyd'], inviting('connectSafely', account))).toEqual([
		'2 items were held back by a limit until 2024-01-22 00:00 UTC. They are on the Rate Limited output, and are lost if nothing is connected to it.',
	]);
});

test('A hint reports one held-back item, and a list interrupted by a limit', async () => {
	simulated.sim.fault({
		provider: 'connectSafely',
		path: '/invitations/sent',
		kind: 'status',
		status: 429,
		headers: { 'Retry-After': '30' },
		body: { error: 'Slow down' },
	});
	const parameters = { resource: 'invitation', operation: 'getMany' };
	expect(await hintsOf(['x'], parameters, { node: 'connectSafely' })).toEqual([
		'1 item was held back by a limit until 2024-01-15 10:30:30 UTC. It is on the Rate Limited output, and is lost if nothing is connected to it.',
	]);
});

test('A hint says how many items repeated a person, and how many people were skipped', async () => {
	const account = withLeft('a', 9);
	expect(await hintsOf(['ada', 'ADA', 'bob', 'ada'], inviting('connectSafely', account))).toEqual([
		'2 items were skipped because the same person appeared earlier in this execution.',
	]);
	expect(await hintsOf(['ada', 'cyd', 'cyd'], inviting('connectSafely', account))).toEqual([
		'1 item was skipped because the same person appeared earlier in this execution.',
		"1 person was skipped, for example because this had been sent to them before. See 'message' in the item.",
	]);
	expect(await hintsOf(['ada', 'cyd'], inviting('connectSafely', account))).toEqual([
		"2 people were skipped, for example because this had been sent to them before. See 'message' in each item.",
	]);
});

test('A hint says that an invitation is unconfirmed', async () => {
	simulated.sim.fault({ provider: 'sendPilot', path: '/inbox/connect', kind: 'reset-after' });
	expect(await hintsOf(['ada'], inviting('sendPilot', 'sender_abc123'))).toEqual([
		'1 invitation may or may not have been sent. The node does not send it again: check the account on LinkedIn.',
	]);
});

test('A hint says that notes may not have been delivered if the provider does not report it', async () => {
	const parameters = inviting('sendPilot', 'sender_abc123', { note: 'Hello' });
	expect(await hintsOf(['ada', 'bob'], parameters)).toEqual([
		'The provider does not report whether notes were delivered. LinkedIn limits notes from accounts without Premium.',
	]);
	expect(await hintsOf(['cyd'], inviting('sendPilot', 'sender_abc123'))).toEqual([]);
});

test('A hint says that a note was omitted if the provider reports it', async () => {
	simulated.sim.fault({
		provider: 'connectSafely',
		path: '/connect',
		kind: 'status',
		status: 200,
		body: { success: true, message: 'Connection request sent without a note' },
	});
	const parameters = inviting('connectSafely', withLeft('a', 9), { note: 'Hello' });
	expect(await hintsOf(['ada'], parameters)).toEqual(['1 invitation was sent without its note.']);
});

test('A hint gives the first and the last time if accounts have different limits', async () => {
	const { world } = simulated.sim;
	world.sendPilot.minute.perMinute = 0;
	const account = withLeft('a', 0);
	const given = inviting('={{ $json.who }}', account, {
		profile: '={{ $json.who }}-x',
		accountId: byId(`={{ $json.who === 'sendPilot' ? 'sender_limited' : '${account}' }}`),
	});
	expect(await hintsOf(['sendPilot', 'connectSafely'], given)).toEqual([
		'2 items were held back by limits, the first until 2024-01-16 00:00 UTC and the last until 2024-01-22 00:00 UTC. They are on the Rate Limited output, and are lost if nothing is connected to it.',
	]);
});

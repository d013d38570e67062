import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import type { NodeRun } from '../harness/run-node';
import { stopClock, useSimulator } from '../harness/simulated';
import { connectSafelyAccount } from '../simulator/default-world';

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
	return (run.data.resultData.runData.N?.[0]?.hints ?? []).map(({ message }) => message);
}

function withLeft(id: string, left: number): string {
	const { connectSafely } = simulated.sim.world;
	const used = connectSafely.weeklyLimit - left;
	connectSafely.accounts.set(id, connectSafelyAccount({ id, used }));
	return id;
}

test('says nothing where nothing is worth saying', async () => {
	expect(await hintsOf(['ada', 'bob'], inviting('connectSafely', withLeft('a', 9)))).toEqual([]);
});

test('says how many a limit held back, and until when', async () => {
	const account = withLeft('a', 1);
	expect(await hintsOf(['ada', 'bob', 'cyd'], inviting('connectSafely', account))).toEqual([
		"A limit held back 2 items, until 2024-01-22 00:00 UTC. Connect 'Rate Limited' to keep what leaves there.",
	]);
});

test('says so of one item, and of a list that was broken off', async () => {
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
		"A limit held back one item, until 2024-01-15 10:30:30 UTC. Connect 'Rate Limited' to keep what leaves there.",
	]);
});

test('says how many stood twice, and how many were skipped', async () => {
	const account = withLeft('a', 9);
	expect(await hintsOf(['ada', 'ADA', 'bob', 'ada'], inviting('connectSafely', account))).toEqual([
		'2 items name a person who stood earlier in this execution, and led to no second invitation.',
	]);
	expect(await hintsOf(['ada', 'cyd'], inviting('connectSafely', account))).toEqual([
		"One person was skipped: invited before, or related already. Each item's 'message' says why.",
	]);
});

test('says that an invitation is unconfirmed', async () => {
	simulated.sim.fault({ provider: 'sendPilot', path: '/inbox/connect', kind: 'reset-after' });
	expect(await hintsOf(['ada'], inviting('sendPilot', 'sender_abc123'))).toEqual([
		'Of one invitation it is not known whether it went out. It is not sent again, so look at the account in LinkedIn.',
	]);
});

test('says that notes may not have gone along, where the provider does not tell', async () => {
	const parameters = inviting('sendPilot', 'sender_abc123', { note: 'Hello' });
	expect(await hintsOf(['ada', 'bob'], parameters)).toEqual([
		'The provider does not say whether notes went along: LinkedIn delivers them for Premium accounts only.',
	]);
	expect(await hintsOf(['cyd'], inviting('sendPilot', 'sender_abc123'))).toEqual([]);
});

test('says that a note was left out, where the provider tells', async () => {
	simulated.sim.fault({
		provider: 'connectSafely',
		path: '/connect',
		kind: 'status',
		status: 200,
		body: { success: true, message: 'Connection request sent without a note' },
	});
	const parameters = inviting('connectSafely', withLeft('a', 9), { note: 'Hello' });
	expect(await hintsOf(['ada'], parameters)).toEqual([
		'One invitation went out without the note: the provider said so.',
	]);
});

test('says nothing to an agent', async () => {
	const parameters = inviting('connectSafely', withLeft('a', 0));
	expect(await hintsOf(['ada'], parameters, { asTool: true })).toEqual([]);
});

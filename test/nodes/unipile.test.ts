import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { stopClock, useSimulator } from '../harness/simulated';
import type { ApiVersion } from '../simulator/credentials';

const simulated = useSimulator();
const ACCOUNTS = { v1: 'Yk08cDzzdsqs9_8ds', v2: 'acc_01h455vb4pex5vsknk084sn02q' } as const;
const INVITE = {
	provider: 'unipile',
	path: /(invite|relation-requests)$/,
	method: 'POST',
} as const;

const run = async (version: ApiVersion, people: readonly string[], parameters: IDataObject = {}) =>
	await simulated.run({
		version,
		items: people.map((who) => ({ who })),
		parameters: {
			provider: 'unipile',
			operation: 'sendConnection',
			profile: '={{ $json.who }}',
			accountId: byId(ACCOUNTS[version]),
			...parameters,
		},
	});

test('In v1, a person whom LinkedIn blocks after a withdrawal is held back for three weeks, and nobody else is.', async () => {
	stopClock();
	await run('v1', ['nora-none']);
	await run('v1', ['nora-none'], { operation: 'withdrawInvitation' });
	const options = { skipAlreadyInvited: false };
	const { success, rateLimited } = await run('v1', ['nora-none', 'ada-new'], { options });
	expect(success).toMatchObject([{ who: 'ada-new', outcome: 'sent' }]);
	expect(rateLimited).toMatchObject([
		{ who: 'nora-none', rateLimit: { retryAt: '2024-02-05T10:30:00.000Z' } },
	]);
});

test('In v2, the relationship is never read from Unipile’s cache.', async () => {
	const { sim } = simulated;
	const asked = { operation: 'getConnectionStatus' };
	expect((await run('v2', ['nora-none'], asked)).success).toMatchObject([
		{ outcome: 'not_connected' },
	]);
	const { people } = sim.world;
	const connected = { relation: 'connected', degree: 1, invitationId: null } as const;
	people.relate(people.get('nora-none')!, ACCOUNTS.v2, connected);
	expect((await run('v2', ['nora-none'])).success).toMatchObject([
		{ outcome: 'already_connected' },
	]);
	expect(simulated.sends()).toBe(0);
});

describe.each(['v1', 'v2'] as const)('%s', (version) => {
	test('An invitation whose response was lost is searched for, and never sent again.', async () => {
		simulated.sim.fault({ ...INVITE, kind: 'reset-after' });
		simulated.sim.fault({ ...INVITE, kind: 'status', status: 500, processed: true });
		const people = ['ada-new', 'ben-new', 'cleo-new'];
		const { success } = await run(version, people);
		expect(success.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
		expect(simulated.sends()).toBe(3);
		await run(version, people);
		expect(simulated.sends()).toBe(3);
		expect(simulated.sim.invitationsAccepted('unipile')).toHaveLength(3);
	});

	test('The limit of the account holds the rest back, without a request.', async () => {
		simulated.sim.world.unipile.weeklyLimit = 1;
		const { success, rateLimited } = await run(version, ['ada-new', 'ben-new', 'cleo-new']);
		expect(success).toMatchObject([{ who: 'ada-new', outcome: 'sent' }]);
		expect(rateLimited).toMatchObject([
			{ who: 'ben-new', rateLimit: { attempted: true } },
			{ who: 'cleo-new', rateLimit: { attempted: false } },
		]);
		expect(simulated.sends()).toBe(2);
		expect(simulated.sim.requests('unipile', /cleo-new/)).toEqual([]);
	});

	test('The error of a disconnected account says how to reconnect it.', async () => {
		const status = version === 'v1' ? 'CREDENTIALS' : 'disconnected';
		simulated.sim.setAccountStatus('unipile', ACCOUNTS[version], status);
		const { failure } = await run(version, ['ada-new']);
		expect(failure?.message).toContain('disconnected from Unipile');
		expect(failure?.description).toContain('Get Reconnect Link');
		const asked = await run(version, ['x'], { operation: 'getAccountStatus' });
		expect(asked.success).toMatchObject([{ outcome: 'needs_attention', canSend: false }]);
	});
});

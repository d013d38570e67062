import { DAY, row, START, useSession } from './session';
import { SIMULATED } from './simulator';

const session = useSession();
const ACCOUNT = 'acc_12345';
const relationship = async (slug: string, account = ACCOUNT) =>
	(await session.cs(`GET /relationship/${account}/${slug}`)).body;

describe('accept', () => {
	test('an invitation that was sent through the API', async () => {
		await session.cs('POST /connect', { accountId: ACCOUNT, profileId: 'nora-none' });
		session.clock.now += DAY;
		session.sim.accept('connectSafely', ACCOUNT, 'Nora-None');
		expect(await relationship('nora-none')).toMatchObject({
			connected: true,
			invitationSent: false,
		});
		const connections = await session.cs(`GET /connections?accountId=${ACCOUNT}`);
		expect(connections.get('connections.0')).toMatchObject({
			vanityName: 'nora-none',
			connectedDate: 'Connected on Jan 16, 2024',
		});
		expect(await relationship('nora-none', 'acc_busy')).toMatchObject({ connected: false });
		expect(session.sim.invitationsAccepted()).toHaveLength(1);
	});

	test('of SendPilot marks its lead', async () => {
		session.sim.accept('sendPilot', 'sender_abc123', 'peter-pending');
		const { get } = await session.call('sendPilot', 'GET /leads?status=CONNECTION_ACCEPTED');
		expect(get('leads.0')).toMatchObject({
			id: 'lead_2',
			updatedAt: new Date(START).toISOString(),
		});
	});

	test.each(['nora-none', 'connie-connected', 'rita-received', 'invalid-profile-id'])(
		'not of %s, who was not invited',
		(slug) => {
			expect(() => session.sim.accept('connectSafely', ACCOUNT, slug)).toThrow();
		},
	);
});

describe('receive', () => {
	const received = async () => await session.cs(`GET /invitations/received?accountId=${ACCOUNT}`);

	test('an invitation comes in, on top of the list, for this account only', async () => {
		const id = session.sim.receive(ACCOUNT, 'nora-none', { message: 'Hi' });
		expect((await received()).get('invitations.0')).toMatchObject({
			invitationId: id,
			customMessage: 'Hi',
			receivedAt: '1 minute ago',
		});
		expect((await received()).get('count')).toBe(2);
		expect((await session.cs('GET /invitations/received?accountId=acc_busy')).get('count')).toBe(1);
	});

	test('a second invitation of one person has an id of its own', async () => {
		const id = session.sim.receive(ACCOUNT, 'nora-none');
		expect(() => session.sim.receive(ACCOUNT, 'nora-none')).toThrow('pending_received');
		const invitation = row((await received()).get('invitations.0'));
		const { validationToken, linkedInInvitationType } = invitation;
		await session.cs('POST /invitations/received/respond', {
			accountId: ACCOUNT,
			action: 'IGNORE',
			invitationId: id,
			validationToken,
			linkedInInvitationType,
			firstName: 'Nora',
			lastName: 'None',
		});
		expect(session.sim.receive(ACCOUNT, 'nora-none')).not.toBe(id);
	});

	test.each(['connie-connected', 'peter-pending', 'invalid-profile-id'])('not of %s', (slug) => {
		expect(() => session.sim.receive(ACCOUNT, slug)).toThrow();
	});

	test('does not stand in the way of the record of what was sent', async () => {
		session.sim.receive(ACCOUNT, 'ada-doe');
		await session.cs('POST /connect', { accountId: ACCOUNT, profileId: 'nora-none' });
		await session.cs('POST /invitations/withdraw', { accountId: ACCOUNT, profileId: 'nora-none' });
		expect(session.sim.invitationsAccepted()[0]?.withdrawnAt).not.toBeNull();
	});
});

test('the state of an account, in each provider’s words', async () => {
	session.sim.setAccountStatus('connectSafely', ACCOUNT, 'ERROR');
	expect((await session.cs(`GET /account/${ACCOUNT}/status`)).get('status')).toBe('ERROR');

	const linkup = async () => await session.call('linkupApi', 'GET /v2/accounts/acc_abc123');
	session.sim.setAccountStatus('linkupApi', 'acc_abc123', 'disconnected');
	expect((await linkup()).get('data')).toMatchObject({ is_active: false, status: 'disconnected' });
	session.sim.setAccountStatus('linkupApi', 'acc_abc123', 'active');
	expect((await linkup()).get('data.is_active')).toBe(true);

	session.sim.setAccountStatus('sendPilot', 'sender_abc123', 'disconnected');
	const senders = await session.call('sendPilot', 'GET /inbox/senders');
	expect(senders.get('senders.0.status')).toBe('disconnected');

	session.sim.setAccountStatus('seleqt', '7', 'CREDENTIALS');
	const prospect = await session.call('seleqt', 'GET /public/prospects/101/connection-status/');
	expect(prospect.get('checked_with_account_id')).toBe(8);

	for (const provider of SIMULATED) {
		expect(() => session.sim.setAccountStatus(provider, 'nobody', 'OK')).toThrow('nobody');
	}
});

describe('shuffled lists', () => {
	const pageAt = async (startIndex: number) =>
		(await session.cs(`GET /connections?accountId=${ACCOUNT}&startIndex=${startIndex}`)).column(
			'connections',
			'vanityName',
		);
	const reading = async () => [...(await pageAt(0)), ...(await pageAt(10)), ...(await pageAt(20))];
	const orders = async () => [await reading(), await reading(), await reading()];

	test('each reading has an order of its own, in which each row stands once', async () => {
		session.people(24, 'connected', ACCOUNT);
		const newest = await reading();
		expect(await reading()).toEqual(newest);
		session.sim.world.listOrder = 'shuffled';
		const shuffled = await orders();
		expect(new Set([newest, ...shuffled].map(String)).size).toBe(4);
		for (const order of shuffled) expect([...order].sort()).toEqual([...newest].sort());
	});

	test('are the same in each run', async () => {
		session.people(24, 'connected', ACCOUNT);
		session.sim.world.listOrder = 'shuffled';
		const once = await orders();
		session.sim.reset({ listOrder: 'shuffled' });
		session.people(24, 'connected', ACCOUNT);
		expect(await orders()).toEqual(once);
	});

	test.each([
		['ConnectSafely accounts', 'connectSafely', 'GET /accounts', '', 'id'],
		['sent', 'connectSafely', `GET /invitations/sent?accountId=${ACCOUNT}`, 'invitations', 'id'],
		[
			'received',
			'connectSafely',
			`GET /invitations/received?accountId=${ACCOUNT}`,
			'invitations',
			'id',
		],
		['LinkupAPI accounts', 'linkupApi', 'GET /v2/accounts', 'data.items', 'account_id'],
		['webhooks', 'linkupApi', 'GET /v2/webhooks', 'data.items', 'webhook_id'],
		['senders', 'sendPilot', 'GET /inbox/senders', 'senders', 'id'],
		['leads', 'sendPilot', 'GET /leads', 'leads', 'id'],
		['campaigns', 'seleqt', 'GET /public/campaigns/', 'campaigns', 'id'],
		['lead lists', 'seleqt', 'GET /public/lead-lists/', 'lead_lists', 'id'],
	] as const)('%s', async (_name, provider, route, list, field) => {
		session.people(4, 'pending_sent', ACCOUNT);
		session.people(4, 'pending_received', ACCOUNT);
		for (const url of ['https://a.example.com', 'https://b.example.com']) {
			await session.call('linkupApi', 'POST /v2/webhooks', { account_id: 'acc_abc123', url });
		}
		const ids = async () => {
			const answered = await session.call(provider, route);
			return list === ''
				? Object.values(Object(answered.body)).map((one) => row(one)[field])
				: answered.column(list, field);
		};
		const newest = await ids();
		expect(newest.length).toBeGreaterThan(1);
		session.sim.world.listOrder = 'shuffled';
		const other = await ids();
		expect(other).not.toEqual(newest);
		expect([...other].sort()).toEqual([...newest].sort());
	});

	test('LinkupAPI’s lists, of both versions', async () => {
		for (const account of ['v1-session', 'acc_abc123']) {
			session.people(6, 'connected', account, `friend-${account}`);
			session.people(6, 'pending_sent', account, `sent-${account}`);
			session.people(6, 'pending_received', account, `received-${account}`);
		}
		const urls = async () => [
			(await session.v1('connections')).column('data.connections', 'profile_url'),
			(await session.v1('invitations')).column('data.invitations', 'entity_urn'),
			(await session.v1('sent-invitations')).column('data.invitations', 'entity_urn'),
			(await session.v2('list_connections')).column('data.connections', 'profile_url'),
			(await session.v2('list_invitations')).column('data.invitations', 'entity_urn'),
			(await session.v2('list_sent')).column('data.invitations', 'entity_urn'),
		];
		const newest = await urls();
		session.sim.world.listOrder = 'shuffled';
		const other = await urls();
		newest.forEach((list, index) => {
			expect(other[index]).not.toEqual(list);
			expect([...(other[index] ?? [])].sort()).toEqual([...list].sort());
		});
	});
});

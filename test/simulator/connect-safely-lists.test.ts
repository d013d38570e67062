import { DAY, MINUTE, row, START, useSession } from './session';

const session = useSession();
const ACCOUNT = 'acc_12345';
const at = (list: string, startIndex = 0) =>
	`GET /${list}?accountId=${ACCOUNT}&startIndex=${startIndex}`;

const RITA = '7310081824666367777';

test('accounts are filtered by name, whatever its case', async () => {
	const { body } = await session.cs('GET /accounts?q=ADA');
	expect(body).toEqual([expect.objectContaining({ id: 'acc_12345', firstName: 'Ada' })]);
	expect((await session.cs('GET /accounts?q=nobody')).body).toEqual([]);
});

describe('sent invitations', () => {
	test('a row, as documented', async () => {
		session.clock.now = START + 3 * DAY;
		session.people(1, 'pending_sent', ACCOUNT);
		const { body, get } = await session.cs(at('invitations/sent'));
		const one = session.sim.world.people.get('pending-sent-1');
		expect(get('invitations.1')).toEqual({
			id: '7300000000000000001',
			invitationId: '7300000000000000001',
			invitationUrn: 'urn:li:invitation:7300000000000000001',
			memberId: one?.urnId,
			memberUrn: `urn:li:fsd_profile:${one?.urnId}`,
			invitationType: 'SENT',
			sentAt: '3 days ago',
			profile: {
				firstName: 'Pending',
				lastName: 'Sent 1',
				headline: 'Head of Examples at Example Ltd',
				profileUrl: 'https://www.linkedin.com/in/pending-sent-1',
				publicIdentifier: 'pending-sent-1',
			},
		});
		// nobody knows since when: two days ago
		expect(get('invitations.0.sentAt')).toBe('2 days ago');
		expect(Object.keys(row(body)).sort()).toEqual([
			'accountId',
			'count',
			'invitations',
			'startIndex',
			'success',
		]);
	});

	test('ten a page, newest first, and an empty page at the end', async () => {
		session.people(21, 'pending_sent', ACCOUNT);
		const page = async (from: number) => await session.cs(at('invitations/sent', from));
		const first = await page(0);
		expect(first.body).toMatchObject({ count: 10, startIndex: 0, accountId: ACCOUNT });
		expect(first.column('invitations', 'profile.lastName').slice(0, 2)).toEqual([
			'Sent 1',
			'Sent 2',
		]);
		expect((await page(20)).column('invitations', 'profile.publicIdentifier')).toEqual([
			'pending-sent-21',
			'peter-pending',
		]);
		expect((await page(22)).body).toMatchObject({ count: 0, invitations: [], startIndex: 22 });
		expect((await session.cs('GET /invitations/sent?accountId=nobody')).status).toBe(404);
	});
});

describe('received invitations', () => {
	test('people and companies, ten a page, with a mark of the end', async () => {
		const company = {
			accountId: ACCOUNT,
			category: 'ORGANIZATION' as const,
			invitationId: '7455891636745551899',
			inviter: 'yash-jadhav',
			companyName: 'ZenX8Studio',
			since: START - 15 * DAY,
		};
		session.sim.world.otherInvitations.push(company, { ...company, accountId: 'acc_busy' });
		session.people(9, 'pending_received', ACCOUNT);
		const first = await session.cs(at('invitations/received'));
		expect(first.body).toMatchObject({ count: 10, endOfList: false });
		expect(first.get('invitations.0')).toMatchObject({
			invitationId: '7300000000000000001',
			memberId: session.sim.world.people.get('pending-received-1')?.urnId,
			invitationType: 'RECEIVED',
			invitationCategory: 'CONNECTION',
			linkedInInvitationType: 'GenericInvitationType_CONNECTION',
			validationToken: expect.stringMatching(/^.{8}$/),
			receivedAt: '1 minute ago',
			customMessage: null,
		});
		expect(first.get('invitations.0')).not.toHaveProperty('companyName');
		const second = await session.cs(at('invitations/received', 10));
		expect(second.body).toMatchObject({ count: 1, endOfList: true });
		expect(second.get('invitations.0')).toEqual({
			id: company.invitationId,
			invitationId: company.invitationId,
			invitationUrn: 'urn:li:invitation:7455891636745551899',
			memberId: '',
			memberUrn: '',
			invitationType: 'RECEIVED',
			invitationCategory: 'ORGANIZATION',
			linkedInInvitationType: 'GenericInvitationType_ORGANIZATION',
			validationToken: expect.any(String),
			receivedAt: '2 weeks ago',
			companyName: 'ZenX8Studio',
			profile: {
				firstName: 'Yash',
				lastName: 'Jadhav',
				profileUrl: 'https://www.linkedin.com/in/yash-jadhav/',
				publicIdentifier: 'yash-jadhav',
			},
		});
	});

	async function answerTo(change: Record<string, unknown> = {}, index = 0) {
		const received = await session.cs(at('invitations/received'));
		const one = row(received.get(`invitations.${index}`));
		return {
			accountId: ACCOUNT,
			action: 'ACCEPT',
			invitationId: one.invitationId,
			validationToken: one.validationToken,
			linkedInInvitationType: one.linkedInInvitationType,
			firstName: 'Rita',
			lastName: 'Received',
			profileId: one.memberId,
			...change,
		};
	}
	const respond = async (body: object) =>
		await session.cs('POST /invitations/received/respond', body);
	const relation = () => session.sim.world.people.get('rita-received')?.relations[ACCOUNT];

	test('an accepted one makes the two connected, and can be accepted once', async () => {
		const body = await answerTo();
		expect(body.invitationId).toBe(RITA);
		session.clock.now += MINUTE;
		expect((await respond(body)).body).toEqual({
			success: true,
			message: 'Invitation accepted successfully',
			accountId: ACCOUNT,
		});
		expect(relation()).toEqual({
			relation: 'connected',
			degree: 1,
			invitationId: null,
			since: START + MINUTE,
		});
		expect((await session.cs(at('invitations/received'))).get('count')).toBe(0);
		expect((await session.cs(at('connections'))).get('connections.0.vanityName')).toBe(
			'rita-received',
		);
		const again = await respond(body);
		expect([again.status, again.get('success')]).toEqual([400, false]);
	});

	test('an ignored one is gone, without a profileId', async () => {
		const body = await answerTo({ action: 'IGNORE', profileId: undefined });
		expect((await respond(body)).get('message')).toBe('Invitation ignored successfully');
		expect(relation()?.relation).toBe('none');
		expect((await session.cs(at('invitations/received'))).get('count')).toBe(0);
	});

	test('a company’s needs no profileId', async () => {
		session.sim.world.otherInvitations.push({
			accountId: ACCOUNT,
			category: 'NEWSLETTER',
			invitationId: '71',
			inviter: 'ada',
			since: START,
		});
		const body = await answerTo({ profileId: undefined });
		expect(body.linkedInInvitationType).toBe('GenericInvitationType_NEWSLETTER');
		expect((await respond(body)).status).toBe(200);
		expect(session.sim.world.otherInvitations).toEqual([]);
	});

	test.each([
		['a wrong token', { validationToken: 'AAAAAAAA' }],
		['a wrong type', { linkedInInvitationType: 'GenericInvitationType_EVENT' }],
		['an unknown invitation', { invitationId: '1' }],
		['an unknown action', { action: 'MAYBE' }],
		['no profileId', { profileId: undefined }],
		['a vanity name as profileId', { profileId: 'rita-received' }],
		['no token', { validationToken: undefined }],
	])('%s is refused, and changes nothing', async (_name, change) => {
		const { status, body } = await respond(await answerTo(change));
		expect(status).toBe(400);
		expect(body).toMatchObject({ success: false, error: expect.anything() });
		expect((await session.cs(at('invitations/received'))).get('count')).toBe(1);
	});
});

describe('connections', () => {
	test('a row, as documented', async () => {
		const since = Date.parse('2024-01-12T08:00:00.000Z');
		session.sim.world.people.add({
			publicIdentifier: 'josé-doe',
			relations: { [ACCOUNT]: { relation: 'connected', degree: 1, invitationId: null, since } },
		});
		const { get, column } = await session.cs(at('connections'));
		expect(column('connections', 'vanityName')).toEqual(['connie-connected', 'josé-doe']);
		expect(get('connections.1')).toMatchObject({
			firstName: 'José',
			lastName: 'Doe',
			vanityName: 'josé-doe',
			headline: 'Head of Examples at Example Ltd',
			connectedDate: 'Connected on Jan 12, 2024',
			profileUrl: 'https://www.linkedin.com/in/jos%C3%A9-doe/',
		});
	});

	test('at most twelve a page, ten by default; sorted as asked', async () => {
		session.people(30, 'connected', ACCOUNT);
		const list = async (query: string) => await session.cs(`${at('connections')}&${query}`);
		expect((await list('')).column('connections', 'lastName')).toHaveLength(10);
		const most = await list('limit=50');
		expect(most.get('limit')).toBe(12);
		expect(most.column('connections', 'vanityName').slice(0, 3)).toEqual([
			'connected-1',
			'connected-2',
			'connected-3',
		]);
		const byName = await list('limit=3&sortBy=lastName');
		expect(byName.column('connections', 'lastName')).toEqual(['1', '10', '11']);
		expect(byName.get('sortBy')).toBe('lastName');
		expect((await list('limit=1&sortBy=firstName')).get('connections.0.firstName')).toBe(
			'Connected',
		);
		const last = await session.cs(`${at('connections', 30)}&limit=12`);
		expect(last.column('connections', 'vanityName')).toEqual(['connie-connected']);
	});
});

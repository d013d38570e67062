import { DAY, row, START, useSession } from './session';

const session = useSession();
const V1 = 'v1-session';
const V2 = 'acc_abc123';
const credits = (count: number) => (session.sim.world.linkupApi.credits = count);

describe('version 1', () => {
	test('sent: a row as documented, with all digits of a number', async () => {
		session.people(1, 'pending_sent', V1);
		session.clock.now += 3 * DAY;
		const { text, get } = await session.v1('sent-invitations', { total_results: 2 });
		expect(text).toContain('"invitation_id":7300000000000000001,');
		expect(text).toContain('"invitation_id":7310081824666365952,');
		// what a client that parses JSON as JavaScript does makes of it
		expect(get('data.invitations.0.invitation_id')).toBe(Number('7310081824666365952'));
		expect(get('data.invitations.1')).toMatchObject({
			name: 'Pending Sent 1',
			profile_url: 'https://www.linkedin.com/in/pending-sent-1',
			subtitle: 'Head of Examples at Example Ltd',
			sent_time: 'Sent 3 days ago',
			invitation_state: 'PENDING',
			message: null,
			entity_urn: 'urn:li:fsd_invitation:7300000000000000001',
			profile_picture: null,
			invitation_type: 'CONNECTION',
		});
		expect(get('data')).toMatchObject({
			total_results: 2,
			total_available_results: 2,
			pagination: { start_page: 1, end_page: 1, results_per_page: 10, pages_fetched: 1 },
		});
		const pages = await session.v1('sent-invitations', { invitation_type: 'ORGANIZATION' });
		expect(pages.get('data.invitations')).toEqual([]);
	});

	test('pages and totals cost a credit for each page that is read', async () => {
		session.people(24, 'connected', V1);
		credits(100);
		const paid = () => 100 - (session.sim.world.linkupApi.credits ?? 0);
		const list = async (body: object) => await session.v1('connections', body);

		expect((await list({})).get('data.total_results')).toBe(10);
		expect(paid()).toBe(1);
		const second = await list({ start_page: 2, end_page: 3 });
		expect(second.get('data')).toMatchObject({
			total_results: 15,
			total_available_results: 25,
			pagination: { start_page: 2, end_page: 3, results_per_page: 10, pages_fetched: 2 },
		});
		expect(second.get('data.connections.0')).toEqual({
			name: 'Connected 11',
			job_title: 'Head of Examples at Example Ltd',
			profile_url: 'https://www.linkedin.com/in/connected-11/',
			profile_picture: null,
		});
		expect(paid()).toBe(3);
		const beyond = await list({ start_page: 9 });
		expect(beyond.get('data')).toMatchObject({ connections: [], pagination: { pages_fetched: 1 } });
		expect(paid()).toBe(4);
		expect((await list({ total_results: 12 })).get('data.total_results')).toBe(12);
		expect(paid()).toBe(6);
		expect((await list({ total_results: 100 })).get('data.pagination.pages_fetched')).toBe(3);
		expect(paid()).toBe(9);
		credits(2);
		expect((await list({ total_results: 25 })).body).toEqual({
			status: 'error',
			message: 'Insufficient credits available',
		});
		expect(session.sim.world.linkupApi.credits).toBe(2);
		expect((await list({ start_page: 0 })).body).toEqual({
			status: 'error',
			message: 'Invalid parameter: start_page',
		});
	});

	test('received: the older page’s rows, and the newer one’s', async () => {
		session.sim.receive(V1, 'ada-doe', { message: 'Hello' });
		session.clock.now += 2 * DAY + 1;
		const old = await session.v1('invitations');
		const id = old.get('data.invitations.1.invitation_id');
		expect(id).toBe('7410081824666370001');
		expect(old.get('data.invitations.1')).toEqual({
			name: 'Ada Doe',
			profile_url: 'https://www.linkedin.com/in/ada-doe/',
			profile_picture: null,
			subtitle: 'Head of Examples at Example Ltd',
			sent_time: '2 days ago',
			message: 'Hello',
			invitation_id: id,
			shared_secret: expect.stringMatching(/^.{8}$/),
			shared_connections: '5 shared connections',
			invitation_state: 'PENDING',
			entity_urn: `urn:li:invitation:${String(id)}`,
		});
		expect(Object.keys(row(old.get('data')))).toEqual(['total_results', 'invitations']);
		session.sim.world.linkupApi.v1Received = 'new';
		const fresh = await session.v1('invitations');
		expect(fresh.text).toContain('"invitation_id":7410081824666370001,');
		expect(fresh.get('data')).toMatchObject({
			total_available_results: 2,
			pagination: { pages_fetched: 1 },
		});
		expect(fresh.get('data.invitations.1.entity_urn')).toBe(`urn:li:fsd_invitation:${String(id)}`);
	});

	test('accepts an invitation once, with its own secret', async () => {
		const rita = row((await session.v1('invitations')).get('data.invitations.0'));
		const { entity_urn, shared_secret } = rita;
		const accept = async (change: object) =>
			await session.v1('accept-invitation', { entity_urn, shared_secret, ...change });
		const refusals = [{ shared_secret: 'AAAAAAAA' }, { entity_urn: 'urn:li:invitation:1' }];
		for (const change of refusals) {
			const refused = await accept(change);
			expect([refused.status, refused.get('status')]).toEqual([200, 'error']);
		}
		expect((await accept({ shared_secret: undefined })).get('message')).toBe(
			'Missing required parameter: shared_secret',
		);
		credits(1);
		expect((await accept({})).body).toEqual({
			status: 'success',
			message: 'Invitation accepted successfully',
		});
		expect(session.sim.world.linkupApi.credits).toBe(0);
		expect((await accept({})).get('status')).toBe('error');
		const { relations } = row(session.sim.world.people.get('rita-received'));
		expect(relations).toMatchObject({ [V1]: { relation: 'connected', since: START } });
	});
});

describe('version 2', () => {
	test('sent and received rows, as documented', async () => {
		session.people(1, 'pending_sent', V2);
		session.clock.now += 5 * DAY;
		session.sim.receive(V2, 'alice-johnson');
		const sent = await session.v2('list_sent', { count: 5 });
		expect(sent.get('data')).toMatchObject({
			total_results: 2,
			total_available_results: 2,
			invitation_type: 'CONNECTION',
			pagination: {
				offset: 0,
				count: 5,
				next_offset: null,
				has_more: false,
				results_per_page: 10,
				pages_fetched: 1,
			},
		});
		expect(sent.get('data.invitations.1')).toEqual({
			entity_urn: 'urn:li:invitation:7300000000000000001',
			recipient: {
				first_name: 'Pending',
				last_name: 'Sent 1',
				headline: 'Head of Examples at Example Ltd',
				linkedin_url: 'https://www.linkedin.com/in/pending-sent-1',
				profile_picture: null,
			},
			invitation_type: 'CONNECTION',
			sent_time: '5d',
			sent_time_days: 5,
		});
		const received = await session.v2('list_invitations');
		expect(received.get('data.invitations.0')).toEqual({
			entity_urn: 'urn:li:invitation:7410081824666370001',
			shared_secret: expect.any(String),
			sender: {
				first_name: 'Alice',
				last_name: 'Johnson',
				headline: 'Head of Examples at Example Ltd',
				linkedin_url: 'https://www.linkedin.com/in/alice-johnson',
				profile_picture_url: null,
			},
			invitation_type: 'CONNECTION',
			sent_time: '1m',
			sent_time_days: 0,
		});
	});

	test('a company’s invitation is of its own type', async () => {
		session.sim.world.otherInvitations.push({
			accountId: V2,
			category: 'NEWSLETTER',
			invitationId: '72',
			inviter: 'ada-doe',
			since: START,
		});
		const types = async (params: object) =>
			(await session.v2('list_invitations', params)).column('data.invitations', 'invitation_type');
		expect(await types({})).toEqual(['CONNECTION']);
		expect(await types({ invitation_type: 'CONTENT_SERIES' })).toEqual(['CONTENT_SERIES']);
	});

	test.each([
		[10, 10, 1, 10],
		[50, 50, 1, 50],
		[51, 51, 2, 51],
		[500, 121, 3, null],
	])('connections: %d asked for, %d rows, %d credits', async (count, rows, cost, next) => {
		session.people(120, 'connected', V2);
		credits(3);
		const { get } = await session.v2('list_connections', { count });
		expect(get('data')).toMatchObject({
			total_results: rows,
			total_available_results: 121,
			pagination: {
				next_offset: next,
				has_more: next !== null,
				pages_fetched: Math.ceil(rows / 10),
			},
		});
		expect(get('metadata.credits_consumed')).toBe(cost);
		expect(session.sim.world.linkupApi.credits).toBe(3 - cost);
		expect(get('data.connections.0')).toEqual({
			name: 'Connected 1',
			job_title: 'Head of Examples at Example Ltd',
			profile_url: 'https://www.linkedin.com/in/connected-1/',
			profile_picture: null,
		});
	});

	test('an empty page costs a credit, a list too dear nothing', async () => {
		session.people(60, 'connected', V2);
		credits(1);
		const dear = await session.v2('list_connections', { count: 60 });
		expect([dear.status, dear.get('error.code')]).toEqual([402, 'INSUFFICIENT_CREDITS']);
		expect(session.sim.world.linkupApi.credits).toBe(1);
		const empty = await session.v2('list_connections', { offset: 99 });
		expect(empty.get('data.connections')).toEqual([]);
		expect(session.sim.world.linkupApi.credits).toBe(0);
	});

	test('accept', async () => {
		const rita = row((await session.v2('list_invitations')).get('data.invitations.0'));
		const { entity_urn, shared_secret } = rita;
		const accept = async (params: object) => await session.v2('accept', params);
		const wrong = await accept({ entity_urn, shared_secret: 'x' });
		expect([wrong.status, wrong.get('error.code')]).toEqual([400, 'INVALID_PARAMS']);
		expect((await accept({ entity_urn })).get('error.code')).toBe('INVALID_PARAMS');
		credits(0);
		expect((await accept({ entity_urn, shared_secret })).get('error.code')).toBe(
			'INSUFFICIENT_CREDITS',
		);
		credits(2);
		expect((await accept({ entity_urn, shared_secret })).body).toMatchObject({
			success: true,
			data: {},
			metadata: { action: 'accept', credits_consumed: 1 },
		});
		expect((await accept({ entity_urn, shared_secret })).status).toBe(400);
		expect((await session.v2('list_connections')).get('data.connections.0.name')).toBe(
			'Rita Received',
		);
	});
});

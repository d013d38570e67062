import { sendPilotLead } from './default-world';
import { useSession } from './session';

const session = useSession();

describe('SendPilot', () => {
	const leads = async (query = '') => await session.call('sendPilot', `GET /leads${query}`);

	test('leads, as documented', async () => {
		const { body } = await leads('?campaignId=camp_1&status=CONNECTION_ACCEPTED&full=true');
		expect(body).toEqual({
			leads: [
				{
					id: 'lead_3',
					linkedinUrl: 'https://www.linkedin.com/in/connie-connected',
					status: 'CONNECTION_ACCEPTED',
					firstName: 'Connie',
					lastName: 'Connected',
					title: 'VP of Engineering',
					company: 'TechCorp',
					campaignId: 'camp_1',
					createdAt: '2024-01-10T10:00:00.000Z',
					updatedAt: '2024-01-12T15:30:00.000Z',
				},
			],
			pagination: { total: 1, page: 1, limit: 50, totalPages: 1 },
		});
		expect((await leads('?campaignId=camp_2')).get('leads')).toEqual([]);
		expect((await leads()).get('pagination.total')).toBe(3);
	});

	test('pages of at most a hundred, fifty by default', async () => {
		session.sim.world.sendPilot.leads = Array.from({ length: 230 }, (_, n) =>
			sendPilotLead({ id: `lead_${n}` }),
		);
		expect((await leads()).column('leads', 'id')).toHaveLength(50);
		const last = await leads('?page=3&limit=500');
		expect(last.column('leads', 'id')).toHaveLength(30);
		expect(last.get('leads.0.id')).toBe('lead_200');
		expect(last.get('pagination')).toEqual({ total: 230, page: 3, limit: 100, totalPages: 3 });
		expect((await leads('?page=9')).get('leads')).toEqual([]);
	});

	test('leads need their scope', async () => {
		const { limitedApiKey, limitedScopes } = session.sim.world.sendPilot;
		const limited = async () =>
			await session.call('sendPilot', 'GET /leads', undefined, { 'X-API-Key': limitedApiKey });
		expect((await limited()).get('message')).toBe('Key lacks required scope: leads:read');
		limitedScopes.add('leads:read');
		expect((await limited()).status).toBe(200);
	});

	test('credits', async () => {
		expect((await session.call('sendPilot', 'GET /credits')).body).toEqual({
			available: 1000,
			subscription: 1000,
			purchased: 0,
			used: 0,
			nextResetDate: '2024-01-16T00:00:00.000Z',
		});
	});
});

describe('Seleqt', () => {
	const seleqt = async (route: string, body?: unknown) =>
		await session.call('seleqt', route.replace(' ', ' /public/'), body);
	const add = async (list: number, body: unknown) =>
		await seleqt(`POST lead-lists/${list}/add-leads/`, body);

	test('campaigns and lead lists', async () => {
		const campaigns = await seleqt('GET campaigns/');
		expect(campaigns.get('campaigns')).toHaveLength(2);
		expect(campaigns.get('campaigns.0')).toEqual({
			id: 1,
			name: 'Spring outreach',
			status: 'active',
			workspace_id: 1,
			timezone: 'UTC',
			language: 'en',
			created_at: '2026-01-10T09:00:00Z',
			updated_at: '2026-02-20T09:00:00Z',
			prospect_count: 8,
		});
		const lists = await seleqt('GET lead-lists/');
		expect(lists.column('lead_lists', 'search_type')).toEqual(['PEOPLE', 'COMPANY']);
	});

	test('adds what is not there yet', async () => {
		expect((await add(1, { prospect_ids: [102, 103, 999, 103] })).body).toEqual({
			success: true,
			added: 1,
			skipped: 3,
		});
		expect((await add(1, { prospect_ids: '104, 105' })).get('added')).toBe(2);
		expect((await add(2, { company_ids: [501, 502] })).body).toMatchObject({
			added: 1,
			skipped: 1,
		});
		expect((await seleqt('GET lead-lists/')).column('lead_lists', 'lead_count')).toEqual([5, 2]);
	});

	test.each([
		['an unknown list', 9, { prospect_ids: [101] }, 404],
		['companies in a list of people', 1, { company_ids: [501] }, 400],
		['nobody', 1, { prospect_ids: [] }, 400],
		['no ids', 1, { prospect_ids: 'ada' }, 400],
		['nothing', 1, {}, 400],
	])('%s is refused', async (_name, list, body, status) => {
		const refused = await add(list, body);
		expect([refused.status, typeof refused.get('error')]).toEqual([status, 'string']);
		expect((await seleqt('GET lead-lists/')).get('lead_lists.0.lead_count')).toBe(2);
	});
});

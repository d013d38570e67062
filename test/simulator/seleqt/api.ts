import { z } from 'zod';
import { answer, type Provider, type ProviderAnswer } from '../http';
import { arranged } from '../lists';
import { relationOf, type Degree } from '../people';
import { overMinute, type World } from '../world';

const ACTIVE = ['OK', 'SYNC_SUCCESS', 'CREATION_SUCCESS', 'RECONNECTED'];
const DISTANCE = { 1: 'FIRST_DEGREE', 2: 'SECOND_DEGREE', 3: 'THIRD_DEGREE' };
const distance = (degree: Degree) => (degree === null ? 'OUT_OF_NETWORK' : DISTANCE[degree]);

const failure = (status: number, error: string) => answer(status, { error });

function connectionStatus(id: number, accountParam: string | null, world: World): ProviderAnswer {
	const { seleqt, people } = world;
	const one =
		people.ofProspect(id) ??
		(id >= seleqt.strangersFrom
			? people.add({ publicIdentifier: `prospect-${id}`, prospectId: id })
			: undefined);
	if (!one) return failure(404, 'Prospect not found');

	const isActive = (status: string | undefined) => status !== undefined && ACTIVE.includes(status);
	const account =
		accountParam === null
			? [...seleqt.accounts.values()].find(({ status }) => isActive(status))
			: seleqt.accounts.get(Number(accountParam));
	if (accountParam !== null && !isActive(account?.status)) {
		return failure(400, 'Requested LinkedIn account not found or not active in this workspace');
	}
	if (!account) return failure(400, 'No active LinkedIn account is connected to this workspace');
	const { relation, degree } = relationOf(one, String(account.id));
	return answer(200, {
		success: true,
		is_connected: relation === 'connected',
		connection_level: degree,
		network_distance: distance(degree),
		checked_with_account_id: account.id,
	});
}

const listed = (world: World, name: string, rows: Array<Record<string, unknown>>) =>
	arranged(world, rows, { name: `seleqt ${name}`, key: ({ id }) => String(id), begins: true });

/** [1, 2], or "1,2" */
const Ids = z.union([
	z.array(z.number().int().positive()),
	z
		.string()
		.regex(/^\s*\d+\s*(,\s*\d+\s*)*$/)
		.transform((text) => text.split(',').map(Number)),
]);
const AddLeads = z.object({ prospect_ids: Ids.optional(), company_ids: Ids.optional() });

/** Undocumented: the answer's shape, and the sentences of what is refused. */
function addLeads(listId: number, body: unknown, world: World): ProviderAnswer {
	const { leadLists, leadListMembers, strangersFrom } = world.seleqt;
	const list = leadLists.find(({ id }) => id === listId);
	if (!list) return failure(404, 'Lead list not found');
	const parsed = AddLeads.safeParse(body ?? {});
	if (!parsed.success) return failure(400, 'prospect_ids and company_ids must be lists of ids');
	const ofCompanies = list.search_type === 'COMPANY';
	const wanted = ofCompanies ? parsed.data.company_ids : parsed.data.prospect_ids;
	if (!wanted || wanted.length === 0) {
		return failure(400, `${ofCompanies ? 'company_ids' : 'prospect_ids'} is required`);
	}
	const exists = (id: number) =>
		ofCompanies || world.people.ofProspect(id) !== undefined || id >= strangersFrom;
	const members = leadListMembers.get(listId) ?? new Set();
	const before = members.size;
	for (const id of wanted) if (exists(id)) members.add(id);
	leadListMembers.set(listId, members);
	const added = members.size - before;
	return answer(200, { success: true, added, skipped: wanted.length - added });
}

const AddToCampaign = z.object({
	campaign: z.number().int(),
	prospect_ids: z.array(z.number().int()).default([]),
	amount: z.number().int().default(0),
	prospects_per_company: z.number().int().default(1),
	activate: z.boolean().default(false),
});

/** With no prospects, everyone in the list is added, according to the vendor page. */
function addToCampaign(listId: number, body: unknown, world: World): ProviderAnswer {
	const { campaigns, campaignMembers, leadListMembers } = world.seleqt;
	const parsed = AddToCampaign.safeParse(body ?? {});
	if (!parsed.success) return failure(400, 'campaign is required');
	const { campaign, prospect_ids: named, amount } = parsed.data;
	if (!campaigns.some(({ id }) => id === campaign)) return failure(404, 'Campaign not found');
	const inList = leadListMembers.get(listId) ?? new Set<number>();
	const members = campaignMembers.get(campaign) ?? new Set<number>();
	const wanted = named.length > 0 ? named.filter((id) => inList.has(id)) : [...inList];
	const fresh = wanted.filter((id) => !members.has(id));
	const added = amount > 0 ? fresh.slice(0, amount) : fresh;
	campaignMembers.set(campaign, new Set([...members, ...added]));
	const warning = added.length < wanted.length ? 'Some are in the campaign already' : undefined;
	return answer(200, { success: true, count: added.length, prospects: added, warning });
}

export const seleqt: Provider = (request, world, now) => {
	const mine = world.seleqt;
	if (request.key === null) {
		return answer(401, { error: 'Missing API key', message: 'Provide X-API-Key header' });
	}
	// Undocumented: the answer to a key that is wrong rather than missing.
	if (request.key !== mine.apiKey) {
		return answer(401, { error: 'Invalid API key', message: 'The API key is not valid' });
	}
	if (overMinute(mine.minute, now) !== null) return failure(429, 'Rate limit exceeded');
	if (!request.slash) return answer(404, { detail: 'Not found.' });

	const path = request.segments.join('/');
	const list = /^public\/lead-lists\/(\d+)\/add-leads$/.exec(path)?.[1];
	if (request.method === 'POST' && list !== undefined) {
		return addLeads(Number(list), request.body, world);
	}
	const toCampaign = /^public\/lead-lists\/(\d+)\/add-to-campaign$/.exec(path)?.[1];
	if (request.method === 'POST' && toCampaign !== undefined) {
		return addToCampaign(Number(toCampaign), request.body, world);
	}
	if (request.method !== 'GET') return answer(404, { detail: 'Not found.' });
	const prospect = /^public\/prospects\/(\d+)\/connection-status$/.exec(path)?.[1];
	if (prospect !== undefined) {
		return connectionStatus(Number(prospect), request.query.get('account_id'), world);
	}
	// Undocumented: the answers of /api-keys/ and /public/lead-lists/.
	if (path === 'api-keys')
		return answer(200, { api_keys: [{ id: 1, name: 'Simulator', is_active: true }] });
	if (path === 'public/campaigns') {
		return answer(200, { campaigns: listed(world, 'campaigns', mine.campaigns) });
	}
	if (path === 'public/lead-lists') {
		const rows = mine.leadLists.map((row) => ({
			...row,
			lead_count: mine.leadListMembers.get(Number(row.id))?.size ?? 0,
		}));
		return answer(200, { lead_lists: listed(world, 'lead lists', rows) });
	}
	return answer(404, { detail: 'Not found.' });
};

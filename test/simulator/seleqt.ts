import { answer, type Provider, type ProviderAnswer } from './http';
import { overMinute, relationOf, type Degree, type World } from './world';

const ACTIVE = ['OK', 'SYNC_SUCCESS', 'CREATION_SUCCESS', 'RECONNECTED'];
const DISTANCE = { 1: 'FIRST_DEGREE', 2: 'SECOND_DEGREE', 3: 'THIRD_DEGREE' };
const distance = (degree: Degree) => (degree === null ? 'OUT_OF_NETWORK' : DISTANCE[degree]);

const failure = (status: number, error: string) => answer(status, { error });

function connectionStatus(id: number, accountParam: string | null, world: World): ProviderAnswer {
	const { seleqt, people, missingPeople } = world;
	if (seleqt.prospectsOfOthers.has(id)) return failure(403, 'Access denied');
	const bare = seleqt.prospectsWithoutProfile.has(id);
	const one =
		people.ofProspect(id) ??
		(id >= seleqt.strangersFrom
			? people.add({ publicIdentifier: `prospect-${id}`, seleqtProspectId: id })
			: undefined);
	if (!one && !bare) return failure(404, 'Prospect not found');
	if (!one || bare) return failure(400, 'Prospect has no LinkedIn profile URL to check against');

	const isActive = (status: string | undefined) => status !== undefined && ACTIVE.includes(status);
	const account =
		accountParam === null
			? [...seleqt.accounts.values()].find(({ status }) => isActive(status))
			: seleqt.accounts.get(Number(accountParam));
	if (accountParam !== null && !isActive(account?.status)) {
		return failure(400, 'Requested LinkedIn account not found or not active in this workspace');
	}
	if (!account) return failure(400, 'No active LinkedIn account is connected to this workspace');
	if (seleqt.upstreamDown || missingPeople.has(one.publicIdentifier)) {
		return failure(502, 'Failed to fetch prospect profile from LinkedIn provider');
	}
	const { relation, degree } = relationOf(one, String(account.id));
	return answer(200, {
		success: true,
		is_connected: relation === 'connected',
		connection_level: degree,
		network_distance: distance(degree),
		checked_with_account_id: account.id,
	});
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
	if (request.method !== 'GET' || !request.slash) return answer(404, { detail: 'Not found.' });

	const path = request.segments.join('/');
	const prospect = /^public\/prospects\/(\d+)\/connection-status$/.exec(path)?.[1];
	if (prospect !== undefined) {
		return connectionStatus(Number(prospect), request.query.get('account_id'), world);
	}
	// Undocumented: the answers of /api-keys/ and /public/lead-lists/.
	if (path === 'api-keys')
		return answer(200, { api_keys: [{ id: 1, name: 'Simulator', is_active: true }] });
	if (path === 'public/campaigns') return answer(200, { campaigns: mine.campaigns });
	if (path === 'public/lead-lists') return answer(200, { lead_lists: mine.leadLists });
	return answer(404, { detail: 'Not found.' });
};

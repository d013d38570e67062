import { byId, noLimit, type MinuteLimit } from '../world-parts';

export interface SeleqtAccount {
	id: number;
	/** OK, SYNC_SUCCESS, CREATION_SUCCESS and RECONNECTED are active */
	status: string;
}

export interface SeleqtWorld {
	apiKey: string;
	/** in the order in which the first active one is chosen */
	accounts: Map<number, SeleqtAccount>;
	/** every prospect id from here on is a stranger of this workspace */
	strangersFrom: number;
	campaigns: Array<Record<string, unknown>>;
	leadLists: Array<Record<string, unknown>>;
	/** ids of prospects or companies, by lead list */
	leadListMembers: Map<number, Set<number>>;
	campaignMembers: Map<number, Set<number>>;
	minute: MinuteLimit;
}

const campaign = (id: number, name: string, status: string, prospects: number) => ({
	id,
	name,
	status,
	workspace_id: 1,
	timezone: 'UTC',
	language: 'en',
	created_at: '2026-01-10T09:00:00Z',
	updated_at: '2026-02-20T09:00:00Z',
	prospect_count: prospects,
});

export const defaultSeleqt = (): SeleqtWorld => ({
	apiKey: 'seleqt.simulator-secret',
	accounts: byId([
		{ id: 6, status: 'CREDENTIALS' },
		{ id: 7, status: 'OK' },
		{ id: 8, status: 'RECONNECTED' },
	]),
	strangersFrom: 1_000_000,
	campaigns: [
		campaign(1, 'Spring outreach', 'active', 8),
		campaign(2, 'Autumn outreach', 'paused', 0),
	],
	leadLists: [
		{ id: 1, name: 'Prospects', search_type: 'PEOPLE' },
		{ id: 2, name: 'Companies', search_type: 'COMPANY' },
	],
	campaignMembers: new Map(),
	leadListMembers: new Map([
		[1, new Set([101, 102])],
		[2, new Set([501])],
	]),
	minute: noLimit(),
});

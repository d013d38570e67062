import { SeleqtApi } from '../../credentials/SeleqtApi.credentials';
import { Seleqt } from '../../nodes/Seleqt/Seleqt.node';
import {
	limitOf,
	outputsOf,
	providerHarness,
	sampleOf,
	type Exchange,
	type Sample,
} from '../conformance/harness';

const PROSPECT = '987654';

const answer = (isConnected: boolean, level: number | null, distance: string | null) => ({
	success: true,
	is_connected: isConnected,
	connection_level: level,
	network_distance: distance,
	checked_with_account_id: 7,
});
const check = (body: unknown): Exchange => ({
	call: `GET /public/prospects/${PROSPECT}/connection-status/`,
	query: { account_id: '7' },
	answer: body,
});
const status = (body: ReturnType<typeof answer>, fields: object): Sample =>
	sampleOf(
		{ prospectId: PROSPECT },
		[check(body)],
		outputsOf(
			'seleqt',
			'7',
			null,
		)('getConnectionStatus', {
			isConnected: body.is_connected,
			degree: body.connection_level,
			networkDistance: body.network_distance,
			invitationState: 'unknown',
			prospectId: Number(PROSPECT),
			...fields,
		}),
	);
const SECOND = answer(false, 2, 'SECOND_DEGREE');

const CAMPAIGN = {
	id: 5339,
	name: 'Q4 outbound',
	status: 'ACTIVE',
	workspace_id: 12,
	timezone: 'Europe/Amsterdam',
	language: 'en',
	created_at: '2026-01-10T09:00:00Z',
	updated_at: '2026-02-20T09:00:00Z',
	prospect_count: 120,
};
const LIST = { id: 742, name: 'Founders', search_type: 'PEOPLE' };
const ADDED = { success: true, message: '2 leads were added' };
const addLeads = (body: object): Exchange => ({
	call: 'POST /public/lead-lists/742/add-leads/',
	body: { ...body },
	answer: ADDED,
});
const added = { ...ADDED, outcome: 'added' };
const addToCampaign = (activate: boolean, answer: object): Exchange => ({
	call: 'POST /public/lead-lists/742/add-to-campaign/',
	body: {
		campaign: 311,
		prospect_ids: [101, 102],
		amount: 2,
		prospects_per_company: 2,
		allow_duplicates: false,
		activate,
	},
	answer,
});
const IN_CAMPAIGN = { success: true, count: 2, prospects: [101, 102] };
const NONE_ADDED = {
	success: true,
	count: 0,
	prospects: [],
	warning: 'All of them are in a campaign already',
};
const prospects = { leadListId: '742', campaignId: '311', prospectIds: '101, 102, 101' };
const NO_NUMBER = /Seleqt.* positive integers/;

export const seleqtHarness = providerHarness({
	id: 'seleqt',
	node: Seleqt,
	credential: SeleqtApi,
	fields: { apiKey: '', baseUrl: 'https://api.seleqt.ai/api/v1' },
	versions: [
		{
			id: 'only',
			credential: { apiKey: 'sq.key-to-keep' },
			secrets: ['apiKey'],
			auth: { header: 'x-api-key' },
			tested: {
				exchange: { call: 'GET /api-keys/', answer: { api_keys: [] } },
				wrong: { status: 401, answer: { error: 'Missing API key' } },
				limited: { status: 403, answer: { error: 'Access denied' } },
			},
			accountId: '7',
			subject: PROSPECT,
			operations: {
				getConnectionStatus: {
					'of the second degree': status(SECOND, {}),
					connected: status(answer(true, 1, 'FIRST_DEGREE'), {
						outcome: 'connected',
						invitationState: 'none',
					}),
					'of the third degree': status(answer(false, 3, 'THIRD_DEGREE'), {}),
					'of unknown degree': status(answer(false, null, null), {}),
					'out of the network': status(answer(false, null, 'OUT_OF_NETWORK'), {}),
				},
			},
			node: {
				'prospect.getConnectionStatus': {
					'of the second degree': sampleOf({ prospectId: PROSPECT }, [check(SECOND)], SECOND),
				},
				'campaign.getMany': {
					all: sampleOf(
						{},
						[{ call: 'GET /public/campaigns/', answer: { campaigns: [CAMPAIGN] } }],
						CAMPAIGN,
					),
				},
				'leadList.getMany': {
					all: sampleOf(
						{},
						[{ call: 'GET /public/lead-lists/', answer: { lead_lists: [LIST] } }],
						LIST,
					),
				},
				'leadList.addLeads': {
					people: sampleOf(
						{ leadListId: '742', leadIds: '101, 102', leadType: 'prospects' },
						[addLeads({ prospect_ids: [101, 102] })],
						added,
					),
					companies: sampleOf(
						{ leadListId: '742', leadIds: '55', leadType: 'companies' },
						[addLeads({ company_ids: [55] })],
						added,
					),
				},
				'leadList.addToCampaign': {
					'and nothing else': sampleOf(
						{ ...prospects, start: 'no' },
						[addToCampaign(false, IN_CAMPAIGN)],
						{ ...IN_CAMPAIGN, outcome: 'added', message: null },
					),
					'and started': sampleOf(
						{ ...prospects, start: 'yes' },
						[addToCampaign(true, NONE_ADDED)],
						{ ...NONE_ADDED, outcome: 'not_added', message: NONE_ADDED.warning },
					),
				},
			},
			limits: {
				'the minute': limitOf(
					'getConnectionStatus',
					{ status: 429, answer: { error: 'Rate limit exceeded' } },
					{
						scope: 'minute',
						retryAt: '2024-01-15T10:31:00.000Z',
						message: 'Rate limit exceeded',
					},
				),
			},
			badInput: {
				'an account that is no number': {
					operation: 'getConnectionStatus',
					accountId: 'mine',
					says: /'Account' is 'mine', but Seleqt's/,
				},
				'a lead list that is no number': {
					operation: 'leadList.addLeads',
					parameters: { leadListId: 'Founders' },
					says: NO_NUMBER,
				},
				'a lead that is no number': {
					operation: 'leadList.addLeads',
					parameters: { leadIds: '101, Ada' },
					says: NO_NUMBER,
				},
				'a campaign that is no number': {
					operation: 'leadList.addToCampaign',
					parameters: { campaignId: 'Spring' },
					says: NO_NUMBER,
				},
				'no prospect, which to Seleqt would be everybody in the list': {
					operation: 'leadList.addToCampaign',
					parameters: { prospectIds: ' , ' },
					says: /'Prospect IDs' is empty/,
				},
				'no lead': {
					operation: 'leadList.addLeads',
					parameters: { leadIds: '' },
					says: /'Lead IDs' is empty/,
				},
			},
		},
	],
});

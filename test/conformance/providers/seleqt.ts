import { SeleqtApi } from '../../../credentials/SeleqtApi.credentials';
import { Seleqt } from '../../../nodes/Seleqt/Seleqt.node';
import { limitOf, outputsOf, providerHarness, sampleOf, type Exchange } from '../harness';

const PROSPECT = '987654';

const SECOND = {
	success: true,
	is_connected: false,
	connection_level: 2,
	network_distance: 'SECOND_DEGREE',
	checked_with_account_id: 7,
};
const check: Exchange = {
	call: `GET /public/prospects/${PROSPECT}/connection-status/`,
	query: { account_id: '7' },
	answer: SECOND,
};
const report = outputsOf('seleqt', '7', null);

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
const IN_CAMPAIGN = { success: true, count: 2, prospects: [101, 102] };
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
					'of the second degree': sampleOf(
						{ prospectId: PROSPECT },
						[check],
						report('getConnectionStatus', {
							degree: 2,
							networkDistance: 'SECOND_DEGREE',
							invitationState: 'unknown',
							prospectId: Number(PROSPECT),
						}),
					),
				},
			},
			node: {
				'prospect.getConnectionStatus': {
					'of the second degree': sampleOf({ prospectId: PROSPECT }, [check], SECOND),
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
						[
							{
								call: 'POST /public/lead-lists/742/add-leads/',
								body: { prospect_ids: [101, 102] },
								answer: ADDED,
							},
						],
						{ ...ADDED, outcome: 'added' },
					),
				},
				'leadList.addToCampaign': {
					'and started': sampleOf(
						{ leadListId: '742', campaignId: '311', prospectIds: '101, 102, 101', start: 'yes' },
						[
							{
								call: 'POST /public/lead-lists/742/add-to-campaign/',
								body: {
									campaign: 311,
									prospect_ids: [101, 102],
									amount: 2,
									prospects_per_company: 2,
									allow_duplicates: false,
									activate: true,
								},
								answer: IN_CAMPAIGN,
							},
						],
						{ ...IN_CAMPAIGN, outcome: 'added', message: null },
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
				'no prospect, which to Seleqt would be everybody in the list': {
					operation: 'leadList.addToCampaign',
					parameters: { prospectIds: ' , ' },
					says: /'Prospect IDs' is empty/,
				},
			},
		},
	],
});

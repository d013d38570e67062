import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import connectSafely from '../fixtures/ConnectSafely/lists.json';
import quota from '../fixtures/ConnectSafely/quota.json';
import linkup from '../fixtures/LinkupApi/lists.json';
import seleqt from '../fixtures/Seleqt/lists.json';
import sendPilot from '../fixtures/SendPilot/workspace.json';
import { LINKUP_V1 } from '../LinkupApi/credentials';
import { answers, byId, CREDENTIALS, type Exchange } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
/** A Monday, 10:30 UTC. */
beforeEach(() => stopClock());

interface Case {
	readonly node: string;
	readonly v1?: boolean;
	readonly parameters: IDataObject;
	readonly exchanges: readonly Exchange[];
	readonly rows: readonly IDataObject[];
}

const invitations = (direction: string, more: IDataObject = {}) => ({
	resource: 'invitation',
	operation: 'getMany',
	direction,
	...more,
});
const acc = byId('acc_1');
const V1 = { login_token: LINKUP_V1.loginToken, country: 'FR' };
const v2 = (action: string, params: object, answer: object): Exchange => ({
	call: 'POST /v2/network',
	body: { account_id: 'acc_1', action, params },
	answer,
});
const [sent] = connectSafely.sent.invitations;
const [received] = connectSafely.received.invitations;
const [v1Sent] = linkup.v1.sent.data.invitations;
const [v1Received] = linkup.v1.received.data.invitations;
const [v2Sent] = linkup.v2.sent.data.invitations;
const [v2Received] = linkup.v2.received.data.invitations;
const JOHN = 'https://www.linkedin.com/in/johndoe';
const ID = '7897046780350316544';

const CASES: Record<string, Case> = {
	'ConnectSafely, sent invitations, simplified': {
		node: 'connectSafely',
		parameters: invitations('sent', { accountId: acc }),
		exchanges: [
			{
				call: 'GET /invitations/sent',
				query: { accountId: 'acc_1', startIndex: 0 },
				answer: connectSafely.sent,
			},
			{
				call: 'GET /invitations/sent',
				query: { accountId: 'acc_1', startIndex: 1 },
				answer: { success: true, invitations: [], count: 0, startIndex: 1 },
			},
		],
		rows: [
			{
				invitationId: ID,
				firstName: 'John',
				lastName: 'Doe',
				headline: 'CEO | Entrepreneur | Tech Founder',
				publicIdentifier: 'johndoe',
				profileUrl: JOHN,
				sentAt: '2 days ago',
				sentAtApproximate: '2024-01-13T10:30:00.000Z',
			},
		],
	},
	'ConnectSafely, sent invitations, raw': {
		node: 'connectSafely',
		parameters: invitations('sent', { simplify: false, limit: 1 }),
		exchanges: [
			{ call: 'GET /invitations/sent', query: { startIndex: 0 }, answer: connectSafely.sent },
		],
		rows: [{ ...sent, sentAtApproximate: '2024-01-13T10:30:00.000Z' }],
	},
	'ConnectSafely, received invitations, simplified': {
		node: 'connectSafely',
		parameters: invitations('received', { limit: 1 }),
		exchanges: [
			{
				call: 'GET /invitations/received',
				query: { startIndex: 0 },
				answer: connectSafely.received,
			},
		],
		rows: [
			{
				invitationId: '7455891636745551899',
				firstName: 'Yash',
				lastName: 'Jadhav',
				headline: null,
				publicIdentifier: 'yash-jadhav-a03656326',
				profileUrl: 'https://www.linkedin.com/in/yash-jadhav-a03656326/',
				invitationCategory: 'ORGANIZATION',
				customMessage: null,
				receivedAt: '2 weeks ago',
				receivedAtApproximate: '2024-01-01T10:30:00.000Z',
			},
		],
	},
	'ConnectSafely, received invitations, raw': {
		node: 'connectSafely',
		parameters: invitations('received', { returnAll: true, simplify: false }),
		exchanges: [
			{
				call: 'GET /invitations/received',
				query: { startIndex: 0 },
				answer: { ...connectSafely.received, endOfList: true },
			},
		],
		rows: [{ ...received, receivedAtApproximate: '2024-01-01T10:30:00.000Z' }],
	},
	'ConnectSafely, connections': {
		node: 'connectSafely',
		parameters: { resource: 'connection', operation: 'getMany', limit: 2, sortBy: 'lastName' },
		exchanges: [
			{
				call: 'GET /connections',
				query: { startIndex: 0, limit: 12, sortBy: 'lastName' },
				answer: connectSafely.connections,
			},
		],
		rows: [
			{ ...connectSafely.connections.connections[0], connectedOn: '2024-02-15' },
			{ ...connectSafely.connections.connections[1], connectedOn: '2024-01-10' },
		],
	},
	'ConnectSafely, accounts': {
		node: 'connectSafely',
		parameters: { resource: 'account', operation: 'getMany', search: 'jo' },
		exchanges: [
			{
				call: 'GET /accounts',
				query: { q: 'jo' },
				answer: [{ id: 'acc_1', firstName: 'John', status: 'AVAILABLE', apiSeatAllocated: true }],
			},
		],
		rows: [{ id: 'acc_1', firstName: 'John', status: 'AVAILABLE', apiSeatAllocated: true }],
	},
	'ConnectSafely, quota': {
		node: 'connectSafely',
		parameters: { resource: 'account', operation: 'getQuota', accountId: acc },
		exchanges: [{ call: 'GET /account/acc_1/quota', answer: quota.documented }],
		rows: [quota.documented],
	},
	'ConnectSafely, accepting': {
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'respond', profile: `${JOHN}?x=1` },
		exchanges: [
			{
				call: 'GET /invitations/received',
				query: { startIndex: 0 },
				answer: {
					invitations: [
						{ ...received, invitationId: '1' },
						{
							...sent,
							invitationCategory: 'CONNECTION',
							linkedInInvitationType: 'GenericInvitationType_CONNECTION',
							validationToken: 'C712w50Z',
						},
					],
				},
			},
			{
				call: 'POST /invitations/received/respond',
				body: {
					action: 'ACCEPT',
					invitationId: ID,
					validationToken: 'C712w50Z',
					linkedInInvitationType: 'GenericInvitationType_CONNECTION',
					firstName: 'John',
					lastName: 'Doe',
					profileId: 'ACoAADPy0YkBl72yFV0nJCqXd2F9OBxiI7Tvhg4',
				},
				answer: { success: true, message: 'Invitation accepted', accountId: 'acc_1' },
			},
		],
		rows: [
			{
				success: true,
				accountId: 'acc_1',
				outcome: 'accepted',
				message: 'Invitation accepted',
			},
		],
	},
	'ConnectSafely, ignoring what is there no more': {
		node: 'connectSafely',
		parameters: {
			resource: 'invitation',
			operation: 'respond',
			response: 'ignore',
			invitationId: '99',
		},
		exchanges: [
			{
				call: 'GET /invitations/received',
				query: { startIndex: 0 },
				answer: { ...connectSafely.received, endOfList: true },
			},
		],
		rows: [{ outcome: 'not_pending', message: 'No received invitation like this is pending.' }],
	},
	'LinkupAPI v1, sent invitations': {
		node: 'linkupApi',
		v1: true,
		parameters: invitations('sent', { returnAll: true, simplify: false }),
		exchanges: [
			{
				call: 'POST /v1/network/sent-invitations',
				body: { start_page: 1, end_page: 1, invitation_type: 'CONNECTION', ...V1 },
				answer: linkup.v1.sent,
			},
		],
		rows: [{ ...v1Sent, sent_time_approximate: '2024-01-14T10:30:00.000Z' }],
	},
	'LinkupAPI v1, received invitations, simplified': {
		node: 'linkupApi',
		v1: true,
		parameters: invitations('received', { limit: 1 }),
		exchanges: [
			{
				call: 'POST /v1/network/invitations',
				body: { start_page: 1, end_page: 1, invitation_type: 'CONNECTION', ...V1 },
				answer: linkup.v1.received,
			},
		],
		rows: [
			{
				invitation_id: '2906418534',
				entity_urn: 'urn:li:invitation:2906418534',
				shared_secret: 'xyz123',
				name: 'John Doe',
				headline: 'Software Engineer at Tech Company',
				profile_url: `${JOHN}/`,
				message: v1Received?.message,
				sent_time: '2 days ago',
				sent_time_approximate: '2024-01-13T10:30:00.000Z',
			},
		],
	},
	'LinkupAPI v1, connections': {
		node: 'linkupApi',
		v1: true,
		parameters: { resource: 'connection', operation: 'getMany', returnAll: true },
		exchanges: [
			{
				call: 'POST /v1/network/connections',
				body: { start_page: 1, end_page: 1, ...V1 },
				answer: linkup.v1.connections,
			},
		],
		rows: linkup.v1.connections.data.connections,
	},
	'LinkupAPI v1, accepting with the secret': {
		node: 'linkupApi',
		v1: true,
		parameters: {
			resource: 'invitation',
			operation: 'accept',
			invitationId: 'urn:li:fsd_invitation:2906418534',
			sharedSecret: 'xyz123',
		},
		exchanges: [
			{
				call: 'POST /v1/network/accept-invitation',
				body: {
					entity_urn: 'urn:li:fsd_invitation:2906418534',
					shared_secret: 'xyz123',
					...V1,
				},
				answer: linkup.v1.accepted,
			},
		],
		rows: [{ status: 'success', outcome: 'accepted', message: 'Invitation accepted successfully' }],
	},
	'LinkupAPI v2, sent invitations': {
		node: 'linkupApi',
		parameters: invitations('sent', { accountId: acc, simplify: false }),
		exchanges: [
			v2('list_sent', { count: 50, offset: 0, invitation_type: 'CONNECTION' }, linkup.v2.sent),
		],
		rows: [
			{
				...v2Sent,
				invitation_id: '987654321',
				sent_time_approximate: '2024-01-10T10:30:00.000Z',
			},
		],
	},
	'LinkupAPI v2, received invitations, simplified': {
		node: 'linkupApi',
		parameters: invitations('received', { accountId: acc, invitationType: 'ORGANIZATION' }),
		exchanges: [
			v2(
				'list_invitations',
				{ count: 50, offset: 0, invitation_type: 'ORGANIZATION' },
				linkup.v2.received,
			),
		],
		rows: [
			{
				invitation_id: '123456789',
				entity_urn: 'urn:li:invitation:123456789',
				shared_secret: v2Received?.shared_secret,
				name: 'Alice Johnson',
				headline: 'Data Scientist',
				profile_url: 'https://www.linkedin.com/in/alicejohnson',
				message: null,
				sent_time: '1d',
				sent_time_approximate: '2024-01-14T10:30:00.000Z',
			},
		],
	},
	'LinkupAPI v2, connections': {
		node: 'linkupApi',
		parameters: {
			resource: 'connection',
			operation: 'getMany',
			accountId: acc,
			returnAll: true,
		},
		exchanges: [v2('list_connections', { count: 100, offset: 0 }, linkup.v2.connections)],
		rows: linkup.v2.connections.data.connections,
	},
	'LinkupAPI v2, accepting a person who is looked up': {
		node: 'linkupApi',
		parameters: {
			resource: 'invitation',
			operation: 'accept',
			accountId: acc,
			profile: 'AliceJohnson',
		},
		exchanges: [
			v2(
				'list_invitations',
				{ count: 50, offset: 0, invitation_type: 'CONNECTION' },
				linkup.v2.received,
			),
			v2(
				'accept',
				{
					entity_urn: 'urn:li:invitation:123456789',
					shared_secret: v2Received?.shared_secret,
				},
				linkup.v2.accepted,
			),
		],
		rows: [{ credits: 1, outcome: 'accepted', message: null }],
	},
	'LinkupAPI v2, accounts': {
		node: 'linkupApi',
		parameters: { resource: 'account', operation: 'getMany', limit: 2 },
		exchanges: [
			{
				call: 'GET /v2/accounts',
				query: { limit: 2, offset: 0 },
				answer: {
					items: [{ account_id: 'a', platform: 'linkedin' }, { account_id: 'b' }],
					total: 9,
				},
			},
		],
		rows: [{ account_id: 'a', platform: 'linkedin' }, { account_id: 'b' }],
	},
	'SendPilot, leads': {
		node: 'sendPilot',
		parameters: {
			resource: 'lead',
			operation: 'getMany',
			campaignId: 'camp_xyz789',
			status: 'CONNECTION_ACCEPTED',
		},
		exchanges: [
			{
				call: 'GET /leads',
				query: {
					campaignId: 'camp_xyz789',
					status: 'CONNECTION_ACCEPTED',
					page: 1,
					limit: 50,
				},
				answer: sendPilot.leads,
			},
		],
		rows: sendPilot.leads.leads,
	},
	'SendPilot, senders': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'getMany' },
		exchanges: [
			{
				call: 'GET /inbox/senders',
				answer: { senders: [{ id: 's1', status: 'active', extra: 1 }], total: 1 },
			},
		],
		rows: [{ id: 's1', status: 'active', extra: 1 }],
	},
	'SendPilot, the quotas of one sender': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'getQuotas', accountId: byId('s2') },
		exchanges: [
			{
				call: 'GET /senders/quotas',
				answer: { senders: [{ id: 's1' }, { senderId: 's2', left: 3 }], total: 2 },
			},
		],
		rows: [{ senderId: 's2', left: 3 }],
	},
	'SendPilot, the quotas of all senders': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'getQuotas' },
		exchanges: [
			{ call: 'GET /senders/quotas', answer: { senders: [{ left: 1 }, { left: 3 }], total: 2 } },
		],
		rows: [{ left: 1 }, { left: 3 }],
	},
	'SendPilot, account': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'get' },
		exchanges: [{ call: 'GET /me', answer: { workspace: { id: 'ws_1' }, missingScopes: [] } }],
		rows: [{ workspace: { id: 'ws_1' }, missingScopes: [] }],
	},
	'SendPilot, credits': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'getCredits' },
		exchanges: [{ call: 'GET /credits', answer: sendPilot.credits }],
		rows: [sendPilot.credits],
	},
	'SendPilot, credits as an older page shows them': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'getCredits' },
		exchanges: [{ call: 'GET /credits', answer: sendPilot.olderCredits }],
		rows: [sendPilot.olderCredits],
	},
	'Seleqt, campaigns': {
		node: 'seleqt',
		parameters: { resource: 'campaign', operation: 'getMany' },
		exchanges: [{ call: 'GET /public/campaigns/', answer: seleqt.campaigns }],
		rows: seleqt.campaigns.campaigns,
	},
	'Seleqt, lead lists': {
		node: 'seleqt',
		parameters: { resource: 'leadList', operation: 'getMany' },
		exchanges: [{ call: 'GET /public/lead-lists/', answer: seleqt.leadLists }],
		rows: seleqt.leadLists.lead_lists,
	},
	'Seleqt, lead lists as the framework would page them': {
		node: 'seleqt',
		parameters: { resource: 'leadList', operation: 'getMany' },
		exchanges: [{ call: 'GET /public/lead-lists/', answer: { count: 1, results: [{ id: 7 }] } }],
		rows: [{ id: 7 }],
	},
	'Seleqt, adding prospects': {
		node: 'seleqt',
		parameters: {
			resource: 'leadList',
			operation: 'addLeads',
			leadListId: '742',
			leadIds: '12345, 12346;12345',
		},
		exchanges: [
			{
				call: 'POST /public/lead-lists/742/add-leads/',
				body: { prospect_ids: [12345, 12346] },
				answer: { success: true, added: 2 },
			},
		],
		rows: [{ success: true, added: 2, outcome: 'added', message: null }],
	},
	'Seleqt, adding companies from a list that an expression gives': {
		node: 'seleqt',
		parameters: {
			resource: 'leadList',
			operation: 'addLeads',
			leadListId: 743,
			leadType: 'companies',
			leadIds: '={{ [8901, 8902] }}',
		},
		exchanges: [
			{
				call: 'POST /public/lead-lists/743/add-leads/',
				body: { company_ids: [8901, 8902] },
				answer: {},
			},
		],
		rows: [{ outcome: 'added', message: null }],
	},
};

test.each(Object.entries(CASES))('%s', async (_name, one) => {
	const { node, v1, parameters, exchanges, rows } = one;
	answers(node, exchanges);
	const { outputs, failure } = await runNode({
		node,
		parameters,
		credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
		items: [{ row: 7 }],
	});
	expect(failure).toBeUndefined();
	const isList = /^get(Many|Quotas)$/.test(String(parameters.operation));
	const beneath = isList ? {} : { row: 7 };
	expect(outputs).toEqual([
		rows.map((json) => ({ json: { ...beneath, ...json }, pairedItem: { item: 0 } })),
		[],
	]);
	expect(nock.pendingMocks()).toEqual([]);
});

describe('refused before any call', () => {
	test.each<[string, string, IDataObject, string]>([
		[
			'a direction there is not',
			'connectSafely',
			invitations('={{ "up" }}'),
			"The parameter 'Direction' is 'up', which is none of its choices",
		],
		[
			'a limit of none',
			'connectSafely',
			invitations('sent', { limit: '={{ 0 }}' }),
			"The parameter 'Limit' is not a whole number above 0",
		],
		[
			'neither person nor invitation to answer',
			'linkupApi',
			{ resource: 'invitation', operation: 'accept', accountId: acc },
			"Both 'Profile' and 'Invitation ID' are empty",
		],
		[
			'LinkupAPI v2 without an account',
			'linkupApi',
			{ resource: 'connection', operation: 'getMany' },
			"LinkupAPI v2 needs to know which LinkedIn account to use, and the parameter 'Account' is empty",
		],
		[
			'a quota of no account',
			'connectSafely',
			{ resource: 'account', operation: 'getQuota' },
			"ConnectSafely needs to know which LinkedIn account to use, and the parameter 'Account' is empty",
		],
		[
			'a lead list by its name',
			'seleqt',
			{ resource: 'leadList', operation: 'addLeads', leadListId: 'Founders', leadIds: '1' },
			"The parameter 'Lead List ID' is 'Founders', and Seleqt's IDs are positive integers",
		],
		[
			'no lead list',
			'seleqt',
			{ resource: 'leadList', operation: 'addLeads', leadIds: '1' },
			"The parameter 'Lead List ID' is empty, and Seleqt's IDs are positive integers",
		],
		[
			'no leads',
			'seleqt',
			{ resource: 'leadList', operation: 'addLeads', leadListId: '1', leadIds: ' , ' },
			"The parameter 'Lead IDs' is empty",
		],
		[
			'a lead that is none',
			'seleqt',
			{ resource: 'leadList', operation: 'addLeads', leadListId: '1', leadIds: '1, jane-doe' },
			"The parameter 'Lead IDs' holds 'jane-doe', and Seleqt's IDs are positive integers",
		],
	])('%s', async (_name, node, parameters, message) => {
		const { failure } = await runNode({ node, parameters, credentials: CREDENTIALS });
		expect(failure?.message).toContain(message);
	});

	test('the accounts of LinkupAPI v1', async () => {
		const { failure } = await runNode({
			node: 'linkupApi',
			parameters: { resource: 'account', operation: 'getMany' },
			credentials: { ...CREDENTIALS, linkupApi: LINKUP_V1 },
		});
		expect(failure?.message).toBe('LinkupAPI v1 does not have accounts');
	});
});

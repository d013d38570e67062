import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { answers, byId, CREDENTIALS, LINKUP_V1, type Exchange } from '../harness/exchange';
import { runNode, type NodeName } from '../harness/run-node';
import { stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

interface Case {
	readonly node: Exclude<NodeName, 'linkedInOutreach'>;
	readonly v1?: boolean;
	readonly parameters: IDataObject;
	readonly exchanges: readonly Exchange[];
	readonly output: IDataObject;
}

const URL = 'https://www.linkedin.com/in/john-doe';
const ID = '7310081824666365952';
const ACCOUNT = {
	id: '696ce9e780e0483585e4e553',
	firstName: 'John',
	lastName: 'Doe',
	publicId: 'john-doe-123',
	platform: 'ConnectSafely',
	status: 'AVAILABLE',
	enabled: true,
	lastUsed: '2026-02-24T04:53:13.750Z',
	hasTokens: true,
	linkedinPlan: { premiumType: 'NON_PREMIUM', isPremium: false },
};
const RELATIONSHIP = {
	connected: false,
	invitationSent: true,
	invitationReceived: false,
	status: 'NOT_CONNECTED',
	profileUrn: 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f',
	accountId: '696ce9e780e0483585e4e553',
};
const INVITATION = {
	invitation_state: 'PENDING',
	invitation_type: 'SENT',
	invitation_id: ID,
	member_distance: 2,
	message: 'Invitation pending',
};
const SENDER = { id: 'sender_abc123', name: 'John Doe', linkedinUrl: URL, status: 'active' };
const SENT = {
	success: true,
	requestId: 'conn_xyz789',
	recipientLinkedinUrl: URL,
	status: 'sent',
	timestamp: '2024-02-24T15:30:00.000Z',
};
const PROSPECT = {
	success: true,
	is_connected: false,
	connection_level: 2,
	network_distance: 'SECOND_DEGREE',
	checked_with_account_id: 7,
};
const CONNECTED = {
	success: true,
	message: 'Connection request sent successfully',
	profileUrn: 'urn:li:fsd_profile:ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
};
const LINKUP_ACCOUNT = {
	account_id: 'acc_abc123',
	platform: 'linkedin',
	account_name: 'John Doe',
	is_active: true,
	status: 'active',
	country: 'FR',
	created_at: '2026-01-10T09:00:00.000Z',
	updated_at: '2026-02-20T09:00:00.000Z',
};
const metadata = { action: 'x', account_id: 'acc_abc123', credits_consumed: 1, timestamp: 'x' };
const invitation = (operation: string) => ({ resource: 'invitation', operation, profile: URL });

const CASES: Record<string, Case> = {
	'ConnectSafely, account status': {
		node: 'connectSafely',
		parameters: { resource: 'account', operation: 'getStatus' },
		exchanges: [{ call: 'GET /account/status', answer: ACCOUNT }],
		output: ACCOUNT,
	},
	'ConnectSafely, relationship': {
		node: 'connectSafely',
		parameters: { resource: 'relationship', operation: 'get', profile: URL },
		exchanges: [{ call: 'GET /relationship/john-doe', answer: RELATIONSHIP }],
		output: RELATIONSHIP,
	},
	'ConnectSafely, send': {
		node: 'connectSafely',
		parameters: { ...invitation('send'), note: 'Hello' },
		exchanges: [
			{
				call: 'POST /connect',
				body: { profileId: 'john-doe', customMessage: 'Hello' },
				answer: CONNECTED,
			},
		],
		output: { ...CONNECTED, outcome: 'sent', invited: true, noteSent: true },
	},
	'ConnectSafely, already connected': {
		node: 'connectSafely',
		parameters: invitation('send'),
		exchanges: [
			{
				call: 'POST /connect',
				status: 400,
				answer: { error: 'Already connected with this member', success: false },
			},
		],
		output: {
			success: false,
			outcome: 'already_connected',
			invited: false,
			noteSent: false,
			message: 'Already connected with this member',
		},
	},
	'ConnectSafely, withdraw': {
		node: 'connectSafely',
		parameters: invitation('withdraw'),
		exchanges: [
			{
				call: 'POST /invitations/withdraw',
				body: { profileId: 'john-doe' },
				answer: { success: true, message: 'Invitation withdrawn', accountId: 'acc_12345' },
			},
		],
		output: {
			success: true,
			accountId: 'acc_12345',
			outcome: 'withdrawn',
			message: 'Invitation withdrawn',
		},
	},
	'LinkupAPI v1, invitation status': {
		node: 'linkupApi',
		v1: true,
		parameters: invitation('getStatus'),
		exchanges: [
			{
				call: 'POST /v1/network/invitation-status',
				body: { linkedin_url: URL, login_token: 'li-cookie-1', country: 'FR' },
				answer: { status: 'success', data: INVITATION },
			},
		],
		output: INVITATION,
	},
	'LinkupAPI v2, invitation status, and what it cost': {
		node: 'linkupApi',
		parameters: { ...invitation('getStatus'), accountId: byId('acc_abc123') },
		exchanges: [
			{
				call: 'POST /v2/network',
				body: {
					account_id: 'acc_abc123',
					action: 'check_invitation',
					params: { profile_url: URL },
				},
				answer: { success: true, data: INVITATION, metadata },
			},
		],
		output: { ...INVITATION, credits: 1 },
	},
	'LinkupAPI v2, account': {
		node: 'linkupApi',
		parameters: { resource: 'account', operation: 'get', accountId: byId('acc_abc123') },
		exchanges: [
			{
				call: 'GET /v2/accounts',
				query: { limit: 500, offset: 0 },
				answer: { items: [LINKUP_ACCOUNT], total: 1, limit: 500, offset: 0 },
			},
		],
		output: LINKUP_ACCOUNT,
	},
	'SendPilot, send': {
		node: 'sendPilot',
		parameters: { ...invitation('send'), accountId: byId('sender_abc123') },
		exchanges: [
			{
				call: 'POST /inbox/connect',
				body: { senderId: 'sender_abc123', recipientLinkedinUrl: URL },
				answer: SENT,
			},
		],
		output: { ...SENT, outcome: 'sent', invited: true, noteSent: false, message: null },
	},
	'SendPilot, sender': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'get', accountId: byId('sender_abc123') },
		exchanges: [{ call: 'GET /inbox/senders', answer: { senders: [SENDER], total: 1 } }],
		output: SENDER,
	},
	'Seleqt, connection status': {
		node: 'seleqt',
		parameters: {
			resource: 'prospect',
			operation: 'getConnectionStatus',
			prospectId: '12',
			accountId: byId('7'),
		},
		exchanges: [
			{
				call: 'GET /public/prospects/12/connection-status/',
				query: { account_id: '7' },
				answer: PROSPECT,
			},
		],
		output: PROSPECT,
	},
};

const run = async ({ node, v1, parameters, exchanges }: Omit<Case, 'output'>) => {
	answers(node, exchanges);
	return await runNode({
		node,
		parameters,
		credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
		items: [{ row: 7, error: 'of the input' }],
	});
};

describe.each(Object.entries(CASES))('%s', (_name, one) => {
	const own = {
		...one.output,
		...(one.parameters.operation === 'send' ? { remaining: null } : {}),
	};

	test('gives the provider’s own fields, above the input’s', async () => {
		const { outputs, failure } = await run(one);
		expect(failure).toBeUndefined();
		expect(outputs).toEqual([[{ json: { row: 7, ...own }, pairedItem: { item: 0 } }], []]);
		expect(nock.pendingMocks()).toEqual([]);
	});

	test('or without these, and with the whole response and the limit, where that is asked for', async () => {
		const options = {
			includeInputFields: false,
			includeProviderResponse: true,
			includeRateLimit: true,
		};
		const { success } = await run({ ...one, parameters: { ...one.parameters, options } });
		expect(success).toEqual([
			{ ...own, rateLimit: null, providerResponse: expect.objectContaining({}) },
		]);
	});
});

test('the five headers of ConnectSafely stand in rateLimit', async () => {
	const { success } = await run({
		node: 'connectSafely',
		parameters: { ...invitation('send'), options: { includeRateLimit: true } },
		exchanges: [
			{
				call: 'POST /connect',
				answer: CONNECTED,
				headers: {
					'X-RateLimit-Action': 'connect',
					'X-RateLimit-Limit': '90',
					'X-RateLimit-Used': '41',
					'X-RateLimit-Remaining': '49',
					'X-RateLimit-Reset': '2024-01-22T00:00:00.000Z',
				},
			},
		],
	});
	expect(success[0]?.remaining).toBe(49);
	expect(success[0]?.rateLimit).toMatchObject({
		action: 'connect',
		limit: 90,
		used: 41,
		remaining: 49,
		resetAt: '2024-01-22T00:00:00.000Z',
	});
});

test('an operation that the node does not have is refused', async () => {
	const { failure } = await runNode({
		node: 'seleqt',
		parameters: { resource: 'prospect', operation: 'send', prospectId: '12' },
		credentials: CREDENTIALS,
	});
	expect(failure?.message).toBe(
		"Seleqt does not have the operation 'send' for the resource 'prospect'",
	);
});

import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { LINKUP_V1 } from '../LinkupApi/credentials';
import { answers, byId, CREDENTIALS, type Exchange } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';
import type { ProviderName } from '../simulator/world';

withoutNetwork();

interface Asking {
	readonly provider: ProviderName;
	readonly v1?: boolean;
	readonly parameters: IDataObject;
	readonly exchange: Omit<Exchange, 'answer'>;
}

const ASKING = {
	account: {
		provider: 'connectSafely',
		parameters: { operation: 'getAccountStatus' },
		exchange: { call: 'GET /account/status' },
	},
	relationship: {
		provider: 'connectSafely',
		parameters: { operation: 'getConnectionStatus', profile: 'ada-one' },
		exchange: { call: 'GET /relationship/ada-one' },
	},
	relationshipOfId: {
		provider: 'connectSafely',
		parameters: { operation: 'getConnectionStatus', profile: 'ACoAABJefVoBrz2LR3f' },
		exchange: { call: 'GET /relationship/ACoAABJefVoBrz2LR3f' },
	},
	connect: {
		provider: 'connectSafely',
		parameters: { operation: 'sendConnection', profile: 'ada-one' },
		exchange: { call: 'POST /connect' },
	},
	seleqt: {
		provider: 'seleqt',
		parameters: { operation: 'getConnectionStatus', prospectId: '12' },
		exchange: { call: 'GET /public/prospects/12/connection-status/' },
	},
	linkupV1: {
		provider: 'linkupApi',
		v1: true,
		parameters: { operation: 'getInvitationStatus', profile: 'ada-one' },
		exchange: { call: 'POST /v1/network/invitation-status' },
	},
	linkupV2: {
		provider: 'linkupApi',
		parameters: {
			operation: 'getInvitationStatus',
			profile: 'ada-one',
			accountId: byId('acc_abc123'),
		},
		exchange: { call: 'POST /v2/network' },
	},
	sendPilot: {
		provider: 'sendPilot',
		parameters: {
			operation: 'sendConnection',
			profile: 'ada-one',
			accountId: byId('sender_abc123'),
		},
		exchange: { call: 'POST /inbox/connect' },
	},
	senders: {
		provider: 'sendPilot',
		parameters: { operation: 'getAccountStatus', accountId: byId('sender_abc123') },
		exchange: { call: 'GET /inbox/senders' },
	},
} satisfies Record<string, Asking>;

type Row = readonly [
	asking: keyof typeof ASKING,
	status: number,
	answer: unknown,
	message: RegExp,
	description: RegExp,
];
const v2Error = (code: string, message: string) => ({ success: false, error: { code, message } });
const nest = (statusCode: number, message: unknown) => ({ statusCode, message, error: 'X' });

const ROWS: Record<string, Row> = {
	'ConnectSafely 401': [
		'account',
		401,
		{ error: 'Unauthorized - Invalid credentials' },
		/^ConnectSafely does not accept the API key: Unauthorized - Invalid credentials$/,
		/credential/,
	],
	'ConnectSafely 403': [
		'connect',
		403,
		{ error: 'Trial expired' },
		/Trial expired/,
		/subscription/,
	],
	'ConnectSafely 404, no account': [
		'account',
		404,
		{ error: 'No LinkedIn account found for this user' },
		/^ConnectSafely has no such LinkedIn account: No LinkedIn account found for this user$/,
		/'Account'/,
	],
	'ConnectSafely 404, no person': [
		'connect',
		404,
		{ error: 'LinkedIn profile not found: invalid-profile-id', success: false },
		/^ConnectSafely answered: LinkedIn profile not found: invalid-profile-id$/,
		/'Profile'/,
	],
	'ConnectSafely, no relationship in the answer': [
		'relationship',
		200,
		{ status: 'NOT_CONNECTED' },
		/^ConnectSafely left out the field 'connected' of its answer$/,
		/\S/,
	],
	'ConnectSafely, no JSON': [
		'relationship',
		200,
		'<!doctype html>',
		/^ConnectSafely did not answer with JSON \(HTTP status 200\)$/,
		/'Base URL'/,
	],
	'ConnectSafely, an empty answer': ['account', 200, '', /did not answer with JSON/, /\S/],
	'ConnectSafely 500 without JSON': ['account', 500, 'oops', /^ConnectSafely .*500/, /later/],
	'ConnectSafely 403 from a firewall': [
		'connect',
		403,
		'<!doctype html><title>Attention Required! | Cloudflare</title>',
		/^ConnectSafely did not answer itself: .*firewall.* HTTP status 403/,
		/'Base URL'/,
	],
	'ConnectSafely, about another person': [
		'relationshipOfId',
		200,
		{ connected: true, profileUrn: 'urn:li:fsd_profile:ACoAAXXXXXXXX' },
		/^ConnectSafely answered about a different person .*'profileUrn'/,
		/not used/,
	],
	'LinkupAPI v2 403 from a firewall': [
		'linkupV2',
		403,
		'<html>Access denied</html>',
		/^LinkupAPI did not answer itself: .*firewall.* HTTP status 403/,
		/'Base URL'/,
	],
	'LinkupAPI, a restricted account': [
		'linkupV1',
		403,
		{ message: 'Your LinkedIn account has been restricted' },
		/^LinkupAPI answered: Your LinkedIn account has been restricted$/,
		/\S/,
	],
	'SendPilot 401 from a firewall': [
		'senders',
		401,
		'Forbidden',
		/^SendPilot did not answer itself: .*firewall.* HTTP status 401/,
		/'Base URL'/,
	],
	'Seleqt 401': [
		'seleqt',
		401,
		{ error: 'Missing API key', message: 'Provide X-API-Key header' },
		/^Seleqt does not accept the API key: Missing API key$/,
		/prefix and secret/,
	],
	'Seleqt 400, no profile URL': [
		'seleqt',
		400,
		{ error: 'Prospect has no LinkedIn profile URL to check against' },
		/^Seleqt cannot check this prospect: Prospect has no LinkedIn profile URL to check against$/,
		/fill in its LinkedIn profile URL/,
	],
	'Seleqt 400, no active account': [
		'seleqt',
		400,
		{ error: 'No active LinkedIn account is connected to this workspace' },
		/^Seleqt has no LinkedIn account to check with: No active LinkedIn account/,
		/Connect a LinkedIn account/,
	],
	'Seleqt 400, account not active': [
		'seleqt',
		400,
		{ error: 'Requested LinkedIn account not found or not active in this workspace' },
		/^Seleqt cannot use the account given under 'Account': Requested LinkedIn account/,
		/'Account'/,
	],
	'Seleqt 403': [
		'seleqt',
		403,
		{ error: 'Access denied' },
		/^The prospect belongs to another Seleqt workspace: Access denied$/,
		/credential/,
	],
	'Seleqt 404': [
		'seleqt',
		404,
		{ error: 'Prospect not found' },
		/^Seleqt has no prospect with this ID: Prospect not found$/,
		/'Prospect ID'/,
	],
	'Seleqt 502': [
		'seleqt',
		502,
		{ error: 'Failed to fetch prospect profile from LinkedIn provider' },
		/^Seleqt could not ask LinkedIn: Failed to fetch prospect profile/,
		/later/,
	],
	'Seleqt, no is_connected': [
		'seleqt',
		200,
		{ success: true },
		/^Seleqt left out the field 'is_connected' of its answer$/,
		/\S/,
	],
	'LinkupAPI v1, the cookie under HTTP 200': [
		'linkupV1',
		200,
		{ status: 'error', message: 'Invalid or expired LinkedIn cookie' },
		/^LinkupAPI does not accept the Login Token: Invalid or expired LinkedIn cookie$/,
		/'Login Token'/,
	],
	'LinkupAPI v1, credits under HTTP 200': [
		'linkupV1',
		200,
		{ status: 'error', message: 'Insufficient credits available' },
		/^The LinkupAPI credits are used up: Insufficient credits available$/,
		/credits/,
	],
	'LinkupAPI v1, no data': [
		'linkupV1',
		200,
		{ status: 'success' },
		/^LinkupAPI left out the field 'data' of its answer$/,
		/\S/,
	],
	'LinkupAPI v2, the key': [
		'linkupV2',
		403,
		v2Error('INVALID_API_KEY', 'Invalid API key'),
		/^LinkupAPI does not accept the API key: Invalid API key$/,
		/credential/,
	],
	'LinkupAPI v2, the account': [
		'linkupV2',
		404,
		v2Error('INVALID_ACCOUNT', 'Account not found'),
		/^LinkupAPI has no such account: Account not found$/,
		/'Account'/,
	],
	'LinkupAPI v2, an inactive account': [
		'linkupV2',
		403,
		v2Error('ACCOUNT_INACTIVE', 'Account is not active'),
		/^The LinkedIn account is not active in LinkupAPI: /,
		/Log the account in/,
	],
	'SendPilot 401': [
		'sendPilot',
		401,
		nest(401, 'Invalid API key'),
		/^SendPilot does not accept the API key: Invalid API key$/,
		/credential/,
	],
	'SendPilot 403 names the scope': [
		'senders',
		403,
		nest(403, 'Key lacks required scope: senders:read'),
		/^The SendPilot key lacks the scope 'senders:read': /,
		/'senders:read'/,
	],
	'SendPilot 400, a list of messages': [
		'sendPilot',
		400,
		nest(400, ['senderId should not be empty', 'message must be a string']),
		/^SendPilot answered: senderId should not be empty; message must be a string$/,
		/'Account'/,
	],
	'SendPilot, no such sender': [
		'senders',
		200,
		{ senders: [], total: 0 },
		/^SendPilot lists no account with the ID 'sender_abc123'$/,
		/'Account'/,
	],
	'a redirect is not followed': [
		'seleqt',
		302,
		'',
		/^Seleqt answered with a redirect \(HTTP status 302\), which is not followed$/,
		/'Base URL'/,
	],
};

function given(name: keyof typeof ASKING, status: number, answer: unknown) {
	const asking: Asking = ASKING[name];
	const { provider, v1, parameters, exchange } = asking;
	const headers = status === 302 ? { Location: 'https://elsewhere.example.com/' } : undefined;
	answers(provider, [{ ...exchange, status, answer, headers }]);
	return {
		parameters: { provider, ...parameters },
		credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
	};
}

describe.each(Object.entries(ROWS))('%s', (_name, [name, status, answer, message, description]) => {
	test('stops the workflow with one clear error', async () => {
		const { failure } = await runNode(given(name, status, answer));
		expect(failure?.name).toBe('NodeApiError');
		expect(failure?.message).toMatch(message);
		expect(failure?.description).toMatch(description);
		expect(failure?.context).toEqual({ itemIndex: 0 });
		expect(nock.pendingMocks()).toEqual([]);
	});

	test('leaves on the error output, with its input', async () => {
		const { errors, success } = await runNode({
			...given(name, status, answer),
			items: [{ row: 7 }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(success).toEqual([]);
		expect(errors).toEqual([
			{
				row: 7,
				error: expect.stringMatching(message),
				message: expect.stringMatching(description),
			},
		]);
	});
});

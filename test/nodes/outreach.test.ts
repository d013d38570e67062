import { byId, expectOutput } from '../harness/exchange';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const URL = 'https://www.linkedin.com/in/john-doe-123';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const v2 = (params: object) => ({ account_id: 'acc_abc123', action: 'check_invitation', params });
const metadata = (consumed: number) => ({
	action: 'check_invitation',
	account_id: 'acc_abc123',
	credits_consumed: consumed,
	timestamp: '2026-02-24T15:30:00.000Z',
});
const CONNECTED = {
	invitation_state: 'ACCEPTED',
	invitation_type: 'CONNECTED',
	invitation_id: null,
	member_distance: 1,
	message: 'You are connected with this person',
};
const PENDING = {
	invitation_state: 'PENDING',
	invitation_type: 'SENT',
	invitation_id: '7310081824666365952',
	member_distance: 2,
	message: 'Invitation pending',
};
const RECEIVED = { ...PENDING, invitation_type: 'RECEIVED' };
const NONE = {
	invitation_state: 'NO_INVITATION',
	invitation_type: null,
	invitation_id: null,
	member_distance: 3,
	message: 'No invitation found',
};
const relationship = (connected: boolean, sent = false, received = false) => ({
	connected,
	invitationSent: sent,
	invitationReceived: received,
	status: 'NOT_CONNECTED',
	profileUrn: 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f',
	accountId: '696ce9e780e0483585e4e553',
});
const LINKUP_STATES = {
	connected: { data: CONNECTED, outcome: 'connected', degree: 1, state: 'none', said: 'accepted' },
	invited: {
		data: PENDING,
		outcome: 'not_connected',
		degree: 2,
		state: 'pending_sent',
		said: 'pending_sent',
	},
	'invited by them': {
		data: RECEIVED,
		outcome: 'not_connected',
		degree: 2,
		state: 'pending_received',
		said: 'pending_received',
	},
	unrelated: { data: NONE, outcome: 'not_connected', degree: 3, state: 'none', said: 'none' },
};
const DISTANCES: Record<number, string> = {
	1: 'FIRST_DEGREE',
	2: 'SECOND_DEGREE',
	3: 'THIRD_DEGREE',
};

describe.each(Object.entries(LINKUP_STATES))('LinkupAPI, %s', (_name, one) => {
	const { data, outcome, degree, state, said } = one;
	const isConnected = degree === 1;
	const about = { profile: JOHN, remaining: null, isConnected, degree };
	const v1Exchange = {
		call: 'POST /v1/network/invitation-status',
		body: { linkedin_url: URL, login_token: 'li-cookie-1', country: 'FR' },
		answer: { status: 'success', data },
	};
	const v2Exchange = {
		call: 'POST /v2/network',
		body: v2({ profile_url: URL }),
		answer: { success: true, data, metadata: metadata(1) },
	};
	const connection = {
		provider: 'linkupApi',
		operation: 'getConnectionStatus',
		outcome,
		...about,
		networkDistance: DISTANCES[degree],
		invitationState: state,
	};
	const invitation = {
		provider: 'linkupApi',
		operation: 'getInvitationStatus',
		outcome: said,
		...about,
		invitationId: data.invitation_id,
		message: data.message,
	};

	test.each([
		['getConnectionStatus', connection],
		['getInvitationStatus', invitation],
	])('%s, v1', async (operation, output) => {
		await expectOutput({
			provider: 'linkupApi',
			v1: true,
			parameters: { profile: URL, operation },
			exchanges: [v1Exchange],
			output: { ...output, accountId: null },
		});
	});

	test.each([
		['getConnectionStatus', connection],
		['getInvitationStatus', invitation],
	])('%s, v2', async (operation, output) => {
		await expectOutput({
			provider: 'linkupApi',
			parameters: { profile: URL, operation, accountId: byId('acc_abc123') },
			exchanges: [v2Exchange],
			output: { ...output, accountId: 'acc_abc123', credits: 1 },
		});
	});
});

const RELATIONSHIPS = [
	['connected', relationship(true), 'connected', 'none', 'accepted'],
	['invited', relationship(false, true), 'not_connected', 'pending_sent', 'pending_sent'],
	[
		'invited by them',
		relationship(false, false, true),
		'not_connected',
		'pending_received',
		'pending_received',
	],
	['unrelated', relationship(false), 'not_connected', 'none', 'none'],
] as const;

describe.each(RELATIONSHIPS)('ConnectSafely, %s', (_name, answer, outcome, state, said) => {
	const { connected } = answer;
	const about = {
		provider: 'connectSafely',
		accountId: '696ce9e780e0483585e4e553',
		profile: JOHN,
		remaining: null,
		isConnected: connected,
		degree: connected ? 1 : null,
	};
	const exchange = { call: 'GET /relationship/acc_12345/john-doe-123', answer };

	test('getConnectionStatus', async () => {
		await expectOutput({
			provider: 'connectSafely',
			parameters: { profile: URL, operation: 'getConnectionStatus', accountId: byId('acc_12345') },
			exchanges: [exchange],
			output: {
				...about,
				operation: 'getConnectionStatus',
				outcome,
				networkDistance: connected ? 'FIRST_DEGREE' : null,
				invitationState: state,
			},
		});
	});

	test('getInvitationStatus', async () => {
		await expectOutput({
			provider: 'connectSafely',
			parameters: { profile: URL, operation: 'getInvitationStatus', accountId: byId('acc_12345') },
			exchanges: [exchange],
			output: {
				...about,
				operation: 'getInvitationStatus',
				outcome: said,
				invitationId: null,
				message: null,
			},
		});
	});
});

const SELEQT = [
	['1st degree', true, 1, 'FIRST_DEGREE', 'connected', 'none'],
	['2nd degree', false, 2, 'SECOND_DEGREE', 'not_connected', 'unknown'],
	['3rd degree', false, 3, 'THIRD_DEGREE', 'not_connected', 'unknown'],
	['out of network', false, null, 'OUT_OF_NETWORK', 'not_connected', 'unknown'],
	['unknown', false, null, null, 'not_connected', 'unknown'],
] as const;

test.each(SELEQT)('Seleqt, %s', async (_name, isConnected, degree, distance, outcome, state) => {
	await expectOutput({
		provider: 'seleqt',
		parameters: { operation: 'getConnectionStatus', prospectId: '1234', accountId: byId('7') },
		exchanges: [
			{
				call: 'GET /public/prospects/1234/connection-status/',
				query: { account_id: '7' },
				answer: {
					success: true,
					is_connected: isConnected,
					connection_level: degree,
					network_distance: distance,
					checked_with_account_id: 7,
				},
			},
		],
		output: {
			provider: 'seleqt',
			operation: 'getConnectionStatus',
			outcome,
			accountId: '7',
			profile: null,
			remaining: null,
			isConnected,
			degree,
			networkDistance: distance,
			invitationState: state,
			prospectId: 1234,
		},
	});
});

test('Seleqt names the account that it chose itself', async () => {
	await expectOutput({
		provider: 'seleqt',
		parameters: { operation: 'getConnectionStatus', prospectId: 1234 },
		exchanges: [
			{
				call: 'GET /public/prospects/1234/connection-status/',
				answer: {
					success: true,
					is_connected: true,
					connection_level: 1,
					network_distance: 'FIRST_DEGREE',
					checked_with_account_id: 8,
				},
			},
		],
		output: {
			provider: 'seleqt',
			operation: 'getConnectionStatus',
			outcome: 'connected',
			accountId: '8',
			profile: null,
			remaining: null,
			isConnected: true,
			degree: 1,
			networkDistance: 'FIRST_DEGREE',
			invitationState: 'none',
			prospectId: 1234,
		},
	});
});

const UNKNOWN_WORD = { ...NONE, invitation_state: 'SNOOZED', member_distance: null };

test('a word of tomorrow is unknown, and stays in the provider response', async () => {
	const body = { status: 'success', data: UNKNOWN_WORD };
	await expectOutput({
		provider: 'linkupApi',
		v1: true,
		parameters: {
			profile: URL,
			operation: 'getInvitationStatus',
			options: { includeProviderResponse: true },
		},
		exchanges: [{ call: 'POST /v1/network/invitation-status', answer: body }],
		output: {
			provider: 'linkupApi',
			operation: 'getInvitationStatus',
			outcome: 'unknown',
			accountId: null,
			profile: JOHN,
			remaining: null,
			invitationId: null,
			isConnected: null,
			degree: null,
			message: 'No invitation found',
			providerResponse: body,
		},
	});
});

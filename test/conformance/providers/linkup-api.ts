import type { IDataObject } from 'n8n-workflow';
import { LinkupApi as LinkupApiCredential } from '../../../credentials/LinkupApi.credentials';
import { LinkupApi } from '../../../nodes/LinkupApi/LinkupApi.node';
import { providerHarness, type Exchange, type Samples, type VersionHarness } from '../harness';

const URL = 'https://www.linkedin.com/in/john-doe-123';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const ACCOUNT = 'acc_abc123';
const ID = '7310081824666365952';
const NOW = '2024-01-15T10:30:00.000Z';
const NOTE = 'Hi John, I would love to connect with you!';
const TOKEN = 'lk-token-to-keep';

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
	invitation_id: ID,
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
const SNOOZED = { ...NONE, invitation_state: 'SNOOZED', member_distance: null };

/** What both generations do, each in its own way. */
interface Calls {
	check(data: object): Exchange;
	invite(): Exchange;
	withdraw(): Exchange;
	/** Of received or sent invitations, and of connections. */
	list(what: 'sent' | 'received' | 'connections'): Exchange;
	received(): Exchange;
	accept(): Exchange;
	/** What v1 has beside the data of an answer that only says it was done. */
	readonly said: (message: string) => string | null;
	readonly credits: (count: number) => object;
	readonly accountId: string | null;
}

const CONNECTION = {
	name: 'Jane Doe',
	job_title: 'Founder @ Acme Corp',
	profile_url: 'https://www.linkedin.com/in/jane-doe-42/',
	profile_picture: 'https://media.licdn.com/dms/image/v2/profile.jpg',
};
const INVITED = 'Connection request sent successfully';
const WITHDRAWN = 'Invitation withdrawn successfully';
const ACCEPTED = 'Invitation accepted successfully';

const about = (calls: Calls, operation: string, fields: object): IDataObject => ({
	provider: 'linkupApi',
	operation,
	accountId: calls.accountId,
	profile: JOHN,
	remaining: null,
	...calls.credits(1),
	...fields,
});

const DISTANCES: Readonly<Record<number, string>> = {
	1: 'FIRST_DEGREE',
	2: 'SECOND_DEGREE',
	3: 'THIRD_DEGREE',
};
const STATES = {
	invited: { data: PENDING, outcome: 'pending_sent', state: 'pending_sent' },
	connected: { data: CONNECTED, outcome: 'accepted', state: 'none' },
	'invited by them': { data: RECEIVED, outcome: 'pending_received', state: 'pending_received' },
	unrelated: { data: NONE, outcome: 'none', state: 'none' },
};
function checks(calls: Calls, operation: 'getConnectionStatus' | 'getInvitationStatus'): Samples {
	return Object.fromEntries(
		Object.entries(STATES).map(([name, { data, outcome, state }]) => {
			const isConnected = data === CONNECTED;
			const known = { isConnected, degree: data.member_distance };
			const fields =
				operation === 'getConnectionStatus'
					? {
							outcome: isConnected ? 'connected' : 'not_connected',
							networkDistance: DISTANCES[data.member_distance],
							invitationState: state,
						}
					: { outcome, invitationId: data.invitation_id, message: data.message };
			return [
				name,
				{
					parameters: { profile: URL },
					exchanges: [calls.check(data)],
					output: [about(calls, operation, { ...known, ...fields })],
				},
			];
		}),
	);
}

function unifiedOf(calls: Calls): VersionHarness['operations'] {
	return {
		getConnectionStatus: checks(calls, 'getConnectionStatus'),
		getInvitationStatus: checks(calls, 'getInvitationStatus'),
		sendConnection: {
			sent: {
				parameters: { profile: URL, note: NOTE },
				exchanges: [calls.invite()],
				output: [
					about(calls, 'sendConnection', {
						outcome: 'sent',
						invited: true,
						noteSent: true,
						requestId: null,
						invitationId: ID,
						sentAt: NOW,
						message: calls.said(INVITED),
					}),
				],
			},
		},
		withdrawInvitation: {
			'from a person': {
				parameters: { profile: URL },
				exchanges: [calls.check(PENDING), calls.withdraw()],
				output: [
					about(calls, 'withdrawInvitation', {
						outcome: 'withdrawn',
						invitationId: ID,
						message: calls.said(WITHDRAWN),
						...calls.credits(2),
					}),
				],
			},
			'an invitation by its ID alone': {
				parameters: { profile: '', invitationId: ID },
				exchanges: [calls.withdraw()],
				output: [
					about(calls, 'withdrawInvitation', {
						outcome: 'withdrawn',
						profile: null,
						invitationId: ID,
						message: calls.said(WITHDRAWN),
					}),
				],
			},
			'none pending': {
				parameters: { profile: URL },
				exchanges: [calls.check(NONE)],
				output: [
					about(calls, 'withdrawInvitation', {
						outcome: 'not_pending',
						invitationId: null,
						message: 'No invitation found',
					}),
				],
			},
		},
	};
}

function nodeOf(calls: Calls, isV1: boolean): VersionHarness['node'] {
	const cost = calls.credits(1);
	const message = (text: string) => ({ message: isV1 ? text : null });
	const simple = {
		invitation_id: ID,
		entity_urn: `urn:li:invitation:${ID}`,
		name: 'John Doe',
		headline: 'CTO at StartupXYZ',
		profile_url: URL,
		message: null,
		sent_time: '5d',
		sent_time_approximate: '2024-01-10T10:30:00.000Z',
	};
	return {
		'connection.getMany': {
			all: { parameters: {}, exchanges: [calls.list('connections')], output: [CONNECTION] },
		},
		'invitation.accept': {
			'by its sender': {
				parameters: { profile: URL },
				exchanges: [calls.received(), calls.accept()],
				output: [
					isV1
						? { status: 'success', outcome: 'accepted', ...message(ACCEPTED) }
						: { ...cost, outcome: 'accepted', message: null },
				],
			},
			'of somebody who did not invite': {
				parameters: { profile: 'https://www.linkedin.com/in/nora-none' },
				exchanges: [calls.received()],
				output: [
					{ outcome: 'not_pending', message: 'No received invitation like this is pending.' },
				],
			},
			'by its ID and secret': {
				parameters: { profile: '', invitationId: ID, sharedSecret: 'xyz123' },
				exchanges: [calls.accept()],
				output: [
					isV1
						? { status: 'success', outcome: 'accepted', ...message(ACCEPTED) }
						: { ...cost, outcome: 'accepted', message: null },
				],
			},
		},
		'invitation.getMany': {
			sent: {
				parameters: { direction: 'sent' },
				exchanges: [calls.list('sent')],
				output: [simple],
			},
			received: {
				parameters: { direction: 'received' },
				exchanges: [calls.list('received')],
				output: [{ ...simple, shared_secret: 'xyz123' }],
			},
		},
		'invitation.getStatus': {
			invited: {
				parameters: { profile: URL },
				exchanges: [calls.check(PENDING)],
				output: [{ ...PENDING, ...cost }],
			},
		},
		'invitation.send': {
			sent: {
				parameters: { profile: URL, note: NOTE },
				exchanges: [calls.invite()],
				output: [
					{
						...inviteData(isV1),
						...cost,
						outcome: 'sent',
						invited: true,
						noteSent: true,
						remaining: null,
						...message(INVITED),
					},
				],
			},
		},
		'invitation.withdraw': {
			'from a person': {
				parameters: { profile: URL },
				exchanges: [calls.check(PENDING), calls.withdraw()],
				output: [
					{
						...(isV1 ? { status: 'success' } : { withdrawn: true, invitation_id: ID, ...cost }),
						outcome: 'withdrawn',
						...message(WITHDRAWN),
					},
				],
			},
			'none pending': {
				parameters: { profile: URL },
				exchanges: [calls.check(NONE)],
				output: [{ ...NONE, ...cost, outcome: 'not_pending' }],
			},
		},
	};
}

const inviteData = (isV1: boolean) => ({
	invitation_urn: `urn:li:fsd_invitation:${ID}`,
	...(isV1 ? {} : { first_name: 'John' }),
});
const row = (isV1: boolean, what: 'sent' | 'received') => ({
	entity_urn: `urn:li:invitation:${ID}`,
	...(what === 'received' ? { shared_secret: 'xyz123' } : {}),
	...(isV1
		? { name: 'John Doe', profile_url: URL, subtitle: 'CTO at StartupXYZ' }
		: {
				[what === 'sent' ? 'recipient' : 'sender']: {
					first_name: 'John',
					last_name: 'Doe',
					headline: 'CTO at StartupXYZ',
					linkedin_url: URL,
				},
			}),
	sent_time: '5d',
	sent_time_days: 5,
});
const rowsOf = (isV1: boolean, what: 'sent' | 'received' | 'connections') =>
	what === 'connections' ? { connections: [CONNECTION] } : { invitations: [row(isV1, what)] };

function v1(path: string, body: IDataObject, answer: object): Exchange {
	return {
		call: `POST /v1/network/${path}`,
		body: { ...body, login_token: TOKEN, country: 'FR' },
		answer: { status: 'success', ...answer },
	};
}
const PAGE_1 = { start_page: 1, end_page: 1 };
const V1: Calls = {
	check: (data) => v1('invitation-status', { linkedin_url: URL }, { data }),
	invite: () =>
		v1(
			'connect',
			{ linkedin_url: URL, message: NOTE },
			{ message: INVITED, data: inviteData(true) },
		),
	withdraw: () => v1('withdraw-invitation', { invitation_id: ID }, { message: WITHDRAWN }),
	list: (what) => {
		const path = { sent: 'sent-invitations', received: 'invitations', connections: 'connections' };
		const type = what === 'connections' ? {} : { invitation_type: 'CONNECTION' };
		return v1(
			path[what],
			{ ...PAGE_1, ...type },
			{
				data: {
					...rowsOf(true, what),
					total_available_results: 1,
					pagination: { ...PAGE_1, results_per_page: 10, pages_fetched: 1 },
				},
			},
		);
	},
	received: () => V1.list('received'),
	accept: () =>
		v1(
			'accept-invitation',
			{ entity_urn: `urn:li:invitation:${ID}`, shared_secret: 'xyz123' },
			{ message: ACCEPTED },
		),
	said: (message) => message,
	credits: () => ({}),
	accountId: null,
};

function v2(action: string, params: IDataObject, data: object): Exchange {
	return {
		call: 'POST /v2/network',
		body: { account_id: ACCOUNT, action, params },
		answer: {
			success: true,
			data,
			metadata: {
				action,
				account_id: ACCOUNT,
				credits_consumed: 1,
				timestamp: '2026-02-24T15:30:00.000Z',
			},
		},
	};
}
const listV2 = (what: 'sent' | 'received' | 'connections', count: number) => {
	const action = {
		sent: 'list_sent',
		received: 'list_invitations',
		connections: 'list_connections',
	};
	const type = what === 'connections' ? {} : { invitation_type: 'CONNECTION' };
	return v2(
		action[what],
		{ count, offset: 0, ...type },
		{
			...rowsOf(false, what),
			total_results: 1,
			total_available_results: 1,
			pagination: { offset: 0, count: 1, next_offset: 1, has_more: false },
		},
	);
};
const V2: Calls = {
	check: (data) => v2('check_invitation', { profile_url: URL }, data),
	invite: () => v2('invite', { profile_url: URL, message: NOTE }, inviteData(false)),
	withdraw: () => v2('withdraw', { invitation_id: ID }, { withdrawn: true, invitation_id: ID }),
	list: (what) => listV2(what, 50),
	received: () => listV2('received', 50),
	accept: () =>
		v2('accept', { entity_urn: `urn:li:invitation:${ID}`, shared_secret: 'xyz123' }, {}),
	said: () => null,
	credits: (count) => ({ credits: count }),
	accountId: ACCOUNT,
};

const LISTED = {
	account_id: ACCOUNT,
	platform: 'linkedin',
	account_name: 'John Doe',
	is_active: true,
	status: 'active',
	country: 'FR',
	created_at: '2026-01-10T09:00:00.000Z',
	updated_at: '2026-02-20T09:00:00.000Z',
};
const accounts = (limit: string): Exchange => ({
	call: 'GET /v2/accounts',
	query: { limit, offset: '0' },
	answer: { items: [LISTED], total: 1, limit: Number(limit), offset: 0 },
});

const relationships = (calls: Calls) => ({
	connected: calls.check(CONNECTED),
	pending_sent: calls.check(PENDING),
	pending_received: calls.check(RECEIVED),
	none: calls.check(NONE),
	unknown: calls.check(SNOOZED),
});
const SENTENCE = 'Rate limit exceeded. Please try again later.';
const limited = (httpStatus: number) => ({
	action: null,
	scope: 'unknown',
	limit: null,
	used: null,
	remaining: null,
	resetAt: null,
	holdUntil: null,
	retryAfterSeconds: null,
	retryAt: '2024-01-15T11:30:00.000Z',
	attempted: true,
	httpStatus,
	message: SENTENCE,
});
const v1Error = (message: string) => ({ answer: { status: 'error', message } });
const v2Error = (message: string) => ({
	status: 400,
	answer: { success: false, error: { code: 'ACTION_FAILED', message } },
});

export const linkupApiHarness = providerHarness({
	id: 'linkupApi',
	node: LinkupApi,
	credential: LinkupApiCredential,
	fields: {
		apiKey: '',
		apiVersion: 'v2',
		loginToken: '',
		country: 'FR',
		baseUrl: 'https://api.linkupapi.com',
	},
	versions: [
		{
			id: 'v1',
			credential: {
				apiKey: 'lk-key-to-keep',
				apiVersion: 'v1',
				loginToken: TOKEN,
				country: 'FR',
			},
			secrets: ['apiKey', 'loginToken'],
			auth: { header: 'x-api-key' },
			tested: {
				exchange: { call: 'GET /v1/check', answer: { status: 'success' } },
				// v1 refuses under HTTP 200.
				wrong: { status: 200, ...v1Error('Invalid API key') },
			},
			accountId: null,
			subject: 'john-doe-123',
			operations: unifiedOf(V1),
			node: nodeOf(V1, true),
			lacking: ['account.get', 'account.getMany'],
			relationships: relationships(V1),
			refusals: {
				already_connected: v1Error('You are already connected with this person'),
				already_pending: v1Error('An invitation is already pending'),
			},
			neededField: 'status',
			named: ({ url }) => ({ body: { linkedin_url: url } }),
			limits: {
				'a sentence under HTTP 200': {
					operation: 'sendConnection',
					answer: v1Error(SENTENCE),
					rateLimit: limited(200),
				},
				'a sentence under HTTP 200, of a read': {
					operation: 'getInvitationStatus',
					answer: v1Error(SENTENCE),
					rateLimit: limited(200),
				},
			},
		},
		{
			id: 'v2',
			credential: { apiKey: 'lk-key-to-keep', apiVersion: 'v2' },
			secrets: ['apiKey'],
			auth: { header: 'x-api-key' },
			tested: {
				exchange: {
					call: 'GET /v2/accounts',
					query: { limit: '1' },
					answer: { items: [LISTED], total: 1, limit: 1, offset: 0 },
				},
				wrong: {
					status: 403,
					answer: { success: false, error: { code: 'INVALID_API_KEY', message: 'Invalid' } },
				},
			},
			accountId: ACCOUNT,
			subject: 'john-doe-123',
			operations: {
				getAccountStatus: {
					active: {
						parameters: {},
						exchanges: [accounts('500')],
						output: [
							{
								provider: 'linkupApi',
								operation: 'getAccountStatus',
								outcome: 'available',
								accountId: ACCOUNT,
								profile: null,
								canSend: true,
								name: 'John Doe',
								publicIdentifier: null,
								providerStatus: 'active',
								enabled: true,
								hasTokens: null,
								lastUsedAt: '2026-02-20T09:00:00.000Z',
								plan: null,
								remaining: null,
							},
						],
					},
				},
				...unifiedOf(V2),
			},
			node: {
				'account.get': {
					active: { parameters: {}, exchanges: [accounts('500')], output: [LISTED] },
				},
				'account.getMany': {
					all: { parameters: {}, exchanges: [accounts('50')], output: [LISTED] },
				},
				...nodeOf(V2, false),
			},
			relationships: relationships(V2),
			refusals: {
				already_connected: v2Error('You are already connected with this person'),
				already_pending: v2Error('An invitation is already pending'),
			},
			neededField: 'success',
			named: ({ url }) => ({ body: { params: { profile_url: url } } }),
			limits: {
				RATE_LIMITED: {
					operation: 'sendConnection',
					answer: {
						status: 429,
						answer: { success: false, error: { code: 'RATE_LIMITED', message: SENTENCE } },
					},
					rateLimit: limited(429),
				},
			},
		},
	],
});

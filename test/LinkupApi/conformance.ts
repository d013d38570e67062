import type { IDataObject } from 'n8n-workflow';
import { LinkupApi as LinkupApiCredential } from '../../credentials/LinkupApi.credentials';
import { LinkupApi } from '../../nodes/LinkupApi/LinkupApi.node';
import type { Reported } from '../harness/reports';
import {
	limitOf,
	outputsOf,
	providerHarness,
	sampleOf,
	type Exchange,
	type LimitSample,
	type Samples,
	type VersionHarness,
} from '../conformance/harness';

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

/** Requests that both generations make, each in its own way. */
interface Calls {
	check(data: object): Exchange;
	invite(): Exchange;
	write(): Exchange;
	/** The newest messages of the person's conversation, up to a limit, or after a page. */
	thread(count: number, rows: readonly object[], cursor?: string): Exchange;
	inbox(): Exchange;
	profile(): Exchange;
	withdraw(): Exchange;
	/** Lists of received or sent invitations, and of connections. */
	list(what: 'sent' | 'received' | 'connections'): Exchange;
	received(): Exchange;
	accept(): Exchange;
	/** Further fields of a v1 response that only confirms success. */
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

const TEXT = 'Hi John, thanks for connecting!';
const THREAD = '2-YWJjMTIz';
const DELIVERED = '2026-03-24T12:00:00.000Z';
const writtenRow = (text: string, url: string, timestamp = Date.parse(NOW)) => ({
	text,
	timestamp,
	sender: 'John Doe',
	sender_info: { first_name: 'John', last_name: 'Doe', profile_url: url },
	message_type: 'TEXT',
	entity_urn: `urn:li:messagingMessage:${timestamp}`,
});
const OWN = writtenRow(TEXT, 'https://www.linkedin.com/in/otto-sample');
const REPLY = writtenRow('Gladly', URL, Date.parse(NOW) + 60_000);
const rowsIn = (rows: readonly object[], next: string | null = null) => ({
	total_message_count: rows.length,
	unread_count: 0,
	messages: rows,
	next_cursor: next,
});
const INBOX = {
	conversation_id: THREAD,
	participant: { name: 'John Doe', headline: 'CTO at StartupXYZ', profile_url: URL },
	last_message: { text: 'Gladly', time: Date.parse(NOW), sender: { name: 'John Doe' } },
	unread: true,
	type: 'INBOX',
};
const PERSON = {
	public_id: 'john-doe-123',
	first_name: 'John',
	last_name: 'Doe',
	headline: 'CTO at StartupXYZ',
	location: 'Paris, France',
	summary: 'I build things.',
	industry: 'Software',
	experience: [{ title: 'CTO', company: 'StartupXYZ' }],
};
const messageData = (isV1: boolean) => ({
	entityUrn: 'urn:li:messagingMessage:abc123',
	conversation_id: THREAD,
	deliveredAt: isV1 ? Date.parse(DELIVERED) : DELIVERED,
});
const WRITTEN = 'Message sent successfully';

const about = (calls: Calls, operation: Reported, fields: object = {}) =>
	outputsOf('linkupApi', calls.accountId, JOHN)(operation, { ...calls.credits(1), ...fields });

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
				sampleOf(
					{ profile: URL },
					[calls.check(data)],
					about(calls, operation, { ...known, ...fields }),
				),
			];
		}),
	);
}

function unifiedOf(calls: Calls): VersionHarness['operations'] {
	return {
		getConnectionStatus: checks(calls, 'getConnectionStatus'),
		getInvitationStatus: checks(calls, 'getInvitationStatus'),
		sendConnection: {
			sent: sampleOf(
				{ profile: URL, note: NOTE },
				[calls.invite()],
				about(calls, 'sendConnection', {
					invitationId: ID,
					sentAt: NOW,
					message: calls.said(INVITED),
				}),
			),
		},
		getProfile: {
			'what is documented': sampleOf(
				{ profile: URL },
				[calls.profile()],
				about(calls, 'getProfile', {
					name: 'John Doe',
					firstName: 'John',
					lastName: 'Doe',
					headline: 'CTO at StartupXYZ',
					summary: 'I build things.',
					location: 'Paris, France',
					company: 'StartupXYZ',
					position: 'CTO',
				}),
			),
		},
		getConversation: {
			answered: sampleOf(
				{ profile: URL, limit: 20 },
				[calls.thread(20, [REPLY, OWN])],
				about(calls, 'getConversation', {
					outcome: 'found',
					replied: true,
					awaitingReply: true,
					lastMessageAt: '2024-01-15T10:31:00.000Z',
					messages: [
						{
							id: REPLY.entity_urn,
							at: '2024-01-15T10:31:00.000Z',
							direction: 'inbound',
							text: 'Gladly',
						},
						{ id: OWN.entity_urn, at: NOW, direction: 'outbound', text: TEXT },
					],
				}),
			),
			none: sampleOf(
				{ profile: URL, limit: 50 },
				[calls.thread(50, [])],
				about(calls, 'getConversation'),
			),
		},
		sendMessage: {
			sent: sampleOf(
				{ profile: URL, message: TEXT },
				[calls.check(CONNECTED), calls.write()],
				about(calls, 'sendMessage', {
					messageId: 'urn:li:messagingMessage:abc123',
					conversationId: THREAD,
					sentAt: DELIVERED,
					message: calls.said(WRITTEN),
				}),
			),
		},
		withdrawInvitation: {
			'from a person': sampleOf(
				{ profile: URL },
				[calls.check(PENDING), calls.withdraw()],
				about(calls, 'withdrawInvitation', {
					invitationId: ID,
					message: calls.said(WITHDRAWN),
					...calls.credits(2),
				}),
			),
			'an invitation by its ID alone': sampleOf(
				{ profile: '', invitationId: ID },
				[calls.withdraw()],
				about(calls, 'withdrawInvitation', {
					profile: null,
					invitationId: ID,
					message: calls.said(WITHDRAWN),
				}),
			),
			'none pending': sampleOf(
				{ profile: URL },
				[calls.check(NONE)],
				about(calls, 'withdrawInvitation', {
					outcome: 'not_pending',
					message: 'No invitation found',
				}),
			),
		},
	};
}

function nodeOf(calls: Calls, isV1: boolean): VersionHarness['node'] {
	const cost = calls.credits(1);
	const message = (text: string) => ({ message: isV1 ? text : null });
	const accepted = {
		...(isV1 ? { status: 'success' } : cost),
		outcome: 'accepted',
		...message(ACCEPTED),
	};
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
			all: sampleOf({}, [calls.list('connections')], CONNECTION),
		},
		'conversation.getMany': {
			all: sampleOf({}, [calls.inbox()], INBOX),
		},
		'message.getMany': {
			'over two pages': sampleOf(
				{ profile: URL, returnAll: true },
				[calls.thread(50, [REPLY], 'older 1'), olderOf(calls.thread(50, [OWN]), isV1)],
				REPLY,
				OWN,
			),
		},
		'message.send': {
			sent: sampleOf({ profile: URL, message: TEXT }, [calls.check(CONNECTED), calls.write()], {
				...messageData(isV1),
				...cost,
				outcome: 'sent',
				messaged: true,
				remaining: null,
				...message(WRITTEN),
			}),
		},
		'profile.get': {
			'what is documented': sampleOf({ profile: URL }, [calls.profile()], { ...PERSON, ...cost }),
		},
		'invitation.accept': {
			'by its sender': sampleOf({ profile: URL }, [calls.received(), calls.accept()], accepted),
			'of somebody who did not invite': {
				parameters: { profile: 'https://www.linkedin.com/in/nora-none' },
				exchanges: [calls.received()],
				output: [
					{ outcome: 'not_pending', message: 'No matching received invitation is pending.' },
				],
			},
			'by its ID and secret': sampleOf(
				{ profile: '', invitationId: ID, sharedSecret: 'xyz123' },
				[calls.accept()],
				accepted,
			),
		},
		'invitation.getMany': {
			sent: sampleOf({ direction: 'sent' }, [calls.list('sent')], simple),
			received: sampleOf({ direction: 'received' }, [calls.list('received')], {
				...simple,
				shared_secret: 'xyz123',
			}),
		},
		'invitation.getStatus': {
			invited: sampleOf({ profile: URL }, [calls.check(PENDING)], { ...PENDING, ...cost }),
		},
		'invitation.send': {
			sent: sampleOf({ profile: URL, note: NOTE }, [calls.invite()], {
				...inviteData(isV1),
				...cost,
				outcome: 'sent',
				invited: true,
				noteSent: true,
				remaining: null,
				...message(INVITED),
			}),
		},
		'invitation.withdraw': {
			'from a person': sampleOf({ profile: URL }, [calls.check(PENDING), calls.withdraw()], {
				...(isV1 ? { status: 'success' } : { withdrawn: true, invitation_id: ID, ...cost }),
				outcome: 'withdrawn',
				...message(WITHDRAWN),
			}),
			'none pending': sampleOf({ profile: URL }, [calls.check(NONE)], {
				...NONE,
				...cost,
				outcome: 'not_pending',
			}),
		},
	};
}

/** The request for the second page. */
function olderOf({ body = {}, ...exchange }: Exchange, isV1: boolean): Exchange {
	const cursor = { cursor: 'older 1' };
	if (isV1) return { ...exchange, body: { ...body, ...cursor } };
	return { ...exchange, body: { ...body, params: { ...(body.params as IDataObject), ...cursor } } };
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

function v1(path: string, body: IDataObject, answer: object, resource = 'network/'): Exchange {
	return {
		call: `POST /v1/${resource}${path}`,
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
	write: () =>
		v1(
			'send-message',
			{ linkedin_url: URL, message_text: TEXT },
			{ message: WRITTEN, data: messageData(true) },
			'messages/',
		),
	thread: (count, rows, cursor) =>
		v1(
			'conversation',
			{ linkedin_url: URL, total_results: count },
			{ data: rowsIn(rows, cursor) },
			'messages/',
		),
	inbox: () =>
		v1('inbox', { total_results: 20 }, { data: { conversations: [INBOX] } }, 'messages/'),
	profile: () => v1('info', { linkedin_url: URL }, { data: PERSON }, 'profile/'),
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

function v2(action: string, params: IDataObject, data: object, resource = 'network'): Exchange {
	return {
		call: `POST /v2/${resource}`,
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
	write: () => v2('send', { profile_url: URL, message_text: TEXT }, messageData(false), 'messages'),
	thread: (count, rows, cursor) =>
		v2('get_conversation', { profile_url: URL, count }, rowsIn(rows, cursor), 'messages'),
	inbox: () =>
		v2('list_inbox', { count: 20 }, { conversations: [INBOX], next_cursor: null }, 'messages'),
	profile: () => v2('get', { profile_url: URL }, PERSON, 'profiles'),
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
const limited = (operation: string, answer: LimitSample['answer']) =>
	limitOf(operation, answer, { message: SENTENCE });
const v1Error = (message: string) => ({ answer: { status: 'error', message } });
const v2Error = (message: string, status = 400, code = 'ACTION_FAILED') => ({
	status,
	answer: { success: false, error: { code, message } },
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
			conversation: { sent: [V1.thread(50, [OWN])], empty: [V1.thread(50, [])] },
			refusals: {
				already_connected: v1Error('You are already connected with this person'),
				already_pending: v1Error('An invitation is already pending'),
			},
			neededField: 'status',
			named: ({ url }) => ({ body: { linkedin_url: url } }),
			limits: {
				'a sentence under HTTP 200': limited('sendConnection', v1Error(SENTENCE)),
				'a sentence under HTTP 200, of a read': limited('getInvitationStatus', v1Error(SENTENCE)),
				'a sentence under HTTP 200, of a message': limited('sendMessage', v1Error(SENTENCE)),
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
				wrong: v2Error('Invalid', 403, 'INVALID_API_KEY'),
			},
			accountId: ACCOUNT,
			subject: 'john-doe-123',
			operations: {
				getAccountStatus: {
					active: sampleOf(
						{},
						[accounts('500')],
						outputsOf(
							'linkupApi',
							ACCOUNT,
							null,
						)('getAccountStatus', {
							name: 'John Doe',
							providerStatus: 'active',
							enabled: true,
							lastUsedAt: '2026-02-20T09:00:00.000Z',
						}),
					),
				},
				...unifiedOf(V2),
			},
			node: {
				'account.get': {
					active: sampleOf({}, [accounts('500')], LISTED),
				},
				'account.getMany': {
					all: sampleOf({}, [accounts('50')], LISTED),
				},
				...nodeOf(V2, false),
			},
			relationships: relationships(V2),
			conversation: { sent: [V2.thread(50, [OWN])], empty: [V2.thread(50, [])] },
			refusals: {
				already_connected: v2Error('You are already connected with this person'),
				already_pending: v2Error('An invitation is already pending'),
			},
			neededField: 'success',
			named: ({ url }) => ({ body: { params: { profile_url: url } } }),
			limits: {
				RATE_LIMITED: limited('sendConnection', v2Error(SENTENCE, 429, 'RATE_LIMITED')),
				'RATE_LIMITED, of a message': limited(
					'sendMessage',
					v2Error(SENTENCE, 429, 'RATE_LIMITED'),
				),
			},
		},
	],
});

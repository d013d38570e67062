import { limitOf, sampleOf, type Exchange, type VersionHarness } from '../conformance/harness';
import {
	about,
	asItIs,
	BAD_INPUT,
	CHAT,
	commonOf,
	EMAIL,
	HEADLINE,
	ID,
	MESSAGE,
	namedIn,
	NOTE,
	segmentOf,
	SLUG,
	TEXT,
	URL,
	type Calls,
	type State,
} from './conformance-shared';

const ACCOUNT = 'acc_01h455vb4pex5vsknk084sn02q';
const INVITATION = 'rr_01h455vb4pex5vsknk084sn02q';
const REQUESTS = `/${ACCOUNT}/users/me/relation-requests`;

const USER = {
	id: ID,
	object: 'UserProfile',
	type: 'individual',
	public_identifier: SLUG,
	display_name: 'Rosa Quill',
	profile_url: URL,
	description: HEADLINE,
};
const requestOf = (type: string, fields: object = {}) => ({
	object: 'RelationRequest',
	type,
	id: INVITATION,
	created_at: '2024-01-01T09:00:00.000Z',
	...fields,
});
const STATES: Readonly<Record<State, object>> = {
	none: {},
	connected: { network_distance: 'FIRST_DEGREE' },
	pending_sent: { relation_request: requestOf('sent'), relation_request_status: 'PENDING' },
	pending_received: { relation_request: requestOf('received'), relation_request_status: 'PENDING' },
	unknown: { relation_request_status: 'SNOOZED', network_distance: 'FURTHER_AWAY' },
};
const specificsOf = (fields: object) => ({
	network_distance: 'SECOND_DEGREE',
	is_premium: true,
	...fields,
});
const messageOf: Calls['message'] = ({ id, at, isOwn, text, more }) => ({
	object: 'Message',
	id,
	chat_id: CHAT,
	sender_id: isOwn ? 'ACoAAotto-sample' : ID,
	text,
	timestamp: at,
	is_sender: isOwn,
	is_hidden: false,
	is_seen: true,
	is_delivered: true,
	is_deleted: more === 'deleted',
	is_edited: false,
	is_event: more === 'event',
	attachments: [],
});
const chatsWith = (data: readonly object[]): Exchange => ({
	call: `GET /${ACCOUNT}/users/${ID}/chat`,
	answer: { object: 'UserChats', data },
});

const list: Calls['list'] = (direction, rows = '100') => ({
	call: `GET ${REQUESTS}`,
	query: { type: direction, limit: rows, offset: '0' },
	answer: { data: [requestOf(direction, { user: USER, message: NOTE })], total_count: 1 },
});
const done = (what: 'accept' | 'cancel'): Exchange => ({
	call: `POST ${REQUESTS}/${INVITATION}/${what}`,
	answer: { object: `RelationRequest${what === 'accept' ? 'Confirmed' : 'Canceled'}` },
});

const CALLS: Calls = {
	accountId: ACCOUNT,
	person: (state) => ({
		call: `GET /${ACCOUNT}/users/${SLUG}`,
		answer: {
			...USER,
			first_name: 'Rosa',
			last_name: 'Quill',
			provider: 'linkedin',
			relations_count: 500,
			is_blocked: false,
			specifics: specificsOf(STATES[state]),
		},
	}),
	invite: (note) => {
		const message = note === null ? {} : { message: note };
		return {
			call: `POST ${REQUESTS}`,
			body: { user_id: ID, ...message },
			status: 201,
			answer: requestOf('sent', { user: USER, ...message }),
		};
	},
	list,
	lookUp: [],
	cancel: () => done('cancel'),
	accept: () => done('accept'),
	decline: () => done('cancel'),
	profile: () => ({
		call: `GET /${ACCOUNT}/users/${SLUG}`,
		query: { with_sections: 'linkedin_experience' },
		answer: {
			...USER,
			first_name: 'Rosa',
			last_name: 'Quill',
			provider: 'linkedin',
			bio: 'I keep things going.',
			location: 'Lisbon, Portugal',
			public_picture_url: 'https://media.example/rosa.jpg',
			public_picture_url_large: 'https://media.example/rosa-large.jpg',
			is_blocked: false,
			specifics: specificsOf({
				is_open_profile: false,
				experience: [
					{
						company: { id: '7', name: 'Elsewhere Ltd' },
						job_title: 'Adviser',
						started_on: '03/01/2021',
						ended_on: '09/01/2022',
					},
					{
						company: { id: '1441', name: 'Quill & Co' },
						job_title: 'Head of Operations',
						started_on: '03/01/2021',
					},
				],
			}),
		},
	}),
	chats: () =>
		chatsWith([
			{ chat_id: 'unused', inbox_id: 'CLASSIC_PRIMARY', has_history: false },
			{ chat_id: 'sales', inbox_id: 'SALES_NAVIGATOR_PRIMARY', has_history: true },
			{ chat_id: CHAT, inbox_id: 'CLASSIC_PRIMARY', has_history: true },
		]),
	noChats: () => chatsWith([]),
	messages: (rows, asked) => ({
		call: `GET /${ACCOUNT}/chats/${CHAT}/messages`,
		query: { limit: asked, offset: '0' },
		answer: { data: rows.map(messageOf), total_count: rows.length },
	}),
	message: messageOf,
	write: () => ({
		call: `POST /${ACCOUNT}/inboxes/CLASSIC_PRIMARY/chats/send`,
		body: { text: TEXT, users_ids: ID },
		answer: { object: 'ChatStarted', chat_id: CHAT, message_id: MESSAGE },
	}),
	inbox: () => ({
		call: `GET /${ACCOUNT}/inboxes/CLASSIC_PRIMARY/chats`,
		query: { limit: '50', offset: '0' },
		answer: {
			data: [
				{
					object: 'Chat',
					id: CHAT,
					user_id: ID,
					user: USER,
					is_1to1: true,
					unread_count: 1,
					last_message_timestamp: '2024-01-14T09:00:00.000Z',
				},
			],
			total_count: 1,
		},
	}),
	chat: {
		id: CHAT,
		memberId: ID,
		publicIdentifier: SLUG,
		name: 'Rosa Quill',
		timestamp: '2024-01-14T09:00:00.000Z',
		unread: 1,
	},
	credits: () => ({
		call: `GET /${ACCOUNT}/linkedin/inmail-credits`,
		answer: { object: 'InMailCredits', credits: { premium: 3, sales_navigator: 30 } },
	}),
	reconnect: () => ({
		call: 'POST /auth/link',
		body: {
			account_id: ACCOUNT,
			expires_on: '2024-01-16T10:30:00.000Z',
			redirect_uri: 'https://example.com/connected',
		},
		answer: { object: 'AuthLink', link: 'https://auth.unipile.example/abc' },
	}),
	invitationId: INVITATION,
	pendingId: INVITATION,
	answering: { invitationId: INVITATION },
	received: {},
};

const LISTED = {
	object: 'Account',
	id: ACCOUNT,
	application_id: 'app_01h455vb4pex5vsknk084sn02q',
	user_id: 'ACoAAotto-sample',
	name: 'Otto Sample',
	created_at: '2023-11-02T08:00:00.000Z',
	status: 'running',
	provider: 'linkedin',
	metadata: {},
	initial_sync: { status: 'completed', started_at: '2023-11-02T08:00:01.000Z' },
	is_locked: false,
};
const SECOND = { ...LISTED, id: 'acc_01h455vb4pex5vsknk084sn02r', status: 'disconnected' };
const account: Exchange = { call: `GET /accounts/${ACCOUNT}`, answer: LISTED };
const accounts = (offset: number, row: object, more: boolean): Exchange => ({
	call: 'GET /accounts/',
	query: { provider: 'linkedin', limit: '100', offset: String(offset) },
	answer: { object: 'AccountList', data: [row], has_more: more },
});

const RELATION = {
	id: 'rel_1',
	object: 'Relation',
	user: {
		...USER,
		id: 'ACoAAjan-doolittle',
		public_identifier: 'jan-doolittle',
		display_name: 'Jan Doolittle',
		profile_url: 'https://www.linkedin.com/in/jan-doolittle',
	},
	created_at: '2024-01-01T09:00:00.000Z',
};
const OLDER = {
	...RELATION,
	id: 'rel_2',
	user: { ...RELATION.user, id: 'ACoAAkim-everyman', public_identifier: 'kim-everyman' },
};
const LAST = {
	...RELATION,
	id: 'rel_3',
	user: { ...RELATION.user, id: 'ACoAAlee-nobody', public_identifier: 'lee-nobody' },
};
const relations = (from: Record<string, string>, row: object, more: object): Exchange => ({
	call: `GET /${ACCOUNT}/users/me/relations`,
	query: { limit: '50', ...from },
	answer: { data: [row], ...more },
});

const error = (status: number, type: string, title: string) => ({
	status,
	answer: { object: 'Error', status, type, title, req_id: 'req_1' },
});
const OWN_LIMIT = 'We only allow 100 requests. Retry in 12 hours.';
const LINKEDINS = error(429, 'provider/too_many_requests', 'LinkedIn limits the account.');
const linkedIns = (operation: string, headers = {}, rateLimit = {}) =>
	limitOf(
		operation,
		{ ...LINKEDINS, headers },
		{ retryAfterSeconds: 3600, message: LINKEDINS.answer.title, ...rateLimit },
	);
const HEADERS = { 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': '0' };

const common = commonOf(CALLS);
const { operations: unified } = common;
const withdrawn = unified.withdrawInvitation?.['from a person'];

export const v2: VersionHarness = {
	...common,
	id: 'v2',
	credential: {
		apiVersion: 'v2',
		apiKey: 'uni-key-to-keep',
		serviceKey: 'uni-service-key-to-keep',
	},
	secrets: ['apiKey', 'serviceKey'],
	tested: {
		exchange: {
			call: 'GET /accounts/',
			query: { limit: '1' },
			answer: { object: 'AccountList', data: [LISTED], has_more: false },
		},
		wrong: error(401, 'api/invalid_credentials', 'Invalid credentials'),
		limited: error(403, 'api/insufficient_permissions', 'The key lacks the scope'),
	},
	operations: {
		getAccountStatus: {
			active: sampleOf(
				{},
				[account],
				about(CALLS, 'getAccountStatus', {
					name: 'Otto Sample',
					providerStatus: 'running',
				}),
			),
		},
		...unified,
		withdrawInvitation: {
			...unified.withdrawInvitation,
			'from a person whose profile does not tell the ID, on the second page of the list': sampleOf(
				{ profile: URL },
				[
					{
						...CALLS.person('none'),
						answer: {
							...(CALLS.person('none').answer as object),
							specifics: {
								network_distance: 'SECOND_DEGREE',
								relation_request: { type: 'sent' },
								relation_request_status: 'PENDING',
							},
						},
					},
					{
						...list('sent'),
						answer: {
							data: [{ ...requestOf('sent', RELATION), id: 'rr_other' }],
							total_count: 2,
						},
					},
					{
						...list('sent'),
						query: { type: 'sent', limit: '100', offset: '1' },
						answer: { data: [requestOf('sent', { user: USER })], total_count: 2 },
					},
					CALLS.cancel(),
				],
				...(withdrawn?.output ?? []),
			),
		},
	},
	node: {
		...common.node,
		'account.get': asItIs(account),
		'account.getMany': {
			'over pages': sampleOf(
				{},
				[accounts(0, LISTED, true), accounts(1, SECOND, false)],
				LISTED,
				SECOND,
			),
		},
		'relation.getMany': {
			'over pages by offset, and then by cursor': sampleOf(
				{},
				[
					relations({ offset: '0' }, RELATION, { total_count: 3 }),
					relations({ offset: '1' }, OLDER, { total_count: 3, next_cursor: 'c3' }),
					relations({ cursor: 'c3' }, LAST, { total_count: 3, next_cursor: null }),
				],
				RELATION,
				OLDER,
				LAST,
			),
		},
	},
	whenUnknown: [{ ...list('sent'), answer: { data: [], total_count: 0 } }],
	neededField: { invite: 'id', message: 'object' },
	named: (profile, operation) =>
		namedIn(CALLS, profile, operation, `GET /${ACCOUNT}/users/${segmentOf(profile)}`),
	badInput: {
		...BAD_INPUT,
		'an invitee’s e-mail address, which v2 does not take': {
			operation: 'sendConnection',
			parameters: { inviteeEmail: EMAIL },
			says: /Unipile v2 does not accept an e-mail address/,
		},
	},
	limits: {
		'Unipile’s own': limitOf(
			'sendConnection',
			{
				...error(429, 'api/too_many_requests', OWN_LIMIT),
				headers: { ...HEADERS, 'X-RateLimit-Reset': '13', 'Retry-After': '12.5' },
			},
			{
				limit: 100,
				remaining: 0,
				retryAfterSeconds: 13,
				resetAt: '2024-01-15T10:30:13.000Z',
				retryAt: '2024-01-15T10:30:13.000Z',
				message: OWN_LIMIT,
			},
		),
		'LinkedIn’s, of a send': linkedIns('sendConnection'),
		'LinkedIn’s, with a Retry-After that is too short to be its': linkedIns('sendConnection', {
			'Retry-After': '60',
		}),
		'LinkedIn’s, of a message': linkedIns('sendMessage'),
		'LinkedIn’s, with a long Retry-After': linkedIns(
			'getInvitationStatus',
			{ 'Retry-After': '7200' },
			{ retryAfterSeconds: 7200, retryAt: '2024-01-15T12:30:00.000Z' },
		),
	},
};

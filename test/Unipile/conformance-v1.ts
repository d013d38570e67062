import {
	limitOf,
	PEOPLE,
	sampleOf,
	type Exchange,
	type VersionHarness,
} from '../conformance/harness';
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

const BASE = '/api/v1';
const DSN = 'api8.unipile.com:13424';
const ACCOUNT = 'k7Qm2xT9RnSa4VbWc1YdZg';
const INVITATION = `715000-${SLUG}`;
const query = (more: Record<string, string> = {}) => ({ account_id: ACCOUNT, ...more });

const PROFILE = {
	object: 'UserProfile',
	provider: 'LINKEDIN',
	provider_id: ID,
	public_identifier: SLUG,
	member_urn: '190000017',
	first_name: 'Rosa',
	last_name: 'Quill',
	headline: HEADLINE,
	location: 'Lisbon, Portugal',
	public_profile_url: URL,
	is_open_profile: false,
	is_premium: true,
	is_relationship: false,
	network_distance: 'SECOND_DEGREE',
	follower_count: 812,
	connections_count: 500,
	shared_connections_count: 4,
	websites: [],
};
const invitation = (type: string, status: string) => ({ invitation: { type, status } });
const STATES: Readonly<Record<State, object>> = {
	none: {},
	connected: { is_relationship: true, network_distance: 'FIRST_DEGREE' },
	pending_sent: invitation('SENT', 'PENDING'),
	pending_received: invitation('RECEIVED', 'PENDING'),
	unknown: {
		...invitation('SENT', 'SNOOZED'),
		is_relationship: null,
		network_distance: 'FURTHER_AWAY',
	},
};
const messageOf: Calls['message'] = ({ id, at, isOwn, text, more }) => ({
	object: 'Message',
	id,
	account_id: ACCOUNT,
	chat_id: CHAT,
	provider_id: `2-${id}`,
	chat_provider_id: '2-thread==',
	sender_id: isOwn ? 'ACoAAotto-sample' : ID,
	sender_attendee_id: isOwn ? 'otto' : 'rosa',
	text,
	timestamp: at,
	is_sender: isOwn ? 1 : 0,
	message_type: more === 'note' ? 'INVITATION' : 'MESSAGE',
	attachments: [],
	hidden: 0,
	deleted: more === 'deleted' ? 1 : 0,
	edited: 0,
	is_event: more === 'event' ? 1 : 0,
	delivered: 1,
	seen: 0,
});
const chatRow = (fields: object) => ({
	object: 'Chat',
	id: CHAT,
	account_id: ACCOUNT,
	account_type: 'LINKEDIN',
	provider_id: '2-thread==',
	attendee_provider_id: ID,
	name: null,
	type: 0,
	timestamp: '2024-01-14T09:00:00.000Z',
	unread_count: 1,
	archived: 0,
	muted_until: null,
	read_only: 0,
	folder: ['INBOX', 'INBOX_LINKEDIN_CLASSIC'],
	...fields,
});
const chatsWith = (items: readonly object[]): Exchange => ({
	call: `GET ${BASE}/chat_attendees/${ID}/chats`,
	query: query({ limit: '50' }),
	answer: { ...listOf(items), object: 'ChatList' },
});

const SELF = {
	inviter_name: 'Otto Sample',
	inviter_id: 'ACoAAotto-sample',
	inviter_public_identifier: 'otto-sample',
	inviter_description: null,
};
const WHEN = { date: '2 weeks ago', parsed_datetime: '2024-01-01T09:00:00.000Z' };
const ROWS = {
	sent: {
		object: 'InvitationSent',
		id: INVITATION,
		...WHEN,
		invited_user: 'Rosa Quill',
		invited_user_id: ID,
		invited_user_public_id: SLUG,
		invited_user_description: HEADLINE,
		invitation_text: NOTE,
		inviter: SELF,
	},
	received: {
		object: 'InvitationReceived',
		id: INVITATION,
		...WHEN,
		invited_user: null,
		invited_user_id: null,
		invited_user_public_id: null,
		invited_user_description: null,
		invitation_text: NOTE,
		inviter: {
			inviter_name: 'Rosa Quill',
			inviter_id: ID,
			inviter_public_identifier: SLUG,
			inviter_description: HEADLINE,
		},
		specifics: { provider: 'LINKEDIN', shared_secret: 'xyz123' },
	},
};
const listOf = (items: readonly object[], cursor: string | null = null) => ({
	object: 'List',
	items,
	cursor,
});
const invited = (subject: string) => ({
	...ROWS.sent,
	id: `715000-${subject}`,
	invited_user_id: `ACoAA${subject}`,
	invited_user_public_id: subject,
});
const list: Calls['list'] = (direction, rows = '100') => ({
	call: `GET ${BASE}/users/invite/${direction}`,
	query: query({ limit: rows }),
	answer: listOf([ROWS[direction]]),
});
const invite = (body: object, more: object = {}): Exchange => ({
	call: `POST ${BASE}/users/invite`,
	body: { account_id: ACCOUNT, provider_id: ID, ...body },
	status: 201,
	answer: { object: 'UserInvitationSent', invitation_id: INVITATION, ...more },
});
const answerTo = (action: string): Exchange => ({
	call: `POST ${BASE}/users/invite/received/${INVITATION}`,
	body: { account_id: ACCOUNT, provider: 'LINKEDIN', shared_secret: 'xyz123', action },
	// The response is undocumented.
	answer: { object: 'InvitationAnswered' },
});

const CALLS: Calls = {
	accountId: ACCOUNT,
	person: (state) => ({
		call: `GET ${BASE}/users/${SLUG}`,
		query: query(),
		answer: { ...PROFILE, ...STATES[state] },
	}),
	invite: (note) => invite(note === null ? {} : { message: note }, { usage: 75 }),
	list,
	lookUp: [{ ...list('sent'), answer: listOf([SLUG, ...PEOPLE].map(invited)) }],
	cancel: () => ({
		call: `DELETE ${BASE}/users/invite/sent/${INVITATION}`,
		query: query(),
		answer: { object: 'InvitationCanceled' },
	}),
	accept: () => answerTo('accept'),
	decline: () => answerTo('decline'),
	profile: () => ({
		call: `GET ${BASE}/users/${SLUG}`,
		query: query({ linkedin_sections: 'experience' }),
		answer: {
			...PROFILE,
			summary: 'I keep things going.',
			profile_picture_url: 'https://media.example/rosa.jpg',
			profile_picture_url_large: 'https://media.example/rosa-large.jpg',
			work_experience: [
				{ position: 'Adviser', company: 'Elsewhere Ltd', start: '3/1/2021', end: '9/1/2022' },
				{
					position: 'Head of Operations',
					company: 'Quill & Co',
					company_id: '1441',
					current: true,
					start: '3/1/2021',
					end: null,
				},
			],
			throttled_sections: [],
		},
	}),
	chats: () =>
		chatsWith([
			chatRow({ id: 'group', type: 1, timestamp: '2024-01-15T09:00:00.000Z' }),
			chatRow({
				id: 'older',
				timestamp: '2023-12-01T09:00:00.000Z',
				folder: ['INBOX', 'INBOX_LINKEDIN_SALES_NAVIGATOR'],
			}),
			chatRow({}),
		]),
	noChats: () => chatsWith([]),
	messages: (rows, asked) => ({
		call: `GET ${BASE}/chats/${CHAT}/messages`,
		query: { limit: asked },
		answer: { ...listOf(rows.map(messageOf)), object: 'MessageList' },
	}),
	message: messageOf,
	write: () => ({
		call: `POST ${BASE}/chats`,
		isForm: true,
		body: { account_id: ACCOUNT, attendees_ids: ID, text: TEXT },
		status: 201,
		answer: { object: 'ChatStarted', chat_id: CHAT, message_id: MESSAGE },
	}),
	inbox: () => ({
		call: `GET ${BASE}/chats`,
		query: query({ limit: '50' }),
		answer: { ...listOf([chatRow({})]), object: 'ChatList' },
	}),
	chat: {
		id: CHAT,
		memberId: ID,
		publicIdentifier: null,
		name: null,
		timestamp: '2024-01-14T09:00:00.000Z',
		unread: 1,
	},
	credits: () => ({
		call: `GET ${BASE}/linkedin/inmail_balance`,
		query: query(),
		answer: { object: 'LinkedinInmailBalance', premium: 3, recruiter: null, sales_navigator: 30 },
	}),
	reconnect: () => ({
		call: `POST ${BASE}/hosted/accounts/link`,
		body: {
			type: 'reconnect',
			reconnect_account: ACCOUNT,
			expiresOn: '2024-01-16T10:30:00.000Z',
			api_url: `https://${DSN}`,
			success_redirect_url: 'https://example.com/connected',
		},
		answer: { object: 'HostedAuthURL', url: 'https://account.unipile.example/abc' },
	}),
	invitationId: INVITATION,
	pendingId: null,
	answering: { invitationId: INVITATION, sharedSecret: 'xyz123' },
	received: { shared_secret: 'xyz123' },
};

const LISTED = {
	object: 'Account',
	type: 'LINKEDIN',
	id: ACCOUNT,
	name: 'Otto Sample',
	created_at: '2023-11-02T08:00:00.000Z',
	groups: [],
	sources: [{ id: `${ACCOUNT}_MESSAGING`, status: 'OK' }],
	connection_params: {
		im: {
			id: 'ACoAAotto-sample',
			username: 'Otto Sample',
			publicIdentifier: 'otto-sample',
			premiumContractId: null,
			premiumFeatures: ['sales_navigator'],
		},
	},
};
const WHATSAPP = { ...LISTED, type: 'WHATSAPP', id: 'k7Qm2xT9RnSa4VbWc1YdZh', name: '+351 900' };
const account: Exchange = { call: `GET ${BASE}/accounts/${ACCOUNT}`, answer: LISTED };
const accounts = (asked: Record<string, string>, ...page: Parameters<typeof listOf>): Exchange => ({
	call: `GET ${BASE}/accounts`,
	query: asked,
	answer: { ...listOf(...page), object: 'AccountList' },
});

const RELATION = {
	object: 'UserRelation',
	created_at: 1704067200000,
	public_identifier: 'jan-doolittle',
	public_profile_url: 'https://www.linkedin.com/in/jan-doolittle/',
	first_name: 'Jan',
	last_name: 'Doolittle',
	headline: 'Founder',
	member_id: 'ACoAAjan-doolittle',
	member_urn: 'urn:li:member:41',
	connection_urn: 'urn:li:fsd_connection:ACoAAjan-doolittle',
};
const OLDER = {
	...RELATION,
	public_identifier: 'kim-everyman',
	public_profile_url: 'https://www.linkedin.com/in/kim-everyman/',
	member_id: 'ACoAAkim-everyman',
};
const relations = (
	asked: Record<string, string>,
	row: object,
	cursor: string | null,
): Exchange => ({
	call: `GET ${BASE}/users/relations`,
	query: query(asked),
	answer: { ...listOf([row], cursor), object: 'UserRelationsList' },
});

const error = (status: number, code: string, title: string, detail?: string) => ({
	status,
	answer: { object: 'Error', status, type: `errors/${code}`, title, ...(detail ? { detail } : {}) },
});
const TOO_MANY = error(429, 'too_many_requests', 'Too many requests', 'The provider limits it.');
const tooMany = (operation: string, headers = {}, rateLimit = {}) =>
	limitOf(
		operation,
		{ ...TOO_MANY, headers },
		{ message: 'The provider limits it.', ...rateLimit },
	);
const EXCEEDED = error(422, 'limit_exceeded', 'Limit exceeded', 'The weekly limit is used up.');
const exceeded = (operation: string) =>
	limitOf(operation, EXCEEDED, {
		scope: 'day',
		retryAt: '2024-01-16T00:00:00.000Z',
		message: 'The weekly limit is used up.',
	});

const common = commonOf(CALLS);
const { operations: unified } = common;
const withdrawn = unified.withdrawInvitation?.['from a person'];

export const v1: VersionHarness = {
	...common,
	id: 'v1',
	credential: { apiVersion: 'v1', apiKey: 'uni-key-to-keep', dsn: DSN },
	address: { field: 'dsn', own: `https://${DSN}` },
	tested: {
		exchange: accounts({ limit: '1' }, [LISTED]),
		wrong: error(401, 'missing_credentials', 'Missing credentials'),
		limited: error(403, 'insufficient_permissions', 'Insufficient permissions'),
	},
	operations: {
		getAccountStatus: {
			active: sampleOf(
				{},
				[account],
				about(CALLS, 'getAccountStatus', {
					name: 'Otto Sample',
					publicIdentifier: 'otto-sample',
					providerStatus: 'OK',
					plan: { premiumFeatures: ['sales_navigator'] },
				}),
			),
		},
		...unified,
		sendConnection: {
			...unified.sendConnection,
			'to somebody whose address is known': sampleOf(
				{ profile: URL, note: NOTE, inviteeEmail: EMAIL },
				[CALLS.person('none'), invite({ message: NOTE, user_email: EMAIL })],
				...(unified.sendConnection?.sent?.output ?? []),
			),
		},
		withdrawInvitation: {
			...unified.withdrawInvitation,
			'from a person on the second page of the list': sampleOf(
				{ profile: URL },
				[
					CALLS.person('pending_sent'),
					{ ...list('sent'), answer: listOf([invited('nora-none')], 'c2') },
					{ ...list('sent'), query: query({ cursor: 'c2' }) },
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
			'those of LinkedIn, over pages': sampleOf(
				{},
				[
					accounts({ limit: '100' }, [WHATSAPP], 'c2'),
					accounts({ cursor: 'c2' }, [LISTED, { ...WHATSAPP, type: 'GOOGLE_OAUTH', id: 'g' }]),
				],
				LISTED,
			),
		},
		'relation.getMany': {
			'over pages': sampleOf(
				{},
				[relations({ limit: '50' }, RELATION, 'c2'), relations({ cursor: 'c2' }, OLDER, null)],
				RELATION,
				OLDER,
			),
		},
	},
	whenUnknown: [{ ...list('sent'), answer: listOf([]) }],
	refusals: {
		already_connected: error(
			422,
			'already_connected',
			'Recipient is already connected',
			'The user is already a first-degree connection.',
		),
	},
	neededField: { invite: 'invitation_id', message: 'object' },
	named: (profile, operation) =>
		namedIn(CALLS, profile, operation, `GET ${BASE}/users/${segmentOf(profile)}`),
	badInput: {
		...BAD_INPUT,
		...Object.fromEntries(
			['rosa', 'rosa@example', 'rosa quill@example.com', `${'x'.repeat(320)}@example.com`].map(
				(inviteeEmail) => [
					`an invitee’s e-mail address that is ${inviteeEmail.slice(0, 30)}`,
					{
						operation: 'sendConnection',
						parameters: { inviteeEmail },
						says: /'Invitee Email' is .*, which is not an e-mail address/,
					},
				],
			),
		),
	},
	limits: {
		'LinkedIn’s, of a send': tooMany('sendConnection'),
		'what the account may send in a day': exceeded('sendConnection'),
		'LinkedIn’s, of a message': tooMany('sendMessage'),
		'what the account may write in a day': exceeded('sendMessage'),
		'LinkedIn’s, of conversations': tooMany('getConversation'),
		'LinkedIn’s, of reads, with Retry-After': tooMany(
			'getInvitationStatus',
			{ 'Retry-After': '600' },
			{ retryAfterSeconds: 600, retryAt: '2024-01-15T10:40:00.000Z' },
		),
	},
};

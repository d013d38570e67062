import { PEOPLE, type Exchange, type VersionHarness } from '../harness';
import {
	about,
	asItIs,
	BAD_INPUT,
	EMAIL,
	HEADLINE,
	ID,
	limit,
	nodeOf,
	NOTE,
	relationshipsOf,
	segmentOf,
	SLUG,
	unifiedOf,
	URL,
	type Calls,
	type State,
} from './shared';

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
	unknown: invitation('SENT', 'SNOOZED'),
};

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
	// What is answered is not documented.
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
const EXCEEDED = error(422, 'limit_exceeded', 'Limit exceeded', 'The weekly limit is used up.');

const unified = unifiedOf(CALLS);
const withdrawn = unified.withdrawInvitation?.['from a person'];

export const v1: VersionHarness = {
	id: 'v1',
	credential: { apiVersion: 'v1', apiKey: 'uni-key-to-keep', dsn: DSN },
	secrets: ['apiKey'],
	address: { field: 'dsn', own: `https://${DSN}` },
	auth: { header: 'x-api-key' },
	tested: {
		exchange: accounts({ limit: '1' }, [LISTED]),
		wrong: error(401, 'missing_credentials', 'Missing credentials'),
		limited: error(403, 'insufficient_permissions', 'Insufficient permissions'),
	},
	accountId: ACCOUNT,
	subject: SLUG,
	memberId: ID,
	operations: {
		getAccountStatus: {
			active: {
				parameters: {},
				exchanges: [account],
				output: [
					about(CALLS, 'getAccountStatus', {
						outcome: 'available',
						profile: null,
						canSend: true,
						name: 'Otto Sample',
						publicIdentifier: 'otto-sample',
						providerStatus: 'OK',
						enabled: null,
						hasTokens: null,
						lastUsedAt: null,
						plan: { premiumFeatures: ['sales_navigator'] },
					}),
				],
			},
		},
		...unified,
		sendConnection: {
			...unified.sendConnection,
			'to somebody whose address is known': {
				parameters: { profile: URL, note: NOTE, inviteeEmail: EMAIL },
				exchanges: [CALLS.person('none'), invite({ message: NOTE, user_email: EMAIL })],
				output: unified.sendConnection?.sent?.output ?? [],
			},
		},
		withdrawInvitation: {
			...unified.withdrawInvitation,
			'from a person on the second page of the list': {
				parameters: { profile: URL },
				exchanges: [
					CALLS.person('pending_sent'),
					{ ...list('sent'), answer: listOf([invited('nora-none')], 'c2') },
					{ ...list('sent'), query: query({ cursor: 'c2' }) },
					CALLS.cancel(),
				],
				output: withdrawn?.output ?? [],
			},
		},
	},
	node: {
		...nodeOf(CALLS),
		'account.get': asItIs(account),
		'account.getMany': {
			'those of LinkedIn, over pages': {
				parameters: {},
				exchanges: [
					accounts({ limit: '100' }, [WHATSAPP], 'c2'),
					accounts({ cursor: 'c2' }, [LISTED, { ...WHATSAPP, type: 'GOOGLE_OAUTH', id: 'g' }]),
				],
				output: [LISTED],
			},
		},
		'relation.getMany': {
			'over pages': {
				parameters: {},
				exchanges: [
					relations({ limit: '50' }, RELATION, 'c2'),
					relations({ cursor: 'c2' }, OLDER, null),
				],
				output: [RELATION, OLDER],
			},
		},
	},
	relationships: relationshipsOf(CALLS),
	whenUnknown: [{ ...list('sent'), answer: listOf([]) }],
	refusals: {
		already_connected: error(
			422,
			'already_connected',
			'Recipient is already connected',
			'The user is already a first-degree connection.',
		),
	},
	neededField: 'invitation_id',
	named: (profile) => ({ call: `GET ${BASE}/users/${segmentOf(profile)}` }),
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
		'LinkedIn’s, of a send': limit('sendConnection', TOO_MANY, {
			message: 'The provider limits it.',
		}),
		'what the account may send in a day': limit('sendConnection', EXCEEDED, {
			scope: 'day',
			retryAt: '2024-01-16T00:00:00.000Z',
			message: 'The weekly limit is used up.',
		}),
		'LinkedIn’s, of reads, with Retry-After': limit(
			'getInvitationStatus',
			{ ...TOO_MANY, headers: { 'Retry-After': '600' } },
			{
				retryAfterSeconds: 600,
				retryAt: '2024-01-15T10:40:00.000Z',
				message: 'The provider limits it.',
			},
		),
	},
};

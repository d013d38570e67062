import { ConnectSafelyApi } from '../../credentials/ConnectSafelyApi.credentials';
import { ConnectSafely } from '../../nodes/ConnectSafely/ConnectSafely.node';
import type { IDataObject } from 'n8n-workflow';
import { CONNECTED, type Reported } from '../harness/reports';
import {
	limitOf,
	outputsOf,
	providerHarness,
	sampleOf,
	type Exchange,
	type LimitSample,
	type Named,
	type NamedProfile,
	type Sample,
} from '../conformance/harness';

const URL = 'https://www.linkedin.com/in/john-doe-123';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const URN = 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f';
const ACCOUNT = '696ce9e780e0483585e4e553';
const NOW = '2024-01-15T10:30:00.000Z';
const TUESDAY = '2024-01-16T00:00:00.000Z';
const MONDAY = '2024-01-22T00:00:00.000Z';
const INVITATION = '7455891636745551899';

const relationship = (connected: boolean, sent = false, received = false): Exchange => ({
	call: `GET /relationship/${ACCOUNT}/john-doe-123`,
	answer: {
		connected,
		invitationSent: sent,
		invitationReceived: received,
		status: connected ? 'CONNECTED' : 'NOT_CONNECTED',
		accountId: ACCOUNT,
	},
});
const UNKNOWN: Exchange = {
	...relationship(false),
	answer: { connected: false, status: 'SNOOZED', accountId: ACCOUNT },
};

/** LinkedIn accepts an ID instead of a name. */
const lastOf = ({ url }: NamedProfile) => url.slice(url.lastIndexOf('/') + 1);
/** Reads the person first; a message is sent once the relationship is known. */
function namedIn(person: NamedProfile, operation: string): Named {
	if (/onversation|message.getMany/.test(operation)) {
		return { call: `GET /conversations/exists/${lastOf(person)}` };
	}
	if (/profile/i.test(operation)) {
		return { body: { profileId: person.publicIdentifier ?? lastOf(person) } };
	}
	const isAsked = /status$|relationship|message/i.test(operation);
	return isAsked
		? { call: `GET /relationship/${ACCOUNT}/${lastOf(person)}` }
		: { body: inBody(person) };
}
const inBody = ({ urn, publicIdentifier }: NamedProfile) =>
	urn === null ? { profileId: publicIdentifier } : { profileId: undefined, profileUrn: urn };

const report = outputsOf('connectSafely', ACCOUNT, JOHN);
const about = (exchange: Exchange, operation: Reported, fields?: object) =>
	sampleOf({ profile: URL }, [exchange], report(operation, fields));

const STATUS = {
	id: ACCOUNT,
	firstName: 'John',
	lastName: 'Doe',
	publicId: 'john-doe-123',
	platform: 'ConnectSafely',
	status: 'AVAILABLE',
	enabled: true,
	lastUsed: '2026-02-24T04:53:13.750Z',
	hasTokens: true,
	linkedinPlan: { premiumType: 'NON_PREMIUM', isPremium: false, hasSalesNavigator: false },
};
const getStatus: Exchange = {
	call: 'GET /account/status',
	query: { accountId: ACCOUNT },
	answer: STATUS,
};

const HEADERS = {
	'X-RateLimit-Action': 'connect',
	'X-RateLimit-Limit': '90',
	'X-RateLimit-Used': '41',
	'X-RateLimit-Remaining': '49',
	'X-RateLimit-Reset': MONDAY,
};
const NOTE = 'Hi John, I would love to connect with you!';
const SENT = {
	success: true,
	message: 'Connection request sent successfully',
	accountId: ACCOUNT,
};
const connect = (answer: unknown, more: Partial<Exchange> = {}): Exchange => ({
	call: 'POST /connect',
	body: { accountId: ACCOUNT, profileId: 'john-doe-123', customMessage: NOTE },
	answer,
	...more,
});
const sent = report('sendConnection', { sentAt: NOW, message: SENT.message });
const notSent = { invited: false, noteSent: false, sentAt: null };
const REFUSALS = {
	already_connected: {
		status: 400,
		answer: { error: 'Already connected with this member', success: false },
	},
	already_pending: {
		status: 400,
		answer: { error: 'An invitation is already pending', success: false },
	},
};

const WITHDRAWN = {
	success: true,
	message: 'Invitation withdrawn successfully',
	accountId: ACCOUNT,
};
const TEXT = 'Hi John, thanks for connecting!';
const OWNER = 'urn:li:fsd_profile:ACoAAotto-owner';
const THREAD = 'urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAotto-owner,2-abc==)';
const writtenRow = (text: string, more: IDataObject = {}) => ({
	messageUrn: 'urn:li:msg_message:(urn:li:fsd_profile:ACoAAotto-owner,2-MTc1)',
	text,
	sentAt: Date.parse(NOW),
	senderProfileId: OWNER,
	senderName: 'Otto Sample',
	senderPhoto: null,
	isSentByOwner: true,
	hasAttachment: false,
	...more,
});
const REPLY = writtenRow('Gladly', {
	messageUrn: 'urn:li:msg_message:(urn:li:fsd_profile:ACoAAotto-owner,2-MTc2)',
	sentAt: Date.parse(NOW) + 60_000,
	senderProfileId: 'urn:li:fsd_profile:ACoAArosa-other',
	senderName: 'John Doe',
	isSentByOwner: false,
});
const exists = (conversationUrn: string | null): Exchange => ({
	call: 'GET /conversations/exists/john-doe-123',
	query: { accountId: ACCOUNT },
	answer: {
		success: true,
		hasConversation: conversationUrn !== null,
		conversationUrn,
		profileUrn: URN,
		accountId: ACCOUNT,
	},
});
const thread = (count: number, messages: unknown[], cursor: string | null = null): Exchange => ({
	call: `GET /conversations/${encodeURIComponent(THREAD)}/messages`,
	query: { accountId: ACCOUNT, count: String(count), sync: 'true' },
	answer: { success: true, messages, participants: [], hasMore: cursor !== null, cursor },
});
const conversation = (exchanges: Exchange[], fields: object): Sample =>
	sampleOf({ profile: URL, limit: 20 }, exchanges, report('getConversation', fields));

const MESSAGE_SENT = {
	success: true,
	message: 'Message sent successfully',
	recipientProfileUrn: URN,
	sentMessage: writtenRow(TEXT),
};
const write = (answer: unknown, more: Partial<Exchange> = {}): Exchange => ({
	call: 'POST /conversations/send',
	body: {
		accountId: ACCOUNT,
		recipientProfileId: 'john-doe-123',
		message: TEXT,
		messagingChannel: 'linkedin_inbox',
	},
	answer,
	...more,
});
const messageTo = (exchange: Exchange, fields: object): Sample =>
	sampleOf(
		{ profile: URL, message: TEXT },
		[relationship(true), exchange],
		report('sendMessage', fields),
	);
const delivered = { sentAt: NOW, message: 'Message sent successfully' };
const NO_CONNECTION = {
	status: 400,
	answer: {
		success: false,
		status: 'PENDING',
		error: 'You can only message your 1st-degree connections',
	},
};

const PERSON = {
	firstName: 'John',
	lastName: 'Doe',
	headline: 'CEO | Entrepreneur | Tech Founder',
	location: { countryCode: 'us', postalCode: null, geoLocationName: 'San Francisco Bay Area' },
	entityUrn: URN,
	publicIdentifier: 'john-doe-123',
	profilePicture: 'https://media.licdn.com/dms/image/v2/profile.jpg',
	isPremium: true,
	isVerified: false,
	supportsFreeEmail: false,
	connectionCount: 500,
	followerCount: 1200,
	isConnected: false,
	connectionDegree: 'DISTANCE_2',
	invitationSent: true,
	invitationReceived: false,
};
const EXPERIENCE = [
	{ title: 'CEO', companyName: 'Acme Corp', duration: 'Jan 2021 - Present · 3 yrs' },
];
const PROFILE = {
	success: true,
	profileId: 'john-doe-123',
	accountId: ACCOUNT,
	profile: PERSON,
	experience: EXPERIENCE,
	cached: false,
};
const getProfile = (answer: unknown): Exchange => ({
	call: 'POST /profile',
	body: { accountId: ACCOUNT, profileId: 'john-doe-123', includeExperience: true },
	answer,
});
const profile = (answer: unknown, fields: object = {}): Sample =>
	sampleOf(
		{ profile: URL },
		[getProfile(answer)],
		report('getProfile', {
			profile: { ...JOHN, urn: URN },
			name: 'John Doe',
			firstName: 'John',
			lastName: 'Doe',
			headline: 'CEO | Entrepreneur | Tech Founder',
			location: 'San Francisco Bay Area',
			company: 'Acme Corp',
			position: 'CEO',
			isConnected: false,
			degree: 2,
			networkDistance: 'SECOND_DEGREE',
			invitationState: 'pending_sent',
			isPremium: true,
			isOpenProfile: false,
			pictureUrl: PERSON.profilePicture,
			...fields,
		}),
	);

const LISTED_CONVERSATION = {
	conversationUrn: THREAD,
	conversationId: '2-abc==',
	lastActivityAt: Date.parse(NOW),
	unreadCount: 0,
	participants: [{ profileId: 'ACoAArosa-other', name: 'John Doe', profileUrl: URL }],
	latestMessage: { text: 'Gladly', sentAt: Date.parse(NOW), senderName: 'John Doe' },
	source: 'linkedin_inbox',
};
const conversationsPage: Exchange = {
	call: 'GET /conversations',
	query: { accountId: ACCOUNT, count: '20' },
	answer: {
		success: true,
		conversations: [LISTED_CONVERSATION],
		accounts: [],
		nextCursor: null,
		hasMore: false,
		fromCache: true,
	},
};

const withdraw = (answer: unknown, more: Partial<Exchange> = {}): Exchange => ({
	call: 'POST /invitations/withdraw',
	body: { accountId: ACCOUNT, profileId: 'john-doe-123' },
	answer,
	...more,
});
const withdrawn = report('withdrawInvitation', { message: WITHDRAWN.message });
const NONE_PENDING = {
	status: 400,
	answer: { error: 'No pending invitation found for this profile', success: false },
};

const SENT_ROW = {
	id: '7897046780350316544',
	invitationId: '7897046780350316544',
	invitationUrn: 'urn:li:invitation:7897046780350316544',
	memberId: 'ACoAADPy0YkBl72yFV0nJCqXd2F9OBxiI7Tvhg4',
	memberUrn: 'urn:li:fsd_profile:ACoAADPy0YkBl72yFV0nJCqXd2F9OBxiI7Tvhg4',
	invitationType: 'SENT',
	sentAt: '2 days ago',
	profile: {
		firstName: 'John',
		lastName: 'Doe',
		headline: 'CEO | Entrepreneur | Tech Founder',
		profileUrl: URL,
		publicIdentifier: 'john-doe-123',
	},
};
const sentPage = (startIndex: number, invitations: unknown[]): Exchange => ({
	call: 'GET /invitations/sent',
	query: { accountId: ACCOUNT, startIndex: String(startIndex) },
	answer: { success: true, invitations, count: 10, startIndex, accountId: ACCOUNT },
});
const RECEIVED_ROW = {
	id: INVITATION,
	invitationId: INVITATION,
	invitationUrn: `urn:li:invitation:${INVITATION}`,
	memberId: '',
	memberUrn: '',
	invitationType: 'RECEIVED',
	invitationCategory: 'CONNECTION',
	linkedInInvitationType: 'GenericInvitationType_CONNECTION',
	validationToken: 'C712w50Z',
	receivedAt: '2 weeks ago',
	customMessage: 'Hello',
	profile: {
		firstName: 'John',
		lastName: 'Doe',
		profileUrl: URL,
		publicIdentifier: 'john-doe-123',
	},
};
const receivedPage = (startIndex: number, invitations: unknown[]): Exchange => ({
	call: 'GET /invitations/received',
	query: { accountId: ACCOUNT, startIndex: String(startIndex) },
	answer: { success: true, invitations, startIndex, endOfList: true, accountId: ACCOUNT },
});
const respond = (action: string): Exchange => ({
	call: 'POST /invitations/received/respond',
	body: {
		accountId: ACCOUNT,
		action,
		invitationId: INVITATION,
		validationToken: 'C712w50Z',
		linkedInInvitationType: 'GenericInvitationType_CONNECTION',
		firstName: 'John',
		lastName: 'Doe',
	},
	answer: { success: true, message: 'Done', accountId: ACCOUNT },
});
const LISTED = {
	id: ACCOUNT,
	firstName: 'John',
	lastName: 'Doe',
	publicId: 'john-doe-123',
	platform: 'ConnectSafely',
	status: 'AVAILABLE',
	enabled: true,
};
const CONNECTIONS = [
	{
		firstName: 'John',
		lastName: 'Doe',
		vanityName: 'johndoe',
		headline: 'CEO | Entrepreneur | Tech Founder',
		connectedDate: 'Connected on Feb 15, 2023',
		profileUrl: 'https://www.linkedin.com/in/johndoe/',
	},
];
const connectionsPage = (startIndex: number, connections: unknown[]): Exchange => ({
	call: 'GET /connections',
	query: {
		accountId: ACCOUNT,
		startIndex: String(startIndex),
		limit: '12',
		sortBy: 'recentlyAdded',
	},
	answer: { success: true, connections, startIndex, sortBy: 'recentlyAdded', accountId: ACCOUNT },
});
const QUOTA = {
	accountId: ACCOUNT,
	quotas: [
		{
			feature: 'CONNECT',
			window: 'weekly',
			used: 22,
			limit: 90,
			remaining: 68,
			limitReached: false,
			resetAt: '2026-08-31 00:00:00+00:00',
		},
	],
};
const quota: Exchange = { call: `GET /account/${ACCOUNT}/quota`, answer: QUOTA };

const LIMIT_MET =
	'Connection request limit exceeded: 90/90 used. New connection requests blocked for 24 hours. Other activities (messaging, following, etc.) are not affected.';
const MESSAGES_MET = 'Rate limit exceeded for MESSAGE: 150/150 used.';
const HELD = {
	error: LIMIT_MET,
	success: false,
	holdUntil: '2024-01-16T10:30:00.000Z',
	weeklyReset: MONDAY,
};
const WEEK = {
	scope: 'week',
	resetAt: MONDAY,
	holdUntil: HELD.holdUntil,
	retryAt: MONDAY,
	message: LIMIT_MET,
};
const BUSY = { success: false, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' };
const MINUTE = { scope: 'minute', message: 'Too many requests' };
const onConnect = (answer: LimitSample['answer'], rateLimit: IDataObject) =>
	limitOf('sendConnection', { status: 429, ...answer }, rateLimit);

export const connectSafelyHarness = providerHarness({
	id: 'connectSafely',
	node: ConnectSafely,
	credential: ConnectSafelyApi,
	fields: { apiKey: '', webhookSecret: '', baseUrl: 'https://api.connectsafely.ai/linkedin' },
	versions: [
		{
			id: 'only',
			credential: { apiKey: 'cs-key-to-keep', webhookSecret: 'cs-hook-to-keep' },
			secrets: ['apiKey', 'webhookSecret'],
			auth: { header: 'authorization', scheme: 'Bearer' },
			tested: {
				exchange: { call: 'GET /accounts', answer: [LISTED] },
				wrong: { status: 401, answer: { error: 'Unauthorized' } },
			},
			accountId: ACCOUNT,
			subject: 'john-doe-123',
			operations: {
				getAccountStatus: {
					'an account that is available': sampleOf(
						{},
						[getStatus],
						report('getAccountStatus', {
							name: 'John Doe',
							publicIdentifier: 'john-doe-123',
							providerStatus: 'AVAILABLE',
							enabled: true,
							hasTokens: true,
							lastUsedAt: '2026-02-24T04:53:13.750Z',
							plan: STATUS.linkedinPlan,
						}),
					),
				},
				getConnectionStatus: {
					unrelated: about(relationship(false), 'getConnectionStatus'),
					connected: about(relationship(true), 'getConnectionStatus', CONNECTED),
					invited: about(relationship(false, true), 'getConnectionStatus', {
						invitationState: 'pending_sent',
					}),
					'invited by them': about(relationship(false, false, true), 'getConnectionStatus', {
						invitationState: 'pending_received',
					}),
				},
				getInvitationStatus: {
					invited: about(relationship(false, true), 'getInvitationStatus', {
						outcome: 'pending_sent',
					}),
					connected: about(relationship(true), 'getInvitationStatus', {
						outcome: 'accepted',
						isConnected: true,
						degree: 1,
					}),
					'invited by them': about(relationship(false, false, true), 'getInvitationStatus', {
						outcome: 'pending_received',
					}),
					unrelated: about(relationship(false), 'getInvitationStatus'),
				},
				sendConnection: {
					sent: sampleOf({ profile: URL, note: NOTE }, [connect(SENT)], sent),
					'by URN': {
						parameters: { profile: URN, note: NOTE },
						exchanges: [
							connect(
								{ ...SENT, profileUrn: URN },
								{ body: { accountId: ACCOUNT, profileUrn: URN, customMessage: NOTE } },
							),
						],
						output: [
							{
								...sent,
								profile: {
									publicIdentifier: null,
									url: 'https://www.linkedin.com/in/ACoAABJefVoBrz2LR3f',
									urn: URN,
								},
							},
						],
					},
					'sent, with what remains': sampleOf(
						{ profile: URL, note: NOTE },
						[connect(SENT, { headers: HEADERS })],
						{ ...sent, remaining: 49 },
					),
					'already connected': sampleOf(
						{ profile: URL, note: NOTE },
						[connect(null, REFUSALS.already_connected)],
						{
							...sent,
							...notSent,
							outcome: 'already_connected',
							message: REFUSALS.already_connected.answer.error,
						},
					),
					'already pending': sampleOf(
						{ profile: URL, note: NOTE },
						[connect(null, REFUSALS.already_pending)],
						{
							...sent,
							...notSent,
							outcome: 'already_pending',
							message: REFUSALS.already_pending.answer.error,
						},
					),
				},
				withdrawInvitation: {
					'from a person': sampleOf({ profile: URL }, [withdraw(WITHDRAWN)], withdrawn),
					'an invitation beside the person': sampleOf(
						{ profile: URL, invitationId: INVITATION },
						[
							withdraw(WITHDRAWN, {
								body: { accountId: ACCOUNT, profileId: 'john-doe-123', invitationId: INVITATION },
							}),
						],
						{ ...withdrawn, invitationId: INVITATION },
					),
					'an invitation by its ID alone': sampleOf(
						{ profile: '', invitationId: SENT_ROW.invitationId },
						[
							sentPage(0, [SENT_ROW]),
							withdraw(WITHDRAWN, {
								body: {
									accountId: ACCOUNT,
									profileId: 'john-doe-123',
									invitationId: SENT_ROW.invitationId,
								},
							}),
						],
						{ ...withdrawn, profile: null, invitationId: SENT_ROW.invitationId },
					),
					'none pending': sampleOf({ profile: URL }, [withdraw(null, NONE_PENDING)], {
						...withdrawn,
						outcome: 'not_pending',
						message: NONE_PENDING.answer.error,
					}),
				},
				getProfile: {
					invited: profile(PROFILE),
					'connected, with the experience in the profile': profile(
						{
							...PROFILE,
							experience: undefined,
							profile: {
								...PERSON,
								isConnected: true,
								connectionDegree: 'DISTANCE_1',
								invitationSent: null,
								invitationReceived: null,
								location: 'Paris',
								experience: EXPERIENCE,
							},
						},
						{ ...CONNECTED, outcome: 'found', location: 'Paris', invitationState: 'none' },
					),
				},
				getConversation: {
					answered: conversation([exists(THREAD), thread(20, [REPLY, writtenRow(TEXT)])], {
						outcome: 'found',
						conversationId: THREAD,
						replied: true,
						awaitingReply: true,
						lastMessageAt: '2024-01-15T10:31:00.000Z',
						messages: [
							{
								id: REPLY.messageUrn,
								at: '2024-01-15T10:31:00.000Z',
								direction: 'inbound',
								text: 'Gladly',
							},
							{ id: writtenRow(TEXT).messageUrn, at: NOW, direction: 'outbound', text: TEXT },
						],
					}),
					none: conversation([exists(null)], {}),
				},
				sendMessage: {
					sent: messageTo(write(MESSAGE_SENT), {
						...delivered,
						messageId: writtenRow(TEXT).messageUrn,
					}),
					'sent, without a word on the message': messageTo(
						write({ ...MESSAGE_SENT, sentMessage: {} }),
						delivered,
					),
					'not connected': messageTo(write(null, NO_CONNECTION), {
						outcome: 'not_connected',
						messaged: false,
						message: NO_CONNECTION.answer.error,
					}),
				},
			},
			node: {
				'account.getStatus': {
					available: sampleOf({}, [getStatus], STATUS),
				},
				'account.getMany': {
					all: sampleOf({}, [{ call: 'GET /accounts', answer: [LISTED] }], LISTED),
				},
				'account.getQuota': {
					'of invitations': sampleOf({}, [quota], QUOTA),
				},
				'connection.getMany': {
					'the latest first': sampleOf(
						{},
						[connectionsPage(0, CONNECTIONS), connectionsPage(1, [])],
						...CONNECTIONS.map((row) => ({ ...row, connectedOn: '2023-02-15' })),
					),
				},
				'conversation.get': {
					one: sampleOf({ profile: URL }, [exists(THREAD)], {
						success: true,
						hasConversation: true,
						conversationUrn: THREAD,
						profileUrn: URN,
						accountId: ACCOUNT,
					}),
				},
				'conversation.getMany': {
					'the latest first': sampleOf({}, [conversationsPage], LISTED_CONVERSATION),
				},
				'message.getMany': {
					'of a person, over two pages': sampleOf(
						{ profile: URL, returnAll: true },
						[
							exists(THREAD),
							thread(50, [REPLY], 'older 1'),
							{
								...thread(50, [writtenRow(TEXT)]),
								query: { accountId: ACCOUNT, count: '50', sync: 'true', cursor: 'older 1' },
							},
						],
						REPLY,
						writtenRow(TEXT),
					),
					'of a person without any': sampleOf({ profile: URL }, [exists(null)]),
				},
				'message.send': {
					sent: sampleOf(
						{ profile: URL, message: TEXT },
						[relationship(true), write(MESSAGE_SENT)],
						{ ...MESSAGE_SENT, outcome: 'sent', messaged: true, remaining: null },
					),
				},
				'profile.get': {
					invited: sampleOf({ profile: URL }, [getProfile(PROFILE)], PROFILE),
				},
				'invitation.send': {
					sent: sampleOf({ profile: URL, note: NOTE }, [connect(SENT)], {
						...SENT,
						outcome: 'sent',
						invited: true,
						noteSent: true,
						remaining: null,
					}),
					'already connected': sampleOf(
						{ profile: URL, note: NOTE },
						[connect(null, REFUSALS.already_connected)],
						{
							success: false,
							outcome: 'already_connected',
							invited: false,
							noteSent: false,
							message: REFUSALS.already_connected.answer.error,
							remaining: null,
						},
					),
				},
				'invitation.getMany': {
					sent: sampleOf({ direction: 'sent' }, [sentPage(0, [SENT_ROW]), sentPage(1, [])], {
						invitationId: SENT_ROW.invitationId,
						firstName: 'John',
						lastName: 'Doe',
						headline: 'CEO | Entrepreneur | Tech Founder',
						publicIdentifier: 'john-doe-123',
						profileUrl: URL,
						sentAt: '2 days ago',
						sentAtApproximate: '2024-01-13T10:30:00.000Z',
					}),
					received: sampleOf({ direction: 'received' }, [receivedPage(0, [RECEIVED_ROW])], {
						invitationId: INVITATION,
						firstName: 'John',
						lastName: 'Doe',
						headline: null,
						publicIdentifier: 'john-doe-123',
						profileUrl: URL,
						invitationCategory: 'CONNECTION',
						customMessage: 'Hello',
						receivedAt: '2 weeks ago',
						receivedAtApproximate: '2024-01-01T10:30:00.000Z',
					}),
				},
				'invitation.respond': {
					accept: sampleOf({ profile: URL }, [receivedPage(0, [RECEIVED_ROW]), respond('ACCEPT')], {
						success: true,
						accountId: ACCOUNT,
						outcome: 'accepted',
						message: 'Done',
					}),
					'ignore, by the invitation’s ID': sampleOf(
						{ invitationId: INVITATION, profile: '', response: 'ignore' },
						[receivedPage(0, [RECEIVED_ROW]), respond('IGNORE')],
						{ success: true, accountId: ACCOUNT, outcome: 'ignored', message: 'Done' },
					),
					'none pending': sampleOf({ profile: URL }, [receivedPage(0, [])], {
						outcome: 'not_pending',
						message: 'No matching received invitation is pending.',
					}),
				},
				'invitation.withdraw': {
					'from a person': sampleOf({ profile: URL }, [withdraw(WITHDRAWN)], {
						...WITHDRAWN,
						outcome: 'withdrawn',
					}),
					'none pending': sampleOf({ profile: URL }, [withdraw(null, NONE_PENDING)], {
						success: false,
						outcome: 'not_pending',
						message: NONE_PENDING.answer.error,
					}),
				},
				'relationship.get': {
					invited: sampleOf({ profile: URL }, [relationship(false, true)], {
						connected: false,
						invitationSent: true,
						invitationReceived: false,
						status: 'NOT_CONNECTED',
						accountId: ACCOUNT,
					}),
				},
			},
			besides: [quota],
			relationships: {
				connected: relationship(true),
				pending_sent: relationship(false, true),
				pending_received: relationship(false, false, true),
				none: relationship(false),
				unknown: UNKNOWN,
			},
			conversation: {
				sent: [exists(THREAD), thread(50, [writtenRow(TEXT)])],
				empty: [exists(null)],
			},
			refusals: REFUSALS,
			neededField: 'success',
			named: namedIn,
			limits: {
				'the week, by headers and body': onConnect(
					{
						headers: { ...HEADERS, 'X-RateLimit-Used': '90', 'X-RateLimit-Remaining': '0' },
						answer: HELD,
					},
					{ ...WEEK, action: 'connect', limit: 90, used: 90, remaining: 0 },
				),
				'the week, by the body alone': onConnect({ answer: HELD }, WEEK),
				'a 429 that says nothing': onConnect(
					{ answer: {} },
					{
						scope: 'week',
						retryAt: MONDAY,
						message: 'The provider reported that its rate limit is reached.',
					},
				),
				'the minute, in seconds': onConnect(
					{ headers: { ...HEADERS, 'Retry-After': '30' }, answer: BUSY },
					{
						...MINUTE,
						action: 'connect',
						limit: 90,
						used: 41,
						remaining: 49,
						resetAt: MONDAY,
						retryAfterSeconds: 30,
						retryAt: '2024-01-15T10:30:30.000Z',
					},
				),
				'the day, of messages': limitOf(
					'sendMessage',
					{
						status: 429,
						headers: { 'X-RateLimit-Action': 'MESSAGE', 'X-RateLimit-Reset': TUESDAY },
						answer: { success: false, error: MESSAGES_MET },
					},
					{
						action: 'MESSAGE',
						scope: 'day',
						resetAt: TUESDAY,
						retryAt: TUESDAY,
						message: MESSAGES_MET,
					},
				),
				'the minute, as an HTTP date': onConnect(
					{ headers: { 'Retry-After': 'Mon, 15 Jan 2024 10:30:45 GMT' }, answer: BUSY },
					{ ...MINUTE, retryAfterSeconds: 45, retryAt: '2024-01-15T10:30:45.000Z' },
				),
			},
		},
	],
});

import type { IDataObject } from 'n8n-workflow';
import type { Reported } from '../harness/reports';
import {
	outputsOf,
	sampleOf,
	type Exchange,
	type Named,
	type NamedProfile,
	type Samples,
	type VersionHarness,
} from '../conformance/harness';

export const SLUG = 'rosa-quill-17';
export const URL = `https://www.linkedin.com/in/${SLUG}`;
const ROSA = { publicIdentifier: SLUG, url: URL, urn: null };
/** In LinkedIn's form. */
export const ID = `ACoAA${SLUG}`;
export const NOTE = 'Hi Rosa, I would love to connect with you!';
export const EMAIL = 'rosa@example.com';
export const HEADLINE = 'Head of Operations at Quill & Co';
const NOW = '2024-01-15T10:30:00.000Z';
const RETURN_TO = 'https://example.com/connected';
const NOBODY = 'https://www.linkedin.com/in/nora-none';

export type State = 'none' | 'connected' | 'pending_sent' | 'pending_received' | 'unknown';
export type Direction = 'sent' | 'received';

/** A message of the conversation. */
export interface Written {
	readonly id: string;
	readonly at: string;
	readonly isOwn: boolean;
	readonly text: string | null;
	/** What marks a row as something other than a message, in each generation. */
	readonly more?: 'note' | 'event' | 'deleted';
}

/** Requests that both generations make, each in its own way. */
export interface Calls {
	readonly accountId: string;
	person(state: State): Exchange;
	invite(note: string | null): Exchange;
	/** The whole list of pending invitations. */
	list(direction: Direction, limit?: string): Exchange;
	/** The request of a withdrawal if the profile has no invitation ID: the list, with everyone in it. */
	readonly lookUp: readonly Exchange[];
	cancel(): Exchange;
	accept(): Exchange;
	decline(): Exchange;
	/** The profile with its positions. */
	profile(): Exchange;
	/** The chats with the person. */
	chats(): Exchange;
	noChats(): Exchange;
	/** The newest messages of the chat, up to a limit. */
	messages(rows: readonly Written[], limit: string): Exchange;
	/** A message in a row. */
	message(written: Written): IDataObject;
	write(): Exchange;
	/** The account's newest chats: one. */
	inbox(): Exchange;
	/** After *Simplify*. */
	readonly chat: IDataObject;
	credits(): Exchange;
	reconnect(): Exchange;
	/** The invitation in the samples. */
	readonly invitationId: string;
	/** From the profile; v1's has none. */
	readonly pendingId: string | null;
	/** Answers the invitation without reading the list. */
	readonly answering: IDataObject;
	/** A received invitation after *Simplify*. */
	readonly received: IDataObject;
}

export const about = ({ accountId }: Calls, operation: Reported, fields: IDataObject) =>
	outputsOf('unipile', accountId, ROSA)(operation, fields);

const STATES = {
	invited: { state: 'pending_sent', outcome: 'pending_sent' },
	connected: { state: 'connected', outcome: 'accepted' },
	'invited by them': { state: 'pending_received', outcome: 'pending_received' },
	unrelated: { state: 'none', outcome: 'none' },
} as const;

function checks(calls: Calls, operation: 'getConnectionStatus' | 'getInvitationStatus'): Samples {
	return Object.fromEntries(
		Object.entries(STATES).map(([name, { state, outcome }]) => {
			const isConnected = state === 'connected';
			const fields =
				operation === 'getConnectionStatus'
					? {
							outcome: isConnected ? 'connected' : 'not_connected',
							networkDistance: isConnected ? 'FIRST_DEGREE' : 'SECOND_DEGREE',
							invitationState: isConnected ? 'none' : state,
						}
					: {
							outcome,
							invitationId: state.startsWith('pending') ? calls.pendingId : null,
							message: null,
						};
			const known = { isConnected, degree: isConnected ? 1 : 2 };
			return [
				name,
				sampleOf(
					{ profile: URL },
					[calls.person(state)],
					about(calls, operation, { ...known, ...fields }),
				),
			];
		}),
	);
}

const SENT = { outcome: 'sent', invited: true, noteSent: true, message: null };
const NOT_SENT = { outcome: '', invited: false, noteSent: false, message: '' };
const NEEDLESS = {
	'already connected': {
		state: 'connected',
		outcome: 'already_connected',
		message: 'Already connected; no invitation was sent.',
	},
	'already invited': {
		state: 'pending_sent',
		outcome: 'already_pending',
		message: 'An invitation to this person is already pending.',
	},
	'invited by them': {
		state: 'pending_received',
		outcome: 'skipped',
		message: 'This person has invited you: accept that invitation instead.',
	},
} as const;

/** After a read that decides whether the invitation is sent. */
function sends(calls: Calls, output: (fields: IDataObject, isSent: boolean) => IDataObject) {
	const { parameters, exchanges } = {
		parameters: { profile: URL, note: NOTE },
		exchanges: [calls.person('none'), calls.invite(NOTE)],
	};
	const needless = Object.entries(NEEDLESS).map(([name, { state, outcome, message }]) => [
		name,
		sampleOf(parameters, [calls.person(state)], output({ ...NOT_SENT, outcome, message }, false)),
	]);
	return {
		sent: sampleOf(parameters, exchanges, output(SENT, true)),
		'without a note': sampleOf(
			{ profile: URL, note: '' },
			[calls.person('none'), calls.invite(null)],
			output({ ...SENT, noteSent: false }, true),
		),
		...(Object.fromEntries(needless) as Samples),
	};
}

export const TEXT = 'Olá Rosa, thanks for connecting!\r\n--\r\nOtto "O" Sample';
export const CHAT = `2-${SLUG}`;
export const MESSAGE = `msg-${SLUG}`;

const SENT_ROW: Written = { id: MESSAGE, at: NOW, isOwn: true, text: TEXT };
const REPLY: Written = {
	id: 'm4',
	at: '2024-01-14T08:00:00.000Z',
	isOwn: false,
	text: 'Gladly, Otto.',
};
/** The sample's text, sent on another day. */
const EARLIER: Written = { id: 'm2', at: '2024-01-10T09:00:00.000Z', isOwn: true, text: TEXT };
const ROWS: readonly Written[] = [
	{ id: 'm5', at: '2024-01-14T09:00:00.000Z', isOwn: true, text: null, more: 'event' },
	REPLY,
	{ id: 'm3', at: '2024-01-12T08:00:00.000Z', isOwn: true, text: 'Oops', more: 'deleted' },
	EARLIER,
	{ id: 'm1', at: '2024-01-09T09:00:00.000Z', isOwn: true, text: NOTE, more: 'note' },
];

/** How the sample's conversation is read back. */
const conversationOf = (calls: Calls) => ({
	sent: [calls.person('connected'), calls.chats(), calls.messages([SENT_ROW, EARLIER], '50')],
	empty: [calls.person('connected'), calls.chats(), calls.messages([REPLY, EARLIER], '50')],
});

function conversations(calls: Calls): Samples {
	const found = about(calls, 'getConversation', {
		outcome: 'found',
		conversationId: CHAT,
		replied: true,
		awaitingReply: true,
		lastMessageAt: REPLY.at,
		messages: [REPLY, EARLIER].map(({ id, at, isOwn, text }) => ({
			id,
			at,
			direction: isOwn ? 'outbound' : 'inbound',
			text,
		})),
	});
	const answered = (rows: readonly Written[], limit: string) => [
		calls.person('connected'),
		calls.chats(),
		calls.messages(rows, limit),
	];
	// Only v1 has a note as a row.
	const rows = ROWS.filter(({ more }) => more !== 'note' || calls.invitationId.startsWith('7'));
	return {
		'with a reply': sampleOf({ profile: URL, limit: 20 }, answered(rows, '20'), found),
		'the newest message of it, of as many as are usual': sampleOf(
			{ profile: URL, limit: 1 },
			answered(rows, '20'),
			{ ...found, messages: (found.messages as IDataObject[]).slice(0, 1) },
		),
		'more messages than are usual': sampleOf(
			{ profile: URL, limit: 100 },
			answered(rows, '100'),
			found,
		),
		'of somebody whose ID is known': {
			parameters: { profile: `urn:li:fsd_profile:${ID}` },
			exchanges: answered(rows, '20').slice(1),
			output: [
				{
					...found,
					profile: {
						publicIdentifier: null,
						url: `https://www.linkedin.com/in/${ID}`,
						urn: `urn:li:fsd_profile:${ID}`,
					},
				},
			],
		},
		none: sampleOf(
			{ profile: URL },
			[calls.person('connected'), calls.noChats()],
			about(calls, 'getConversation', {}),
		),
		'with nothing in it': sampleOf(
			{ profile: URL },
			answered([], '20'),
			about(calls, 'getConversation', { conversationId: CHAT }),
		),
	};
}

const NOT_MESSAGED = { messaged: false, messageId: null, conversationId: null, sentAt: null };

function writes(calls: Calls, output: (fields: IDataObject, isSent: boolean) => IDataObject) {
	const parameters = { profile: URL, message: TEXT };
	const { answer, ...call } = calls.write();
	const sent = { outcome: 'sent', messaged: true, sentAt: NOW, message: null };
	return {
		sent: sampleOf(
			parameters,
			[calls.person('connected'), { ...call, answer }],
			output({ ...sent, messageId: MESSAGE, conversationId: CHAT }, true),
		),
		'to somebody who is not connected': sampleOf(
			parameters,
			[calls.person('none')],
			output(
				{
					...NOT_MESSAGED,
					outcome: 'not_connected',
					message: 'The account and this person are not connected, so no message was sent.',
				},
				false,
			),
		),
	};
}

/** IDs missing for a sent message. */
function withoutIds(calls: Calls): Samples {
	const [sample] = Object.values(
		writes(calls, (fields) =>
			about(calls, 'sendMessage', { ...fields, messageId: null, conversationId: null }),
		),
	);
	const answer = { object: 'ChatStarted', chat_id: null, message_id: null };
	return sample
		? {
				'sent, without IDs': {
					...sample,
					exchanges: [calls.person('connected'), { ...calls.write(), answer }],
				},
			}
		: {};
}

function unifiedOf(calls: Calls): VersionHarness['operations'] {
	const { invitationId } = calls;
	const withdrawn = { outcome: 'withdrawn', invitationId, message: null };
	return {
		getConnectionStatus: checks(calls, 'getConnectionStatus'),
		getInvitationStatus: checks(calls, 'getInvitationStatus'),
		sendConnection: sends(calls, (fields, isSent) =>
			about(calls, 'sendConnection', {
				...(isSent ? { invitationId, sentAt: NOW } : {}),
				...fields,
			}),
		),
		getProfile: {
			found: {
				parameters: { profile: URL },
				exchanges: [calls.profile()],
				output: [
					about(calls, 'getProfile', {
						outcome: 'found',
						profile: { ...ROSA, urn: `urn:li:fsd_profile:${ID}` },
						name: 'Rosa Quill',
						firstName: 'Rosa',
						lastName: 'Quill',
						headline: HEADLINE,
						summary: 'I keep things going.',
						location: 'Lisbon, Portugal',
						company: 'Quill & Co',
						position: 'Head of Operations',
						isConnected: false,
						degree: 2,
						networkDistance: 'SECOND_DEGREE',
						invitationState: 'none',
						isPremium: true,
						isOpenProfile: false,
						pictureUrl: 'https://media.example/rosa-large.jpg',
					}),
				],
			},
		},
		getConversation: conversations(calls),
		sendMessage: {
			...writes(calls, (fields) => about(calls, 'sendMessage', fields)),
			...withoutIds(calls),
		},
		withdrawInvitation: {
			'from a person': sampleOf(
				{ profile: URL },
				withdrawal(calls),
				about(calls, 'withdrawInvitation', withdrawn),
			),
			'an invitation by its ID alone': sampleOf(
				{ profile: '', invitationId },
				[calls.cancel()],
				about(calls, 'withdrawInvitation', { ...withdrawn, profile: null }),
			),
			'none pending': sampleOf(
				{ profile: URL },
				[calls.person('none')],
				about(calls, 'withdrawInvitation', {
					outcome: 'not_pending',
					invitationId: null,
					message: NONE_PENDING,
				}),
			),
		},
	};
}

const NONE_PENDING = 'No invitation to this person is pending.';

const withdrawal = (calls: Calls): Exchange[] => [
	calls.person('pending_sent'),
	...calls.lookUp,
	calls.cancel(),
];

export const asItIs = (exchange: Exchange, parameters: IDataObject = {}): Samples => ({
	documented: sampleOf(parameters, [exchange], exchange.answer as IDataObject),
});

function nodeOf(calls: Calls): VersionHarness['node'] {
	const { invitationId } = calls;
	const done = ({ answer }: Exchange, outcome: string) => [
		{ ...(answer as IDataObject), outcome, message: null },
	];
	const answers = (exchange: Exchange, outcome: string): Samples => ({
		'by its sender': sampleOf(
			{ profile: URL },
			[calls.list('received'), exchange],
			...done(exchange, outcome),
		),
		'of somebody who did not invite': sampleOf({ profile: NOBODY }, [calls.list('received')], {
			outcome: 'not_pending',
			message: 'No matching received invitation is pending.',
		}),
		'by its ID': sampleOf(
			{ profile: '', ...calls.answering },
			[exchange],
			...done(exchange, outcome),
		),
	});
	const simple = {
		id: invitationId,
		publicIdentifier: SLUG,
		memberId: ID,
		name: 'Rosa Quill',
		headline: HEADLINE,
		message: NOTE,
		date: '2024-01-01T09:00:00.000Z',
	};
	return {
		'account.getInmailCredits': asItIs(calls.credits()),
		'account.getReconnectLink': asItIs(calls.reconnect(), { redirectUrl: RETURN_TO }),
		'invitation.accept': answers(calls.accept(), 'accepted'),
		'invitation.decline': answers(calls.decline(), 'declined'),
		'invitation.cancel': {
			'from a person': sampleOf(
				{ profile: URL },
				withdrawal(calls),
				...done(calls.cancel(), 'withdrawn'),
			),
			'none pending': sampleOf({ profile: URL }, [calls.person('none')], {
				...(calls.person('none').answer as IDataObject),
				outcome: 'not_pending',
				message: NONE_PENDING,
			}),
		},
		'invitation.getMany': {
			sent: sampleOf({ direction: 'sent' }, [calls.list('sent', '50')], simple),
			received: sampleOf({ direction: 'received' }, [calls.list('received', '50')], {
				...simple,
				...calls.received,
			}),
		},
		'invitation.send': sends(calls, (fields, isSent) => {
			const body = isSent
				? (calls.invite(fields.noteSent ? NOTE : null).answer as IDataObject)
				: {};
			// Its own fields are the provider's.
			return { ...body, ...fields, message: body.message ?? fields.message, remaining: null };
		}),
		'chat.getMany': {
			newest: sampleOf({}, [calls.inbox()], calls.chat),
		},
		'message.getMany': {
			'of a person': sampleOf(
				{ profile: URL },
				[calls.person('connected'), calls.chats(), calls.messages([REPLY, EARLIER], '50')],
				...[REPLY, EARLIER].map(({ id, at, isOwn, text }) => ({
					id,
					chatId: CHAT,
					senderId: isOwn ? 'ACoAAotto-sample' : ID,
					isSender: isOwn,
					text,
					timestamp: at,
					type: calls.message(REPLY).message_type ?? null,
				})),
			),
		},
		'message.send': writes(calls, (fields, isSent) => {
			const { outcome, messaged, message } = fields;
			const body = isSent ? (calls.write().answer as IDataObject) : {};
			return { ...body, outcome, messaged, message, remaining: null };
		}),
		'profile.get': asItIs(calls.person('none'), { profile: URL }),
	};
}

const relationshipsOf = ({ person }: Calls) => ({
	connected: person('connected'),
	pending_sent: person('pending_sent'),
	pending_received: person('pending_received'),
	none: person('none'),
	unknown: person('unknown'),
});

/** What the two generations have in common, each with its calls. */
export const commonOf = (calls: Calls) => ({
	secrets: ['apiKey'] as const,
	auth: { header: 'x-api-key' },
	accountId: calls.accountId,
	subject: SLUG,
	memberId: ID,
	operations: unifiedOf(calls),
	node: nodeOf(calls),
	relationships: relationshipsOf(calls),
	conversation: conversationOf(calls),
});

/** Input refused before any call, in either generation. */
export const BAD_INPUT = Object.fromEntries(
	['0', '721', 'a day'].map((hours) => [
		`a link that expires in ${hours} hours`,
		{
			operation: 'account.getReconnectLink',
			parameters: { expiresInHours: hours },
			says: /'Expires In \(Hours\)' is not a number from 1 to 720/,
		},
	]),
);

/** A person in a path. */
export const segmentOf = ({
	publicIdentifier,
	urn,
}: {
	readonly publicIdentifier: string | null;
	readonly urn: string | null;
}) => urn?.split(':').pop() ?? encodeURIComponent(publicIdentifier ?? '');

/** The person in the first request: if the ID is known, the chats are read at once. */
export const namedIn = (
	calls: Calls,
	profile: NamedProfile,
	operation: string,
	person: string,
): Named => {
	const isRead = ['getConversation', 'message.getMany'].includes(operation);
	const id = segmentOf(profile);
	if (!isRead || !id.startsWith('ACo')) return { call: person };
	const { call, query } = calls.chats();
	return { call: call.replace(ID, id), ...(query ? { query } : {}), skips: 1 };
};

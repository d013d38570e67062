import type { IDataObject } from 'n8n-workflow';
import type {
	Exchange,
	LimitSample,
	Named,
	NamedProfile,
	Samples,
	VersionHarness,
} from '../harness';

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

export const about = (
	{ accountId }: Calls,
	operation: string,
	fields: IDataObject,
): IDataObject => ({
	provider: 'unipile',
	operation,
	accountId,
	profile: ROSA,
	remaining: null,
	...fields,
});

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
				{
					parameters: { profile: URL },
					exchanges: [calls.person(state)],
					output: [about(calls, operation, { ...known, ...fields })],
				},
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
		{
			parameters,
			exchanges: [calls.person(state)],
			output: [output({ ...NOT_SENT, outcome, message }, false)],
		},
	]);
	return {
		sent: { parameters, exchanges, output: [output(SENT, true)] },
		'without a note': {
			parameters: { profile: URL, note: '' },
			exchanges: [calls.person('none'), calls.invite(null)],
			output: [output({ ...SENT, noteSent: false }, true)],
		},
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
export const conversationOf = (calls: Calls) => ({
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
	const none = {
		outcome: 'none',
		replied: false,
		awaitingReply: false,
		lastMessageAt: null,
		messages: [],
	};
	const answered = (rows: readonly Written[], limit: string) => [
		calls.person('connected'),
		calls.chats(),
		calls.messages(rows, limit),
	];
	// Only v1 has a note as a row.
	const rows = ROWS.filter(({ more }) => more !== 'note' || calls.invitationId.startsWith('7'));
	return {
		'with a reply': {
			parameters: { profile: URL, limit: 20 },
			exchanges: answered(rows, '20'),
			output: [found],
		},
		'the newest message of it, of as many as are usual': {
			parameters: { profile: URL, limit: 1 },
			exchanges: answered(rows, '20'),
			output: [{ ...found, messages: (found.messages as IDataObject[]).slice(0, 1) }],
		},
		'more messages than are usual': {
			parameters: { profile: URL, limit: 100 },
			exchanges: answered(rows, '100'),
			output: [found],
		},
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
		none: {
			parameters: { profile: URL },
			exchanges: [calls.person('connected'), calls.noChats()],
			output: [about(calls, 'getConversation', { ...none, conversationId: null })],
		},
		'with nothing in it': {
			parameters: { profile: URL },
			exchanges: answered([], '20'),
			output: [about(calls, 'getConversation', { ...none, conversationId: CHAT })],
		},
	};
}

const NOT_MESSAGED = { messaged: false, messageId: null, conversationId: null, sentAt: null };

function writes(calls: Calls, output: (fields: IDataObject, isSent: boolean) => IDataObject) {
	const parameters = { profile: URL, message: TEXT };
	const { answer, ...call } = calls.write();
	const sent = { outcome: 'sent', messaged: true, sentAt: NOW, message: null };
	return {
		sent: {
			parameters,
			exchanges: [calls.person('connected'), { ...call, answer }],
			output: [output({ ...sent, messageId: MESSAGE, conversationId: CHAT }, true)],
		},
		'to somebody who is not connected': {
			parameters,
			exchanges: [calls.person('none')],
			output: [
				output(
					{
						...NOT_MESSAGED,
						outcome: 'not_connected',
						message: 'The account and this person are not connected, so no message was sent.',
					},
					false,
				),
			],
		},
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

export function unifiedOf(calls: Calls): VersionHarness['operations'] {
	const { invitationId } = calls;
	const withdrawn = { outcome: 'withdrawn', invitationId, message: null };
	return {
		getConnectionStatus: checks(calls, 'getConnectionStatus'),
		getInvitationStatus: checks(calls, 'getInvitationStatus'),
		sendConnection: sends(calls, (fields, isSent) =>
			about(calls, 'sendConnection', {
				requestId: null,
				invitationId: isSent ? invitationId : null,
				sentAt: isSent ? NOW : null,
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
			'from a person': {
				parameters: { profile: URL },
				exchanges: withdrawal(calls),
				output: [about(calls, 'withdrawInvitation', withdrawn)],
			},
			'an invitation by its ID alone': {
				parameters: { profile: '', invitationId },
				exchanges: [calls.cancel()],
				output: [about(calls, 'withdrawInvitation', { ...withdrawn, profile: null })],
			},
			'none pending': {
				parameters: { profile: URL },
				exchanges: [calls.person('none')],
				output: [
					about(calls, 'withdrawInvitation', {
						outcome: 'not_pending',
						invitationId: null,
						message: NONE_PENDING,
					}),
				],
			},
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
	documented: { parameters, exchanges: [exchange], output: [exchange.answer as IDataObject] },
});

export function nodeOf(calls: Calls): VersionHarness['node'] {
	const { invitationId } = calls;
	const done = ({ answer }: Exchange, outcome: string) => [
		{ ...(answer as IDataObject), outcome, message: null },
	];
	const answers = (exchange: Exchange, outcome: string): Samples => ({
		'by its sender': {
			parameters: { profile: URL },
			exchanges: [calls.list('received'), exchange],
			output: done(exchange, outcome),
		},
		'of somebody who did not invite': {
			parameters: { profile: NOBODY },
			exchanges: [calls.list('received')],
			output: [{ outcome: 'not_pending', message: 'No matching received invitation is pending.' }],
		},
		'by its ID': {
			parameters: { profile: '', ...calls.answering },
			exchanges: [exchange],
			output: done(exchange, outcome),
		},
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
			'from a person': {
				parameters: { profile: URL },
				exchanges: withdrawal(calls),
				output: done(calls.cancel(), 'withdrawn'),
			},
			'none pending': {
				parameters: { profile: URL },
				exchanges: [calls.person('none')],
				output: [
					{
						...(calls.person('none').answer as IDataObject),
						outcome: 'not_pending',
						message: NONE_PENDING,
					},
				],
			},
		},
		'invitation.getMany': {
			sent: {
				parameters: { direction: 'sent' },
				exchanges: [calls.list('sent', '50')],
				output: [simple],
			},
			received: {
				parameters: { direction: 'received' },
				exchanges: [calls.list('received', '50')],
				output: [{ ...simple, ...calls.received }],
			},
		},
		'invitation.send': sends(calls, (fields, isSent) => {
			const body = isSent
				? (calls.invite(fields.noteSent ? NOTE : null).answer as IDataObject)
				: {};
			// Its own fields are the provider's.
			return { ...body, ...fields, message: body.message ?? fields.message, remaining: null };
		}),
		'chat.getMany': {
			newest: { parameters: {}, exchanges: [calls.inbox()], output: [calls.chat] },
		},
		'message.getMany': {
			'of a person': {
				parameters: { profile: URL },
				exchanges: [
					calls.person('connected'),
					calls.chats(),
					calls.messages([REPLY, EARLIER], '50'),
				],
				output: [REPLY, EARLIER].map(({ id, at, isOwn, text }) => ({
					id,
					chatId: CHAT,
					senderId: isOwn ? 'ACoAAotto-sample' : ID,
					isSender: isOwn,
					text,
					timestamp: at,
					type: calls.message(REPLY).message_type ?? null,
				})),
			},
		},
		'message.send': writes(calls, (fields, isSent) => {
			const { outcome, messaged, message } = fields;
			const body = isSent ? (calls.write().answer as IDataObject) : {};
			return { ...body, outcome, messaged, message, remaining: null };
		}),
		'profile.get': asItIs(calls.person('none'), { profile: URL }),
	};
}

export const relationshipsOf = ({ person }: Calls) => ({
	connected: person('connected'),
	pending_sent: person('pending_sent'),
	pending_received: person('pending_received'),
	none: person('none'),
	unknown: person('unknown'),
});

/** A limit of `operation`, and the expected `rateLimit`. */
export const limit = (
	operation: string,
	answer: LimitSample['answer'],
	rateLimit: IDataObject,
): LimitSample => ({
	operation,
	answer,
	rateLimit: {
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
		httpStatus: answer.status ?? 200,
		...rateLimit,
	},
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

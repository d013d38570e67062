import type { IDataObject } from 'n8n-workflow';
import type { Exchange, LimitSample, Samples, VersionHarness } from '../harness';

export const SLUG = 'rosa-quill-17';
export const URL = `https://www.linkedin.com/in/${SLUG}`;
const ROSA = { publicIdentifier: SLUG, url: URL, urn: null };
/** In the form of LinkedIn's. */
export const ID = `ACoAA${SLUG}`;
export const NOTE = 'Hi Rosa, I would love to connect with you!';
export const EMAIL = 'rosa@example.com';
export const HEADLINE = 'Head of Operations at Quill & Co';
const NOW = '2024-01-15T10:30:00.000Z';
const RETURN_TO = 'https://example.com/connected';
const NOBODY = 'https://www.linkedin.com/in/nora-none';

export type State = 'none' | 'connected' | 'pending_sent' | 'pending_received' | 'unknown';
export type Direction = 'sent' | 'received';

/** What both generations do, each in its own way. */
export interface Calls {
	readonly accountId: string;
	person(state: State): Exchange;
	invite(note: string | null): Exchange;
	/** The whole list of pending invitations. */
	list(direction: Direction, limit?: string): Exchange;
	/** What a withdrawal asks where the profile does not tell the invitation's ID: the list, with everybody in it. */
	readonly lookUp: readonly Exchange[];
	cancel(): Exchange;
	accept(): Exchange;
	decline(): Exchange;
	credits(): Exchange;
	reconnect(): Exchange;
	/** Of the invitation that the samples speak of. */
	readonly invitationId: string;
	/** As the profile tells it, which v1's does not. */
	readonly pendingId: string | null;
	/** Answers the invitation, without a look at the list. */
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

/** Behind a read that decides whether the invitation is sent. */
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
			output: [{ outcome: 'not_pending', message: 'No received invitation like this is pending.' }],
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

/** A limit of `operation`, and what it has to become. */
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

/** What is refused before any call in either generation. */
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

/** As a path names somebody. */
export const segmentOf = ({
	publicIdentifier,
	urn,
}: {
	readonly publicIdentifier: string | null;
	readonly urn: string | null;
}) => urn?.split(':').pop() ?? encodeURIComponent(publicIdentifier ?? '');

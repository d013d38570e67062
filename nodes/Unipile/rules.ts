import { z } from 'zod';
import type { Doubt } from '../outreach/operations/result';
import type { Meaning } from '../outreach/operations/sentences';
import type {
	ErrorRule,
	ErrorRules,
	LimitRules,
	ProviderError,
	ScopeSigns,
} from '../outreach/provider/rules';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** By then the account's weekly limit has reset, so a second refusal was about the person. */
const WEEK_SECONDS = 7 * DAY_SECONDS;
/** LinkedIn lets an account invite a person again about three weeks after an invitation was withdrawn. */
const COOLDOWN_SECONDS = 3 * WEEK_SECONDS;

/** v1 (422): limits of the account, usually until LinkedIn's next day. */
const LIMIT_EXCEEDED = 'errors/limit_exceeded';
/** v2 (429): LinkedIn's own limits, whose end Unipile does not know. `api/…` are Unipile's limits, whose end it knows. */
const LINKEDINS_LIMIT = 'provider/too_many_requests';

/**
 * v1 documents no header. v2 (vendor page *Rate limit*) reports in each response what remains of Unipile's own limit, and
 * in how many seconds it resets. LinkedIn has daily and weekly limits, and neither generation reports which one applied.
 */
export const LIMITS: LimitRules = {
	headers: {
		limit: 'x-ratelimit-limit',
		remaining: 'x-ratelimit-remaining',
		reset: 'x-ratelimit-reset',
	},
	scope: ({ code }) => (code === LIMIT_EXCEEDED ? 'day' : 'unknown'),
	also: { code: LIMIT_EXCEEDED, sentence: /(?!)/ },
	// A wait of seconds that LinkedIn did not ask for would end in the same limit.
	retryAfter: ({ code, retryAfterSeconds }: ScopeSigns) =>
		code === LINKEDINS_LIMIT ? Math.max(retryAfterSeconds ?? 0, HOUR_SECONDS) : retryAfterSeconds,
};

/**
 * v1's refusals that leave open whether an invitation was sent. "Already invited recently" can mean a pending or a
 * withdrawn invitation. "Cannot resend yet" usually means the account's limit, and sometimes the person.
 */
const DOUBTS: ReadonlyMap<string, Doubt> = new Map([
	['errors/already_invited_recently', limitOf(null, COOLDOWN_SECONDS)],
	['errors/cannot_resend_yet', limitOf(DAY_SECONDS, WEEK_SECONDS)],
	['errors/cannot_resend_within_24hrs', limitOf(DAY_SECONDS, WEEK_SECONDS)],
]);

function limitOf(accountSeconds: number | null, personSeconds: number): Doubt {
	return { kind: 'limit', accountSeconds, personSeconds };
}

/** v2: LinkedIn's response under these codes does not prove that nothing was sent. */
const LINKEDINS_REFUSAL = [400, 409, 422];

function doubt({ status, code = '' }: ProviderError): Doubt | null {
	if (status === 422 && DOUBTS.has(code)) return DOUBTS.get(code) ?? null;
	const isLinkedIns = code.startsWith('provider/') && LINKEDINS_REFUSAL.includes(status);
	return isLinkedIns ? { kind: 'refusal' } : null;
}

/** Failures between Unipile and LinkedIn, or while waiting: the request may have been accepted before. */
const ON_THE_WAY = /^api\/proxy_error$|timeout/;

/** v2's `api/…` codes are refusals by Unipile before it calls LinkedIn, whatever the status. */
function meaning({ status, code = '' }: ProviderError): Meaning | null {
	if (ON_THE_WAY.test(code)) return 'unclear';
	if (code.startsWith('api/')) return 'refused';
	// A 5xx from v1, or from LinkedIn in v2, proves nothing.
	return status < 500 && code.startsWith('errors/') ? 'refused' : null;
}

const RECONNECT =
	"Reconnect the account to LinkedIn: the operation 'Get Reconnect Link' of the Unipile node returns a link to a page where its owner can log in.";

const INVALID_API_KEY = {
	what: 'Unipile does not accept the API key',
	description:
		"Open the Unipile credential and enter the key again. 'API Version' must be the version that the key belongs to.",
};
const DISCONNECTED = {
	what: 'The LinkedIn account is disconnected from Unipile',
	description: RECONNECT,
};
const RESTRICTED = {
	what: 'LinkedIn has restricted the account',
	description:
		'Log in to LinkedIn with the account and follow the instructions there. Reconnecting it to Unipile does not help.',
};
const NOT_REACHABLE = {
	what: 'LinkedIn does not let the account contact this person',
	description:
		"Leave the person out. For an invitation, try 'Invitee Email' (API version v1): some people can be invited only by someone who knows their e-mail address.",
};
const NOT_INVITABLE = {
	what: 'LinkedIn does not let the account invite this person',
	description:
		"Some people can be invited only by someone who knows their e-mail address: give it under 'Invitee Email' (API version v1). Otherwise leave the person out.",
};

const table = (codes: readonly string[], rule: Pick<ErrorRule, 'what' | 'description'>) =>
	codes.map((code): ErrorRule => ({ code, ...rule }));

const V1: readonly ErrorRule[] = [
	...table(
		[
			'errors/disconnected_account',
			'errors/disconnected_feature',
			'errors/expired_credentials',
			'errors/invalid_credentials',
			'errors/checkpoint_error',
			'errors/invalid_checkpoint_solution',
			'errors/multiple_sessions',
			'errors/wrong_account',
		],
		DISCONNECTED,
	),
	{ code: 'errors/account_restricted', ...RESTRICTED },
	{ code: 'errors/cannot_invite_attendee', ...NOT_INVITABLE },
	...table(
		['errors/invalid_recipient', 'errors/user_unreachable', 'errors/blocked_recipient'],
		NOT_REACHABLE,
	),
	...table(['errors/too_many_characters', 'errors/content_too_large'], {
		what: 'The text is too long for this account',
		description:
			"For a message, shorten the text. For an invitation, set 'Max Note Length' (LinkedIn allows 200 characters for accounts without Premium), or 'If Note Refused' to send it without the note.",
	}),
	{
		code: 'errors/insufficient_credits',
		what: 'The account has used up its notes or InMail credits',
		description:
			"For a message, turn on 'Require Connection': a message costs an InMail credit only if the two are not connected. For an invitation, leave 'Note' empty, or set 'If Note Refused' to send it without the note: accounts without Premium have a few notes a month.",
	},
	...table(['errors/not_allowed_inmail', 'errors/feature_not_subscribed'], {
		what: 'LinkedIn lets this account write only to its connections',
		description:
			"Connect to the person first, and turn on 'Require Connection' to skip people who are not connected.",
	}),
	...table(['errors/invalid_message', 'errors/cant_send_message'], {
		what: 'LinkedIn does not accept this message',
		description:
			"Check the conversation in LinkedIn: it may be closed, or waiting for the account to accept the person's invitation. Otherwise change the text under 'Message'.",
	}),
	{
		code: 'errors/connection_limit_reached',
		what: 'The account has as many connections as LinkedIn allows',
		description: 'Waiting does not help. Remove connections in LinkedIn first.',
	},
	{
		code: 'errors/already_invited_recently',
		what: 'LinkedIn does not let this person be invited again yet',
		description: 'An invitation was withdrawn or ignored in the last three weeks.',
	},
	...table(['errors/cannot_resend_yet', 'errors/cannot_resend_within_24hrs'], {
		what: 'LinkedIn does not accept another invitation for now',
		description: 'The account has probably reached its limit for the week. Try again later.',
	}),
];

const V2: readonly ErrorRule[] = [
	...table(
		[
			'provider/invalid_authorization',
			'provider/invalid_credentials',
			'provider/invalid_checkpoint_code',
			'provider/account_mismatch',
		],
		DISCONNECTED,
	),
	{ code: 'api/account_restricted', ...RESTRICTED },
	{
		code: 'api/proxy_auth_error',
		what: "The account's proxy did not accept Unipile's login",
		description: "Check the account's proxy in the Unipile dashboard.",
	},
	{
		code: 'api/insufficient_permissions',
		what: 'The API key is not allowed to do this',
		description:
			"Give the key the scope in Unipile's dashboard, or enter one of the right kind: 'API Key' is a global or an account key, webhooks need a 'Service Key'.",
	},
	{
		code: 'provider/insufficient_permissions',
		what: 'LinkedIn does not show this profile to the account',
		description: 'Leave the person out, or use an account with a closer connection to them.',
	},
	{
		code: 'api/inactive_subscription',
		what: 'The Unipile subscription is not active',
		description: 'Check the subscription in the Unipile dashboard. Waiting does not help.',
	},
];

const BY_STATUS: readonly ErrorRule[] = [
	{ status: 401, ...INVALID_API_KEY },
	{
		status: 404,
		what: 'Unipile did not find what was requested',
		description:
			"Check 'Profile' and 'Account', and 'API Version' of the Unipile credential: an account that is linked in v1 does not exist in v2.",
	},
];

const refusalSchema = z.object({ object: z.literal('Error') });

/** v1: RFC 7807 with `errors/…` as its type; v2: the same fields in an object *Error*. */
export const ERRORS: ErrorRules = {
	isRefusal: (body) => refusalSchema.safeParse(body).success,
	sentence: ['detail', 'title', 'message', 'error'],
	code: 'type',
	meaning,
	doubt,
	noteCodes: ['errors/too_many_characters', 'errors/insufficient_credits'],
	table: [...V1, ...V2, ...BY_STATUS],
};

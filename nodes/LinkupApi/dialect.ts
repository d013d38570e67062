import type { Dialect, Explanation, ProviderWord } from '../outreach/http/client';
import type { Reply } from '../outreach/http/transport';
import { NOTHING_SAID } from '../outreach/limits/limits';
import { readRetryAfter } from '../outreach/moments';
import { sentenceOf } from '../outreach/reading';
import { refusalSchema } from './responses';

/** Vendor page *Error codes* (v2). v1 has no codes, only sentences. */
const BY_CODE: ReadonlyMap<string, Explanation> = new Map(
	Object.entries({
		INVALID_API_KEY: {
			what: 'LinkupAPI does not accept the API key',
			description:
				"Open the LinkupAPI credential and enter the key that LinkupAPI's dashboard shows.",
		},
		INVALID_ACCOUNT: {
			what: 'LinkupAPI has no such account',
			description: "Pick an account that exists under 'Account', or connect one in LinkupAPI.",
		},
		ACCOUNT_INACTIVE: {
			what: 'The LinkedIn account is not active in LinkupAPI',
			description: 'Log the account in again in LinkupAPI, then run the item again.',
		},
		INSUFFICIENT_CREDITS: {
			what: 'The LinkupAPI credits are used up',
			description: 'Buy credits in LinkupAPI. Waiting does not help.',
		},
		INVALID_PARAMS: {
			description: "LinkupAPI does not accept the item's parameters: check 'Profile' and 'Note'.",
		},
	}),
);

const EXPIRED_COOKIE: Explanation = {
	what: 'LinkupAPI does not accept the Login Token',
	description:
		"Log in to LinkedIn through LinkupAPI again and enter the new 'Login Token' in the LinkupAPI credential.",
};

/** How LinkupAPI writes limits and refusals. v1 may say no under HTTP 200, so the body counts. */
export const linkupApiDialect: Dialect = {
	name: 'LinkupAPI',

	readLimits(reply, _request, now) {
		const word = readWord(reply);
		const limited =
			word !== null &&
			// Of a 5xx no sentence proves that nothing was accepted.
			reply.status < 500 &&
			(reply.status === 429 || word.code === 'RATE_LIMITED' || /rate limit/i.test(word.sentence));
		if (!limited) return { limited: false, reading: null };
		return {
			limited: true,
			reading: {
				...NOTHING_SAID,
				scope: 'unknown',
				retryAfterSeconds: readRetryAfter(reply.headers['retry-after'], now),
				message: word.sentence === '' ? null : word.sentence,
			},
		};
	},

	readFailure: readWord,

	explain(word) {
		const byCode = BY_CODE.get(codeOf(word) ?? '');
		if (byCode) return byCode;
		return /cookie|login[_ ]?token/i.test(word.sentence) ? EXPIRED_COOKIE : null;
	},
};

function readWord(reply: Reply): ProviderWord | null {
	const { status, success, error } = refusalSchema.parse(reply.body);
	if (reply.status < 400 && !isError(status) && success !== false) return null;
	const keys = error?.message ? ['error'] : ['message', 'error', 'detail'];
	return {
		status: reply.status,
		sentence: sentenceOf(reply.body, keys) ?? '',
		...(error?.code ? { code: error.code } : {}),
	};
}

function isError(status: unknown): boolean {
	return typeof status === 'string' && /^\s*(?:error|fail(?:ed|ure)?)\s*$/i.test(status);
}

/** v2's code, or the one that v1's sentence or status amounts to. */
function codeOf({ code, sentence, status }: ProviderWord): string | undefined {
	if (code !== undefined) return code;
	if (status === 402 || /\bcredits?\b/i.test(sentence)) return 'INSUFFICIENT_CREDITS';
	if (/cookie|login[_ ]?token/i.test(sentence)) return undefined;
	if (/api[- _]?key/i.test(sentence)) return 'INVALID_API_KEY';
	const isOfLinkedIn = /\b(?:account|profile|member|person|invitation|restrict\w*)\b/i.test(
		sentence,
	);
	return (status === 401 || status === 403) && !isOfLinkedIn ? 'INVALID_API_KEY' : undefined;
}

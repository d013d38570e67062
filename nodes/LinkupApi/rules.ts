import { z } from 'zod';
import {
	saysNoSuccess,
	type ErrorRule,
	type ErrorRules,
	type LimitRules,
} from '../outreach/provider/rules';

/** LinkupAPI documents no scope of its limits. v1 has no codes, and reports a limit only in its sentence. */
export const LIMITS: LimitRules = {
	scope: 'unknown',
	also: { code: 'RATE_LIMITED', sentence: /rate limit/i },
};

const INVALID_API_KEY = {
	what: 'LinkupAPI does not accept the API key',
	description: "Open the LinkupAPI credential and enter the key that LinkupAPI's dashboard shows.",
};

const INSUFFICIENT_CREDITS = {
	what: 'The LinkupAPI credits are used up',
	description: 'Buy credits in LinkupAPI. Waiting does not help.',
};

/** Vendor page *Error codes* (v2). */
const BY_CODE: readonly ErrorRule[] = [
	{ code: 'INVALID_API_KEY', ...INVALID_API_KEY },
	{
		code: 'INVALID_ACCOUNT',
		what: 'LinkupAPI has no such account',
		description: "Pick an existing account under 'Account', or connect one in LinkupAPI.",
	},
	{
		code: 'ACCOUNT_INACTIVE',
		what: 'The LinkedIn account is not active in LinkupAPI',
		description: 'Log the account in again in LinkupAPI, then run the item again.',
	},
	{ code: 'INSUFFICIENT_CREDITS', ...INSUFFICIENT_CREDITS },
	{
		code: 'INVALID_PARAMS',
		description:
			"LinkupAPI does not accept the item's parameters: check 'Profile', and 'Note' or 'Message'.",
	},
];

/** Meaning of v1's sentence or status. */
const BY_SENTENCE: readonly ErrorRule[] = [
	{ code: null, status: 402, ...INSUFFICIENT_CREDITS },
	{ code: null, sentence: /\bcredits?\b/i, ...INSUFFICIENT_CREDITS },
	{
		sentence: /cookie|login[_ ]?token/i,
		what: 'LinkupAPI does not accept the Login Token',
		description:
			"Log in to LinkedIn through LinkupAPI again and enter the new 'Login Token' in the LinkupAPI credential.",
	},
	{ code: null, sentence: /api[- _]?key/i, ...INVALID_API_KEY },
	{
		code: null,
		status: [401, 403],
		// This is about LinkedIn, not the API key.
		unless: /\b(?:account|profile|member|person|invitation|restrict\w*)\b/i,
		...INVALID_API_KEY,
	},
];

const statusSchema = z.object({
	status: z.string().regex(/^\s*(?:error|fail(?:ed|ure)?)\s*$/i),
});
const messageSchema = z.object({ error: z.object({ message: z.string().min(1) }) });

export const ERRORS: ErrorRules = {
	// v1 may report a refusal under HTTP 200.
	isRefusal: (body) => statusSchema.safeParse(body).success || saysNoSuccess(body),
	// v2's error has a code and a message; no other field matters.
	sentence: (body) =>
		messageSchema.safeParse(body).success ? ['error'] : ['message', 'error', 'detail'],
	code: 'error.code',
	table: [...BY_CODE, ...BY_SENTENCE],
};

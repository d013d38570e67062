import { saysNoSuccess, type ErrorRules, type LimitRules } from '../outreach/provider/rules';

export const CONNECT_PATH = '/connect';
export const SEND_PATH = '/conversations/send';

/** Up to this many seconds, Retry-After refers to the key's requests per minute, not to LinkedIn's week. */
const MINUTES_AT_MOST = 3600;

/** How ConnectSafely reports limits (vendor page *Send a connection request*): in the headers of every response. */
export const LIMITS: LimitRules = {
	requestsPerMinute: 60,
	headers: {
		limit: 'x-ratelimit-limit',
		used: 'x-ratelimit-used',
		remaining: 'x-ratelimit-remaining',
		// The vendor page says ISO 8601, an older version says epoch.
		reset: 'x-ratelimit-reset',
		action: 'x-ratelimit-action',
	},
	body: { holdUntil: 'holdUntil', reset: 'weeklyReset' },
	scope: ({ path, action, retryAfterSeconds, isInBody }) => {
		// New conversations count per day, connection requests per week.
		const isOfMessages = path === SEND_PATH || action?.toLowerCase().startsWith('message') === true;
		const whole = isOfMessages ? 'day' : 'week';
		if (isInBody) return whole;
		if (retryAfterSeconds !== null && retryAfterSeconds <= MINUTES_AT_MOST) return 'minute';
		const isOfSends = path === CONNECT_PATH || action?.toLowerCase() === 'connect';
		return isOfMessages || isOfSends ? whole : 'unknown';
	},
};

export const ERRORS: ErrorRules = {
	isRefusal: saysNoSuccess,
	// The endpoints' pages document the first, the overview the second.
	sentence: ['error', 'message', 'detail', 'errorDetails'],
	code: 'code',
	table: [
		{
			status: 401,
			what: 'ConnectSafely does not accept the API key',
			description:
				"Open the ConnectSafely credential and enter the key that connectsafely.ai shows under 'API Key'.",
		},
		{
			status: 403,
			description:
				'The ConnectSafely trial or subscription may have ended: check it in the ConnectSafely dashboard.',
		},
		{
			status: 404,
			sentence: /account/i,
			what: 'ConnectSafely has no such LinkedIn account',
			description:
				"Connect a LinkedIn account in the ConnectSafely dashboard, or pick an existing one under 'Account'.",
		},
		{
			status: 404,
			description: "Check 'Profile': ConnectSafely does not find this person on LinkedIn.",
		},
	],
};

import type { Dialect } from '../outreach/http/client';
import type { ProviderRequest, Reply } from '../outreach/http/transport';
import type { LimitReading } from '../outreach/limits/limits';
import { readCount, readMoment, readReset, readRetryAfter } from '../outreach/moments';
import { sentenceOf } from '../outreach/reading';
import { LONGEST_NAME, shortened } from '../outreach/text';
import { holdSchema, refusalSchema } from './responses';

/** A Retry-After up to this many seconds speaks of the key's requests a minute, not of LinkedIn's week. */
const MINUTES_AT_MOST = 3600;

/** Where its sentence may stand; the endpoints' pages show the first, the overview the second. */
const SENTENCES = ['error', 'message', 'detail', 'errorDetails'];

export const CONNECT_PATH = '/connect';

/** How ConnectSafely writes limits and refusals (vendor page *Send a connection request*). */
export const connectSafelyDialect: Dialect = {
	name: 'ConnectSafely',

	readLimits(reply, request, now) {
		const reading = readHeadersAndBody(reply, request, now);
		const limited = reply.status === 429;
		const told = [reading.limit, reading.used, reading.remaining, reading.resetAt];
		return { limited, reading: limited || told.some((value) => value !== null) ? reading : null };
	},

	readFailure(reply) {
		const { success, code } = refusalSchema.parse(reply.body);
		if (reply.status < 400 && success !== false) return null;
		const sentence = sentenceOf(reply.body, SENTENCES) ?? '';
		return { status: reply.status, sentence, ...(code === null ? {} : { code }) };
	},

	explain(word) {
		if (word.status === 401) {
			return {
				what: 'ConnectSafely does not accept the API key',
				description:
					"Open the ConnectSafely credential and enter the key that connectsafely.ai shows under 'API Key'.",
			};
		}
		if (word.status === 403) {
			return {
				description:
					'The ConnectSafely trial or subscription may have ended: check it in the ConnectSafely dashboard.',
			};
		}
		if (word.status === 404 && /account/i.test(word.sentence)) {
			return {
				what: 'ConnectSafely has no such LinkedIn account',
				description:
					"Connect a LinkedIn account in the ConnectSafely dashboard, or pick one that exists under 'Account'.",
			};
		}
		if (word.status === 404) {
			return {
				description: "Check 'Profile': ConnectSafely does not find this person on LinkedIn.",
			};
		}
		return null;
	},
};

function readHeadersAndBody(reply: Reply, request: ProviderRequest, now: number): LimitReading {
	const header = (name: string) => reply.headers[`x-ratelimit-${name}`];
	const body = reply.status === 429 ? holdSchema.safeParse(reply.body).data : undefined;
	const holdUntil = readMoment(body?.holdUntil);
	const weeklyReset = readMoment(body?.weeklyReset);
	const limit = readCount(header('limit'));
	const used = readCount(header('used'));
	const told = readCount(header('remaining'));
	const remaining = told ?? (limit !== null && used !== null ? Math.max(0, limit - used) : null);
	const retryAfterSeconds =
		reply.status === 429 ? readRetryAfter(reply.headers['retry-after'], now) : null;
	const action = nameIn(header('action'));

	const speaksOfWeek = body?.holdUntil !== undefined || body?.weeklyReset !== undefined;
	const ofMinutes = retryAfterSeconds !== null && retryAfterSeconds <= MINUTES_AT_MOST;
	const isConnect = request.path === CONNECT_PATH || action?.toLowerCase() === 'connect';
	const scope =
		ofMinutes && !speaksOfWeek ? 'minute' : isConnect || speaksOfWeek ? 'week' : 'unknown';
	return {
		action,
		scope,
		limit,
		used,
		remaining,
		// The page says ISO 8601, an older one an epoch.
		resetAt: readReset(header('reset'), now) ?? weeklyReset,
		holdUntil,
		retryAfterSeconds,
		message: reply.status === 429 ? sentenceOf(reply.body, SENTENCES) : null,
	};
}

/** A header that was written twice with one name holds that name. */
function nameIn(header = ''): string | null {
	const [name = '', ...others] = header.split(',').map((part) => part.trim());
	const isOne = others.every((other) => other.toLowerCase() === name.toLowerCase());
	return shortened(isOne ? name : header.trim(), LONGEST_NAME) || null;
}

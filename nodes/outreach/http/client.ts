import type { z } from 'zod';
import type { Answer, Failed, Failure, Limited } from '../answer';
import { NOTHING_SAID, type LimitReading } from '../limits/limits';
import { readMoment, readRetryAfter } from '../moments';
import { sentenceOf } from '../reading';
import { meaningOf, relationIn, type Meaning } from '../sentences';
import { LONGEST_NAME, LONGEST_SENTENCE, shortened } from '../text';
import type { ProviderRequest, Reply, Transport } from './transport';

/** How one provider speaks: where it writes limits, and how it says no. Pure; nothing here calls. */
export interface Dialect {
	readonly name: string;
	/** What the reply says of limits, or null. `limited` tells that this reply says one is reached; `now` is its writer's clock (ms). */
	readLimits(reply: Reply, request: ProviderRequest, now: number): ReadLimits;
	/** What the provider says is wrong, or null where the reply is a success. */
	readFailure(reply: Reply): ProviderWord | null;
	/** What to tell the author of a failure, by the provider's word; null for the general text. */
	explain(word: ProviderWord): Explanation | null;
}

export interface ReadLimits {
	readonly limited: boolean;
	readonly reading: LimitReading | null;
}

/** How a limit is read of a provider that says no more of it than 429 and a sentence under one of these keys. */
export function limitsOf429(
	scope: LimitReading['scope'],
	keys: readonly string[],
): Dialect['readLimits'] {
	return ({ status, headers, body }, _request, now) => {
		if (status !== 429) return { limited: false, reading: null };
		return {
			limited: true,
			reading: {
				...NOTHING_SAID,
				scope,
				retryAfterSeconds: readRetryAfter(headers['retry-after'], now),
				message: sentenceOf(body, keys),
			},
		};
	};
}

export interface Explanation {
	/** What happened, where more can be said than that the provider answered; its sentence follows. */
	readonly what?: string;
	/** What to do about it. */
	readonly description: string;
}

/** A provider's own words for a failure. */
export interface ProviderWord {
	readonly status: number;
	readonly sentence: string;
	readonly code?: string;
}

/**
 * Makes one call and reads the reply: a limit, a failure, or the body as `schema` knows it. Never throws.
 * A reply that shows that the provider may have acted although it did not say so is `accepted: 'unknown'`.
 */
export async function ask<S extends z.ZodTypeAny>(
	transport: Transport,
	dialect: Dialect,
	request: ProviderRequest,
	schema: S,
): Promise<Answer<z.output<S>>> {
	const reply = await transport(request);
	if (reply.kind === 'no-reply') {
		return {
			kind: 'failed',
			failure: {
				source: 'provider',
				message: `${dialect.name} could not be reached: ${reply.reason}`,
				description: reply.cancelled
					? 'The execution was cancelled before the answer arrived.'
					: "Check the credential's Base URL and this machine's connection, then run the item again.",
			},
			accepted: reply.delivered,
			sentence: null,
			status: null,
			body: null,
			reading: null,
		};
	}
	const now = clockOf(reply);
	const { limited, reading } = dialect.readLimits(reply, request, now);
	if (limited && reading) return limitedBy(reply, reading);
	const refused = (
		failure: Failure,
		accepted: Failed['accepted'],
		sentence: string | null = null,
	): Failed => ({
		kind: 'failed',
		failure,
		accepted,
		sentence,
		status: reply.status,
		body: reply.body,
		reading,
	});

	if (reply.status >= 300 && reply.status < 400) {
		// 301, 307 and 308 say that nothing was done here; the others may follow on something that was.
		const wasActedOn = ![301, 307, 308].includes(reply.status);
		return refused(redirected(dialect, reply), wasActedOn ? 'unknown' : 'no');
	}
	const word = dialect.readFailure(reply);
	if (word && reply.isText) {
		// A page that refuses comes from in front of the API, which then never saw the request.
		return refused(inBetween(dialect, reply), brokeDown(reply.status) ? 'unknown' : 'no');
	}
	if (word) {
		const meaning = meaningFor(reply, word);
		if (meaning === 'limit') {
			const asLimit = dialect.readLimits({ ...reply, status: 429 }, request, now).reading;
			return limitedBy(reply, asLimit ?? { ...NOTHING_SAID, message: word.sentence });
		}
		const isUnclear = meaning === 'unclear' || (meaning === 'unknown' && reply.status < 400);
		return refused(
			toFailure(dialect, word, meaning === 'unclear'),
			isUnclear ? 'unknown' : 'no',
			word.sentence,
		);
	}
	if (reply.body === undefined) {
		const { unread } = reply;
		return refused(unread ? notWhole(dialect, reply, unread) : notJson(dialect, reply), 'unknown');
	}
	const parsed = schema.safeParse(reply.body);
	if (!parsed.success) return refused(unreadable(dialect, reply, parsed.error), 'unknown');
	return { kind: 'answered', value: parsed.data, body: reply.body, status: reply.status, reading };
}

/** By more than that no clock is off that anyone keeps; such a date was kept by a cache, or made up. */
const LARGEST_SKEW_MS = 24 * 3_600_000;

/** A Retry-After that is a date counts by the clock of who wrote it, which need not be ours. */
function clockOf({ headers }: Reply): number {
	const now = Date.now();
	const theirs = readMoment(headers.date);
	return theirs !== null && Math.abs(theirs - now) <= LARGEST_SKEW_MS ? theirs : now;
}

/** The provider broke down over the request, or it or a gateway gave up waiting; it may have acted before. */
function brokeDown(status: number): boolean {
	return status >= 500 || [408, 460, 499].includes(status);
}

/** What a refusal says: by its status, by the fields beside its sentence, and by its words. */
function meaningFor({ status, body }: Reply, word: ProviderWord): Meaning {
	if (brokeDown(status)) return 'unclear';
	if (relationIn(body) !== null) return 'refused';
	const meaning = meaningOf(word);
	// 402 Payment Required: waiting does not help.
	return meaning === 'limit' && status === 402 ? 'refused' : meaning;
}

function limitedBy({ status }: Reply, reading: LimitReading): Limited {
	const message = reading.message === null ? null : shortened(reading.message, LONGEST_SENTENCE);
	return { kind: 'limited', status, reading: { ...reading, message } };
}

function toFailure(dialect: Dialect, word: ProviderWord, isUnclear: boolean): Failure {
	const explained = dialect.explain(word);
	const sentence =
		word.sentence === ''
			? `HTTP status ${word.status}`
			: shortened(word.sentence, LONGEST_SENTENCE);
	return {
		source: 'provider',
		message: `${explained?.what ?? `${dialect.name} answered`}: ${sentence}`,
		description: explained?.description ?? general(dialect, word.status, isUnclear),
		httpStatus: word.status,
		...(word.code === undefined ? {} : { code: shortened(word.code, LONGEST_NAME) }),
	};
}

function general(dialect: Dialect, status: number, isUnclear: boolean): string {
	if (status === 401) return `Check the API key in the ${dialect.name} credential.`;
	if (status === 403) return `The key of the ${dialect.name} credential is not allowed to do this.`;
	if (isUnclear) return `${dialect.name} did not complete the request. Try again later.`;
	return `Check the item's parameters against what ${dialect.name} says.`;
}

function inBetween(dialect: Dialect, { status }: Reply): Failure {
	return {
		source: 'provider',
		message: `${dialect.name} did not answer itself: a firewall, proxy or gateway in front of it sent HTTP status ${status} without JSON`,
		description: brokeDown(status)
			? `${dialect.name} or something in front of it is having trouble. Try again later.`
			: `Check 'Base URL' in the ${dialect.name} credential. If it is right, a firewall may block this machine: try again later, or ask ${dialect.name} to allow its IP address.`,
		httpStatus: status,
	};
}

function redirected(dialect: Dialect, reply: Reply): Failure {
	return {
		source: 'provider',
		message: `${dialect.name} answered with a redirect (HTTP status ${reply.status}), which is not followed`,
		description: `Check 'Base URL' in the ${dialect.name} credential: the API has another address.`,
		httpStatus: reply.status,
	};
}

function notWhole(dialect: Dialect, reply: Reply, unread: string): Failure {
	return {
		source: 'provider',
		message: `The answer of ${dialect.name} was not read to its end: ${unread}`,
		description: `Check 'Base URL' in the ${dialect.name} credential and this machine's connection. If both are right, ${dialect.name} is having trouble: try again later.`,
		httpStatus: reply.status,
	};
}

function notJson(dialect: Dialect, reply: Reply): Failure {
	return {
		source: 'provider',
		message: `${dialect.name} did not answer with JSON (HTTP status ${reply.status})`,
		description: `Check 'Base URL' in the ${dialect.name} credential. If it is right, ${dialect.name} is having trouble: try again later.`,
		httpStatus: reply.status,
	};
}

function unreadable(dialect: Dialect, reply: Reply, error: z.ZodError): Failure {
	const issue = error.issues[0];
	const field = issue && issue.path.length > 0 ? issue.path.join('.') : 'answer';
	const absent = issue?.code === 'invalid_type' && issue.received === 'undefined';
	return {
		source: 'provider',
		message: absent
			? `${dialect.name} left out the field '${field}' of its answer`
			: `${dialect.name} sent something unexpected in the field '${field}' of its answer`,
		description: `${dialect.name} may have changed its API. Look for a newer version of this node, or report the field's name.`,
		httpStatus: reply.status,
	};
}

import type { z } from 'zod';
import type { Failure } from '../base/errors';
import { LONGEST_NAME, LONGEST_SENTENCE, shortened } from '../base/text';
import { readMoment } from '../base/time';
import type { NoReply, ProviderRequest, Reply, Transport } from '../http/transport';
import { activeLimitOf, NO_RATE_LIMIT_INFO, type RateLimitInfo } from '../limits/limits';
import { failedWith, type Failed, type RateLimited, type Result } from '../operations/result';
import { meaningOf, relationIn, type Meaning } from '../operations/sentences';
import {
	explain,
	parseRateLimit,
	readError,
	type ErrorRules,
	type LimitRules,
	type ProviderError,
} from './rules';

/** One request to a provider, and how to read its response. */
export interface Endpoint<T> extends ProviderRequest {
	readonly response: z.ZodType<T, z.ZodTypeDef, unknown>;
}

/**
 * Makes a request to a provider and reads the response: a limit, a failure, or the body parsed by the endpoint's
 * schema. Never throws.
 */
export type Ask = <T>(endpoint: Endpoint<T>) => Promise<Result<T>>;

/** How to read a provider's responses. */
export interface AnswerRules {
	readonly name: string;
	readonly limits: LimitRules;
	readonly errors: ErrorRules;
}

/**
 * Makes a request through a transport, at once. A failure is `accepted: 'unknown'` if its response shows that the
 * provider may have acted.
 */
export function createAsk(transport: Transport, rules: AnswerRules): Ask {
	return async (endpoint) => {
		const reply = await transport(endpoint);
		if (reply.kind === 'no-reply') {
			return notReached(rules.name, reply);
		}
		return readReply(rules, endpoint, reply);
	};
}

/** The failure of a request that got no response, or was not made. */
export function notReached(
	name: string,
	{ reason, cancelled, delivered }: Omit<NoReply, 'kind'>,
): Failed {
	return failedWith(
		{
			source: 'provider',
			message: `${name} could not be reached: ${reason}`,
			description: cancelled
				? 'The execution was cancelled before the answer arrived.'
				: "Check the credential's Base URL and this machine's connection, then run the item again.",
		},
		delivered,
	);
}

function readReply<T>(rules: AnswerRules, endpoint: Endpoint<T>, reply: Reply): Result<T> {
	// Most replies say nothing that counts from it, and its date takes long to read.
	const clock = () => clockOf(reply);
	const { limits, errors } = rules;
	const { isReached, info } = parseRateLimit(limits, errors, reply, endpoint, clock);
	if (isReached) return limitedBy(reply, info);
	const response = { status: reply.status, body: reply.body, rateLimit: info };
	const refused = (
		failure: Failure,
		accepted: Failed['accepted'],
		sentence: string | null = null,
	): Failed => ({ kind: 'failed', failure, accepted, sentence, response });

	if (reply.status >= 300 && reply.status < 400) {
		// 301, 307 and 308 mean that nothing was done; other redirects may follow a completed action.
		const wasActedOn = ![301, 307, 308].includes(reply.status);
		return refused(redirected(rules, reply), wasActedOn ? 'unknown' : 'no');
	}
	const error = readError(errors, reply);
	if (error && reply.isText) {
		// A refusal in the form of a web page was sent by something in front of the API, which never received the
		// request.
		return refused(inBetween(rules, reply), brokeDown(reply.status) ? 'unknown' : 'no');
	}
	if (error) {
		const doubt = errors.doubt?.(error) ?? null;
		if (doubt) {
			const failed = refused(toFailure(rules, error, false), 'doubtful', error.sentence);
			return { ...failed, doubt };
		}
		const meaning = errors.meaning?.(error) ?? meaningFor(reply, error);
		if (meaning === 'limit') {
			const as429 = { ...reply, status: 429 };
			const told = parseRateLimit(limits, errors, as429, endpoint, clock).info;
			return limitedBy(reply, told ?? { ...NO_RATE_LIMIT_INFO, message: error.sentence });
		}
		const isUnclear = meaning === 'unclear' || (meaning === 'unknown' && reply.status < 400);
		return refused(
			toFailure(rules, error, meaning === 'unclear'),
			isUnclear ? 'unknown' : 'no',
			error.sentence,
		);
	}
	if (reply.body === undefined) {
		const { unread } = reply;
		return refused(unread ? notWhole(rules, reply, unread) : notJson(rules, reply), 'unknown');
	}
	const parsed = endpoint.response.safeParse(reply.body);
	if (!parsed.success) return refused(unreadable(rules, reply, parsed.error), 'unknown');
	return { kind: 'answered', value: parsed.data, response };
}

/** No maintained clock is off by more than this; such a date is from a cache, or made up. */
const LARGEST_SKEW_MS = 24 * 3_600_000;

/** A date in Retry-After refers to the clock of its writer, which may differ from ours. */
function clockOf({ headers }: Reply): number {
	const now = Date.now();
	const theirs = readMoment(headers.date);
	return theirs !== null && Math.abs(theirs - now) <= LARGEST_SKEW_MS ? theirs : now;
}

/** The provider failed during the request, or it or a gateway timed out; it may have acted before. */
function brokeDown(status: number): boolean {
	return status >= 500 || [408, 460, 499].includes(status);
}

/** What a refusal means: by its status, by its other fields, and by its words. */
function meaningFor({ status, body }: Reply, error: ProviderError): Meaning {
	if (brokeDown(status)) return 'unclear';
	if (relationIn(body) !== null) return 'refused';
	const meaning = meaningOf(error);
	// 402 Payment Required: waiting does not help.
	return meaning === 'limit' && status === 402 ? 'refused' : meaning;
}

function limitedBy({ status }: Reply, told: RateLimitInfo | null): RateLimited {
	const info = told ?? NO_RATE_LIMIT_INFO;
	const message = info.message === null ? null : shortened(info.message, LONGEST_SENTENCE);
	const limit = activeLimitOf({ ...info, message }, Date.now());
	return { kind: 'rateLimited', limit, httpStatus: status };
}

function toFailure(rules: AnswerRules, error: ProviderError, isUnclear: boolean): Failure {
	const explained = explain(rules.errors, error);
	const sentence =
		error.sentence === ''
			? `HTTP status ${error.status}`
			: shortened(error.sentence, LONGEST_SENTENCE);
	return {
		source: 'provider',
		message: `${explained?.what ?? `${rules.name} answered`}: ${sentence}`,
		description: explained?.description ?? general(rules, error.status, isUnclear),
		httpStatus: error.status,
		...(error.code === undefined ? {} : { code: shortened(error.code, LONGEST_NAME) }),
	};
}

function general(rules: AnswerRules, status: number, isUnclear: boolean): string {
	if (status === 401) return `Check the API key in the ${rules.name} credential.`;
	if (status === 403) return `The key of the ${rules.name} credential is not allowed to do this.`;
	if (isUnclear) return `${rules.name} did not complete the request. Try again later.`;
	return `Check the item's parameters against the message from ${rules.name}.`;
}

function inBetween(rules: AnswerRules, { status }: Reply): Failure {
	return {
		source: 'provider',
		message: `${rules.name} did not answer: a firewall, proxy or gateway in front of it sent HTTP status ${status} without JSON`,
		description: brokeDown(status)
			? `${rules.name} or something in front of it is having trouble. Try again later.`
			: `Check 'Base URL' in the ${rules.name} credential. If it is right, a firewall may block this machine: try again later, or ask ${rules.name} to allow its IP address.`,
		httpStatus: status,
	};
}

function redirected(rules: AnswerRules, reply: Reply): Failure {
	return {
		source: 'provider',
		message: `${rules.name} answered with a redirect (HTTP status ${reply.status}), which is not followed`,
		description: `Check 'Base URL' in the ${rules.name} credential: the API has another address.`,
		httpStatus: reply.status,
	};
}

function notWhole(rules: AnswerRules, reply: Reply, unread: string): Failure {
	return {
		source: 'provider',
		message: `The answer of ${rules.name} could not be read completely: ${unread}`,
		description: `Check 'Base URL' in the ${rules.name} credential and this machine's connection. If both are right, ${rules.name} is having trouble: try again later.`,
		httpStatus: reply.status,
	};
}

function notJson(rules: AnswerRules, reply: Reply): Failure {
	return {
		source: 'provider',
		message: `${rules.name} did not answer with JSON (HTTP status ${reply.status})`,
		description: `Check 'Base URL' in the ${rules.name} credential. If it is right, ${rules.name} is having trouble: try again later.`,
		httpStatus: reply.status,
	};
}

function unreadable(rules: AnswerRules, reply: Reply, error: z.ZodError): Failure {
	const issue = error.issues[0];
	const field = issue && issue.path.length > 0 ? issue.path.join('.') : 'answer';
	const absent = issue?.code === 'invalid_type' && issue.received === 'undefined';
	return {
		source: 'provider',
		message: absent
			? `${rules.name} left out the field '${field}' of its answer`
			: `${rules.name} sent something unexpected in the field '${field}' of its answer`,
		description: `${rules.name} may have changed its API. Look for a newer version of this node, or report the field's name.`,
		httpStatus: reply.status,
	};
}

import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from '../answer';
import { isPlainObject } from '../objects';
import { readBody } from './body';
import { parseJson } from './json';
import { readNetworkError, unreadReason } from './network-errors';
import { hideSecretFields, hideSecrets } from './secrets';

/** The n8n contexts from which a provider can be called. */
export type CallContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IPollFunctions;

export interface ProviderRequest {
	readonly method: IHttpRequestMethods;
	/** Below the credential's base URL; its segments are percent-encoded by the caller. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: IDataObject;
	/** Fields of the answer that hold a secret which the caller needs: all others that are named like one are hidden. */
	readonly reveals?: readonly string[];
	/** Awaited behind every wait, right before the request leaves; false keeps it from leaving. */
	readonly beforeLeaving?: () => Promise<boolean>;
}

/** What came back, secrets taken out. `body` is undefined where it was not JSON, or not read to its end. */
export interface Reply {
	readonly kind: 'reply';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	/** Why the body was not read to its end, where it was not: status and headers hold all the same. */
	readonly unread?: string;
	/** Whether the body is text and no JSON, such as the page of a firewall or gateway. */
	readonly isText?: boolean;
}

/** Nothing came back. `delivered` is 'no' only where the request provably never reached the provider. */
export interface NoReply {
	readonly kind: 'no-reply';
	readonly delivered: 'no' | 'unknown';
	readonly cancelled: boolean;
	readonly reason: string;
}

/** Sends one request to one provider. Never throws. */
export type Transport = (request: ProviderRequest) => Promise<Reply | NoReply>;

export interface TransportOptions {
	readonly credentialType: string;
	/** As `checkedBaseUrl` returns it. */
	readonly baseUrl: string;
	/** What must never be seen in anything that comes back. */
	readonly secrets: readonly string[];
	/** Waits until the key's pace lets the next request leave; false: the execution was cancelled meanwhile. */
	readonly pace: () => Promise<boolean>;
}

/** Providers ask LinkedIn while we wait; their own nodes allow as much. */
const TIMEOUT_MS = 120_000;

/** Requests that begin within it have their end in common: a timer for each costs as much as all else that guards it. */
const TIMER_SHARED_MS = 1_000;

const fullResponseSchema = z.object({
	statusCode: z.number(),
	headers: z.custom<Record<string, unknown>>(isPlainObject),
	body: z.unknown(),
});

/**
 * The one place where HTTP leaves. The key is added by the credential's `authenticate`; redirects are not followed, so
 * that neither key nor invitation goes to an address nobody typed; status codes are data.
 */
export function createTransport(context: CallContext, options: TransportOptions): Transport {
	const endOfTime = sharedTimer();
	return async (request) => {
		const { credentialType, baseUrl, secrets } = options;
		if (isCancelled(context) || !(await options.pace())) {
			return noReply('no', 'the execution was cancelled', true);
		}
		if (request.beforeLeaving && !(await request.beforeLeaving())) {
			return noReply('no', 'it was asked by another worker meanwhile', false);
		}
		const httpOptions: IHttpRequestOptions = {
			method: request.method,
			url: baseUrl + request.path,
			qs: { ...request.query },
			...(request.body === undefined ? {} : { body: request.body }),
			json: true,
			// Read here: n8n's client has no bound on what it reads, and a JSON parser would round LinkedIn's long ids.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		};
		const line = openLine(context, endOfTime());
		try {
			const call = context.helpers.httpRequestWithAuthentication.call(
				line.context,
				credentialType,
				{ ...httpOptions, abortSignal: line.signal },
			);
			// n8n's client never settles over an answer that changes the protocol (101).
			const received: unknown = await Promise.race([call, line.cut]);
			return await readReply(received, line, secrets, request.reveals);
		} catch (error) {
			const { delivered, reason } = readNetworkError(error);
			return noReply(delivered, hideSecrets(reason, secrets), isCancelled(context));
		} finally {
			line.close();
		}
	};
}

type Line = ReturnType<typeof openLine>;

/**
 * A line that is cut where the execution is cancelled, the answer is not whole in time, or nobody wants the rest of it.
 * In an execution n8n puts the signal of its end in the place of a request's own: so the request is made by a context
 * whose signal is the line's.
 */
function openLine(context: CallContext, endOfTime: AbortSignal) {
	const line = new AbortController();
	const { signal } = line;
	const hangUp = () => line.abort();
	const ends = [endOf(context), endOfTime];
	for (const end of ends) end?.addEventListener('abort', hangUp);
	const caller: CallContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	const cut = new Promise<null>((resolve) => {
		signal.addEventListener('abort', () => resolve(null));
	});
	const close = () => {
		for (const end of ends) end?.removeEventListener('abort', hangUp);
	};
	return { context: caller, signal, cut, hangUp, close, isCancelled: () => isCancelled(context) };
}

function sharedTimer(): () => AbortSignal {
	let begun = -Infinity;
	let signal: AbortSignal | undefined;
	return () => {
		const now = performance.now();
		if (!signal || signal.aborted || now - begun >= TIMER_SHARED_MS) {
			begun = now;
			signal = AbortSignal.timeout(TIMEOUT_MS);
		}
		return signal;
	};
}

/** Whatever was answered: a reply that cannot be read is none. */
async function readReply(
	received: unknown,
	line: Line,
	secrets: readonly string[],
	reveals: readonly string[] = [],
): Promise<Reply | NoReply> {
	const cancelled = () => noReply('unknown', 'the execution was cancelled', true);
	const response = fullResponseSchema.safeParse(received);
	if (!response.success) {
		if (line.isCancelled()) return cancelled();
		const isLate = line.signal.aborted;
		const reason = isLate ? 'it did not answer in time' : 'n8n could not read its answer';
		return noReply('unknown', reason, false);
	}
	const read = await readBody(response.data.body, line.signal);
	if (read.unread !== undefined) {
		line.hangUp();
		if (line.isCancelled()) return cancelled();
	}
	const { statusCode, headers } = response.data;
	const parsed = read.unread === undefined ? parseJson(read.text) : undefined;
	return {
		kind: 'reply',
		status: statusCode,
		headers: readHeaders(headers, secrets),
		...(read.unread === undefined
			? {
					body: hideSecretFields(parsed, secrets, reveals),
					isText: parsed === undefined && read.text.trim() !== '',
				}
			: { body: undefined, unread: unreadReason(read.unread) }),
	};
}

/** Waits, and ends the wait at once when the execution is cancelled. Resolves to whether it may go on. */
export async function pause(context: IExecuteFunctions, ms: number): Promise<boolean> {
	if (isCancelled(context)) return false;
	try {
		await sleep(Math.max(0, ms), context.getExecutionCancelSignal());
		return !isCancelled(context);
	} catch {
		return false;
	}
}

export function isCancelled(context: CallContext): boolean {
	return endOf(context)?.aborted === true;
}

/** What tells that the execution was cancelled, where there is one. */
function endOf(context: CallContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/**
 * Checks a credential's Base URL: https, or http to this machine. Returns it without trailing slashes.
 * @throws InvalidInput
 */
export function checkedBaseUrl(baseUrl: string, providerName: string): string {
	const trimmed = baseUrl.trim().replace(/\/+$/, '');
	const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
	const loopback = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
	const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback);
	if (
		!url ||
		!secure ||
		url.username !== '' ||
		url.password !== '' ||
		url.search !== '' ||
		url.hash !== ''
	) {
		throw new InvalidInput(
			`The Base URL of the ${providerName} credential is not an https address`,
			"Set 'Base URL' in the credential to an https:// address without query, or leave its default. Plain http is accepted only for localhost.",
		);
	}
	return trimmed;
}

function noReply(delivered: NoReply['delivered'], reason: string, cancelled: boolean): NoReply {
	return { kind: 'no-reply', delivered, cancelled, reason };
}

function readHeaders(
	headers: Record<string, unknown>,
	secrets: readonly string[],
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name.toLowerCase(),
			hideSecrets(String(value), secrets),
		]),
	);
}

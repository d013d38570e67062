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
import { LARGEST_ANSWER_MIB, readBody, type ReadBody } from './body';
import { parseJson } from './json';
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

/** The connection was never made, so nothing was delivered (Node's error codes). */
const NEVER_DELIVERED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'its host name is unknown',
	EAI_AGAIN: 'its host name could not be looked up',
	ECONNRESET: 'the connection was cut off before the answer was complete',
	ECONNABORTED: 'it did not answer in time',
	ETIMEDOUT: 'it did not answer in time',
	ERR_CANCELED: 'the execution was cancelled',
};

const fullResponseSchema = z.object({
	statusCode: z.number(),
	headers: z.record(z.unknown()),
	body: z.unknown(),
});

/** n8n wraps what its HTTP client throws; the client's own error is the cause. */
const wrappedErrorSchema = z.object({
	cause: z.object({ isAxiosError: z.literal(true), code: z.string().optional() }),
});

/**
 * The one place where HTTP leaves. The key is added by the credential's `authenticate`; redirects are not followed, so
 * that neither key nor invitation goes to an address nobody typed; status codes are data.
 */
export function createTransport(context: CallContext, options: TransportOptions): Transport {
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
		let received: unknown;
		try {
			received = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				httpOptions,
			);
		} catch (error) {
			return readNetworkError(error, secrets, isCancelled(context));
		}
		const response = fullResponseSchema.safeParse(received);
		if (!response.success) return noReply('unknown', 'n8n could not read its answer', false);
		const { statusCode: status, headers } = response.data;
		const read = await readBody(response.data.body, TIMEOUT_MS);
		if (read.unread !== undefined && isCancelled(context)) {
			return noReply('unknown', 'the execution was cancelled', true);
		}
		const common = { kind: 'reply', status, headers: readHeaders(headers, secrets) } as const;
		return read.unread === undefined
			? { ...common, body: hideSecretFields(parseJson(read.text), secrets, request.reveals) }
			: { ...common, body: undefined, unread: unreadReason(read.unread) };
	};
}

function unreadReason(unread: NonNullable<ReadBody['unread']>): string {
	if (unread === 'too large') return `it is larger than ${LARGEST_ANSWER_MIB} MiB`;
	if (unread === 'late') return `it was not complete within ${TIMEOUT_MS / 1000} seconds`;
	if (/^(Z_|ZSTD|ERR__ERROR)/.test(unread.code)) return 'it could not be unpacked';
	return CUT_OFF.has(unread.code)
		? 'the connection was cut off before it was complete'
		: reasonOf(unread.code);
}

/** Node's error codes for a body that ended before its end. */
const CUT_OFF = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_BAD_RESPONSE']);

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
	return (
		'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true
	);
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

function readNetworkError(error: unknown, secrets: readonly string[], cancelled: boolean): NoReply {
	const wrapped = wrappedErrorSchema.safeParse(error);
	if (!wrapped.success) {
		const message = error instanceof Error ? error.message : 'unknown cause';
		return noReply(
			// Not the HTTP client's. Where it is not plain that n8n refused to send, it may have sent.
			/not allowed|blocked|restricted|invalid url/i.test(message) ? 'no' : 'unknown',
			hideSecrets(`n8n reported: ${message}`, secrets),
			cancelled,
		);
	}
	const code = wrapped.data.cause.code ?? '';
	return noReply(
		NEVER_DELIVERED.has(code) ? 'no' : 'unknown',
		reasonOf(code),
		cancelled || code === 'ERR_CANCELED',
	);
}

function reasonOf(code: string): string {
	return REASONS[code] ?? (code === '' ? 'the connection broke' : `the connection broke (${code})`);
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

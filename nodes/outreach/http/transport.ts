import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { z } from 'zod';
import { isCancelled, type CallContext } from '../base/cancellation';
import { InvalidInput } from '../base/errors';
import { isPlainObject, valueAt } from '../base/objects';
import { openAbortScope, sharedTimer, type AbortScope } from './abort-scope';
import { readBody } from './body';
import { parseJson } from './json';
import { toMultipart } from './multipart';
import { isProxysAnswer, proxyRefused, readNetworkError, unreadReason } from './network-errors';
import { hideSecretFields, hideSecrets } from './secrets';

export interface ProviderRequest {
	readonly method: IHttpRequestMethods;
	/** Relative to the credential's base URL. The caller percent-encodes its segments. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: IDataObject;
	/** Text fields to send as multipart/form-data instead of a body. */
	readonly form?: Readonly<Record<string, string>>;
	/** In addition to those from n8n and the credential. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Fields of the response with a secret that the caller needs: all others with such names are hidden. */
	readonly reveals?: readonly string[];
}

/** A response without secrets. `body` is undefined if it was not JSON, or not read to its end. */
export interface Reply {
	readonly kind: 'reply';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	/** Why the body was not read to its end, if it was not. Status and headers are valid anyway. */
	readonly unread?: string;
	/** Whether the body is text other than JSON, such as the page of a firewall or gateway. */
	readonly isText?: boolean;
}

/** There was no response. `delivered` is 'no' only if the request provably never reached the provider. */
export interface NoReply {
	readonly kind: 'no-reply';
	readonly delivered: 'no' | 'unknown';
	readonly cancelled: boolean;
	readonly reason: string;
}

/** Sends one request to one provider, at once. Never throws. */
export type Transport = (request: ProviderRequest) => Promise<Reply | NoReply>;

export interface TransportOptions {
	readonly credentialType: string;
	/** What n8n gave for it. */
	readonly credential: ICredentialDataDecryptedObject;
	/** As `checkedBaseUrl` returns it. */
	readonly baseUrl: string;
	/** Secrets to remove from everything received. */
	readonly secrets: readonly string[];
	/** How long to wait for a response (ms); absent: as long as providers need. */
	readonly timeoutMs?: number;
	/** Whether to make requests and wait for responses even after the execution was cancelled. */
	readonly outlivesCancel?: boolean;
}

/** Providers call LinkedIn while we wait; their own nodes wait as long. */
const TIMEOUT_MS = 120_000;

/**
 * n8n throws these responses together with the request, which shows whether a proxy responded. Not 401, because
 * n8n would then repeat the request. Older versions throw none, but their bodies have the request.
 */
const THROWN_STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 401,
);

const destroyableSchema = z.custom<{ destroy(): unknown }>(
	(request) =>
		typeof request === 'object' &&
		request !== null &&
		'destroy' in request &&
		typeof request.destroy === 'function',
);

/**
 * The only place where HTTP requests are made. The credential's `authenticate` adds the key. Redirects are not
 * followed, so that neither key nor invitation is sent to an address that nobody entered. Status codes are data.
 */
export function createTransport(caller: CallContext, options: TransportOptions): Transport {
	const { timeoutMs = TIMEOUT_MS, outlivesCancel = false } = options;
	const context = outlivesCancel ? uncancelled(caller) : caller;
	const deadline = sharedTimer(timeoutMs);
	const { credentialType, credential, baseUrl, secrets } = options;
	// Else n8n would read the credential from its database, and decrypt it, for each request.
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data: credential };
	return async (request) => {
		if (isCancelled(context)) return noReply('no', 'the execution was cancelled', true);
		const query = watched({ ...request.query });
		const httpOptions: IHttpRequestOptions = {
			method: request.method,
			url: baseUrl + request.path,
			qs: query.fields,
			...contentOf(request),
			json: true,
			// The body is read here, because n8n's client has no size limit, and a JSON parser would round
			// LinkedIn's long IDs.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: { ignore: true, except: THROWN_STATUSES },
			disableFollowRedirect: true,
			timeout: timeoutMs,
		};
		const scope = openAbortScope(context, deadline());
		try {
			const call = context.helpers.httpRequestWithAuthentication.call(
				scope.context,
				credentialType,
				{ ...httpOptions, abortSignal: scope.signal },
				{ credentialsDecrypted },
			);
			// n8n's client never resolves or rejects for a response that switches the protocol (101).
			const received: unknown = await Promise.race([call, scope.isOver]);
			return await readReply(received, scope, secrets, query.isRead(), request.reveals);
		} catch (error) {
			const thrown = readNetworkError(error, { isBegun: query.isRead(), ended: scope.ended() });
			if (thrown.kind === 'answer') {
				return await readReply(thrown.answer, scope, secrets, true, request.reveals);
			}
			const { delivered, reason } = thrown;
			return noReply(delivered, hideSecrets(reason, secrets), scope.isCancelled());
		} finally {
			scope.close();
		}
	};
}

/** The same context, but never cancelled. */
function uncancelled(context: CallContext): CallContext {
	const signal: AbortSignal | undefined = undefined;
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } });
}

/** The body, and its headers. */
function contentOf({
	body,
	form,
	headers,
}: ProviderRequest): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (form !== undefined) {
		const multipart = toMultipart(form);
		return {
			body: multipart.body,
			headers: { ...headers, 'Content-Type': multipart.contentType },
		};
	}
	return {
		...(body === undefined ? {} : { body }),
		...(headers === undefined ? {} : { headers: { ...headers } }),
	};
}

/**
 * A query that records whether it was read. No client can make a request without reading the query. A client that
 * copies it first reads it early, which errs on the safe side.
 */
function watched(fields: IDataObject) {
	let isRead = false;
	Object.defineProperty(fields, '_', {
		enumerable: true,
		get: () => {
			isRead = true;
			// Must not be part of the URL.
			return undefined;
		},
	});
	return { fields, isRead: () => isRead };
}

/** Reads any response. An unreadable one counts as no response. */
async function readReply(
	received: unknown,
	scope: AbortScope,
	secrets: readonly string[],
	isBegun: boolean,
	reveals: readonly string[] = [],
): Promise<Reply | NoReply> {
	const cancelled = (delivered: NoReply['delivered']) =>
		noReply(delivered, 'the execution was cancelled', true);
	const response: IDataObject = isPlainObject(received) ? received : {};
	const { statusCode, headers, body } = response;
	if (typeof statusCode !== 'number' || Number.isNaN(statusCode) || !isPlainObject(headers)) {
		// Aborted before n8n started to make the request, which will see the aborted signal.
		const delivered = scope.signal.aborted && !isBegun ? 'no' : 'unknown';
		if (scope.isCancelled()) return cancelled(delivered);
		const isLate = scope.signal.aborted;
		const reason = isLate ? 'it did not answer in time' : 'n8n could not read its answer';
		return noReply(delivered, reason, false);
	}
	const request = response.request ?? valueAt(body, 'req');
	// n8n's client no longer listens to the signal once it has thrown the response.
	scope.signal.addEventListener('abort', () =>
		destroyableSchema.safeParse(request).data?.destroy(),
	);
	const read = await readBody(body, scope.signal);
	if (read.unread !== undefined) scope.abort();
	if (isProxysAnswer(request, statusCode)) {
		return noReply('no', proxyRefused(statusCode), scope.isCancelled());
	}
	if (read.unread !== undefined && scope.isCancelled()) return cancelled('unknown');
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

/** Hosts to which a key may be sent without https. */
export const PLAIN_HTTP = {
	thisMachine: /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/,
	/**
	 * A name without a dot is a host of a container network, unless it begins with a digit: that may be an
	 * internet address written as a number. The addresses are those of RFC 1918.
	 */
	privateNetwork:
		/^(\[::1\]|[a-zA-Z][\w-]*|[\w.-]+\.(local|internal|lan|svc)|(127|10)(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2})$/,
} as const;

/**
 * Checks a credential's Base URL: https, or http to the hosts of `plain`. Returns it without trailing slashes.
 * @throws InvalidInput
 */
export function checkedBaseUrl(
	baseUrl: string,
	providerName: string,
	plain: keyof typeof PLAIN_HTTP = 'thisMachine',
): string {
	const trimmed = baseUrl.trim().replace(/\/+$/, '');
	const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
	const isNear = url !== null && PLAIN_HTTP[plain].test(url.hostname);
	const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isNear);
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
			`Set 'Base URL' in the credential to an https:// address without a query, or keep its default. Plain http is accepted only ${plain === 'thisMachine' ? 'for localhost' : 'within a private network'}.`,
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

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { z } from 'zod';
import { isCancelled, type CallContext } from '../base/cancellation';
import { InvalidInput } from '../base/errors';
import { isPlainObject } from '../base/objects';
import { openAbortScope, sharedTimer, type AbortScope } from './abort-scope';
import { readBody } from './body';
import { parseJson } from './json';
import { toMultipart } from './multipart';
import { isProxysAnswer, proxyRefused, readNetworkError, unreadReason } from './network-errors';
import { hideSecretFields, hideSecrets } from './secrets';

export interface ProviderRequest {
	readonly method: IHttpRequestMethods;
	/** Below the credential's base URL; its segments are percent-encoded by the caller. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: IDataObject;
	/** Text fields that are sent as multipart/form-data, in the place of a body. */
	readonly form?: Readonly<Record<string, string>>;
	/** Beside those that n8n and the credential add. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Fields of the answer that hold a secret which the caller needs: all others that are named like one are hidden. */
	readonly reveals?: readonly string[];
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

/** Sends one request to one provider, at once. Never throws. */
export type Transport = (request: ProviderRequest) => Promise<Reply | NoReply>;

export interface TransportOptions {
	readonly credentialType: string;
	/** What n8n gave for it. */
	readonly credential: ICredentialDataDecryptedObject;
	/** As `checkedBaseUrl` returns it. */
	readonly baseUrl: string;
	/** What must never be shown of anything that is received. */
	readonly secrets: readonly string[];
	/** How long an answer is waited for (ms); absent: as long as providers need. */
	readonly timeoutMs?: number;
	/** Whether requests are made, and answers waited for, also once the execution was cancelled. */
	readonly outlivesCancel?: boolean;
}

/** Providers ask LinkedIn while we wait; their own nodes allow as much. */
const TIMEOUT_MS = 120_000;

/**
 * n8n throws these answers, with the request, which tells a proxy's answer from the provider's. Not 401: n8n would
 * send the request again. Older versions throw none, but their bodies have the request.
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
 * The one place where HTTP requests are made. The key is added by the credential's `authenticate`; redirects are not followed, so
 * that neither key nor invitation is sent to an address nobody typed; status codes are data.
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
			// Read here: n8n's client has no bound on what it reads, and a JSON parser would round LinkedIn's long ids.
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
			// n8n's client never resolves or rejects for an answer that changes the protocol (101).
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

/** The same context, in which nothing is ever cancelled. */
function uncancelled(context: CallContext): CallContext {
	const signal: AbortSignal | undefined = undefined;
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } });
}

/** The body, and the headers that go with it. */
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
 * A query that knows whether it was read. No client can make a request before it reads the query; one that copies it
 * first reads it early, which errs on the safe side.
 */
function watched(fields: IDataObject) {
	let isRead = false;
	Object.defineProperty(fields, '_', {
		enumerable: true,
		get: () => {
			isRead = true;
			// Not written into the address.
			return undefined;
		},
	});
	return { fields, isRead: () => isRead };
}

/** Whatever was answered: a reply that cannot be read is none. */
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
	if (typeof statusCode !== 'number' || !isPlainObject(headers)) {
		// Aborted before n8n began to make the request: when n8n gets there, it finds the signal aborted.
		const delivered = scope.signal.aborted && !isBegun ? 'no' : 'unknown';
		if (scope.isCancelled()) return cancelled(delivered);
		const isLate = scope.signal.aborted;
		const reason = isLate ? 'it did not answer in time' : 'n8n could not read its answer';
		return noReply(delivered, reason, false);
	}
	const request = response.request ?? (isPlainObject(body) ? body.req : undefined);
	// n8n's client no longer listens to the signal once it threw the answer.
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

/** To whom a key may be sent without https. */
export const PLAIN_HTTP = {
	thisMachine: /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/,
	/**
	 * A name without a dot is one of a container network; one that begins with a digit may be an address on the internet,
	 * written as a number. The addresses are those of RFC 1918.
	 */
	privateNetwork:
		/^(\[::1\]|[a-zA-Z][\w-]*|[\w.-]+\.(local|internal|lan|svc)|(127|10)(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2})$/,
} as const;

/**
 * Checks a credential's Base URL: https, or http within `plain`. Returns it without trailing slashes.
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

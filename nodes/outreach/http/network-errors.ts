import { z } from 'zod';
import { LARGEST_ANSWER_MIB, MOST_VALUES, type ReadBody } from './body';

/**
 * How far a request got. In all phases but `sent`, nothing of it was written: there was no connection or no TLS
 * yet, or a proxy did not connect to the host. `sent`: it may have arrived, or its phase is unknown.
 */
type Phase = 'connecting' | 'securing' | 'proxy' | 'sent';

/** The fields read from Node's sockets; all may be missing. */
const socketSchema = z.object({
	encrypted: z.unknown(),
	secureConnecting: z.unknown(),
	// Unlike `bytesWritten`, does not count data still waiting for the connection.
	_bytesDispatched: z.unknown(),
});

/** The fields read from Node's `http.ClientRequest`, which axios attaches to its errors. */
const requestSchema = z.object({ protocol: z.unknown(), socket: socketSchema.nullable() });

/** Node's error for a connection, or for several addresses. */
const connectErrorSchema = z.object({ syscall: z.enum(['connect', 'getaddrinfo']) });
const connectErrorsSchema = connectErrorSchema.or(
	z.object({ errors: z.array(connectErrorSchema).nonempty() }),
);

function phaseOf(request: unknown, cause?: unknown): Phase {
	const { data } = requestSchema.safeParse(request);
	// Node assigns a socket to a request before it connects; only a proxy's agent connects first.
	if (data?.socket === null) return 'proxy';
	if (connectErrorsSchema.safeParse(cause).success) return 'connecting';
	if (!data) return 'sent';
	const { protocol, socket } = data;
	const isIdle = socket._bytesDispatched === 0;
	if (socket.encrypted === true) {
		// Also false once the certificate is accepted. Data written before that is held back until then.
		if (socket.secureConnecting !== true) return 'sent';
		return isIdle ? 'connecting' : 'securing';
	}
	if (!isIdle) return 'sent';
	// A proxy's agent replays the proxy's refusal of CONNECT over a socket that is not connected.
	return protocol === 'https:' ? 'proxy' : 'connecting';
}

/** Whether a response to this request is from a proxy that did not forward the request. */
export function isProxysAnswer(request: unknown, status: number): boolean {
	const { data } = requestSchema.safeParse(request);
	if (!data) return false;
	return phaseOf(request) === 'proxy' || (status === 407 && data.socket?.encrypted !== true);
}

export function proxyRefused(status: number): string {
	const why = status === 407 ? ', which asks for a user name and password' : '';
	return `the proxy answered with HTTP status ${status}${why}; check n8n's proxy settings`;
}

const NO_ROUTE = 'there is no route to its host';
const NOT_CONNECTED: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'its host name is unknown',
	EAI_AGAIN: 'its host name could not be looked up',
	EHOSTUNREACH: NO_ROUTE,
	EHOSTDOWN: NO_ROUTE,
	ENETUNREACH: NO_ROUTE,
	ENETDOWN: NO_ROUTE,
	EADDRNOTAVAIL: NO_ROUTE,
	ETIMEDOUT: 'the connection timed out',
	ECONNABORTED: 'the connection timed out',
	ECONNRESET: 'the connection was cut off',
};

const NOT_SECURE: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
	ECONNRESET: 'the connection was cut off',
	ETIMEDOUT: 'the host took too long',
	ECONNABORTED: 'the host took too long',
};

const REASONS: Readonly<Record<string, string>> = {
	ECONNRESET: 'the connection was cut off before the answer was complete',
	ECONNABORTED: 'it did not answer in time',
	ETIMEDOUT: 'it did not answer in time',
	ERR_CANCELED: 'the execution was cancelled',
	HPE_HEADER_OVERFLOW: 'the headers of its answer are too large',
};

/** A truncated body. */
const CUT_OFF = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_BAD_RESPONSE']);

/** Meaning of a Node error code in a phase, for a sentence whose subject is the server that did not respond. */
function reasonOf(code: string, phase: Phase): string {
	if (code === 'ERR_CANCELED') return 'the execution was cancelled';
	switch (phase) {
		case 'connecting':
			return NOT_CONNECTED[code] ?? withCode('no connection could be made', code);
		case 'securing': {
			const why = insecurityOf(code);
			const what = 'no secure connection could be made';
			return why === undefined ? withCode(what, code) : `${what}: ${why}`;
		}
		case 'proxy': {
			const why = NOT_CONNECTED[code] ?? insecurityOf(code) ?? code;
			const words = why === '' || code.startsWith('HPE_') ? '' : ` (${why})`;
			return `the proxy did not open a connection${words}; check n8n's proxy settings`;
		}
		case 'sent': {
			const known =
				REASONS[code] ?? (code.startsWith('HPE_') ? 'its answer is not HTTP' : undefined);
			return known ?? withCode('the connection broke', code);
		}
	}
}

function insecurityOf(code: string): string | undefined {
	const isOfCertificate = /CERT|ISSUER|LEAF_SIGNATURE/.test(code);
	return (
		NOT_SECURE[code] ?? (isOfCertificate ? `its certificate is not trusted (${code})` : undefined)
	);
}

const withCode = (what: string, code: string) => (code === '' ? what : `${what} (${code})`);

/** Why a response was not read to its end, for a sentence about the response. */
export function unreadReason(unread: NonNullable<ReadBody['unread']>): string {
	if (unread === 'too large') return `it is larger than ${LARGEST_ANSWER_MIB} MiB`;
	if (unread === 'too many values') {
		return `it holds more than ${MOST_VALUES.toLocaleString('en-US')} values`;
	}
	if (unread === 'aborted') return 'it was not complete in time';
	if (/^(Z_|ZSTD|ERR__ERROR)/.test(unread.code)) return 'it could not be unpacked';
	return CUT_OFF.has(unread.code)
		? 'the connection was cut off before it was complete'
		: reasonOf(unread.code, 'sent');
}

/** n8n wraps the errors of its HTTP client, axios; the original error is the cause. */
const wrappedErrorSchema = z.object({
	cause: z.object({
		isAxiosError: z.literal(true),
		code: z.string().optional(),
		request: z.unknown(),
		cause: z.unknown(),
		response: z
			.object({ status: z.number(), headers: z.unknown(), data: z.unknown() })
			.nullish()
			.catch(undefined),
	}),
});

/** Node refuses to put such text into a request. */
const NOT_SENDABLE = /^ERR_(INVALID_(CHAR|HTTP_TOKEN|URL|PROTOCOL)|UNESCAPED_CHARACTERS)$/;
const codedSchema = z.object({ cause: z.object({ code: z.string() }) });

/** What the caller knows about a failed call. */
export interface CallState {
	/** Whether n8n had started to make the request, as far as the caller could see. */
	readonly isBegun: boolean;
	/** Who ended the call, if the caller did. */
	readonly ended: 'cancelled' | 'late' | null;
}

/** What n8n threw instead of returning a response, or a response that it threw. */
export type Thrown =
	| {
			readonly kind: 'answer';
			readonly answer: {
				readonly statusCode: number;
				readonly headers: unknown;
				readonly body: unknown;
				readonly request: unknown;
			};
	  }
	| {
			readonly kind: 'failure';
			/** 'no' only if the request was provably never written. */
			readonly delivered: 'no' | 'unknown';
			readonly reason: string;
	  };

export function readNetworkError(error: unknown, { isBegun, ended }: CallState): Thrown {
	const wrapped = wrappedErrorSchema.safeParse(error);
	if (!wrapped.success) return notOfTheClient(error, isBegun);
	const { code = '', request, response, cause } = wrapped.data.cause;
	if (response) {
		const { status: statusCode, headers, data: body } = response;
		return { kind: 'answer', answer: { statusCode, headers, body, request } };
	}
	const ending = { cancelled: 'ERR_CANCELED', late: 'ETIMEDOUT' } as const;
	const meaning = code === 'ERR_CANCELED' && ended !== null ? ending[ended] : code;
	const phase = phaseOf(request, cause);
	// axios also cancels without a request if the response had just been received, hence `isBegun`.
	const isCancelledBefore = request === undefined && code === 'ERR_CANCELED' && !isBegun;
	return {
		kind: 'failure',
		delivered: phase === 'sent' && !isCancelledBefore ? 'unknown' : 'no',
		reason: reasonOf(meaning, phase),
	};
}

/** n8n refused to send (a blocked host, a missing credential), or Node could not build the request. */
function notOfTheClient(error: unknown, isBegun: boolean): Thrown {
	const { data } = codedSchema.safeParse(error);
	const isRefused = !isBegun || (data !== undefined && NOT_SENDABLE.test(data.cause.code));
	const message = error instanceof Error ? error.message : 'unknown cause';
	return {
		kind: 'failure',
		delivered: isRefused ? 'no' : 'unknown',
		reason: `n8n reported: ${message}`,
	};
}

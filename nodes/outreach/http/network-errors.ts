import { z } from 'zod';
import { LARGEST_ANSWER_MIB, type ReadBody } from './body';

/** Node's error codes for a certificate that nobody vouches for, or that is not the host's. */
const NOT_TRUSTED = new Set([
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The connection was never made, so nothing was delivered (Node's error codes). */
const NEVER_DELIVERED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', ...NOT_TRUSTED]);

const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'its host name is unknown',
	EAI_AGAIN: 'its host name could not be looked up',
	ECONNRESET: 'the connection was cut off before the answer was complete',
	ECONNABORTED: 'it did not answer in time',
	ETIMEDOUT: 'it did not answer in time',
	EPROTO: 'no secure connection could be made',
	ERR_CANCELED: 'the execution was cancelled',
	HPE_HEADER_OVERFLOW: 'the headers of its answer are too large',
};

/** A body that ended before its end. */
const CUT_OFF = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_BAD_RESPONSE']);

/** What a code of Node's means, for a sentence that begins with who did not answer. */
export function reasonOf(code: string): string {
	if (NOT_TRUSTED.has(code)) return `its certificate is not to be trusted (${code})`;
	const known = REASONS[code] ?? (code.startsWith('HPE_') ? 'its answer is not HTTP' : undefined);
	return known ?? (code === '' ? 'the connection broke' : `the connection broke (${code})`);
}

/** Why an answer was not read to its end, for a sentence about the answer. */
export function unreadReason(unread: NonNullable<ReadBody['unread']>): string {
	if (unread === 'too large') return `it is larger than ${LARGEST_ANSWER_MIB} MiB`;
	if (unread === 'cut') return 'it was not complete in time';
	if (/^(Z_|ZSTD|ERR__ERROR)/.test(unread.code)) return 'it could not be unpacked';
	return CUT_OFF.has(unread.code)
		? 'the connection was cut off before it was complete'
		: reasonOf(unread.code);
}

/** n8n wraps what its HTTP client throws; the client's own error is the cause. */
const wrappedErrorSchema = z.object({
	cause: z.object({ isAxiosError: z.literal(true), code: z.string().optional() }),
});

/** What n8n threw in the place of an answer: `delivered` is 'no' only where the request provably never left. */
export function readNetworkError(error: unknown): {
	readonly delivered: 'no' | 'unknown';
	readonly reason: string;
} {
	const wrapped = wrappedErrorSchema.safeParse(error);
	if (!wrapped.success) {
		const message = error instanceof Error ? error.message : 'unknown cause';
		// Not the HTTP client's. Where it is not plain that n8n refused to send, it may have sent.
		const isRefusal = /not allowed|blocked|restricted|invalid url/i.test(message);
		const reason = `n8n reported: ${message}`;
		return { delivered: isRefusal ? 'no' : 'unknown', reason };
	}
	const code = wrapped.data.cause.code ?? '';
	return {
		delivered: NEVER_DELIVERED.has(code) ? 'no' : 'unknown',
		reason: reasonOf(code),
	};
}

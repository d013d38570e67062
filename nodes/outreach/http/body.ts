import { z } from 'zod';

/**
 * A longer answer is not read on. The largest pages that the providers document have 200 rows, so this leaves each row
 * 50 kB, twenty times what one has; and what is read takes a multiple of it in memory, for each request under way.
 */
export const LARGEST_ANSWER_MIB = 10;
const LARGEST_ANSWER_BYTES = LARGEST_ANSWER_MIB * 1024 * 1024;

/** What is needed of the stream that n8n's HTTP client gives, already unpacked (gzip, deflate, br). */
interface BodyStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): unknown;
}

const streamSchema = z.custom<BodyStream>(
	(body) =>
		typeof body === 'object' &&
		body !== null &&
		Symbol.asyncIterator in body &&
		'destroy' in body &&
		typeof body.destroy === 'function',
);

/** A body, or why it is not there whole. */
export type ReadBody =
	| { readonly text: string; readonly unread?: undefined }
	| { readonly unread: 'too large' | 'late' | { readonly code: string } };

/** Node's and zlib's errors; a code is all that is told of them. */
const errorSchema = z.object({ code: z.string() });

/**
 * Reads a body to its end, which has to come within the time given (ms), since the HTTP client's own timeout ends with
 * the headers. The connection is closed where it is not read on. JSON is UTF-8, whatever a header says. Never throws.
 */
export async function readBody(body: unknown, timeoutMs: number): Promise<ReadBody> {
	const stream = streamSchema.safeParse(body);
	// What answers in the place of n8n's HTTP client, in n8n's own tests of workflows, has no stream.
	if (!stream.success) return { text: typeof body === 'string' ? body : '' };
	const late = AbortSignal.timeout(timeoutMs);
	const giveUp = () => stream.data.destroy();
	late.addEventListener('abort', giveUp);
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	try {
		for await (const chunk of stream.data) {
			bytes += chunk.length;
			// Leaving the loop destroys the stream.
			if (bytes > LARGEST_ANSWER_BYTES) return { unread: 'too large' };
			chunks.push(chunk);
		}
		return late.aborted ? { unread: 'late' } : { text: Buffer.concat(chunks).toString('utf8') };
	} catch (error) {
		if (late.aborted) return { unread: 'late' };
		return { unread: { code: errorSchema.safeParse(error).data?.code ?? '' } };
	} finally {
		late.removeEventListener('abort', giveUp);
	}
}

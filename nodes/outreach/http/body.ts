import { z } from 'zod';

/**
 * A longer answer is not read on. The largest pages that the providers document have 200 rows, so this leaves each row
 * 50 kB, twenty times what one has; and what is read takes a multiple of it in memory, for each request under way.
 */
export const LARGEST_ANSWER_MIB = 10;
const LARGEST_ANSWER_BYTES = LARGEST_ANSWER_MIB * 1024 * 1024;

/** What is needed of the stream that n8n's HTTP client gives, already unpacked (gzip, deflate, br). */
interface BodyStream {
	readonly destroyed: boolean;
	destroy(): unknown;
	on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
	on(event: 'error', listener: (error: unknown) => void): unknown;
	on(event: 'end' | 'close', listener: () => void): unknown;
}

const streamSchema = z.custom<BodyStream>(
	(body) =>
		typeof body === 'object' &&
		body !== null &&
		'on' in body &&
		typeof body.on === 'function' &&
		'destroyed' in body &&
		'destroy' in body &&
		typeof body.destroy === 'function',
);

/** A body, or why it is not there whole: the code is Node's or zlib's. */
export type ReadBody =
	| { readonly text: string; readonly unread?: undefined }
	| { readonly unread: 'too large' | 'cut' | { readonly code: string } };

const errorSchema = z.object({ code: z.string() });
const CLOSED = { unread: { code: 'ERR_STREAM_PREMATURE_CLOSE' } };

/**
 * Reads a body to its end, or until the line is cut. What is left unread is for the caller to hang up on. JSON is UTF-8,
 * whatever a header says. Never throws.
 */
export async function readBody(body: unknown, line: AbortSignal): Promise<ReadBody> {
	const { data: stream } = streamSchema.safeParse(body);
	// What stands in for n8n's HTTP client, in n8n's own tests of workflows, has no stream.
	if (!stream) return { text: typeof body === 'string' ? body : '' };
	if (line.aborted) return { unread: 'cut' };
	if (stream.destroyed) return CLOSED;
	return await new Promise<ReadBody>((settle) => {
		line.addEventListener('abort', () => settle({ unread: 'cut' }));
		let chunks: Uint8Array[] = [];
		let bytes = 0;
		// Events, since a stream may not end when it is destroyed: n8n's client wraps it in a generator, which
		// waits for what the socket never brings. Its errors have to be listened to until the end.
		stream.on('data', (chunk) => {
			bytes += chunk.length;
			if (bytes <= LARGEST_ANSWER_BYTES) chunks.push(chunk);
			else {
				chunks = [];
				settle({ unread: 'too large' });
				stream.destroy();
			}
		});
		stream.on('end', () => settle({ text: Buffer.concat(chunks).toString('utf8') }));
		stream.on('error', (error) =>
			settle({
				unread: line.aborted ? 'cut' : { code: errorSchema.safeParse(error).data?.code ?? '' },
			}),
		);
		stream.on('close', () => settle(CLOSED));
	});
}

import { z } from 'zod';

/**
 * Longer responses are not read to the end. The largest documented pages have 200 rows, so this is 50 kB per row,
 * twenty times the real size. Parsing takes a multiple of it in memory, for each request in progress.
 */
export const LARGEST_ANSWER_MIB = 10;
const LARGEST_ANSWER_BYTES = LARGEST_ANSWER_MIB * 1024 * 1024;

/**
 * Responses with more values are not read to the end: 10 MiB of empty lists, which compress to 10 kB, take seconds
 * to parse and hundreds of megabytes. This is 500 values for each of 200 rows, ten times the real number.
 */
export const MOST_VALUES = 100_000;

/** The part used of the stream from n8n's HTTP client, already decompressed (gzip, deflate, br, zstd). */
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

/** A body, or why it is incomplete. The code is Node's or zlib's. */
export type ReadBody =
	| { readonly text: string; readonly unread?: undefined }
	| { readonly unread: 'too large' | 'too many values' | 'aborted' | { readonly code: string } };

const errorSchema = z.object({ code: z.string() });
const CLOSED = { unread: { code: 'ERR_STREAM_PREMATURE_CLOSE' } };

/**
 * Reads a body to its end, or until it is aborted; the caller aborts what is left unread. JSON is UTF-8, whatever
 * a header says. Never throws.
 */
export async function readBody(body: unknown, signal: AbortSignal): Promise<ReadBody> {
	const { data: stream } = streamSchema.safeParse(body);
	// In n8n's own workflow tests, the substitute for its HTTP client has no stream.
	if (!stream) return { text: typeof body === 'string' ? body : '' };
	if (signal.aborted) return { unread: 'aborted' };
	if (stream.destroyed) return CLOSED;
	return await new Promise<ReadBody>((resolve) => {
		signal.addEventListener('abort', () => resolve({ unread: 'aborted' }));
		const text = new GrowingText();
		const countValues = valueCounter();
		const stop = (unread: 'too large' | 'too many values') => {
			text.drop();
			resolve({ unread });
			stream.destroy();
		};
		// Uses events, since a stream may not end when it is destroyed: n8n's client wraps it in a generator,
		// which waits for data that never arrives. Its errors must be handled until the end.
		stream.on('data', (chunk) => {
			if (text.bytes + chunk.length > LARGEST_ANSWER_BYTES) stop('too large');
			else if (countValues(chunk) > MOST_VALUES) stop('too many values');
			else text.add(chunk);
		});
		stream.on('end', () => resolve({ text: text.read() }));
		stream.on('error', (error) =>
			resolve({
				unread: signal.aborted
					? 'aborted'
					: { code: errorSchema.safeParse(error).data?.code ?? '' },
			}),
		);
		stream.on('close', () => resolve(CLOSED));
	});
}

/** One buffer: a list of one-byte chunks would take a hundred times the memory of their content. */
class GrowingText {
	bytes = 0;
	private space = Buffer.alloc(0);

	add(chunk: Uint8Array) {
		const needed = this.bytes + chunk.length;
		if (needed > this.space.length) {
			const larger = Buffer.allocUnsafe(Math.max(needed, this.space.length * 2));
			this.space.copy(larger, 0, 0, this.bytes);
			this.space = larger;
		}
		this.space.set(chunk, this.bytes);
		this.bytes = needed;
	}

	read(): string {
		return this.space.toString('utf8', 0, this.bytes);
	}

	/** Drops the data read so far, since the stream may deliver more before it ends. */
	drop() {
		this.space = Buffer.alloc(0);
		this.bytes = Infinity;
	}
}

const [QUOTE, BACKSLASH, COMMA, LIST, OBJECT] = [...'"\\,[{'].map((mark) => mark.charCodeAt(0));

/** Counts the values of JSON read in chunks: every value but the first follows one of three characters. */
function valueCounter(): (chunk: Uint8Array) => number {
	let values = 0;
	let isInString = false;
	let isEscaped = false;
	return (chunk) => {
		for (const byte of chunk) {
			if (isInString) {
				if (isEscaped) isEscaped = false;
				else if (byte === BACKSLASH) isEscaped = true;
				else if (byte === QUOTE) isInString = false;
			} else if (byte === QUOTE) isInString = true;
			else if (byte === COMMA || byte === LIST || byte === OBJECT) values += 1;
		}
		return values;
	};
}

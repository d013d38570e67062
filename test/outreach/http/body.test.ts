/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import {
	createBrotliDecompress,
	createUnzip,
	brotliCompressSync,
	deflateSync,
	gzipSync,
} from 'node:zlib';
import { LARGEST_ANSWER_MIB, MOST_VALUES, readBody } from '../../../nodes/outreach/http/body';

const CAP = LARGEST_ANSWER_MIB * 1024 * 1024;
const read = async (body: unknown, line = new AbortController()) =>
	await readBody(body, line.signal);

/** A stream of this many bytes, in chunks as from a socket. */
const ofBytes = (count: number) => {
	const chunks = Array.from({ length: Math.floor(count / 65_536) }, () =>
		Buffer.alloc(65_536, 'x'),
	);
	return Readable.from([...chunks, Buffer.alloc(count % 65_536, 'x')]);
};

test('A character that is split over two chunks is read whole', async () => {
	const bytes = [...Buffer.from('{"a":"日本 🙂"}')].map((byte) => Buffer.from([byte]));
	expect(await read(Readable.from(bytes))).toEqual({ text: '{"a":"日本 🙂"}' });
});

test('A body of the largest size is read, and one of a byte more is not', async () => {
	expect((await read(ofBytes(CAP))).unread).toBeUndefined();
	const more = ofBytes(CAP + 1);
	expect(await read(more)).toEqual({ unread: 'too large' });
});

test('An endless body is abandoned soon after the largest size', async () => {
	let given = 0;
	const endless = new Readable({
		read() {
			given += 65_536;
			this.push(Buffer.alloc(65_536));
		},
	});
	expect(await read(endless)).toEqual({ unread: 'too large' });
	expect(endless.destroyed).toBe(true);
	expect(given).toBeLessThan(CAP + 1024 * 1024);
});

/** Three values in a list: the row and its fields. */
const FIELDS = '{"a":1,"b":2}';
const ROWS = Math.floor(MOST_VALUES / 3);

/** A list with this many copies of a value. */
const listOf = (value: string, count: number) => `[${Array(count).fill(value).join(',')}]`;

test.each([
	['numbers', listOf('1', MOST_VALUES), listOf('1', MOST_VALUES + 1)],
	['lists', listOf('[]', MOST_VALUES / 2), listOf('[]', MOST_VALUES / 2 + 1)],
	['fields', listOf(FIELDS, ROWS), listOf(FIELDS, ROWS + 1)],
	['nesting', '['.repeat(MOST_VALUES), '['.repeat(MOST_VALUES + 1)],
	// The content of a string does not count as values, however it is escaped.
	[
		'a text',
		JSON.stringify(['\\"', ',[{'.repeat(MOST_VALUES)]),
		`${JSON.stringify(['\\'])},${'1,'.repeat(MOST_VALUES)}`,
	],
])(
	'A body with the most values is read, and one with more is not: %s',
	async (_name, most, more) => {
		const inPieces = (text: string) => Readable.from(text.match(/.{1,1000}/g) ?? []);
		const bytes = (text: string) => inPieces(text).map((piece: string) => Buffer.from(piece));
		const whole = await read(bytes(most));
		expect('text' in whole && whole.text === most).toBe(true);
		expect(await read(bytes(more))).toEqual({ unread: 'too many values' });
	},
);

test.each([
	['gzip', gzipSync, createUnzip],
	['deflate', deflateSync, createUnzip],
	['br', brotliCompressSync, createBrotliDecompress],
])(
	'A few kB of %s that unpack to a body of too many values are abandoned early',
	async (_name, pack, unpack) => {
		const packed = pack(Buffer.from('[],'.repeat(CAP / 3)));
		expect(packed.length).toBeLessThan(20_000);
		let unpacked = 0;
		const stream = Readable.from([packed]).pipe(unpack());
		stream.on('data', (chunk: Buffer) => {
			unpacked += chunk.length;
		});
		expect(await read(stream)).toEqual({ unread: 'too many values' });
		expect(stream.destroyed).toBe(true);
		expect(unpacked).toBeLessThan(CAP / 10);
	},
);

test('A body in chunks of one byte is read whole', async () => {
	const byte = Buffer.from('x');
	const inBytes = Readable.from(
		(function* () {
			for (let given = 0; given < 300_000; given += 1) yield byte;
		})(),
	);
	expect(await read(inBytes)).toEqual({ text: 'x'.repeat(300_000) });
});

test.each(['from the start', 'after some of it'])(
	'A body that stalls %s is abandoned when the request is aborted',
	async (when) => {
		const line = new AbortController();
		// As n8n's client wraps it: once destroyed, it waits for data that never arrives, and reports no end.
		const silent = Readable.from(
			(async function* () {
				if (when !== 'from the start') yield Buffer.from('{"a":');
				await new Promise(() => {});
			})(),
		);
		const reading = read(silent, line);
		line.abort();
		silent.destroy();
		expect(await reading).toEqual({ unread: 'aborted' });
	},
);

test('A body that breaks off reports the error’s code and nothing else', async () => {
	const failing = (error: Error) =>
		new Readable({
			read() {
				this.destroy(error);
			},
		});
	const reset = Object.assign(new Error('read ECONNRESET at the key'), { code: 'ECONNRESET' });
	expect(await read(failing(reset))).toEqual({ unread: { code: 'ECONNRESET' } });
	expect(await read(failing(new Error('the key')))).toEqual({ unread: { code: '' } });
	const gone = new Readable({ read() {} });
	gone.destroy();
	expect(await read(gone)).toEqual({ unread: { code: 'ERR_STREAM_PREMATURE_CLOSE' } });
});

test.each([
	['a text', '{"a":1}', '{"a":1}'],
	['nothing', undefined, ''],
	['null', null, ''],
	['an object', { a: 1 }, ''],
])('A body that is not a stream is read as text: %s', async (_name, body, text) => {
	expect(await read(body)).toEqual({ text });
});

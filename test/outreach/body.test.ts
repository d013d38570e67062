/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { LARGEST_ANSWER_MIB, readBody } from '../../nodes/outreach/http/body';

const CAP = LARGEST_ANSWER_MIB * 1024 * 1024;
const read = async (body: unknown, line = new AbortController()) =>
	await readBody(body, line.signal);

/** A stream of so many bytes, in chunks as they come from a socket. */
const ofBytes = (count: number) => {
	const chunks = Array.from({ length: Math.floor(count / 65_536) }, () =>
		Buffer.alloc(65_536, 'x'),
	);
	return Readable.from([...chunks, Buffer.alloc(count % 65_536, 'x')]);
};

test('a character that is cut by the chunks stays whole', async () => {
	const bytes = [...Buffer.from('{"a":"日本 🙂"}')].map((byte) => Buffer.from([byte]));
	expect(await read(Readable.from(bytes))).toEqual({ text: '{"a":"日本 🙂"}' });
});

test('the bound itself is read, and a byte more is not', async () => {
	expect((await read(ofBytes(CAP))).unread).toBeUndefined();
	const more = ofBytes(CAP + 1);
	expect(await read(more)).toEqual({ unread: 'too large' });
});

test('a body without end is left soon after the bound', async () => {
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

test.each(['from the start', 'after some of it'])('a silent body is cut %s', async (when) => {
	const line = new AbortController();
	// As n8n's client wraps it: destroyed, it waits for what does not come, and tells of no end.
	const silent = Readable.from(
		(async function* () {
			if (when !== 'from the start') yield Buffer.from('{"a":');
			await new Promise(() => {});
		})(),
	);
	const reading = read(silent, line);
	line.abort();
	silent.destroy();
	expect(await reading).toEqual({ unread: 'cut' });
});

test('a body that breaks off tells the code of it, and no more', async () => {
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
])('%s in the place of a stream', async (_name, body, text) => {
	expect(await read(body)).toEqual({ text });
});

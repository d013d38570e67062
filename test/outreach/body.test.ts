/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { LARGEST_ANSWER_MIB, readBody } from '../../nodes/outreach/http/body';

const LATE_MS = 120_000;
const CAP = LARGEST_ANSWER_MIB * 1024 * 1024;
const read = async (body: unknown) => await readBody(body, LATE_MS);

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
	expect(more.destroyed).toBe(true);
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

describe('a body that does not go on', () => {
	afterEach(() => jest.restoreAllMocks());

	test.each(['from the start', 'after some of it'])('%s is given up in time', async (when) => {
		const abort = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
		const silent = new Readable({ read() {} });
		if (when !== 'from the start') silent.push('{"a":');
		const reading = read(silent);
		abort.abort();
		expect(await reading).toEqual({ unread: 'late' });
		expect(silent.destroyed).toBe(true);
		expect(timeout).toHaveBeenCalledWith(LATE_MS);
	});

	test('nothing is left waiting for the time to pass', async () => {
		const { signal } = new AbortController();
		jest.spyOn(AbortSignal, 'timeout').mockReturnValue(signal);
		const removed = jest.spyOn(signal, 'removeEventListener');
		await read(Readable.from(['{}']));
		expect(removed).toHaveBeenCalledTimes(1);
	});
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

import fc from 'fast-check';
import { transportOver } from '../outreach/http/transport-over';
import { runs } from './seed';

/** Long enough not to occur in ordinary text by chance, and with every character that a key may have. */
const secret = fc
	.string({ unit: fc.constantFrom(...'abcXYZ019-_.+/=:%&"\\<> é'), minLength: 12, maxLength: 40 })
	.map((text) => `k${text.trim()}9`);

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Encodings of a key. */
const WRITTEN: ReadonlyArray<(key: string) => string> = [
	(key) => key,
	(key) => `Bearer ${key}`,
	(key) => `Invalid key '${key}'!`,
	(key) => key.toUpperCase(),
	(key) => encodeURIComponent(key),
	(key) => encodeURIComponent(key).toLowerCase(),
	(key) => new URLSearchParams({ key }).toString(),
	(key) => base64(key),
	(key) => base64(`Bearer ${key}`),
	(key) => `Basic ${base64(`user:${key}:more`)}`,
	(key) => Buffer.from(`{"key":"${key}"}`).toString('base64url'),
	(key) => JSON.stringify({ key }),
	(key) => JSON.stringify(JSON.stringify({ key })),
];

/** Places where a provider may echo it. */
const SHOWN: ReadonlyArray<(text: string) => unknown> = [
	(text) => text,
	(text) => ({ error: { message: text, code: text } }),
	(text) => ({ message: [text, { issues: [{ message: text }] }] }),
	(text) => ({ success: true, status: 'success', data: { [text]: { [text]: text } } }),
	(text) => ({ connected: true, echoed: { headers: { authorization: text } } }),
	(text) => [{ id: text, status: text, firstName: text }],
];

/** Every form in which the key could be recognised. */
function formsOf(key: string) {
	const escaped = JSON.stringify(key).slice(1, -1);
	return [
		key,
		escaped,
		JSON.stringify(escaped).slice(1, -1),
		encodeURIComponent(key),
		encodeURIComponent(encodeURIComponent(key)),
		base64(key).replace(/=+$/, '').slice(0, -1),
		base64(`Bearer ${key}`).slice(10, -4),
		base64(`user:${key}:more`).slice(8, -12),
	];
}

// test/conformance shows for each operation that no part of a response bypasses this; the trigger's tests show it
// for polls.
test('A reply contains no key, however the provider echoes it', async () => {
	const echo = fc.tuple(secret, fc.constantFrom(...WRITTEN), fc.constantFrom(...SHOWN));
	await fc.assert(
		fc.asyncProperty(echo, fc.nat(2), async ([key, write, show], form) => {
			const text = write(key);
			// JSON has more than one way to write a letter.
			const odd = JSON.stringify(show(text)).replace(/k/g, '\\u006b').replace(/\//g, '\\/');
			const body = [JSON.stringify(show(text)), odd, text][form] ?? '';
			const inHeader = encodeURIComponent(text);
			const headers = { 'X-Api-Key': inHeader, Location: `/?k=${inHeader}` };
			const transport = transportOver(async () => ({ statusCode: 400, headers, body }), [key]);
			const reply = await transport({ method: 'GET', path: '/' });
			const told = JSON.stringify(reply).toLowerCase();
			for (const hidden of formsOf(key)) expect(told).not.toContain(hidden.toLowerCase());
		}),
		runs(500),
	);
});

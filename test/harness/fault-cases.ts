import type { Fault } from '../simulator/faults';

/**
 * The meaning of a faulty response. harmless: it still counts as a response; refused: the provider surely did not
 * act; unclear: it may have acted; limited: a limit holds it back.
 */
export type Meaning = 'harmless' | 'refused' | 'unclear' | 'limited';

export interface FaultCase {
	readonly meaning: Meaning;
	/** The message of a failed item. */
	readonly says: RegExp;
	/** The server that requests reach, and its behaviour. */
	readonly fault?: Fault;
	readonly host?: 'self-signed' | 'http behind https' | 'closed';
	/** Whether to shorten the wait for a response, which otherwise takes minutes. */
	readonly late?: true;
}

const harmless = (fault: Fault): FaultCase => ({ meaning: 'harmless', says: /^$/, fault });
const refused = (says: RegExp, fault: Fault): FaultCase => ({ meaning: 'refused', says, fault });
const unclear = (says: RegExp, fault: Fault): FaultCase => ({ meaning: 'unclear', says, fault });
const status = (code: number, body?: unknown): Fault => ({
	kind: 'status',
	status: code,
	...(body === undefined ? {} : { body }),
});
const broken = (how: Extract<Fault, { kind: 'broken' }>['how'], code?: number): Fault => ({
	kind: 'broken',
	how,
	status: code,
});

const CUT = /could not be read completely: the connection was cut off before it was complete$/;
const RESET = /could not be reached: the connection was cut off before the answer was complete$/;
const NO_JSON = /did not answer with JSON \(HTTP status 20\d\)$/;
const TOO_LARGE = /could not be read completely: it is larger than 10 MiB$/;
const TOO_MANY = /could not be read completely: it holds more than 100,000 values$/;
const REFUSED = /Refused|does not accept|credits are used up/;
const BROKE_DOWN = /Simulated 5\d\d|Gateway|HTTP status 5\d\d/;
const REDIRECT = /answered with a redirect \(HTTP status 30\d\), which is not followed$/;
const REFUSAL = { error: 'Refused', message: 'Refused', success: false };
const LIMIT = { error: 'Limit', message: 'Rate limit exceeded', success: false };

/** Every fault of the network or of a provider's response. `elsewhere` is the address of another host. */
export function faultCases(elsewhere: string): Readonly<Record<string, FaultCase>> {
	const redirect = (code: number): Fault => ({
		kind: 'redirect',
		status: code,
		location: `${elsewhere}/stolen`,
		processed: false,
	});
	return {
		'an answer that takes its time': harmless({ kind: 'delay', ms: 5 }),
		'no answer': { ...unclear(/it did not answer in time$/, { kind: 'hang' }), late: true },
		'half an answer, and then nothing': {
			...unclear(/it was not complete in time$|it did not answer in time$/, broken('stalled')),
			late: true,
		},

		'a reset before': unclear(RESET, { kind: 'reset-before' }),
		'a reset after': unclear(RESET, { kind: 'reset-after' }),
		'an answer cut off': unclear(CUT, { kind: 'truncate' }),
		'an answer cut off within a chunk': unclear(CUT, broken('cut chunk')),
		'a Content-Length that is too long': unclear(CUT, broken('too long')),
		'a Content-Length that is too short': unclear(NO_JSON, broken('too short')),

		'an answer without end': unclear(TOO_LARGE, broken('endless')),
		'an answer without end, packed': unclear(TOO_LARGE, broken('endless gzip')),
		'more values than anybody has': unclear(TOO_MANY, broken('endless list')),
		'more values than anybody has, packed': unclear(TOO_MANY, broken('endless list, packed')),
		'a large answer': harmless({ kind: 'huge', bytes: 200_000 }),
		'headers larger than allowed': unclear(
			/could not be reached: the headers of its answer are too large$/,
			{
				kind: 'headers',
				headers: { 'X-Large': 'x'.repeat(20_000) },
			},
		),

		'nothing, under 204': unclear(NO_JSON, status(204, '')),
		'nothing, under 200': unclear(NO_JSON, status(200, '')),
		'a page': unclear(NO_JSON, { kind: 'not-json', processed: true }),
		'JSON cut off': unclear(NO_JSON, { kind: 'not-json', text: '{"success":true,"data":{' }),
		'bytes that are no text': unclear(NO_JSON, { kind: 'not-json', text: '\u0000\ufffd\u0001{' }),
		'no HTTP': unclear(/could not be reached: its answer is not HTTP$/, broken('no HTTP')),
		'an upgrade to another protocol': {
			...unclear(/could not be reached: it did not answer in time$/, broken('upgrade')),
			late: true,
		},
		'a hint before the answer': harmless(broken('early hints')),

		'UTF-16': unclear(NO_JSON, { kind: 'encoded', as: 'utf-16le' }),
		'a byte order mark': harmless({ kind: 'encoded', as: 'utf-8 with a mark' }),
		'Latin-1': harmless({
			kind: 'encoded',
			as: 'latin1',
			contentType: 'application/json; charset=iso-8859-1',
		}),
		'UTF-8 that is called something else': harmless({
			kind: 'headers',
			headers: { 'Content-Type': 'application/json; charset=utf-16' },
		}),
		'JSON that is called a page': harmless({
			kind: 'headers',
			headers: { 'Content-Type': 'text/html' },
		}),
		packed: harmless({ kind: 'encoded', as: 'gzip' }),
		'packed, deflate': harmless({ kind: 'encoded', as: 'deflate' }),
		'packed, br': harmless({ kind: 'encoded', as: 'br' }),
		'called packed, which it is not': unclear(
			/could not be read completely: it could not be unpacked$/,
			{
				kind: 'encoded',
				as: 'no gzip',
			},
		),

		'a clock a day ahead': harmless({
			kind: 'headers',
			headers: { Date: 'Tue, 16 Jan 2024 10:30:00 GMT' },
		}),
		'a clock decades behind': harmless({
			kind: 'headers',
			headers: { Date: 'Thu, 01 Jan 1970 00:00:00 GMT' },
		}),
		'headers twice, and odd ones': harmless({
			kind: 'headers',
			headers: {
				'Set-Cookie': ['a=1', 'b=2'],
				Date: 'yesterday',
				'X-RateLimit-Limit': ['5', '6'],
				'X-RateLimit-Remaining': ['-1', 'many'],
				'X-RateLimit-Reset': '99999999999999999999',
			},
		}),

		...Object.fromEntries(
			[301, 307, 308].map((code) => [`a redirect, ${code}`, refused(REDIRECT, redirect(code))]),
		),
		...Object.fromEntries(
			[300, 302, 303, 304].map((code) => [
				`a redirect, ${code}`,
				unclear(REDIRECT, redirect(code)),
			]),
		),
		...Object.fromEntries(
			[400, 401, 402, 403, 404, 409, 410, 418, 422, 451].map((code) => [
				`a refusal, ${code}`,
				refused(REFUSED, status(code, REFUSAL)),
			]),
		),
		'a refusal without end': refused(/HTTP status 400|Refused/, broken('endless', 400)),
		'a refusal cut off': refused(/HTTP status 422|Refused/, broken('cut chunk', 422)),
		...Object.fromEntries(
			[408, 500, 501, 502, 503, 504, 520, 599].map((code) => [
				`a breakdown, ${code}`,
				unclear(code === 408 ? /Simulated 408/ : BROKE_DOWN, status(code)),
			]),
		),
		'a breakdown without end': unclear(/HTTP status 503/, broken('endless', 503)),
		'a limit': { meaning: 'limited', says: /^$/, fault: status(429, LIMIT) },
		'a limit without end': { meaning: 'limited', says: /^$/, fault: broken('endless', 429) },
		'a limit cut off': { meaning: 'limited', says: /^$/, fault: broken('cut chunk', 429) },

		'a certificate that nobody vouches for': {
			meaning: 'refused',
			says: /no secure connection could be made: its certificate is not trusted/,
			host: 'self-signed',
		},
		'no TLS where TLS was asked for': {
			meaning: 'refused',
			says: /could not be reached: no secure connection could be made \(EPROTO\)$/,
			host: 'http behind https',
		},
		'a closed port': {
			meaning: 'refused',
			says: /could not be reached: the connection was refused$/,
			host: 'closed',
		},
	};
}

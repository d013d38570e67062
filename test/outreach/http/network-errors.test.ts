/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { readNetworkError } from '../../../nodes/outreach/http/network-errors';
import { transportOver, type Call } from './transport-over';

/** The result of a request if n8n's client does this. */
async function replyOver(call: Call, cancel = new AbortController()) {
	const transport = transportOver(call, ['key-of-acme'], cancel.signal);
	return await transport({ method: 'POST', path: '/invite', body: { a: 1 } });
}

/** Reads the query, like any client that builds a URL. */
const readQuery = ({ qs }: IHttpRequestOptions) => new URLSearchParams(JSON.stringify(qs));
const wrapped = (cause: object) => Object.assign(new Error('wrapped'), { cause });
const axiosError = (fields: object) => wrapped({ isAxiosError: true, ...fields });
const readAs = (error: unknown, isBegun = true, ended: 'cancelled' | null = null) =>
	readNetworkError(error, { isBegun, ended });

/** Errors that Node throws instead of making a request. */
function refusalOf(make: () => unknown): object {
	try {
		make();
	} catch (error) {
		return Object(error);
	}
	throw new TypeError('Node makes a request of it');
}

describe('Errors that n8n or Node throws before a request', () => {
	test('An error that n8n throws before it read the query means that nothing was sent', async () => {
		const reply = await replyOver(async () => {
			throw wrapped(new Error('no credential key-of-acme'));
		});
		expect(reply).toMatchObject({
			kind: 'no-reply',
			delivered: 'no',
			reason: 'n8n reported: wrapped',
		});
	});

	test('An error that n8n throws after it read the query leaves open whether something was sent', async () => {
		const reply = await replyOver(async (options) => {
			readQuery(options);
			throw new Error('blocked, not allowed, Invalid URL');
		});
		expect(reply).toMatchObject({ kind: 'no-reply', delivered: 'unknown' });
	});

	const address = { host: '127.0.0.1', port: 1 };
	test.each([
		['a header with a line break', () => httpRequest({ ...address, headers: { key: 'a\nb' } })],
		['a header that is not Latin-1', () => httpRequest({ ...address, headers: { key: '鍵' } })],
		[
			'a header with a blank in its name',
			() => httpRequest({ ...address, headers: { 'a b': 'c' } }),
		],
		['a path with a blank', () => httpRequest({ ...address, path: '/a b' })],
		['an invalid address', () => httpRequest('http://a b')],
		['another protocol', () => httpRequest('ftp://127.0.0.1')],
	])('A request that Node refuses to make was not sent: %s', (_name, make) => {
		const error = wrapped(refusalOf(make));
		expect(readAs(error)).toMatchObject({ delivered: 'no' });
	});
});

const TLS = { encrypted: true, _bytesDispatched: 9 };
const SHAKING = { ...TLS, secureConnecting: true };
/** Node's sockets at the time of a failure, and whether the request may have been sent. */
const PHASES: Array<[string, string, unknown, 'no' | 'unknown']> = [
	['no socket yet', 'https:', null, 'no'],
	['still connecting', 'http:', { _bytesDispatched: 0 }, 'no'],
	['written', 'http:', { _bytesDispatched: 9 }, 'unknown'],
	['of an unknown kind', 'http:', {}, 'unknown'],
	['still connecting, TLS', 'https:', { ...SHAKING, _bytesDispatched: 0 }, 'no'],
	['in the handshake', 'https:', SHAKING, 'no'],
	['behind the handshake', 'https:', { ...TLS, secureConnecting: false }, 'unknown'],
	['in TLS of an unknown kind', 'https:', TLS, 'unknown'],
	['a stand-in of a proxy', 'https:', { _bytesDispatched: 0 }, 'no'],
	['written without TLS', 'https:', { _bytesDispatched: 9 }, 'unknown'],
];

test.each(PHASES)(
	'The socket at the time of a failure shows whether the request may have been sent: %s',
	(_name, protocol, socket, delivered) => {
		const error = axiosError({ code: 'ECONNRESET', request: { protocol, socket } });
		expect(readAs(error)).toMatchObject({ delivered });
	},
);

test('An unknown error code is named if no connection was made', () => {
	const request = { protocol: 'http:', socket: { _bytesDispatched: 0 } };
	const error = axiosError({ code: 'ERR_NOBODY_KNOWS', request });
	expect(readNetworkError(error, { isBegun: true, ended: null })).toMatchObject({
		delivered: 'no',
		reason: 'no connection could be made (ERR_NOBODY_KNOWS)',
	});
});

test.each([undefined, null, 7, {}, { socket: 7 }])(
	'A request without a usable socket (%j) leaves open whether it was sent',
	(request) => {
		const error = axiosError({ code: 'ECONNREFUSED', request });
		expect(readAs(error, false)).toMatchObject({ delivered: 'unknown' });
	},
);

const failed = (syscall: string) => ({ code: 'EHOSTUNREACH', syscall });
test.each([
	['connecting', failed('connect'), 'no'],
	['a look-up', failed('getaddrinfo'), 'no'],
	['connecting to each address', { errors: [failed('connect'), failed('connect')] }, 'no'],
	['reading', failed('read'), 'unknown'],
	['connecting, and reading', { errors: [failed('connect'), failed('read')] }, 'unknown'],
	['nothing', { errors: [] }, 'unknown'],
])(
	'The failed system call shows whether the request may have been sent: %s',
	(_name, cause, delivered) => {
		const error = axiosError({ code: 'EHOSTUNREACH', cause });
		expect(readAs(error)).toMatchObject({ delivered });
	},
);

describe('Cancelled executions', () => {
	test.each([
		['before n8n read the query', () => {}, 'no'],
		['after n8n read the query', readQuery, 'unknown'],
	])(
		'A cancellation %s shows whether the request may have been sent',
		async (_name, meet, delivered) => {
			const cancel = new AbortController();
			const reply = await replyOver(async (options) => {
				meet(options);
				cancel.abort();
				return await new Promise(() => {});
			}, cancel);
			expect(reply).toMatchObject({ delivered, cancelled: true });
		},
	);

	test.each([
		['before', false, 'no'],
		// axios throws the same if the response had just arrived.
		['after', true, 'unknown'],
	])(
		'A cancellation %s the query was read shows whether it may have been sent if the client names no request',
		(_name, isBegun, delivered) => {
			const error = axiosError({ code: 'ERR_CANCELED' });
			expect(readAs(error, isBegun, 'cancelled')).toMatchObject({ delivered });
		},
	);
});

describe('Answers of n8n’s older versions, which do not throw', () => {
	const answer = (statusCode: number, socket: object) => async (options: IHttpRequestOptions) => {
		readQuery(options);
		const req = { protocol: 'https:', socket };
		const body = Object.assign(Readable.from([Buffer.from('{"a":1}')]), { req });
		return { statusCode, headers: {}, body };
	};

	test.each([403, 407, 429, 503])(
		'A proxy’s status %i is not a reply of the provider',
		async (status) => {
			const reply = await replyOver(answer(status, { _bytesDispatched: 0 }));
			expect(reply).toMatchObject({ kind: 'no-reply', delivered: 'no' });
			expect(reply).toHaveProperty('reason', expect.stringContaining(`status ${status}`));
		},
	);

	test.each([403, 407, 429, 503])('The provider’s status %i is a reply', async (status) => {
		const reply = await replyOver(answer(status, { ...TLS, secureConnecting: false }));
		expect(reply).toMatchObject({ kind: 'reply', status, body: { a: 1 } });
	});
});

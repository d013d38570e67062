/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import type { Breakage, Fault } from './faults';
import { answer, type ProviderAnswer } from './http';

const PADDING = Buffer.from(`"${'x'.repeat(65_533)}",`);

const EMPTY_LISTS = Buffer.from('[],'.repeat(20_000));

/** An endless list, written no faster than it is read. */
function* endless(rows = PADDING) {
	yield Buffer.from('[');
	for (;;) yield rows;
}

/** Writes an invalid HTTP response. `bytes` is the body it would have had. */
export function writeBroken(
	how: Breakage,
	response: ServerResponse,
	bytes: Buffer,
	status: number,
): void {
	const type = { 'Content-Type': 'application/json; charset=utf-8' };
	const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
	switch (how) {
		case 'endless':
			response.writeHead(status, type);
			pipeline(Readable.from(endless()), response, () => {});
			return;
		case 'endless gzip':
			response.writeHead(status, { ...type, 'Content-Encoding': 'gzip' });
			pipeline(Readable.from(endless()), createGzip({ level: 1 }), response, () => {});
			return;
		case 'endless list':
			response.writeHead(status, type);
			pipeline(Readable.from(endless(EMPTY_LISTS)), response, () => {});
			return;
		case 'endless list, packed':
			response.writeHead(status, { ...type, 'Content-Encoding': 'gzip' });
			pipeline(Readable.from(endless(EMPTY_LISTS)), createGzip({ level: 1 }), response, () => {});
			return;
		case 'stalled':
			response.writeHead(status, { ...type, 'Content-Length': bytes.length + 1 }).write(half);
			return;
		case 'cut chunk':
			onSocket(response, status, (head) => [
				`${head}Transfer-Encoding: chunked\r\n\r\n${(bytes.length + 9).toString(16)}\r\n`,
				half,
			]);
			return;
		case 'too long':
			onSocket(response, status, (head) => [
				`${head}Content-Length: ${bytes.length + 9}\r\n\r\n`,
				bytes,
			]);
			return;
		case 'too short':
			onSocket(response, status, (head) => [
				`${head}Content-Length: ${half.length}\r\n\r\n`,
				bytes,
			]);
			return;
		case 'early hints':
			response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
			response.writeHead(status, { ...type, 'Content-Length': bytes.length }).end(bytes);
			return;
		case 'upgrade':
			onSocket(response, status, () => [
				'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h9\r\nConnection: Upgrade\r\n\r\n',
			]);
			return;
		case 'no HTTP':
			onSocket(response, status, () => ['220 mail.example.com ESMTP\r\n']);
	}
}

function onSocket(
	response: ServerResponse,
	status: number,
	write: (head: string) => Array<string | Buffer>,
) {
	const parts = write(`HTTP/1.1 ${status} Status\r\nContent-Type: application/json\r\n`);
	response.socket?.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
}

/** The normal response with bytes that contradict its headers or the JSON standard. */
export function encoded(
	{ as, contentType }: Extract<Fault, { kind: 'encoded' }>,
	normal: ProviderAnswer | null,
	bytes: Buffer,
): ProviderAnswer {
	const usual = normal ?? answer(200, null);
	const encoding = { gzip: 'gzip', 'no gzip': 'gzip', deflate: 'deflate', br: 'br' };
	const packed = Object.entries(encoding).find(([name]) => name === as)?.[1];
	const headers = {
		...usual.headers,
		...(packed === undefined ? {} : { 'Content-Encoding': packed }),
		...(contentType === undefined ? {} : { 'Content-Type': contentType }),
	};
	return { ...usual, headers, body: inEncoding(as, bytes) };
}

function inEncoding(as: Extract<Fault, { kind: 'encoded' }>['as'], bytes: Buffer): Buffer {
	const text = bytes.toString('utf8');
	switch (as) {
		case 'utf-16le':
			return Buffer.from(`\ufeff${text}`, 'utf16le');
		case 'latin1':
			return Buffer.from(text, 'latin1');
		case 'utf-8 with a mark':
			return Buffer.from(`\ufeff${text}`);
		case 'gzip':
			return gzipSync(bytes);
		case 'deflate':
			return deflateSync(bytes);
		case 'br':
			return brotliCompressSync(bytes);
		case 'no gzip':
			return bytes;
	}
}

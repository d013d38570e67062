/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { close, listen } from '../harness/loopback';
import { z } from 'zod';
import { selfSigned } from '../harness/self-signed';
import { textOf } from '../simulator/wire';

const TITLE = 'People';
const ADDRESS = /^\/v4\/spreadsheets\/([-\w]+)(\/values(?::batchUpdate|\/.+))?$/;
/** One cell, such as `People!D2`. */
const CELL = /^People!([A-Z])(\d+)$/;
const updateSchema = z.object({
	valueInputOption: z.literal('RAW'),
	data: z.array(
		z.object({
			range: z.string(),
			values: z.tuple([z.tuple([z.union([z.string(), z.number()])])]),
		}),
	),
});

type Cell = string | number;

/** The first sheet of one Google document; the first row has the names of the columns. */
export class Sheet {
	static readonly id = '1aSheetOfTheSimulatedGoogle_0123456789abcdefg';
	static readonly url = `https://docs.google.com/spreadsheets/d/${Sheet.id}/edit?gid=0#gid=0`;
	private readonly readers: Array<() => void> = [];

	constructor(public cells: Cell[][]) {}

	rows(): Array<Record<string, unknown>> {
		const [columns = [], ...rows] = this.cells;
		return rows.map((row) =>
			Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])),
		);
	}

	set(name: string, column: string, value: string): void {
		const index = (this.cells[0] ?? []).indexOf(column);
		for (const row of this.cells.filter(([first]) => first === name)) row[index] = value;
	}

	/** Someone makes this change after the sheet was read again. */
	afterNextRead(act: () => void): void {
		this.readers.push(act);
	}

	/** As `spreadsheets.values.get` has formatted values: text, without the empty cells at a row's end. */
	read(): string[][] {
		const values = this.cells.map((row) => {
			const empty = [...row].reverse().findIndex((cell) => cell !== '');
			return empty < 0 ? [] : row.slice(0, row.length - empty).map(String);
		});
		this.readers.shift()?.();
		return values;
	}

	/** As `spreadsheets.values.batchUpdate` does it with cells. */
	update(body: unknown): void {
		for (const { range, values } of updateSchema.parse(body).data) {
			const [, letter = '', number = ''] = CELL.exec(range) ?? [];
			const row = this.cells[Number(number) - 1];
			const column = letter.charCodeAt(0) - 'A'.charCodeAt(0);
			if (!row || !(column < (this.cells[0] ?? []).length)) throw new Error(`No cell ${range}`);
			row[column] = values[0][0];
		}
	}

	/** Google's response to a request, or undefined for an unknown address. */
	answer(host: string, address: string, body: string): unknown {
		if (host === 'oauth2.googleapis.com' && address === '/token') {
			return { access_token: 'token', token_type: 'Bearer', expires_in: 3599 };
		}
		const [path = ''] = address.split('?');
		const [, id, values] = ADDRESS.exec(path) ?? [];
		if (host !== 'sheets.googleapis.com' || id !== Sheet.id) return undefined;
		if (values === undefined) return { sheets: [{ properties: { sheetId: 0, title: TITLE } }] };
		if (values === '/values:batchUpdate') return this.update(JSON.parse(body)) ?? {};
		return decodeURIComponent(values) === `/values/'${TITLE}'`
			? { majorDimension: 'ROWS', values: this.read() }
			: undefined;
	}
}

/** Google, as reached by an n8n with these settings. */
export interface Google {
	env: Record<string, string>;
	/** of a credential of the type `googleApi` */
	credential: Record<string, unknown>;
	/** requests that it could not handle, and why */
	refused: string[];
	close(): Promise<void>;
}

/**
 * Replaces Google, whose addresses are built into n8n's nodes: a proxy that responds itself, with a certificate
 * that the n8n trusts. `folder` is the folder of the certificate.
 */
export async function startGoogle(sheet: Sheet, folder: string): Promise<Google> {
	const refused: string[] = [];
	const certificate = selfSigned(24, 49, '*.googleapis.com');
	const google = createTlsServer(certificate, (message, response) => {
		void textOf(message)
			.then((body) => sheet.answer(message.headers.host ?? '', message.url ?? '', body))
			.catch(String)
			.then((answer) => {
				const isAnswer = typeof answer === 'object';
				if (!isAnswer) refused.push(`${message.method} ${message.url}: ${String(answer)}`);
				response.writeHead(isAnswer ? 200 : 400, { 'Content-Type': 'application/json' });
				response.end(JSON.stringify(isAnswer ? answer : { error: { message: answer } }));
			});
	});
	const proxy = createServer((_message, response) => response.writeHead(502).end());
	proxy.on('connect', ({ url = '' }: IncomingMessage, socket) => {
		socket.on('error', () => {});
		if (!url.endsWith('.googleapis.com:443')) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		return google.emit('connection', socket);
	});
	const port = await listen(proxy);
	const file = join(folder, 'google.pem');
	writeFileSync(file, certificate.cert);
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return {
		env: {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: file,
		},
		credential: {
			email: 'n8n@project.iam.gserviceaccount.com',
			privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		},
		refused,
		async close() {
			google.closeAllConnections();
			await close(proxy);
		},
	};
}

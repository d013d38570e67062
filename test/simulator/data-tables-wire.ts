/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from '../harness/loopback';
import nock from 'nock';
import { NoAnswer, type DataTables } from './data-tables';
import type { WireRequest } from './data-tables-request';
import { parseJson } from './request-log';
import { textOf } from './wire';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

function addressOf(target: string, prefix: string): Pick<WireRequest, 'path' | 'query'> {
	const [path = '', ...queries] = target.slice(prefix.length).split('?');
	return { path, query: queries.join('?') };
}

const networkError = (code: string, message: string, syscall?: string) =>
	Object.assign(new Error(message), { code, syscall });

/** Serves the tables through nock, with network faults. @returns a function that ends it */
export function mountDataTables(
	tables: DataTables,
	baseUrl = 'http://localhost:5678/api/v1',
): () => void {
	const { origin, pathname, host } = new URL(baseUrl);
	const prefix = pathname.replace(/\/$/, '');
	const interceptors = METHODS.map((method) => {
		const isOurs = (target: string) => target.startsWith(`${prefix}/data-tables`);
		const interceptor = nock(origin).persist().intercept(isOurs, method);
		interceptor.reply(async function (target, sent) {
			const body: unknown = typeof sent === 'string' ? undefined : sent;
			const { headers } = this.req;
			try {
				const address = addressOf(target, prefix);
				const answer = await tables.handle({ method, ...address, body, headers });
				return [answer.status, JSON.stringify(answer.body), JSON_TYPE];
			} catch (thrown) {
				if (!(thrown instanceof NoAnswer)) throw thrown;
				if (thrown.fault === 'refuse') {
					throw networkError('ECONNREFUSED', `connect ECONNREFUSED ${host}`, 'connect');
				}
				if (thrown.fault === 'noAnswerButDone') throw networkError('ECONNRESET', 'socket hang up');
				return await new Promise<never>(() => {});
			}
		});
		return interceptor;
	});
	return () => {
		for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
	};
}

export interface DataTablesServer {
	/** With `/api/v1`. */
	readonly url: string;
	/** Cuts off what still hangs. */
	close(): Promise<void>;
}

const PREFIX = '/api/v1';

/** Serves the tables on a local port. A refused connection is cut off, because a server cannot refuse one. */
export async function serveDataTables(tables: DataTables): Promise<DataTablesServer> {
	const respond = async (message: IncomingMessage, response: ServerResponse) => {
		const { method = 'GET', url: target = '/', headers } = message;
		const text = await textOf(message);
		const isJson = headers['content-type']?.startsWith('application/json') === true;
		const body = isJson ? parseJson(text) : undefined;
		const address = addressOf(target, target.startsWith(PREFIX) ? PREFIX : '');
		const answer = await tables.handle({ method, ...address, body, headers });
		response.writeHead(answer.status, JSON_TYPE).end(JSON.stringify(answer.body));
	};
	const server = createServer((message, response) => {
		respond(message, response).catch((thrown: unknown) => {
			const isHanging = thrown instanceof NoAnswer && thrown.fault === 'hang';
			if (!isHanging) message.socket.resetAndDestroy();
		});
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}${PREFIX}`,
		close: async () => await close(server),
	};
}

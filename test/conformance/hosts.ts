/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { FaultCase } from '../harness/fault-cases';
import { close, listen } from '../harness/loopback';
import { selfSigned } from '../harness/self-signed';

/** Hosts that no credential names, and one with an untrusted certificate. */
export class Hosts {
	/** The requests they received. */
	readonly asked: string[] = [];
	answer: (response: ServerResponse) => void = (response) => response.end('{}');
	private readonly elsewhere = createServer((request, response) => {
		this.asked.push(`${request.method} ${request.url}`);
		this.answer(response);
	});
	private readonly selfSigned = createTlsServer(selfSigned(), (request, response) => {
		this.asked.push(`${request.method} ${request.url}`);
		response.end('{}');
	});

	async start() {
		for (const server of [this.elsewhere, this.selfSigned]) await listen(server);
	}

	async close() {
		for (const server of [this.elsewhere, this.selfSigned]) await close(server);
	}

	/** The address of a foreign host. */
	get url() {
		return `http://localhost:${portOf(this.elsewhere)}`;
	}

	/** The base URL of the faulty host. */
	baseUrl(host: NonNullable<FaultCase['host']>, right: string): string {
		return {
			'self-signed': `https://127.0.0.1:${portOf(this.selfSigned)}`,
			'http behind https': right.replace('http:', 'https:'),
			closed: 'http://127.0.0.1:1',
		}[host];
	}
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

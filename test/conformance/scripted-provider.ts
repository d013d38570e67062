/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { encoded, writeBroken } from '../simulator/broken';
import { isProcessed, type Fault } from '../simulator/faults';
import { faulty } from '../simulator/faulty';
import { answer, jsonText, type ProviderAnswer } from '../simulator/http';
import type { Exchange } from './harness';

export interface ScriptedRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Parsed JSON; null where there was none. */
	readonly body: unknown;
}

/** What a request meets: an answer, and what it does where it is acted on. */
export interface Played {
	readonly exchange: Pick<Exchange, 'status' | 'headers' | 'answer'>;
	act?(): void;
}

interface FaultOrder {
	readonly fault: Fault;
	readonly where: (request: ScriptedRequest) => boolean;
	passes: number;
	hits: number;
}

/** Whether a request is the documented one, to the last field. */
export function isCall({ call, query = {}, body }: Exchange, request: ScriptedRequest) {
	return (
		call === `${request.method} ${request.path}` &&
		isDeepStrictEqual(query, request.query) &&
		isDeepStrictEqual(body ?? null, request.body)
	);
}

/** A provider that answers as it is told, over real HTTP. */
export class ScriptedProvider {
	/** Requests with the right key, in order of arrival. */
	readonly log: ScriptedRequest[] = [];
	/** Those of them that nothing was written for. */
	readonly unexpected: ScriptedRequest[] = [];
	/** What requests meet. */
	play: (request: ScriptedRequest) => Played | null = () => null;
	/** What the right requests hold, and all others are strays of a test before. */
	auth = { header: '', value: '' };
	/** What the others are answered. */
	refusal: Pick<Exchange, 'status' | 'answer'> = { answer: { error: 'Unauthorized' } };
	/** What `echo-secret` echoes. */
	secrets = '';
	url = '';
	private orders: FaultOrder[] = [];
	private readonly watchers = new Set<(request: ScriptedRequest) => unknown>();
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly server = createServer((message, response) => {
		this.handle(message, response).catch(() => response.destroy());
	});

	async start() {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close() {
		for (const timer of this.timers) clearTimeout(timer);
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.server.closeAllConnections();
		await closed;
	}

	reset() {
		this.log.length = 0;
		this.unexpected.length = 0;
		this.orders = [];
		this.watchers.clear();
		this.play = () => null;
	}

	/** Lets requests go wrong: `times` of those that match, once, where it is not said, behind the first `after`. */
	fault(
		fault: Fault,
		{
			where = () => true,
			times = 1,
			after = 0,
		}: Partial<{
			where: FaultOrder['where'];
			times: number;
			after: number;
		}> = {},
	) {
		this.orders.push({ fault, where, passes: after, hits: times });
	}

	/** Resolves once a request like this has arrived. */
	async next(isLike: (request: ScriptedRequest) => boolean) {
		await new Promise<void>((resolve) => {
			this.watchers.add((request) => isLike(request) && resolve());
		});
	}

	private take(request: ScriptedRequest): Fault | null {
		for (const order of this.orders) {
			if (order.hits <= 0 || !order.where(request)) continue;
			if (order.passes > 0) {
				order.passes -= 1;
				continue;
			}
			order.hits -= 1;
			return order.fault;
		}
		return null;
	}

	private async handle(message: IncomingMessage, response: ServerResponse) {
		const text = await textOf(message);
		if (message.headers[this.auth.header] !== this.auth.value) {
			const { status = 401, answer: body } = this.refusal;
			write(response, answer(status, body));
			return;
		}
		const url = new URL(message.url ?? '/', this.url);
		const request: ScriptedRequest = {
			method: message.method ?? 'GET',
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			body: text === '' ? null : parsed(text),
		};
		this.log.push(request);
		for (const watch of this.watchers) watch(request);
		const fault = this.take(request);
		const played = this.play(request);
		if (!played) this.unexpected.push(request);
		if (played && (!fault || isProcessed(fault))) played.act?.();
		const normal = played
			? answer(played.exchange.status ?? 200, played.exchange.answer, played.exchange.headers)
			: answer(500, { error: 'No exchange is written for this request' });
		if (fault) this.goWrong(fault, normal, message, response);
		else write(response, normal);
	}

	private goWrong(
		fault: Fault,
		normal: ProviderAnswer,
		message: IncomingMessage,
		response: ServerResponse,
	) {
		switch (fault.kind) {
			case 'hang':
				return;
			case 'reset-before':
			case 'reset-after':
				message.socket.resetAndDestroy();
				return;
			case 'truncate':
				write(response, normal, true);
				return;
			case 'not-json':
				write(response, {
					...answer(200, fault.text ?? '<!doctype html><title>Just a moment…</title>'),
					headers: { 'Content-Type': 'text/html; charset=utf-8' },
				});
				return;
			case 'delay': {
				const timer = setTimeout(() => {
					this.timers.delete(timer);
					if (!message.socket.destroyed) write(response, normal);
				}, fault.ms);
				this.timers.add(timer);
				return;
			}
			case 'broken':
				writeBroken(fault.how, response, bytesOf(normal.body), fault.status ?? 200);
				return;
			case 'encoded':
				write(response, encoded(fault, normal, bytesOf(normal.body)));
				return;
			default:
				write(response, faulty(fault, normal, this.secrets));
		}
	}
}

function write(response: ServerResponse, { status, headers, body }: ProviderAnswer, cut = false) {
	const bytes = bytesOf(body);
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		Date: new Date(Date.now()).toUTCString(),
		...headers,
		'Content-Length': cut ? bytes.length + 1 : bytes.length,
	});
	if (!cut) {
		response.end(bytes);
		return;
	}
	const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
	response.write(half, () => response.socket?.destroy());
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : body === null ? '' : (jsonText(body) ?? ''));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

async function textOf(message: IncomingMessage): Promise<string> {
	let text = '';
	message.setEncoding('utf8');
	for await (const chunk of message) text += String(chunk);
	return text;
}

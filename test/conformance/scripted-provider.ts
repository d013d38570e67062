/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { close, listen } from '../harness/loopback';
import { isProcessed, type Fault } from '../simulator/faults';
import { answer, formFields, isFormType } from '../simulator/http';
import { textOf, Wire } from '../simulator/wire';
import type { Exchange } from './harness';

export interface ScriptedRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Parsed JSON, or the fields of a form; null if there was none. */
	readonly body: unknown;
	/** Whether the body was multipart/form-data; absent if not. */
	readonly isForm?: true;
}

/** What happens to a request: a response, and its effect if it is acted on. */
export interface Played {
	readonly exchange: Pick<Exchange, 'status' | 'headers' | 'answer'>;
	act?(): void;
}

interface FaultOrder {
	readonly fault: Fault;
	readonly where: (request: ScriptedRequest) => boolean;
	after: number;
	times: number;
}

/** Whether a request matches the documented one in every field. */
export function isCall({ call, query = {}, body, isForm }: Exchange, request: ScriptedRequest) {
	return (
		call === `${request.method} ${request.path}` &&
		isForm === request.isForm &&
		isDeepStrictEqual(query, request.query) &&
		isDeepStrictEqual(body ?? null, request.body)
	);
}

/** A provider with scripted responses, over real HTTP. */
export class ScriptedProvider {
	/** Requests with the right key, in order of arrival. */
	readonly log: ScriptedRequest[] = [];
	/** Those without a scripted response. */
	readonly unexpected: ScriptedRequest[] = [];
	/** The scripted responses. */
	play: (request: ScriptedRequest) => Played | null = () => null;
	/** What this test's requests contain; all others are left over from an earlier test. */
	auth = { header: '', value: '' };
	/** The response to the others. */
	refusal: Pick<Exchange, 'status' | 'answer'> = { answer: { error: 'Unauthorized' } };
	/** What `echo-secret` echoes. */
	secrets = '';
	url = '';
	private orders: FaultOrder[] = [];
	private readonly watchers = new Set<(request: ScriptedRequest) => unknown>();
	private readonly wire = new Wire();
	private readonly server = createServer((message, response) => {
		this.handle(message, response).catch(() => response.destroy());
	});

	async start() {
		this.url = `http://127.0.0.1:${await listen(this.server)}`;
	}

	async close() {
		this.wire.stop();
		await close(this.server);
	}

	reset() {
		this.log.length = 0;
		this.unexpected.length = 0;
		this.orders = [];
		this.watchers.clear();
		this.play = () => null;
	}

	/** Makes matching requests fail: `times` of them (default 1), after the first `after`. */
	fault(
		fault: Fault,
		{ where = () => true, times = 1, after = 0 }: Partial<Omit<FaultOrder, 'fault'>> = {},
	) {
		this.orders.push({ fault, where, after, times });
	}

	/** Resolves once a matching request has arrived. */
	async next(isLike: (request: ScriptedRequest) => boolean) {
		await new Promise<void>((resolve) => {
			this.watchers.add((request) => isLike(request) && resolve());
		});
	}

	private take(request: ScriptedRequest): Fault | null {
		for (const order of this.orders) {
			if (order.times <= 0 || !order.where(request)) continue;
			if (order.after > 0) {
				order.after -= 1;
				continue;
			}
			order.times -= 1;
			return order.fault;
		}
		return null;
	}

	private async handle(message: IncomingMessage, response: ServerResponse) {
		const text = await textOf(message);
		if (message.headers[this.auth.header] !== this.auth.value) {
			const { status = 401, answer: body } = this.refusal;
			this.wire.write(response, answer(status, body));
			return;
		}
		const url = new URL(message.url ?? '/', this.url);
		const request: ScriptedRequest = {
			method: message.method ?? 'GET',
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			...contentOf(message.headers['content-type'], text),
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
		if (fault) this.wire.goWrong(fault, normal, message, response, this.secrets);
		else this.wire.write(response, normal);
	}
}

function contentOf(type: string | undefined, text: string) {
	if (isFormType(type)) return { body: formFields(type ?? '', text), isForm: true as const };
	return { body: text === '' ? null : parsed(text) };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

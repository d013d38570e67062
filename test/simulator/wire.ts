/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { encoded, writeBroken } from './broken';
import type { Fault } from './faults';
import { faulty } from './faulty';
import { answer, jsonText, type ProviderAnswer } from './http';

export async function textOf(message: IncomingMessage): Promise<string> {
	let text = '';
	message.setEncoding('utf8');
	for await (const chunk of message) text += String(chunk);
	return text;
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : body === null ? '' : (jsonText(body) ?? ''));
}

/** The responses of one server, right and wrong, and those still to come. */
export class Wire {
	private readonly timers = new Set<NodeJS.Timeout>();

	/** For the server's end. */
	stop() {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
	}

	/** `cut`: half of it, and no more. */
	write(response: ServerResponse, { status, headers, body }: ProviderAnswer, cut = false) {
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

	/** Makes a request fail; `answered` gets the status of a complete response. */
	goWrong(
		fault: Fault,
		normal: ProviderAnswer | null,
		{ socket }: IncomingMessage,
		response: ServerResponse,
		secrets: string,
		answered: (status: number) => void = () => {},
	) {
		const usual = normal ?? answer(200, null);
		const write = (given: ProviderAnswer) => {
			answered(given.status);
			this.write(response, given);
		};
		switch (fault.kind) {
			case 'hang':
				return;
			case 'reset-before':
			case 'reset-after':
				socket.resetAndDestroy();
				return;
			case 'truncate':
				this.write(response, usual, true);
				return;
			case 'not-json':
				write({
					status: 200,
					headers: { 'Content-Type': 'text/html; charset=utf-8' },
					body: fault.text ?? '<!doctype html><title>Just a moment…</title>',
				});
				return;
			case 'delay': {
				const timer = setTimeout(() => {
					this.timers.delete(timer);
					if (!socket.destroyed) write(usual);
				}, fault.ms);
				this.timers.add(timer);
				return;
			}
			case 'broken': {
				const status = fault.status ?? 200;
				answered(status);
				writeBroken(fault.how, response, bytesOf(normal?.body ?? null), status);
				return;
			}
			case 'encoded':
				write(encoded(fault, normal, bytesOf(normal?.body ?? null)));
				return;
			default:
				write(faulty(fault, normal, secrets));
		}
	}
}

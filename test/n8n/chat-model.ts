/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from '../harness/loopback';
import { z } from 'zod';
import { textOf as bodyOf } from '../simulator/wire';
import type { N8nRest } from './rest';

const messageSchema = z
	.object({
		role: z.string(),
		content: z.union([
			z.string(),
			z.null(),
			z.array(z.object({ text: z.string().default('') }).passthrough()),
		]),
	})
	.passthrough();
const toolSchema = z.object({
	type: z.literal('function'),
	function: z
		.object({
			name: z.string(),
			description: z.string().default(''),
			parameters: z
				.object({
					properties: z.record(z.object({ description: z.string().default('') }).passthrough()),
					required: z.array(z.string()).default([]),
				})
				.passthrough(),
		})
		.passthrough(),
});
const requestSchema = z
	.object({
		model: z.string(),
		stream: z.boolean().default(false),
		messages: z.array(messageSchema).nonempty(),
		tools: z.array(toolSchema).default([]),
	})
	.passthrough();

/** A request to the model, as in OpenAI's *Create chat completion*. */
export type ChatRequest = z.infer<typeof requestSchema>;

/** The model's next step: a tool call or an answer. */
export type ChatMove =
	| { readonly tool: string; readonly parameters: Record<string, unknown> }
	| { readonly say: string };

/** A model that follows a script. */
export interface ChatModel {
	/** The credential's *Base URL*. */
	readonly baseUrl: string;
	/** every request, in order of arrival */
	readonly requests: ChatRequest[];
}

/** A message's text, however it was sent. */
export function textOf({ content }: ChatRequest['messages'][number]): string {
	return typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('');
}

/** The tools' results since the last user message, oldest first. */
export function toolAnswers({ messages }: ChatRequest): string[] {
	const asked = messages.map(({ role }) => role).lastIndexOf('user');
	return messages.slice(asked + 1).flatMap((one) => (one.role === 'tool' ? [textOf(one)] : []));
}

function messageOf(move: ChatMove, callId: string) {
	if ('say' in move) return { role: 'assistant', content: move.say };
	const { tool: name, parameters } = move;
	const call = { name, arguments: JSON.stringify(parameters) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ index: 0, id: callId, type: 'function', function: call }],
	};
}

/** One answer, whole or as the two events of a stream. */
function write(
	response: ServerResponse,
	{ model, stream }: ChatRequest,
	move: ChatMove,
	n: number,
) {
	const message = messageOf(move, `call_${n}`);
	const finish_reason = 'say' in move ? 'stop' : 'tool_calls';
	const head = { id: `chatcmpl-${n}`, created: Math.floor(Date.now() / 1000), model };
	if (stream) {
		const choices = [{ index: 0, delta: message, finish_reason }];
		const event = JSON.stringify({ ...head, object: 'chat.completion.chunk', choices });
		response.writeHead(200, { 'Content-Type': 'text/event-stream' });
		response.end(`data: ${event}\n\ndata: [DONE]\n\n`);
		return;
	}
	const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	const choices = [{ index: 0, message, finish_reason, logprobs: null }];
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
}

/**
 * Runs a check with its own model, which serves OpenAI's *Create chat completion* on loopback; `script` returns
 * each next move.
 */
export async function usingChatModel(
	script: (request: ChatRequest) => ChatMove,
	run: (model: ChatModel) => Promise<void>,
): Promise<void> {
	const requests: ChatRequest[] = [];

	async function handle(message: IncomingMessage, response: ServerResponse) {
		if (message.method !== 'POST' || message.url !== '/v1/chat/completions') {
			message.resume();
			response.writeHead(404).end();
			return;
		}
		const request = requestSchema.parse(JSON.parse(await bodyOf(message)));
		requests.push(request);
		write(response, request, script(request), requests.length);
	}

	const server = createServer((message, response) => {
		handle(message, response).catch((error: unknown) => {
			// A status that the client does not retry.
			response.writeHead(400, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify({ error: { message: String(error), type: 'script' } }));
		});
	});
	const port = await listen(server);
	try {
		await run({ baseUrl: `http://127.0.0.1:${port}/v1`, requests });
	} finally {
		await close(server);
	}
}

/** Saves n8n's credential for a model. */
export const saveModel = async (rest: N8nRest, { baseUrl: url }: ChatModel) =>
	await rest.saveCredential('Scripted model', 'openAiApi', { apiKey: 'no-key-needed', url });

/** n8n passes a tool's output to a model as JSON: one item, or a list of one. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): T {
	const answer: unknown = JSON.parse(text);
	return schema.parse(Array.isArray(answer) ? answer[0] : answer);
}

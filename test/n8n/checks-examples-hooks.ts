/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import { close, listen } from '../harness/loopback';
import { workflowFileSchema, type WorkflowFile } from './rest';

/** A call to one of an example's placeholder addresses. */
export interface HookCall {
	readonly path: string;
	readonly body: unknown;
}

/** Replaces the servers behind an example's placeholder addresses. */
export interface Hooks {
	readonly url: string;
	/** every call, in order of arrival, including refused ones */
	readonly calls: HookCall[];
	/** from here on calls to this path are answered with 500 */
	refuse(path: string): void;
	close(): Promise<void>;
}

/** A server on loopback that accepts everything. */
async function startHooks(): Promise<Hooks> {
	const calls: HookCall[] = [];
	const refused = new Set<string>();
	const server = createServer((message, response) => {
		let text = '';
		message.setEncoding('utf8');
		message.on('data', (chunk) => (text += String(chunk)));
		message.on('end', () => {
			const path = message.url ?? '/';
			const body: unknown = text === '' ? null : JSON.parse(text);
			calls.push({ path, body });
			const status = refused.has(path) ? 500 : 200;
			response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"ok":true}');
		});
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		refuse: (path) => void refused.add(path),
		close: async () => await close(server),
	};
}

/** Puts the hooks in place of the placeholders; the paths stay. */
export function withHooks(workflow: WorkflowFile, { url }: Hooks): WorkflowFile {
	const text = JSON.stringify(workflow.nodes.filter(({ type }) => type.endsWith('.httpRequest')));
	if (!text.includes('.example.com/')) throw new Error(`${workflow.name} has no placeholder`);
	const nodes = workflow.nodes.map((node): unknown =>
		node.type.endsWith('.httpRequest')
			? JSON.parse(JSON.stringify(node).replace(/https:\/\/\w+\.example\.com/g, url))
			: node,
	);
	return workflowFileSchema.parse({ ...workflow, nodes });
}

/** Runs a check with its own hooks. */
export async function usingHooks(run: (hooks: Hooks) => Promise<void>): Promise<void> {
	const hooks = await startHooks();
	try {
		await run(hooks);
	} finally {
		await hooks.close();
	}
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';

export interface ChildOptions {
	/** The Node to run it with; default this process's own. */
	readonly node?: string;
	readonly nodeOptions?: readonly string[];
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

const replySchema = z.union([
	z.object({ value: z.unknown(), error: z.undefined() }),
	z.object({ error: z.string() }),
]);

/** A process that handles one request after the other (see `serve`). */
export class Child {
	private readonly process: ChildProcess;

	constructor(file: string, { node, nodeOptions = [], args = [], env }: ChildOptions = {}) {
		this.process = fork(file, args, {
			execPath: node,
			execArgv: [...nodeOptions, '--import', 'tsx'],
			env: { ...process.env, ...env },
			serialization: 'advanced',
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		});
	}

	/** @throws what went wrong in the process, or that it ended */
	async ask<S extends z.ZodTypeAny>(request: unknown, schema: S): Promise<z.output<S>> {
		const reply = await new Promise<unknown>((resolve, reject) => {
			const onExit = (code: number | null, signal: string | null) =>
				reject(new Error(`A process of the bench ended (${signal ?? `exit code ${code}`})`));
			this.process.once('exit', onExit);
			this.process.once('message', (message) => {
				this.process.off('exit', onExit);
				resolve(message);
			});
			this.process.send({ request });
		});
		const parsed = replySchema.parse(reply);
		if (parsed.error !== undefined) throw new Error(parsed.error);
		return schema.parse(parsed.value);
	}

	async stop(): Promise<void> {
		if (this.process.exitCode !== null || this.process.signalCode !== null) return;
		const ended = new Promise((resolve) => this.process.once('exit', resolve));
		this.process.kill('SIGKILL');
		await ended;
	}
}

const requestSchema = z.object({ request: z.unknown() });

/** Handles the requests of the parent process, and ends with it. */
export function serve(handle: (request: unknown) => Promise<unknown>): void {
	const answer = async (message: unknown) => {
		try {
			return { value: await handle(requestSchema.parse(message).request) };
		} catch (error) {
			return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
		}
	};
	process.on('message', (message) => {
		void answer(message).then((reply) => process.send?.(reply));
	});
	process.once('disconnect', () => process.exit(0));
}

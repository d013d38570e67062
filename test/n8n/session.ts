/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startN8n, testOwner, type N8nOptions, type RunningN8n } from './n8n';
import { PlainError } from './processes';
import type { N8nRest } from './rest';

const OPEN_DATABASE = `
	const [, file, workflowId] = process.argv;
	const { DatabaseSync } = require('node:sqlite');
	const database = new DatabaseSync(file, { timeout: 5000 });
`;
const COUNT_ENTRIES = `
	const rows = database.prepare('SELECT value FROM processed_data WHERE workflowId = ?').all(workflowId);
	const count = rows.reduce((sum, row) => sum + JSON.parse(row.value).data.length, 0);
	process.stdout.write(String(count));
`;
const REFUSE_ENTRIES = `
	database.exec(
		'CREATE TRIGGER refuse_' + workflowId + ' BEFORE INSERT ON processed_data ' +
		"WHEN NEW.workflowId = '" + workflowId + "' BEGIN SELECT RAISE(ABORT, 'no place'); END",
	);
`;

/** One n8n over its crashes and restarts: user folder, port and owner stay, and so does `rest`. */
export class N8nSession {
	private constructor(
		private readonly options: N8nOptions,
		private running: RunningN8n,
		readonly rest: N8nRest,
	) {}

	static async start(options: N8nOptions): Promise<N8nSession> {
		const running = await startN8n(options);
		await running.rest.signIn(testOwner);
		return new N8nSession({ ...options, port: running.port }, running, running.rest);
	}

	/** SIGKILL to everything that n8n started, and n8n again. */
	async crash(): Promise<void> {
		await this.running.kill();
		await this.startAgain();
	}

	/** An orderly end, and n8n again. */
	async restart(): Promise<void> {
		await this.running.stop();
		await this.startAgain();
	}

	/** What n8n has logged so far. */
	log(): string {
		return readFileSync(this.running.logFile, 'utf8');
	}

	/** How many entries n8n's database holds of what the nodes of a workflow processed. */
	async processedEntries(workflowId: string): Promise<number> {
		return Number(await this.onDatabase(COUNT_ENTRIES, workflowId));
	}

	/** From here on n8n's database takes no entries of what the nodes of a workflow processed. */
	async refuseProcessedEntries(workflowId: string): Promise<void> {
		await this.onDatabase(REFUSE_ENTRIES, workflowId);
	}

	/** Runs a script on n8n's database, with n8n's Node, which knows SQLite. */
	private async onDatabase(script: string, workflowId: string): Promise<string> {
		const file = join(this.options.userFolder, '.n8n', 'database.sqlite');
		const args = ['--no-warnings', '-e', OPEN_DATABASE + script, file, workflowId];
		return await new Promise((resolve, reject) => {
			execFile(this.options.install.node, args, (error, output) => {
				if (error) reject(new PlainError(`n8n's database cannot be used: ${error.message}`));
				else resolve(output);
			});
		});
	}

	private async startAgain(): Promise<void> {
		this.running = await startN8n(this.options);
		await this.rest.signIn(testOwner);
	}
}

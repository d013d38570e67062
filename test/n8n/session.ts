/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startN8n, testOwner, type N8nOptions, type RunningN8n } from './n8n';
import { PlainError } from './processes';
import type { N8nRest } from './rest';

const OPEN_DATABASE = `
	const [, file, workflowId, ...rest] = process.argv;
	const { DatabaseSync } = require('node:sqlite');
	const database = new DatabaseSync(file, { timeout: 5000 });
`;
const COUNT_ENTRIES = `
	const rows = database.prepare('SELECT value FROM processed_data WHERE workflowId = ?').all(workflowId);
	const count = rows.reduce((sum, row) => sum + JSON.parse(row.value).data.length, 0);
	process.stdout.write(String(count));
`;
const REFUSE_ENTRIES = `
	const [words] = rest;
	for (const operation of ['INSERT', 'UPDATE']) {
		database.exec(
			'CREATE TRIGGER refuse_' + operation + '_' + workflowId + ' BEFORE ' + operation +
			" ON processed_data WHEN NEW.workflowId = '" + workflowId +
			"' BEGIN SELECT RAISE(ABORT, '" + words + "'); END",
		);
	}
`;
const ACCEPT_ENTRIES = `
	for (const operation of ['INSERT', 'UPDATE']) {
		database.exec('DROP TRIGGER refuse_' + operation + '_' + workflowId);
	}
`;
const LOCK = `
	const [milliseconds] = rest;
	database.exec('BEGIN IMMEDIATE');
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(milliseconds));
	database.exec('ROLLBACK');
`;
/** Waits for a time without reads or writes. */
const EMPTY_LOG = `
	let isBusy = true;
	for (let tries = 0; isBusy && tries < 200; tries++) {
		isBusy = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get().busy !== 0;
	}
	if (isBusy) throw new Error('The log is in use');
`;

/** One n8n across crashes and restarts: user folder, port and owner are the same, and so is `rest`. */
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

	/** Sends SIGKILL to everything n8n started, and starts n8n again. */
	async crash(): Promise<void> {
		await this.running.kill();
		await this.startAgain();
	}

	/** Stops n8n normally, and starts it again. */
	async restart(): Promise<void> {
		await this.running.stop();
		await this.startAgain();
	}

	/** What n8n has logged so far. */
	log(): string {
		return readFileSync(this.running.logFile, 'utf8');
	}

	/** The number of processed-data entries of a workflow's nodes in n8n's database. */
	async processedEntries(workflowId: string): Promise<number> {
		return Number(await this.onDatabase(COUNT_ENTRIES, workflowId));
	}

	/** From now on, n8n's database refuses processed-data entries of a workflow's nodes, with this error message. */
	async refuseProcessedEntries(workflowId: string, words = 'no place'): Promise<void> {
		await this.onDatabase(REFUSE_ENTRIES, workflowId, words);
	}

	/** The end of `refuseProcessedEntries`. */
	async acceptProcessedEntries(workflowId: string): Promise<void> {
		await this.onDatabase(ACCEPT_ENTRIES, workflowId);
	}

	/** Blocks all other writes to n8n's database for this long. */
	async lockDatabase(milliseconds: number): Promise<void> {
		await this.onDatabase(LOCK, '', String(milliseconds));
	}

	/** Leaves no reusable space in SQLite's write-ahead log. */
	async emptyDatabaseLog(): Promise<void> {
		await this.onDatabase(EMPTY_LOG);
	}

	/** One more n8n with the same packages, its own folder, and these additional settings. */
	async another(userFolder: string, env: Record<string, string> = {}): Promise<N8nSession> {
		const packages = join('.n8n', 'nodes');
		cpSync(join(this.options.userFolder, packages), join(userFolder, packages), {
			recursive: true,
		});
		return await N8nSession.start({
			...this.options,
			userFolder,
			port: undefined,
			env: { ...this.options.env, ...env },
		});
	}

	/** Stops it normally. */
	async stop(): Promise<void> {
		await this.running.stop();
	}

	/** Runs a script on n8n's database, with n8n's Node, which has SQLite. */
	private async onDatabase(script: string, ...values: string[]): Promise<string> {
		const file = join(this.options.userFolder, '.n8n', 'database.sqlite');
		const args = ['--no-warnings', '-e', OPEN_DATABASE + script, file, ...values];
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

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startN8n, testOwner, type N8nOptions, type RunningN8n } from '../n8n/n8n';
import { installTarball } from '../n8n/pack';
import { PlainError, stopGroup, until } from '../n8n/processes';
import type { N8nRest } from '../n8n/rest';
import type { Setup } from '../n8n/setup';
import {
	askRedis,
	startPostgres,
	startRedis,
	type Database,
	type Programs,
	type Service,
} from './services';

/** The parts of a cluster; each process has its own folder in the one given, as if on its own machine. */
export interface ClusterOptions extends Setup {
	programs: Programs;
	/** Called for each process as soon as it exists, the last one to be ended first. */
	onStart: (stop: () => Promise<void>) => void;
}

/** The workers of every cluster, by name. */
export const WORKERS = ['worker-1', 'worker-2'];

/** The main process, by name. */
export const MAIN = 'main';

/**
 * n8n's defaults are a minute, ten seconds and half a minute, too long for a test. A worker that pauses for as
 * long as the lock lasts counts as dead: pauses of four seconds occurred on a busy machine.
 */
const QUICK_TO_NOTICE = {
	QUEUE_WORKER_LOCK_DURATION: '12000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** The longest pause of a process's event loop since the last call, from n8n's metrics. */
const STALL = /^n8n_nodejs_eventloop_lag_max_seconds (\S+)$/m;

/** n8n in queue mode: one main process, workers, and webhook processes if a check needs them. */
export class Cluster {
	private readonly running = new Map<string, RunningN8n>();

	private constructor(
		private readonly options: ClusterOptions,
		private readonly env: Record<string, string>,
		readonly database: Database,
		readonly rest: N8nRest,
		private readonly port: number,
		private readonly redis: Service,
	) {}

	/** Redis, PostgreSQL, one main and the workers. */
	static async start(options: ClusterOptions): Promise<Cluster> {
		const { programs, folder, onStart } = options;
		const database = await startPostgres(programs.postgres, folder, onStart);
		const redis = await startRedis(programs.redis, folder, onStart);
		const env = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(database.port),
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: 'n8n',
			// The logs show which worker took which execution.
			N8N_LOG_LEVEL: 'info',
			N8N_METRICS: 'true',
			...QUICK_TO_NOTICE,
		};
		const main = await launch(options, env, MAIN, 'start');
		await main.rest.signIn(testOwner);
		const cluster = new Cluster(options, env, database, main.rest, main.port, redis);
		cluster.running.set(MAIN, main);
		await Promise.all(WORKERS.map(async (name) => await cluster.startWorker(name)));
		return cluster;
	}

	/** Starts the main process again, at its old address. */
	async startMain(): Promise<void> {
		this.running.set(MAIN, await launch(this.options, this.env, MAIN, 'start', this.port));
		await this.rest.signIn(testOwner);
	}

	/** Starts a worker; with an earlier one's name, it uses that one's folder. */
	async startWorker(name: string): Promise<void> {
		this.running.set(name, await launch(this.options, this.env, name, 'worker'));
	}

	/** Starts a process for webhooks only, and returns its address. */
	async startWebhooks(name: string): Promise<string> {
		const process = await launch(this.options, this.env, name, 'webhook');
		this.running.set(name, process);
		return process.url;
	}

	/** Sends SIGKILL to a process and to everything it started. */
	async kill(name: string): Promise<void> {
		await this.running.get(name)?.kill();
		this.running.delete(name);
	}

	/** Stops a process normally. */
	async stop(name: string): Promise<void> {
		await this.running.get(name)?.stop();
		this.running.delete(name);
	}

	/**
	 * Resolves when the queue has given up a killed worker's executions. A main process that starts before that
	 * ignores the execution, and checks again three hours later (`N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL`).
	 */
	async hasGivenUp(): Promise<void> {
		await until(
			'the queue has given up what the killed worker had',
			async () => (await askRedis(this.redis, 'LLEN bull:jobs:active')) === ':0',
		);
	}

	/** Each worker's longest pause (ms) since the last call. */
	async longestStalls(): Promise<Record<string, number>> {
		const stalls: Record<string, number> = {};
		for (const name of WORKERS) {
			const running = this.running.get(name);
			if (!running) continue;
			const metrics = await (await fetch(`${running.url}/metrics`)).text();
			const [, seconds] = STALL.exec(metrics) ?? [];
			if (seconds === undefined)
				throw new PlainError(`${name} does not tell how long it stood still`);
			stalls[name] = Math.round(1000 * Number(seconds));
		}
		return stalls;
	}

	/** The workers that took an execution; empty while it is queued. */
	workersOf(executionId: string): string[] {
		const words = `Worker started execution ${executionId} `;
		return [...this.running].flatMap(([name, { logFile }]) =>
			readFileSync(logFile, 'utf8').includes(words) ? [name] : [],
		);
	}

	/** The worker that took an execution, once one did. */
	async workerOf(executionId: string): Promise<string> {
		await until(
			`a worker took execution ${executionId}`,
			() => this.workersOf(executionId).length > 0,
		);
		return this.workersOf(executionId).join(' and ');
	}
}

/** The workers that took any of these executions, each once, sorted. */
export function workersThatTook(cluster: Cluster, executionIds: string[]): string[] {
	return [...new Set(executionIds.flatMap((id) => cluster.workersOf(id)))].sort();
}

async function launch(
	{ install, tarball, folder, onStart }: ClusterOptions,
	env: Record<string, string>,
	name: string,
	command: NonNullable<N8nOptions['command']>,
	port?: number,
): Promise<RunningN8n> {
	const userFolder = join(folder, name);
	await installTarball(tarball, userFolder);
	return await startN8n({
		install,
		userFolder,
		command,
		port,
		env,
		onSpawn: (child) => onStart(async () => await stopGroup(child)),
	});
}

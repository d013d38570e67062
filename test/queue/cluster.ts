/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nInstall } from '../n8n/install';
import { startN8n, testOwner, type N8nOptions, type RunningN8n } from '../n8n/n8n';
import { installTarball } from '../n8n/pack';
import { PlainError, stopGroup, until } from '../n8n/processes';
import type { N8nRest } from '../n8n/rest';
import {
	askRedis,
	startPostgres,
	startRedis,
	type Database,
	type Programs,
	type Service,
} from './services';

/** What a cluster is made of. */
export interface ClusterOptions {
	install: N8nInstall;
	programs: Programs;
	/** the packed package */
	tarball: string;
	/** holds everything: each process has a folder of its own in it, as if on a machine of its own */
	folder: string;
	/** Called for each process as soon as it exists, the last one to be ended first. */
	onStart: (stop: () => Promise<void>) => void;
}

/** The workers of every cluster, by name. */
export const WORKERS = ['worker-1', 'worker-2'];

/** The main process, by name. */
export const MAIN = 'main';

/**
 * n8n's defaults are a minute, ten seconds and half a minute; a test has no time for these. A worker that stands still for
 * as long as the lock lasts counts as dead: four seconds were seen on a machine that did much else.
 */
const QUICK_TO_NOTICE = {
	QUEUE_WORKER_LOCK_DURATION: '12000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** How long a process's event loop stood still since it was last asked, at its longest, as n8n's metrics have it. */
const STALL = /^n8n_nodejs_eventloop_lag_max_seconds (\S+)$/m;

/** n8n in queue mode: one main process, workers, and webhook processes where a check wants them. */
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
			// The logs tell which worker took which execution.
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

	/** Starts a worker; one of a name that ran before takes up its folder again. */
	async startWorker(name: string): Promise<void> {
		this.running.set(name, await launch(this.options, this.env, name, 'worker'));
	}

	/** Starts a process that takes webhooks alone, and answers with its address. */
	async startWebhooks(name: string): Promise<string> {
		const process = await launch(this.options, this.env, name, 'webhook');
		this.running.set(name, process);
		return process.url;
	}

	/** SIGKILL to a process and to everything that it started. */
	async kill(name: string): Promise<void> {
		await this.running.get(name)?.kill();
		this.running.delete(name);
	}

	/** An orderly end of a process. */
	async stop(name: string): Promise<void> {
		await this.running.get(name)?.stop();
		this.running.delete(name);
	}

	/**
	 * Resolves when the queue has given up what a killed worker had. A main process that starts before leaves the execution
	 * be, and looks again three hours later (`N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL`).
	 */
	async hasGivenUp(): Promise<void> {
		await until(
			'the queue has given up what the killed worker had',
			async () => (await askRedis(this.redis, 'LLEN bull:jobs:active')) === ':0',
			60_000,
		);
	}

	/** For how long (ms) each worker stood still at most since this was last asked. */
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
			60_000,
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

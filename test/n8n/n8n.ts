/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentWithNode, type N8nInstall } from './install';
import {
	exitCode,
	freePort,
	pause,
	PlainError,
	signalGroup,
	startLogged,
	stopGroup,
} from './processes';
import { N8nRest, type Owner } from './rest';

/** How to start an n8n. */
export interface N8nOptions {
	install: N8nInstall;
	/** The folder of the database, the packages and the log; a restart with the same folder continues with them. */
	userFolder: string;
	/** `worker` and `webhook` are further kinds of processes in queue mode. */
	command?: 'start' | 'worker' | 'webhook';
	port?: number;
	env?: Record<string, string>;
	startTimeoutMilliseconds?: number;
	/** Called as soon as the process exists, so that it can be ended before it is ready. */
	onSpawn?: (child: ChildProcess) => void;
}

/** An n8n process that responds. */
export interface RunningN8n {
	url: string;
	port: number;
	pid: number;
	logFile: string;
	rest: N8nRest;
	/** Resolves with the exit code once the process has ended, for any reason. */
	exited: Promise<number>;
	/** SIGTERM, then SIGKILL for what is left, including helpers that n8n started. */
	stop(): Promise<void>;
	/** SIGKILL at once, as in a crash. */
	kill(): Promise<void>;
}

/** The owner account of tests. */
export const testOwner: Owner = {
	email: 'owner@example.com',
	password: 'Outreach-2026',
	firstName: 'Test',
	lastName: 'Owner',
};

const HOST = '127.0.0.1';
const FOREIGN_SETTING =
	/^(n8n_|db_|executions_|queue_|webhook_url$|generic_|npm_|node_options$|(https?|all)_proxy$)/i;

/** A new, empty folder for an n8n's data. */
export function newUserFolder(prefix = 'n8n-outreach-'): string {
	return mkdtempSync(join(tmpdir(), prefix));
}

/** n8n does not start if an unknown module is to be disabled. */
function hasModule({ n8nBin }: N8nInstall, name: string): boolean {
	return existsSync(join(dirname(dirname(n8nBin)), 'dist', 'modules', name));
}

function n8nEnvironment(options: N8nOptions, port: number, brokerPort: number): NodeJS.ProcessEnv {
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !FOREIGN_SETTING.test(name)),
	);
	return environmentWithNode(options.install, {
		...inherited,
		N8N_USER_FOLDER: options.userFolder,
		N8N_ENCRYPTION_KEY: 'a-key-for-simulated-accounts-only',
		N8N_HOST: HOST,
		N8N_LISTEN_ADDRESS: HOST,
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://${HOST}:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'warn',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		...(hasModule(options.install, 'mcp-registry') ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {}),
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		...(options.command === 'worker'
			? {
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					N8N_WORKER_SERVER_ADDRESS: HOST,
				}
			: {}),
		...options.env,
	});
}

async function answers(url: string): Promise<boolean> {
	return await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
		async (response) => {
			const text = await response.text();
			return response.ok && !text.includes('n8n is starting up');
		},
		() => false,
	);
}

/** Starts n8n and resolves when it responds. */
export async function startN8n(options: N8nOptions): Promise<RunningN8n> {
	mkdirSync(join(options.userFolder, '.n8n'), { recursive: true });
	const command = options.command ?? 'start';
	const port = options.port ?? (await freePort());
	const logFile = join(options.userFolder, command === 'start' ? 'n8n.log' : `n8n-${command}.log`);
	const child = startLogged(options.install.node, [options.install.n8nBin, command], {
		cwd: options.userFolder,
		env: n8nEnvironment(options, port, await freePort()),
		logFile,
	});
	options.onSpawn?.(child);
	const exited = exitCode(child);
	const url = `http://${HOST}:${port}`;
	const ready =
		command === 'start'
			? [`${url}/healthz/readiness`, `${url}/rest/settings`]
			: [`${url}/healthz/readiness`];

	const startTimeout = options.startTimeoutMilliseconds ?? 180_000;
	const deadline = Date.now() + startTimeout;
	let gone = false;
	void exited.then(() => (gone = true));
	for (const address of ready) {
		while (!(await answers(address))) {
			if (gone) throw new PlainError(`n8n ended while it was starting. Log: ${logFile}`);
			if (Date.now() > deadline) {
				await stopGroup(child);
				throw new PlainError(
					`n8n did not answer at ${url} within ${startTimeout / 1000} s. Log: ${logFile}`,
				);
			}
			await pause(200);
		}
	}
	return {
		url,
		port,
		pid: child.pid ?? -1,
		logFile,
		rest: new N8nRest(url),
		exited,
		stop: async () => await stopGroup(child),
		kill: async () => {
			signalGroup(child, 'SIGKILL');
			await exited;
		},
	};
}

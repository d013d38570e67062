/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../test/n8n/command';
import type { N8nInstall } from '../test/n8n/install';
import { installTarball } from '../test/n8n/pack';
import { prepareSetup } from '../test/n8n/setup';
import { Child } from './child';
import { outcomeSchema, type Contender, type Job, type Outcome } from './job';
import { providerStateSchema, type ProviderSettings, type ProviderState } from './provider-state';

interface Clock {
	/** The factor by which the processes' clocks are faster. */
	readonly speed?: number;
}

export interface WorkerOptions extends Clock {
	readonly nodeOptions?: readonly string[];
}

/** The simulated provider. */
export class Provider {
	constructor(private readonly child: Child) {}

	async reset(settings: ProviderSettings = {}): Promise<Pick<ProviderState, 'baseUrl' | 'apiKey'>> {
		return await this.child.ask({ reset: settings }, providerStateSchema);
	}

	async seen(): Promise<ProviderState> {
		return await this.child.ask({}, providerStateSchema);
	}

	stop = async () => await this.child.stop();
}

/** A process for one contender, as warmed up as an n8n that has been running for a while. */
export class Worker {
	constructor(private readonly child: Child) {}

	async run(job: Job): Promise<Outcome> {
		return await this.child.ask(job, outcomeSchema);
	}

	stop = async () => await this.child.stop();
}

/** The built package, the installed n8n, and the processes of a benchmark. */
export class Stage {
	readonly packageFolder: string;
	readonly nodesBase: string;
	private readonly running = new Set<{ stop(): Promise<void> }>();

	private constructor(
		readonly install: N8nInstall,
		private readonly userFolder: string,
		readonly tarball: string,
	) {
		const nodes = path.join(userFolder, '.n8n', 'nodes', 'node_modules');
		this.packageFolder = path.join(nodes, 'n8n-nodes-linkedin-outreach');
		this.nodesBase = path.join(this.modules, 'n8n-nodes-base');
	}

	/** The package, unpacked where n8n keeps community packages, until the command ends. */
	static async open(command: Command): Promise<Stage> {
		const { install, folder, tarball } = await prepareSetup(command, { prefix: 'n8n-bench-' });
		await installTarball(tarball, folder);
		const stage = new Stage(install, folder, tarball);
		command.atEnd(async () => await stage.clear());
		return stage;
	}

	/** n8n's own `node_modules`. */
	get modules(): string {
		return path.join(this.install.dir, 'n8n', 'node_modules');
	}

	/** Of the Node that n8n runs on. */
	get nodeVersion(): string {
		return execFileSync(this.install.node, ['--version'], { encoding: 'utf8' }).trim();
	}

	get tarballBytes(): number {
		return statSync(this.tarball).size;
	}

	/** The environment of a process that uses the installed n8n and the package in it. */
	get environment(): Record<string, string> {
		return {
			BENCH_N8N_BIN: this.install.n8nBin,
			BENCH_PACKAGE: this.packageFolder,
			BENCH_NODES_BASE: this.nodesBase,
			// As n8n sets it for community packages, which use n8n's own `n8n-workflow` and `zod`.
			NODE_PATH: this.modules,
			N8N_USER_FOLDER: this.userFolder,
			N8N_ENCRYPTION_KEY: 'bench',
			N8N_LOG_LEVEL: 'silent',
			N8N_DIAGNOSTICS_ENABLED: 'false',
		};
	}

	provider({ speed = 1 }: Clock = {}): Provider {
		const { nodeOptions, env } = clockOf(speed);
		return this.keep(new Provider(new Child(script('provider.ts'), { nodeOptions, env })));
	}

	worker(contender: Contender, { speed = 1, nodeOptions = [] }: WorkerOptions = {}): Worker {
		const clock = clockOf(speed);
		const child = new Child(script('worker.ts'), {
			node: this.install.node,
			nodeOptions: [
				...clock.nodeOptions,
				'--require',
				script('n8n-modules.cjs'),
				'--max-old-space-size=8192',
				...nodeOptions,
			],
			args: [contender],
			env: { ...this.environment, ...clock.env },
		});
		return this.keep(new Worker(child));
	}

	/** Ends the processes of a benchmark. */
	async clear(): Promise<void> {
		for (const process of this.running) await process.stop();
		this.running.clear();
	}

	private keep<T extends { stop(): Promise<void> }>(process: T): T {
		this.running.add(process);
		return process;
	}
}

const script = (name: string) => path.join(__dirname, name);

function clockOf(speed: number) {
	return {
		nodeOptions: speed === 1 ? [] : ['--require', script('fast-clock.cjs')],
		env: { FAST_CLOCK: JSON.stringify({ origin: Date.now(), start: Date.now(), speed }) },
	};
}

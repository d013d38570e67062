/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, repositoryFolder } from '../test/n8n/cache';
import type { Execution } from '../test/n8n/execution';
import { ensureN8n } from '../test/n8n/install';
import { tryLock } from '../test/n8n/lock';
import { startN8n, type RunningN8n } from '../test/n8n/n8n';
import { buildPackage, installTarball, packPackage } from '../test/n8n/pack';
import { isPortTaken, onStopRequest, PlainError, stopGroup } from '../test/n8n/processes';
import { workflowFileSchema, type Owner } from '../test/n8n/rest';
import { startSimulator, type Simulator } from '../test/simulator/simulator';
import { PROSPECTS_NODES, reportText } from './report';
import { prepareWorld } from './world';

const DEFAULT_PORT = 5678;
const TRIGGER = 'Run by Hand';
const WORKFLOW_FILE = join(repositoryFolder, 'examples', 'prospects.json');
const OWNER: Owner = {
	email: 'demo@example.com',
	password: 'Outreach-demo-1',
	firstName: 'Robin',
	lastName: 'Marsh',
};
const USAGE = 'npm run demo -- [--once] [--port N]';

const say = (line: string) => process.stdout.write(`${line}\n`);

const connectSafelyData = ({ world, baseUrls }: Simulator) => ({
	apiKey: world.connectSafely.apiKey,
	baseUrl: baseUrls.connectSafely,
});

function sayReport(execution: Execution): void {
	say(`\n${reportText(execution, PROSPECTS_NODES)}`);
	if (execution.status === 'success') return;
	throw new PlainError(
		`The workflow ended as "${execution.status}" at "${execution.lastNodeExecuted ?? '?'}": ${execution.error?.message ?? 'no message'}`,
	);
}

interface DemoArguments {
	once: boolean;
	port: number;
}

function readArguments(): DemoArguments | undefined {
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string', default: String(DEFAULT_PORT) },
			},
		});
		const port = Number(values.port);
		if (!/^\d+$/.test(values.port) || port < 1 || port > 65_535) return undefined;
		return { once: values.once, port };
	} catch {
		return undefined;
	}
}

class Demo {
	private readonly cleanups: Array<() => Promise<void> | void> = [];
	private readonly aborter = new AbortController();
	private stopping: Promise<void> | undefined;
	isReady = false;

	get signal(): AbortSignal {
		return this.aborter.signal;
	}

	/** The cleanup at the end, last step first. */
	atEnd(cleanup: () => Promise<void> | void) {
		this.cleanups.unshift(cleanup);
	}

	async stop(): Promise<void> {
		this.aborter.abort();
		this.stopping ??= (async () => {
			for (let next = this.cleanups.shift(); next; next = this.cleanups.shift()) {
				await Promise.resolve(next()).catch((error: unknown) => say(String(error)));
			}
		})();
		await this.stopping;
	}

	async run({ once, port }: DemoArguments): Promise<void> {
		const lock = tryLock(join(cacheFolder(), 'demo.lock'));
		if (!('release' in lock)) {
			throw new PlainError(
				`A demo is running already (process ${lock.heldBy ?? 'unknown'}): end it with Ctrl-C in its terminal first.`,
			);
		}
		this.atEnd(() => lock.release());
		if (!once && (await isPortTaken(port))) {
			throw new PlainError(
				`Port ${port} is taken: choose another one, as in \`npm run demo -- --port ${port === 65_535 ? port - 1 : port + 1}\`.`,
			);
		}

		say('Building the package');
		await buildPackage(repositoryFolder, this.signal);
		const simulator = await startSimulator();
		this.atEnd(async () => await simulator.close());
		await this.runInEngine(simulator);
		if (once) return;

		say('\nNext: the same list in a whole n8n, with its editor. Ctrl-C ends the demo here.');
		const install = await ensureN8n({ onProgress: say, signal: this.signal });
		simulator.reset();
		prepareWorld(simulator);

		const userFolder = join(cacheFolder(), 'demo');
		const packFolder = mkdtempSync(join(tmpdir(), 'n8n-outreach-pack-'));
		this.atEnd(() => rmSync(packFolder, { recursive: true, force: true }));
		await installTarball(await packPackage(packFolder), userFolder);
		rmSync(join(userFolder, 'n8n.log'), { force: true });

		this.signal.throwIfAborted();
		say('Starting n8n with the package and a simulated ConnectSafely');
		const n8n = await startN8n({
			install,
			userFolder,
			port,
			onSpawn: (child) => this.atEnd(async () => await stopGroup(child)),
		});
		void n8n.exited.then(async (code) => {
			if (this.stopping) return;
			process.exitCode = 1;
			say(`n8n ended by itself (code ${code}). Log: ${n8n.logFile}`);
			await this.stop();
		});

		await n8n.rest.signIn(OWNER).catch(() => {
			throw new PlainError(
				`The demo's n8n does not accept the demo's login: remove ${userFolder} and start the demo again.`,
			);
		});
		const address = await this.runInN8n(n8n, simulator);
		say('');
		say(`The editor is open at ${address}`);
		say(`Log in as ${OWNER.email} with the password ${OWNER.password}`);
		say('Ctrl-C ends n8n and the simulator.');
		this.isReady = true;
		await n8n.exited;
	}

	/** Runs the list with n8n's engine, which `npm ci` installs, without an n8n. */
	private async runInEngine(simulator: Simulator): Promise<void> {
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-outreach-engine-'));
		this.atEnd(() => rmSync(userFolder, { recursive: true, force: true }));
		// n8n-core reads these when it is loaded.
		Object.assign(process.env, {
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: 'a-key-for-simulated-accounts-only',
			N8N_LOG_LEVEL: 'silent',
			NO_PROXY: [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join(),
		});
		const { runInEngine } = await import('./engine');
		this.signal.throwIfAborted();
		say(
			"Running the list through n8n's engine (n8n-core), with the package as built and a simulated",
		);
		say('ConnectSafely. This is not a whole n8n yet: its Code, Filter and No Operation nodes are');
		say('stand-ins.');
		prepareWorld(simulator);
		const execution = await runInEngine({
			packageFolder: repositoryFolder,
			workflowFile: WORKFLOW_FILE,
			credentials: { connectSafelyApi: connectSafelyData(simulator) },
			signal: this.signal,
		});
		this.signal.throwIfAborted();
		sayReport(execution);
	}

	private async runInN8n(n8n: RunningN8n, simulator: Simulator): Promise<string> {
		const workflow = workflowFileSchema.parse(JSON.parse(readFileSync(WORKFLOW_FILE, 'utf8')));
		const credential = await n8n.rest.saveCredential(
			'ConnectSafely (simulated)',
			'connectSafelyApi',
			connectSafelyData(simulator),
		);
		await n8n.rest.deleteWorkflows(workflow.name);
		const workflowId = await n8n.rest.createWorkflow(workflow, { connectSafelyApi: credential });
		say(`Running the workflow "${workflow.name}"`);
		sayReport(await n8n.rest.runWorkflow(workflowId, TRIGGER, 300_000));
		return `${n8n.url}/workflow/${workflowId}`;
	}
}

async function main(): Promise<void> {
	const args = readArguments();
	if (!args) {
		say(`Usage: ${USAGE}`);
		process.exitCode = 1;
		return;
	}
	const demo = new Demo();
	onStopRequest(() => {
		process.exitCode = demo.isReady ? 0 : 130;
		say('\nStopping');
		void demo.stop();
	});
	try {
		await demo.run(args);
	} catch (error) {
		if (!demo.signal.aborted) {
			process.exitCode = 1;
			say(error instanceof Error ? error.message : String(error));
		}
	} finally {
		await demo.stop();
	}
}

void main().then(() => process.exit());

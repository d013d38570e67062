/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, repositoryFolder } from '../test/n8n/cache';
import { ensureN8n } from '../test/n8n/install';
import { tryLock } from '../test/n8n/lock';
import { startN8n, type RunningN8n } from '../test/n8n/n8n';
import { buildPackage, installTarball, packPackage } from '../test/n8n/pack';
import { isPortTaken, onStopRequest, PlainError, stopGroup } from '../test/n8n/processes';
import { workflowFileSchema, type Owner } from '../test/n8n/rest';
import { startSimulator } from '../test/simulator/simulator';
import { accountLine, formatTable, limitLines, reportRows, type ReportNodes } from './report';
import { prepareWorld } from './world';

const DEFAULT_PORT = 5678;
const TRIGGER = 'Run by Hand';
const NODES: ReportNodes = {
	account: 'Account Status',
	prospects: 'Prospects',
	status: 'Connection Status',
	invite: 'Invite',
};
const OWNER: Owner = {
	email: 'demo@example.com',
	password: 'Outreach-demo-1',
	firstName: 'Robin',
	lastName: 'Marsh',
};
const USAGE = 'npm run demo -- [--once] [--port N]';

const say = (line: string) => process.stdout.write(`${line}\n`);

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

	/** What is to be undone at the end, the latest first. */
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
		if (await isPortTaken(port)) {
			throw new PlainError(
				`Port ${port} is taken: choose another one, as in \`npm run demo -- --port ${port === 65_535 ? port - 1 : port + 1}\`.`,
			);
		}

		say('Building the package');
		await buildPackage(repositoryFolder, this.signal);
		const install = await ensureN8n({ onProgress: say, signal: this.signal });

		const simulator = await startSimulator();
		this.atEnd(async () => await simulator.close());
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
		const address = await this.runWorkflow(
			n8n,
			simulator.baseUrls.connectSafely,
			simulator.world.connectSafely.apiKey,
		);
		if (once) return;

		say('');
		say(`The editor is open at ${address}`);
		say(`Log in as ${OWNER.email} with the password ${OWNER.password}`);
		say('Ctrl-C ends n8n and the simulator.');
		this.isReady = true;
		await n8n.exited;
	}

	private async runWorkflow(n8n: RunningN8n, baseUrl: string, apiKey: string): Promise<string> {
		const workflow = workflowFileSchema.parse(
			JSON.parse(readFileSync(join(repositoryFolder, 'examples', 'prospects.json'), 'utf8')),
		);
		const credential = await n8n.rest.saveCredential(
			'ConnectSafely (simulated)',
			'connectSafelyApi',
			{
				apiKey,
				baseUrl,
			},
		);
		await n8n.rest.deleteWorkflows(workflow.name);
		const workflowId = await n8n.rest.createWorkflow(workflow, { connectSafelyApi: credential });
		say(`Running the workflow "${workflow.name}"`);
		const execution = await n8n.rest.runWorkflow(workflowId, TRIGGER, 300_000);

		say('');
		const account = accountLine(execution, NODES);
		if (account) say(`${account}\n`);
		const rows = reportRows(execution, NODES);
		if (rows.length > 0) say(formatTable(rows));
		const limits = limitLines(execution, NODES);
		say(`\n${limits.length > 0 ? limits.join('\n') : 'No limit was met.'}`);
		if (execution.status !== 'success') {
			throw new PlainError(
				`The workflow ended as "${execution.status}" at "${execution.lastNodeExecuted ?? '?'}": ${execution.error?.message ?? 'no message'}`,
			);
		}
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

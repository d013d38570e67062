/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, repositoryFolder } from '../test/n8n/cache';
import { runCommand, type Command } from '../test/n8n/command';
import type { Execution } from '../test/n8n/execution';
import { ensureN8n } from '../test/n8n/install';
import { tryLock } from '../test/n8n/lock';
import { startN8n, type RunningN8n } from '../test/n8n/n8n';
import { buildPackage, installTarball, packPackage } from '../test/n8n/pack';
import { isPortTaken, PlainError, stopGroup } from '../test/n8n/processes';
import { workflowFileSchema, type Owner } from '../test/n8n/rest';
import { openSimulator } from '../test/n8n/setup';
import type { Simulator } from '../test/simulator/simulator';
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

const connectSafelyData = ({ world, baseUrls }: Simulator) => ({
	apiKey: world.connectSafely.apiKey,
	baseUrl: baseUrls.connectSafely,
});

function sayReport(say: Command['say'], execution: Execution): void {
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

runCommand(async (command) => {
	const { say, signal, atEnd } = command;
	const args = readArguments();
	if (!args) {
		say(`Usage: ${USAGE}`);
		return 1;
	}
	const { once, port } = args;
	const lock = tryLock(join(cacheFolder(), 'demo.lock'));
	if (!('release' in lock)) {
		throw new PlainError(
			`A demo is running already (process ${lock.heldBy ?? 'unknown'}): end it with Ctrl-C in its terminal first.`,
		);
	}
	atEnd(() => lock.release());
	if (!once && (await isPortTaken(port))) {
		throw new PlainError(
			`Port ${port} is taken: choose another one, as in \`npm run demo -- --port ${port === 65_535 ? port - 1 : port + 1}\`.`,
		);
	}

	say('Building the package');
	await buildPackage(repositoryFolder, signal);
	const simulator = await openSimulator(command);
	await showEngine(command, simulator);
	if (once) return 0;

	say('\nNext: the same list in a whole n8n, with its editor. Ctrl-C ends the demo here.');
	const install = await ensureN8n({ onProgress: say, signal });
	simulator.reset();
	prepareWorld(simulator);

	const userFolder = join(cacheFolder(), 'demo');
	const packFolder = mkdtempSync(join(tmpdir(), 'n8n-outreach-pack-'));
	atEnd(() => rmSync(packFolder, { recursive: true, force: true }));
	await installTarball(await packPackage(packFolder), userFolder);
	rmSync(join(userFolder, 'n8n.log'), { force: true });

	signal.throwIfAborted();
	say('Starting n8n with the package and a simulated ConnectSafely');
	const n8n = await startN8n({
		install,
		userFolder,
		port,
		onSpawn: (child) => atEnd(async () => await stopGroup(child)),
	});
	const ended = n8n.exited.then((code) => {
		throw new PlainError(`n8n ended by itself (code ${code}). Log: ${n8n.logFile}`);
	});
	await Promise.race([ended, showEditor(command, n8n, simulator)]);
	command.stopCode = 0;
	return await ended;
});

/** Runs the list with n8n's engine, which `npm ci` installs, without an n8n. */
async function showEngine({ say, signal, atEnd }: Command, simulator: Simulator): Promise<void> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-outreach-engine-'));
	atEnd(() => rmSync(userFolder, { recursive: true, force: true }));
	// n8n-core reads these when it is loaded.
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'a-key-for-simulated-accounts-only',
		N8N_LOG_LEVEL: 'silent',
		NO_PROXY: [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join(),
	});
	const { runInEngine } = await import('./engine');
	signal.throwIfAborted();
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
		signal,
	});
	signal.throwIfAborted();
	sayReport(say, execution);
}

/** Runs the list in n8n, and says where its editor is. */
async function showEditor(
	{ say }: Command,
	{ rest, url }: RunningN8n,
	simulator: Simulator,
): Promise<void> {
	await rest.signIn(OWNER).catch(() => {
		throw new PlainError(
			`The demo's n8n does not accept the demo's login: remove ${join(cacheFolder(), 'demo')} and start the demo again.`,
		);
	});
	const workflow = workflowFileSchema.parse(JSON.parse(readFileSync(WORKFLOW_FILE, 'utf8')));
	const credential = await rest.saveCredential(
		'ConnectSafely (simulated)',
		'connectSafelyApi',
		connectSafelyData(simulator),
	);
	await rest.deleteWorkflows(workflow.name);
	const workflowId = await rest.createWorkflow(workflow, { connectSafelyApi: credential });
	say(`Running the workflow "${workflow.name}"`);
	sayReport(say, await rest.runWorkflow(workflowId, TRIGGER, 300_000));
	say(`\nThe editor is open at ${url}/workflow/${workflowId}`);
	say(`Log in as ${OWNER.email} with the password ${OWNER.password}`);
	say('Ctrl-C ends n8n and the simulator.');
}

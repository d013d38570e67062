/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/simulator';
import { checks as basicChecks, credentialData, type CheckContext } from './checks';
import { checks as durableChecks } from './checks-durable';
import { checks as exampleChecks } from './checks-examples';
import { checks as limitChecks } from './checks-limits';
import { checks as loopChecks } from './checks-loops';
import { checks as operationChecks } from './checks-operations';
import { checks as triggerChecks } from './checks-triggers';
import { CURRENT_N8N, ensureN8n } from './install';
import { newUserFolder } from './n8n';
import { buildPackage, installTarball, packPackage } from './pack';
import { onStopRequest, stopGroup } from './processes';
import { runChecks } from './run-checks';
import { N8nSession } from './session';

const checks = [
	...basicChecks,
	...operationChecks,
	...triggerChecks,
	...durableChecks,
	...limitChecks,
	...loopChecks,
	...exampleChecks,
];

const say = (line: string) => process.stdout.write(`${line}\n`);

const aborter = new AbortController();
const cleanups: Array<() => Promise<void> | void> = [];

async function cleanUp(): Promise<void> {
	for (let next = cleanups.pop(); next; next = cleanups.pop()) await next();
}

/** `npm run test:e2e -- [--n8n VERSION] [--only TEXT] [--keep]`: the packed package in a real n8n, against the simulator. */
async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			n8n: { type: 'string', default: CURRENT_N8N },
			only: { type: 'string' },
			keep: { type: 'boolean', default: false },
		},
	});
	const { signal } = aborter;
	say('Building and packing the package');
	await buildPackage(undefined, signal);
	const install = await ensureN8n({ version: values.n8n, onProgress: say, signal });

	const userFolder = newUserFolder();
	cleanups.push(() => {
		if (values.keep) say(`Kept: ${userFolder}`);
		else rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	});
	await installTarball(await packPackage(userFolder), userFolder);
	const simulator = await startSimulator();
	cleanups.push(async () => await simulator.close());
	signal.throwIfAborted();
	say(`Starting n8n ${values.n8n}`);
	const n8n = await N8nSession.start({
		install,
		userFolder,
		onSpawn: (child) => cleanups.push(async () => await stopGroup(child)),
	});
	const credentials: CheckContext['credentials'] = {};
	for (const [type, data] of Object.entries(credentialData(simulator))) {
		credentials[type] = await n8n.rest.saveCredential(`${type} simulated`, type, data);
	}

	const context = { rest: n8n.rest, n8n, simulator, credentials };
	const prepare = () => simulator.reset();
	const { only, n8n: version } = values;
	const { passed, failed, notRun } = await runChecks(checks, context, {
		only,
		version,
		signal,
		say,
		prepare,
	});
	await cleanUp();
	say(`${passed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}`);
	return failed === 0 && passed > 0 ? 0 : 1;
}

onStopRequest(() => {
	aborter.abort();
	void cleanUp().then(() => process.exit(130));
});

void main()
	.catch(async (error: unknown) => {
		if (!aborter.signal.aborted) say(error instanceof Error ? error.message : String(error));
		await cleanUp();
		return aborter.signal.aborted ? 130 : 1;
	})
	.then((code) => process.exit(code));

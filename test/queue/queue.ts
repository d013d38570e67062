/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { credentialData } from '../n8n/checks';
import { CURRENT_N8N, ensureN8n } from '../n8n/install';
import { newUserFolder } from '../n8n/n8n';
import { buildPackage, packPackage } from '../n8n/pack';
import { onStopRequest } from '../n8n/processes';
import { runChecks } from '../n8n/run-checks';
import { startSimulator } from '../simulator/simulator';
import type { QueueContext } from './campaign';
import { checks as crashChecks } from './checks-crash';
import { checks as growthChecks } from './checks-growth';
import { checks as limitChecks } from './checks-limits';
import { checks as triggerChecks } from './checks-triggers';
import { checks as twiceChecks } from './checks-twice';
import { Cluster } from './cluster';
import { findPrograms } from './services';

const checks = [...limitChecks, ...twiceChecks, ...crashChecks, ...triggerChecks, ...growthChecks];

const say = (line: string) => process.stdout.write(`${line}\n`);
const aborter = new AbortController();
const cleanups: Array<() => Promise<void> | void> = [];

async function cleanUp(): Promise<void> {
	for (let next = cleanups.pop(); next; next = cleanups.pop()) await next();
}

/**
 * `npm run test:queue -- [--only TEXT] [--out FILE] [--keep]`: the packed package in n8n's queue mode, with one main process
 * and two workers. What was measured is told beside each check, and written to the file as JSON.
 */
async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			out: { type: 'string' },
			keep: { type: 'boolean', default: false },
		},
	});
	const { signal } = aborter;
	const programs = findPrograms();
	say('Building and packing the package');
	await buildPackage(undefined, signal);
	const install = await ensureN8n({ onProgress: say, signal });
	const folder = newUserFolder('n8n-queue-');
	cleanups.push(() => {
		if (values.keep) say(`Kept: ${folder}`);
		else rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	});
	const tarball = await packPackage(folder);
	const simulator = await startSimulator();
	cleanups.push(async () => await simulator.close());
	signal.throwIfAborted();
	say('Starting PostgreSQL, Redis, one main process of n8n and two workers');
	const cluster = await Cluster.start({
		install,
		programs,
		tarball,
		folder,
		onStart: (stop) => cleanups.push(stop),
	});
	const credentials: QueueContext['credentials'] = {};
	for (const [type, data] of Object.entries(credentialData(simulator))) {
		credentials[type] = await cluster.rest.saveCredential(`${type} simulated`, type, data);
	}

	const figures: Record<string, unknown> = {};
	const figure = (name: string, value: unknown) => {
		figures[name] = value;
		say(`        ${name}: ${JSON.stringify(value)}`);
	};
	const context = { rest: cluster.rest, cluster, simulator, credentials, figure };
	const prepare = () => simulator.reset();
	const { only } = values;
	const ended = await runChecks(checks, context, {
		only,
		version: CURRENT_N8N,
		signal,
		say,
		prepare,
	});
	if (values.out) {
		const result = { measuredAt: new Date().toISOString(), ...ended, figures };
		writeFileSync(resolve(values.out), `${JSON.stringify(result, null, 2)}\n`);
	}
	await cleanUp();
	say(`${ended.passed} passed, ${ended.failed} failed`);
	return ended.failed === 0 && ended.passed > 0 ? 0 : 1;
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

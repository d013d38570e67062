/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { saveCredentials } from '../n8n/checks';
import { runCommand } from '../n8n/command';
import { CURRENT_N8N } from '../n8n/install';
import { runChecks } from '../n8n/run-checks';
import { openSimulator, prepareSetup } from '../n8n/setup';
import { checks as crashChecks } from './checks-crash';
import { checks as databaseChecks } from './checks-database';
import { checks as growthChecks } from './checks-growth';
import { checks as limitChecks } from './checks-limits';
import { checks as logChecks } from './checks-log';
import { checks as triggerChecks } from './checks-triggers';
import { checks as twiceChecks } from './checks-twice';
import { Cluster } from './cluster';
import { findPrograms } from './services';

const checks = [
	...limitChecks,
	...twiceChecks,
	...crashChecks,
	...databaseChecks,
	...triggerChecks,
	...growthChecks,
	...logChecks,
];

/**
 * `npm run test:queue -- [--only TEXT] [--out FILE] [--keep]`: the packed package in n8n's queue mode, with one
 * main process and two workers. Measurements are printed with each check, and written to the file as JSON.
 */
runCommand(async (command) => {
	const { say, signal, atEnd } = command;
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			out: { type: 'string' },
			keep: { type: 'boolean', default: false },
		},
	});
	const programs = findPrograms();
	const setup = await prepareSetup(command, { prefix: 'n8n-queue-', keep: values.keep });
	const simulator = await openSimulator(command);
	say('Starting PostgreSQL, Redis, one main process of n8n and two workers');
	const cluster = await Cluster.start({ ...setup, programs, onStart: atEnd });
	const credentials = await saveCredentials(cluster.rest, simulator);

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
	say(`${ended.passed} passed, ${ended.failed} failed`);
	return ended.failed === 0 && ended.passed > 0 ? 0 : 1;
});

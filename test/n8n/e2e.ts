/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';
import { checks as basicChecks, saveCredentials } from './checks';
import { checks as databaseChecks } from './checks-database';
import { checks as durableChecks } from './checks-durable';
import { checks as exampleChecks } from './checks-examples';
import { checks as killChecks } from './checks-kill';
import { checks as limitChecks } from './checks-limits';
import { checks as logChecks } from './checks-log';
import { checks as loopChecks } from './checks-loops';
import { checks as operationChecks } from './checks-operations';
import { checks as triggerChecks } from './checks-triggers';
import { checks as unipileTriggerChecks } from './checks-triggers-unipile';
import { runCommand } from './command';
import { CURRENT_N8N } from './install';
import { runChecks } from './run-checks';
import { openSession, openSimulator, prepareSetup } from './setup';

const checks = [
	...basicChecks,
	...operationChecks,
	...triggerChecks,
	...unipileTriggerChecks,
	...durableChecks,
	...databaseChecks,
	...killChecks,
	...limitChecks,
	...loopChecks,
	...logChecks,
	...exampleChecks,
];

/** `npm run test:e2e -- [--n8n VERSION] [--only TEXT] [--keep]`: the packed package in a real n8n, against the simulator. */
runCommand(async (command) => {
	const { say, signal } = command;
	const { values } = parseArgs({
		options: {
			n8n: { type: 'string', default: CURRENT_N8N },
			only: { type: 'string' },
			keep: { type: 'boolean', default: false },
		},
	});
	const setup = await prepareSetup(command, { version: values.n8n, keep: values.keep });
	const simulator = await openSimulator(command);
	say(`Starting n8n ${values.n8n}`);
	const n8n = await openSession(command, setup);
	const credentials = await saveCredentials(n8n.rest, simulator);

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
	say(`${passed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}`);
	return failed === 0 && passed > 0 ? 0 : 1;
});

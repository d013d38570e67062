/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';
import { runCommand } from '../test/n8n/command';
import { PlainError } from '../test/n8n/processes';
import { growth } from './growth';
import { latency } from './latency';
import { load } from './load';
import { overhead } from './overhead';
import { pace } from './pace';
import { recorded, writeJson, writePage, type Recorded } from './record';
import { markdown, type Report } from './report';
import { requests } from './requests';
import { retries } from './retries';
import { Stage } from './stage';

const BENCHMARKS: Readonly<Record<string, (stage: Stage, rounds?: number) => Promise<Report>>> = {
	overhead,
	latency,
	pace,
	requests,
	retries,
	growth,
	load,
};

/**
 * `npm run bench -- [--only NAME]… [--rounds N] [--out FILE] [--record]`: prints the results. `--out` also writes them to a
 * file as JSON, with every round; `--record` writes the tables in docs/benchmarks.md. A missed aim is reported but does
 * not fail the run.
 */
runCommand(async (command) => {
	const { say } = command;
	const { values } = parseArgs({
		options: {
			only: { type: 'string', multiple: true },
			rounds: { type: 'string' },
			out: { type: 'string' },
			record: { type: 'boolean', default: false },
		},
	});
	const names = values.only ?? Object.keys(BENCHMARKS);
	const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
	const unknown = names.find((name) => !(name in BENCHMARKS));
	if (unknown !== undefined) {
		throw new PlainError(`No benchmark '${unknown}': ${Object.keys(BENCHMARKS).join(', ')}`);
	}
	const stage = await Stage.open(command);
	const results: Record<string, Recorded> = {};
	for (const name of names) {
		const report = await BENCHMARKS[name]?.(stage, rounds);
		if (!report) continue;
		say(`\n${report.title}\n\n${markdown(report)}`);
		const result = recorded(report, stage);
		results[name] = result;
		// Written after each benchmark, so that a later failure does not lose the results so far.
		if (values.out !== undefined) writeJson(values.out, results);
		if (values.record) writePage(name, result);
	}
	return 0;
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../test/n8n/command';
import { PlainError } from '../test/n8n/processes';
import { growth } from './growth';
import { latency } from './latency';
import { load } from './load';
import { overhead } from './overhead';
import { pace } from './pace';
import { writePage, writeResult } from './record';
import { markdown, type Report } from './report';
import { requests } from './requests';
import { Stage } from './stage';

const BENCHMARKS: Readonly<Record<string, (stage: Stage, rounds?: number) => Promise<Report>>> = {
	overhead,
	latency,
	pace,
	requests,
	growth,
	load,
};
const RECORDED = path.join(__dirname, 'results.json');

/**
 * `npm run bench -- [--only NAME]… [--rounds N] [--out FILE] [--record]`: prints what was measured, and writes it as JSON
 * to a file; `--record` writes it to `bench/results.json` and into docs/benchmarks.md. An aim that is not reached is
 * said, and fails nothing.
 */
runCommand(async ({ say, atEnd }) => {
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
	const stage = await Stage.open(say);
	atEnd(async () => await stage.close());
	for (const name of names) {
		const report = await BENCHMARKS[name]?.(stage, rounds);
		if (!report) continue;
		say(`\n${report.title}\n\n${markdown(report)}`);
		const file = values.record ? RECORDED : values.out;
		if (file !== undefined) writeResult(file, name, report, stage);
		if (values.record) writePage(name, report, stage);
	}
	return 0;
});

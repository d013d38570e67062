/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { parseArgs } from 'node:util';
import { onStopRequest } from '../test/n8n/processes';
import { growth } from './growth';
import { latency } from './latency';
import { load } from './load';
import { overhead } from './overhead';
import { pace } from './pace';
import { requests } from './requests';
import { markdown, type Report } from './report';
import { Stage } from './stage';

const BENCHMARKS: Readonly<Record<string, (stage: Stage, rounds?: number) => Promise<Report>>> = {
	overhead,
	latency,
	pace,
	requests,
	growth,
	load,
};

const say = (line: string) => process.stdout.write(`${line}\n`);
let stage: Stage | undefined;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { only: { type: 'string', multiple: true }, rounds: { type: 'string' } },
	});
	stage = await Stage.open(say);
	for (const [name, run] of Object.entries(BENCHMARKS)) {
		if (values.only && !values.only.includes(name)) continue;
		const report = await run(stage, values.rounds ? Number(values.rounds) : undefined);
		say(`\n${report.title}\n\n${markdown(report)}`);
	}
}

onStopRequest(() => void stage?.close().then(() => process.exit(130)));

void main()
	.then(
		() => 0,
		(error: unknown) => {
			say(error instanceof Error ? (error.stack ?? error.message) : String(error));
			return 1;
		},
	)
	.then(async (code) => {
		await stage?.close();
		process.exit(code);
	});

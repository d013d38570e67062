/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { NodeConnectionTypes, type INode, type INodeExecutionData, type IRun } from 'n8n-workflow';
import { z } from 'zod';
import { runWorkflow, TRIGGER } from '../test/harness/harness';
import '../test/harness/processed-store';
import { serve } from './child';
import { entrant } from './contenders';
import { HeapWatch } from './heap-watch';
import { CONTENDERS, jobSchema, type Outcome, type ParsedJob } from './job';

const contender = z.enum(CONTENDERS).parse(process.argv[2]);
const folders = z
	.object({ BENCH_PACKAGE: z.string(), BENCH_NODES_BASE: z.string() })
	.transform((env) => ({ thisPackage: env.BENCH_PACKAGE, nodesBase: env.BENCH_NODES_BASE }))
	.parse(process.env);
const { loaded, nodeFor, credentialsFor } = entrant(contender, folders);

function nodesFor(job: ParsedJob): INode[] {
	const { retryOnFail, onError } = job.settings;
	const credentials = credentialsFor(job);
	return [
		TRIGGER,
		{
			id: 'n',
			name: 'N',
			position: [0, 0],
			...nodeFor(job),
			credentials: Object.fromEntries(
				Object.keys(credentials).map((name) => [name, { id: '1', name }]),
			),
			onError,
			...(retryOnFail ? { retryOnFail: true, ...retryOnFail } : {}),
		},
	];
}

/** The items of a list of prospects; on the second round, people are spelled differently. */
function itemsOf({ count, people = count }: ParsedJob): INodeExecutionData[] {
	return Array.from({ length: count }, (_, item) => {
		const person = `${item < people ? 'person' : 'Person'}-${item % people}`;
		return {
			json: {
				row: item,
				linkedin: `https://www.linkedin.com/in/${person}`,
				company: 'Example Ltd',
			},
			pairedItem: { item },
		};
	});
}

const INPUT_FIELDS = new Set(['row', 'linkedin', 'company']);

/** With an error, a node may pass its input through, without any field of its own: that does not count as an answer. */
function answeredOn(run: IRun, output: number): Set<unknown> {
	const items = run.data.resultData.runData.N?.at(-1)?.data?.main?.[output] ?? [];
	return new Set(
		items.flatMap(({ json, pairedItem }) =>
			json.error === undefined &&
			Object.keys(json).some((field) => !INPUT_FIELDS.has(field)) &&
			pairedItem !== null &&
			typeof pairedItem === 'object'
				? [Array.isArray(pairedItem) ? pairedItem[0]?.item : pairedItem.item]
				: [],
		),
	);
}

serve(async (request): Promise<Outcome> => {
	const job = jobSchema.parse(request);
	const watch = job.watchHeap ? new HeapWatch() : null;
	const input = itemsOf(job);
	watch?.start();
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	const runs: IRun[] = [];
	for (const items of job.settings.oneByOne ? input.map((item) => [item]) : [input]) {
		runs.push(
			await runWorkflow(loaded, {
				nodes: nodesFor(job),
				connections: {
					T: { main: [[{ node: 'N', type: NodeConnectionTypes.Main, index: 0 }]] },
				},
				credentials: credentialsFor(job),
				input: items,
				mode: 'trigger',
			}),
		);
	}
	const leftOn = (output: number) =>
		runs.reduce((sum, run) => sum + answeredOn(run, output).size, 0);
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	const spent = watch?.spent ?? { wallMs: 0, cpuMs: 0 };
	return {
		wallMs: wallMs - spent.wallMs,
		cpuMs: (user + system) / 1000 - spent.cpuMs,
		answered: leftOn(0),
		heldBack: leftOn(1),
		heap: watch?.end(),
	};
});

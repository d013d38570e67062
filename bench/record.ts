/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from '../test/n8n/cache';
import { PlainError } from '../test/n8n/processes';
import { markdown, type Report } from './report';
import type { Stage } from './stage';

const versionSchema = z.object({ version: z.string() });

const versionOf = (folder: string) =>
	versionSchema.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))).version;

/** When and where a benchmark was run, and on what. */
function circumstances({ modules, nodeVersion }: Stage) {
	const processors = cpus();
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: {
			processor: processors[0]?.model ?? 'unknown',
			processors: processors.length,
			memoryGiB: Math.round(totalmem() / 2 ** 30),
			system: `${type()} ${release()}`,
			/** The load over the last five minutes: above one or two, other processes were running. */
			loadAverage: Math.round((loadavg()[1] ?? 0) * 10) / 10,
		},
		versions: {
			package: versionOf(repositoryFolder),
			node: nodeVersion,
			n8n: versionOf(path.join(modules, 'n8n')),
			'n8n-core': versionOf(path.join(modules, 'n8n-core')),
			'n8n-nodes-base': versionOf(path.join(modules, 'n8n-nodes-base')),
		},
	};
}

export type Recorded = Report & ReturnType<typeof circumstances>;

export const recorded = (report: Report, stage: Stage): Recorded => ({
	...circumstances(stage),
	...report,
});

/** Writes results, by the benchmarks' names, to a file. */
export function writeJson(file: string, results: Readonly<Record<string, Recorded>>): void {
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
}

const PAGE = path.join(repositoryFolder, 'docs', 'benchmarks.md');

/** Puts a part between its marks on the page of benchmarks. */
export function replacePart(name: string, part: string): void {
	const page = readFileSync(PAGE, 'utf8');
	const begin = new RegExp(`<!-- ${name}: written by [^>]+ -->`).exec(page);
	const to = page.indexOf(`<!-- /${name} -->`);
	if (!begin || to < begin.index) throw new PlainError(`docs/benchmarks.md has no part '${name}'`);
	const from = begin.index + begin[0].length;
	writeFileSync(PAGE, `${page.slice(0, from)}\n\n${part}\n\n${page.slice(to)}`);
}

/** Puts a report's table on the page of benchmarks. */
export function writePage(name: string, result: Recorded): void {
	const { title, date, machine, versions } = result;
	const where = `${date}, ${machine.processors} processors (${machine.processor}), ${machine.memoryGiB} GiB, load average ${machine.loadAverage}, Node ${versions.node}, n8n ${versions.n8n}`;
	replacePart(name, `*${title}.* ${where}.\n\n${markdown(result)}`);
}

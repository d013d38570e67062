/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { TARGETS, type Group } from './targets';

const ROOT = path.join(__dirname, '..', '..');
const CACHE = path.join(ROOT, '.cache', 'mutation');

const mutantSchema = z.object({
	mutatorName: z.string(),
	replacement: z.string().optional(),
	status: z.string(),
	location: z.object({ start: z.object({ line: z.number(), column: z.number() }) }),
});
const reportSchema = z.object({
	files: z.record(z.object({ mutants: z.array(mutantSchema) })),
});
type Mutant = z.infer<typeof mutantSchema> & { readonly file: string };

const { values } = parseArgs({
	options: { only: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const groups = Object.entries(TARGETS).flatMap(([target, its]) =>
	its.filter((group) => isChosen(target, group)).map((group) => ({ target, group })),
);
if (groups.length === 0) throw new TypeError(`No target, group or file is called ${values.only}`);

const counts = new Map<string, Mutant[]>();
for (const { target, group } of groups) {
	const mutants = mutate(group);
	counts.set(target, [...(counts.get(target) ?? []), ...mutants]);
	for (const mutant of mutants.filter(({ status }) => !isFound(status) && status !== 'Ignored')) {
		say(`${mutant.status}: ${describe(mutant)}`);
	}
	say(`${target}/${group.name}: ${score(mutants)}`);
}
for (const [target, mutants] of counts) say(`${target}: ${score(mutants)}`);

function isChosen(target: string, { name, mutate: files }: Group): boolean {
	const { only } = values;
	return only === undefined || only === target || only === name || files.includes(only);
}

/** Runs Stryker on a group. Reuses earlier results if code and tests are unchanged. */
function mutate(group: Group): Mutant[] {
	mkdirSync(CACHE, { recursive: true });
	const report = path.join(CACHE, `${group.name}.report.json`);
	const config = path.join(CACHE, `${group.name}.config.json`);
	writeFileSync(config, JSON.stringify(configOf(group, report), null, '\t'));
	const stryker = path.join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
	const { status } = spawnSync(process.execPath, [stryker, 'run', config], {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, MUTATION_TESTS: JSON.stringify(group.tests) },
	});
	if (status !== 0) throw new Error(`Stryker ended with ${status} for ${group.name}`);
	const { files } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
	return Object.entries(files).flatMap(([file, { mutants }]) =>
		mutants.map((mutant) => ({ ...mutant, file })),
	);
}

function configOf(group: Group, report: string) {
	return {
		mutate: group.mutate,
		testRunner: 'jest',
		plugins: ['@stryker-mutator/jest-runner', './test/mutation/texts.mjs'],
		ignorers: ['texts'],
		coverageAnalysis: 'perTest',
		concurrency: 1,
		// jest does not free all memory after a run.
		maxTestRunnerReuse: 100,
		incremental: true,
		force: values.all,
		incrementalFile: path.join(CACHE, `${group.name}.incremental.json`),
		// Outside the clone, which is linted.
		tempDirName: path.join(tmpdir(), 'n8n-nodes-linkedin-outreach-mutation'),
		ignorePatterns: ['.cache', '.github', 'demo', 'dist', 'docs', 'examples'],
		reporters: ['json', 'progress-append-only'],
		jsonReporter: { fileName: report },
		// Most endless loops are found by their count; the rest is a busy machine.
		timeoutMS: 20_000,
		jest: {
			configFile: 'jest.config.cjs',
			enableFindRelatedTests: false,
			config: {
				testMatch: group.tests.map((file) => `<rootDir>/${file}`),
				testEnvironment: path.join(__dirname, 'environment.cjs'),
				runner: path.join(__dirname, 'runner.cjs'),
				watchman: false,
			},
		},
	};
}

/** A runtime error is a test file that fails to load, so `npm test` would fail. */
function isFound(status: string): boolean {
	return ['Killed', 'Timeout', 'RuntimeError'].includes(status);
}

function describe({ file, mutatorName, replacement, location: { start } }: Mutant): string {
	return `${file}:${start.line}:${start.column} ${mutatorName}: ${replacement ?? ''}`;
}

function score(mutants: readonly Mutant[]): string {
	const counted = mutants.filter(({ status }) => status !== 'Ignored');
	const found = counted.filter(({ status }) => isFound(status)).length;
	const percent = ((100 * found) / counted.length).toFixed(1);
	return `${percent} % of ${counted.length} found, ${counted.length - found} not`;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** @jest-environment node */
// n8n's loader requires the package's TypeScript, which only jest can compile here.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInEngine } from '../../demo/engine';
import { PROSPECTS_NODES, reportRows, reportText } from '../../demo/report';
import { prepareWorld } from '../../demo/world';
import { stopClock, useSimulator } from '../harness/simulated';
import { repositoryFolder } from '../n8n/cache';
import { outcomesOf, PROMISED } from './promised';

const example = join(repositoryFolder, 'examples', 'prospects.json');

/** The package as `package.json` lists it, but from its sources: jest runs before any build. */
const packageFolder = mkdtempSync(join(tmpdir(), 'n8n-outreach-sources-'));
const simulated = useSimulator();

beforeAll(() => {
	const manifest = readFileSync(join(repositoryFolder, 'package.json'), 'utf8');
	const ofSources = manifest.replace(/"dist\/(.*)\.js"/g, '"$1.ts"');
	writeFileSync(join(packageFolder, 'package.json'), ofSources);
	for (const folder of ['nodes', 'credentials']) {
		symlinkSync(join(repositoryFolder, folder), join(packageFolder, folder), 'junction');
	}
});
beforeEach(() => {
	stopClock();
	prepareWorld(simulated.sim);
});
afterAll(() => rmSync(packageFolder, { recursive: true, force: true }));

const run = async (workflowFile = example) =>
	await runInEngine({ packageFolder, workflowFile, credentials: simulated.credentials() });

function changedExample(changes: Record<string, string>): string {
	let text = readFileSync(example, 'utf8');
	for (const [from, to] of Object.entries(changes)) {
		expect(text).toContain(from);
		text = text.replace(from, to);
	}
	const file = join(packageFolder, 'changed.json');
	writeFileSync(file, text);
	return file;
}

test('The list has the same outcomes in n8n’s engine as the example promises', async () => {
	const execution = await run();
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(outcomesOf(reportRows(execution, PROSPECTS_NODES))).toEqual(PROMISED);
	expect(simulated.sim.invitationsAccepted()).toHaveLength(5);
});

test('The report has a line for every prospect, the account and the limit', async () => {
	const lines = reportText(await run(), PROSPECTS_NODES).split('\n');
	expect(lines[0]).toBe('Account: Robin Marsh, available');
	for (const [name, became] of PROMISED) {
		const isRow = (line: string) => line.startsWith(`${name}  `) && line.includes(`  ${became}`);
		expect(lines.filter(isRow)).toHaveLength(1);
	}
	expect(lines.at(-1)).toMatch(/^Limit met: week limit on "connect", .* 4 held back$/);
});

test('The engine runs what the file says at the time', async () => {
	const rows = async (file: string) =>
		outcomesOf(reportRows(await run(file), PROSPECTS_NODES)).slice(0, 2);
	const changed = { "'Ada Brandt'": "'Ada B.'", '"pending_sent"': '"no_such_state"' };
	expect(await rows(changedExample(changed))).toEqual([
		['Ada B.', 'already connected'],
		['Bela Novak', 'already invited'],
	]);
	// Bela, whom the changed filter lets through, and the five who were to be invited anyway.
	expect(simulated.sends()).toBe(6);
});

test.each([
	['a setting of a node', { '"executeOnce"': '"alwaysOutputData"' }, 'alwaysOutputData'],
	['a type of node', { 'n8n-nodes-base.filter': 'n8n-nodes-base.if' }, 'n8n-nodes-base.if'],
])('The engine refuses a file with %s that it does not know', async (_what, change, message) => {
	await expect(run(changedExample(change))).rejects.toThrow(message);
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';
import { runCommand, type Command } from '../n8n/command';
import { accountSteps } from './accounts';
import { credentialSteps } from './credentials';
import { darkSteps } from './dark';
import { firstRunSteps } from './first-run';
import { logSteps } from './log';
import { panelSteps } from './panels';
import { pickerSteps } from './picker';
import { pictureSteps } from './pictures';
import { setStage, type Stage } from './stage';
import type { Step } from './step';

/** Without colours, and without the retries that Playwright lists one by one. */
function plain(message: string): string {
	// eslint-disable-next-line no-control-regex
	const lines = message.replace(/\u001b\[\d+m/g, '').split('\n');
	return lines.length > 30
		? [...lines.slice(0, 12), '…', ...lines.slice(-6)].join('\n')
		: lines.join('\n');
}

async function take(
	{ name, run }: Step,
	stage: Stage,
	{ say, signal }: Pick<Command, 'say' | 'signal'>,
): Promise<boolean> {
	const startedAt = Date.now();
	let remark: string | void = undefined;
	let complaint: string | undefined;
	try {
		remark = await run(stage);
		const [first] = stage.console.complaints;
		if (first !== undefined) complaint = `The editor's console says: ${first}`;
	} catch (error) {
		complaint = plain(error instanceof Error ? error.message : String(error));
	}
	if (signal.aborted) return false;
	const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
	if (complaint === undefined) {
		say(`ok      ${name} (${[seconds, remark].filter(Boolean).join(', ')})`);
		return true;
	}
	const picture = `${stage.screenshots}/FAILED.png`;
	await stage.page.screenshot({ path: picture }).catch(() => undefined);
	say(`FAILED  ${name} (${seconds})\n        ${complaint.replace(/\n/g, '\n        ')}`);
	say(`        Screenshot: ${picture}`);
	return false;
}

/** `npm run test:browser -- [--only TEXT] [--pictures]`: the package in the editor of a real n8n. */
runCommand(async (command) => {
	const { say, signal } = command;
	const { values } = parseArgs({
		options: { only: { type: 'string' }, pictures: { type: 'boolean', default: false } },
	});
	const stage = await setStage(command);
	say(`Screenshots: ${stage.screenshots}`);
	const steps = [
		...pickerSteps,
		...credentialSteps,
		...firstRunSteps,
		...accountSteps,
		...logSteps,
		...panelSteps,
		...darkSteps,
		...(values.pictures ? pictureSteps : []),
	].filter(({ name }) => !values.only || name.includes(values.only));
	let passed = 0;
	for (const step of steps) {
		stage.simulator.reset();
		if (!(await take(step, stage, { say, signal }))) break;
		passed++;
	}
	say(`${passed} of ${steps.length} steps passed`);
	return passed === steps.length && passed > 0 ? 0 : 1;
});

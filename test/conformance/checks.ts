import type { INodeExecutionData } from 'n8n-workflow';
import type { NodeResult } from '../harness/run-node';
import type { Mode } from '../harness/modes';
import type { Stage } from './stage';

/** The input items of each output's items. */
export function itemsOn({ outputs }: NodeResult): number[][] {
	return outputs.map((output) => output.map(itemOf));
}

const itemOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;

/** Checks that no secret of the credential, plain or encoded, is in anything that n8n or people see. */
export function expectNoSecret(stage: Stage, { run, failure }: NodeResult) {
	const seen = JSON.stringify([
		run,
		failure && [failure.message, failure.description, failure.stack, failure.cause],
		stage.log,
	]);
	for (const secret of stage.secrets()) {
		expect(seen).not.toContain(secret);
		expect(seen).not.toContain(Buffer.from(secret).toString('base64'));
	}
}

/** Checks that two items failed with this, and are where the mode puts failed items. */
export function expectFailed(result: NodeResult, mode: Mode, says: RegExp) {
	if (mode === 'plain' || mode === 'Retry On Fail') {
		expect(result.failure?.message).toMatch(says);
		expect(result.failure?.description).toMatch(/\S/);
		expect(result.failure?.context?.itemIndex).toBeGreaterThanOrEqual(0);
		return;
	}
	expect(result.failure?.message).toBeUndefined();
	const output = mode === 'Continue' ? 0 : 2;
	const expected: number[][] = mode === 'Continue' ? [[0, 1], []] : [[], [], [0, 1]];
	expect(itemsOn(result)).toEqual(expected);
	for (const { json } of result.outputs[output] ?? []) {
		expect(json.error).toMatch(says);
		expect(json.message).toMatch(/\S/);
	}
}

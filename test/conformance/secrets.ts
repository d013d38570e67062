/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { inspect } from 'node:util';
import { LONGEST_TOLD } from '../../nodes/outreach/tasks/errors';
import { MODE_NAMES, MODES } from '../harness/modes';
import type { NodeResult } from '../harness/run-node';
import type { Fault } from '../simulator/faults';
import { expectNoSecret } from './checks';
import type { Stage } from './stage';

/** Everything a run produces, including hidden fields of errors. */
const traces = ({ run, failure }: NodeResult) =>
	[run, failure, failure?.cause].map(
		(one) =>
			`${JSON.stringify(one)} ${inspect(one, { depth: 40, showHidden: true, maxArrayLength: null, maxStringLength: null })}`,
	);

/** A success, a limit, and refusals. */
const STATUSES = [200, 429, 400, 401, 500];

/** Credentials echoed by a provider are never shown, in any form. */
export function describeSecrets(stage: Stage) {
	const cases = stage.subject.distinct.flatMap((operation, index) =>
		STATUSES.map((status, at) => ({
			title: `${operation.title}, ${status}`,
			operation,
			status,
			mode: MODE_NAMES[(index + at) % MODE_NAMES.length] ?? 'plain',
		})),
	);

	// One layer hides secrets, whatever the operation.
	test.each(stage.turns(cases, 3))(
		'$title shows no echoed secret',
		async ({ operation, status, mode }) => {
			stage.playsAny(operation);
			stage.server.fault({ kind: 'echo-secret', status }, { times: Infinity });
			const result = await stage.run(operation, {
				each: operation.inputs.person !== 'none',
				items: stage.items(1),
				settings: MODES[mode],
				options: { includeProviderResponse: true, includeRateLimit: true },
			});
			for (const trace of traces(result)) {
				for (const secret of stage.secrets()) expect(trace).not.toContain(secret);
			}
			expectNoSecret(stage, result);
		},
	);

	test.each(stage.turns(stage.subject.distinct, 2))(
		'$title shows no secret from the fields and headers of a response',
		async (operation) => {
			const echoed = stage.secrets().join(' ');
			stage.playsAny(operation);
			const { play: usual } = stage.server;
			stage.server.play = (request) => {
				const played = usual(request);
				if (!played) return null;
				const { answer } = played.exchange;
				const isList = Array.isArray(answer);
				const fields = { note_of_ours: echoed, nested: { more: [echoed] } };
				const headers = { 'X-Echo': echoed, 'X-RateLimit-Action': echoed };
				const body: unknown = isList
					? answer.map((row: object) => ({ ...row, ...fields }))
					: { ...Object(answer), ...fields };
				return { ...played, exchange: { ...played.exchange, headers, answer: body } };
			};
			const result = await stage.run(operation, {
				options: { includeProviderResponse: true, includeRateLimit: true },
			});
			expect(result.failure?.message).toBeUndefined();
			expect(result.success.length).toBeGreaterThan(0);
			for (const trace of traces(result)) {
				for (const secret of stage.secrets()) expect(trace).not.toContain(secret);
			}
		},
	);
}

const MARK = 'what-the-provider-says';
const long = (text: string) => `${text} ${'and on '.repeat(3_000)}`;
const times = (mark: string, value: unknown) => JSON.stringify(value).split(mark).length - 1;

/** Only a little of a provider's text is kept, however long it is. */
export function describeBounds(stage: Stage) {
	const code = long('a-code');
	const text = long(MARK);
	const body = {
		success: false,
		status: 'error',
		error: text,
		message: text,
		error_type: code,
		error_code: code,
		code,
	};
	// One layer shortens texts, whatever the operation.
	const cases = stage.turns(stage.subject.distinct, 3);
	type Settled = Parameters<Stage['run']>[1];
	const refused = async (operation: (typeof cases)[number], status: number, given?: Settled) => {
		stage.playsAny(operation);
		const fault: Fault = { kind: 'status', status, body };
		stage.server.fault(fault, { times: Infinity });
		return await stage.run(operation, given);
	};

	test.each(cases)('$title keeps a refusal of 100 kB short, and only once', async (operation) => {
		const { run, failure } = await refused(operation, 418);
		const { description, ...error } = failure ?? {};
		expect(times(MARK, error)).toBe(1);
		const told = String(failure?.message).length + String(description).length;
		expect(told).toBeLessThanOrEqual(LONGEST_TOLD);
		// n8n keeps the error both for the node and for the execution.
		expect(times(MARK, run)).toBe(2);
		expect(JSON.stringify(run).length).toBeLessThan(20_000);
	});

	test.each(cases)('$title keeps a long refusal short in a failed item', async (operation) => {
		const settings = { onError: 'continueErrorOutput' } as const;
		const { run, outputs } = await refused(operation, 418, { settings });
		expect(times(MARK, run)).toBe(1);
		expect(times('a-code', outputs)).toBeLessThanOrEqual(1);
		expect(JSON.stringify(outputs).length).toBeLessThan(LONGEST_TOLD + 500);
	});

	test.each(cases)('$title keeps the long message of a limit short', async (operation) => {
		const { run, rateLimited, failure } = await refused(operation, 429);
		expect(failure?.message).toBeUndefined();
		expect(rateLimited).toHaveLength(1);
		expect(JSON.stringify(run).length).toBeLessThan(20_000);
	});

	const [first] = cases;
	if (!first) return;
	test('A model gets the advice, however long the refusal is', async () => {
		const { failure } = await refused(first, 418, { asTool: true });
		expect(failure?.message).toMatch(/what-the-provider-says.*…\. \S/);
	});
}

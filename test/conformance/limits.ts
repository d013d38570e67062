import type { IDataObject } from 'n8n-workflow';
import { newProcess, NOW, stopClock } from '../harness/simulated';
import type { LimitSample, Sample } from './harness';
import { IS_WHOLE, operationWith, sendOf, type Operation, type Stage } from './stage';

/** From this length on (ms), a limit is kept over a restart. */
const KEPT_FROM_MS = 60_000;
const BINARY = { data: { data: 'aGk=', mimeType: 'text/plain' } };

/** The sample with this as its last response. */
function limited(sample: Sample, answer: LimitSample['answer']): Sample {
	const last = { ...sendOf(sample), headers: {}, ...answer };
	return { ...sample, exchanges: [...sample.exchanges.slice(0, -1), last] };
}

const lastCallOf = ({ exchanges }: Sample) => exchanges[exchanges.length - 1]?.call;

export function describeLimits(stage: Stage) {
	const { version, operations, provider } = stage.subject;
	/** The operation, and the one of the provider's own node that makes the same request under the same limit. */
	const cases = Object.entries(version.limits).flatMap(([name, limit]) => {
		const one = operationWith(stage.subject, limit.operation);
		const same = operations.find(
			(other) =>
				one.isUnified &&
				!other.isUnified &&
				other.limit === one.limit &&
				other.effect === (one.effect === 'read' ? 'read' : one.effect) &&
				lastCallOf(other.sample) === lastCallOf(one.sample),
		);
		return [one, ...(same ? [same] : [])].map((operation) => ({
			title: `${name}, ${operation.title}`,
			limit,
			operation,
			isSame: operation === same,
		}));
	});
	const different = cases.filter(({ isSame }) => IS_WHOLE || !isSame);
	// One place decides for whom and how long a limit holds, whatever the operation.
	const whole = new Set(stage.turns(different, 2));

	describe.each(cases)('$title', (one) => {
		const { limit, operation } = one;
		const { rateLimit } = limit;
		const until = Date.parse(String(rateLimit.retryAt));
		const isAbout = operation.inputs.person !== 'none';
		const reported = () => ({
			...rateLimit,
			provider: provider.id,
			operation: operation.key,
			accountId: operation.inputs.account === 'none' ? null : version.accountId,
		});
		const held = () =>
			expect.objectContaining({
				attempted: false,
				httpStatus: null,
				scope: rateLimit.scope,
				retryAt: rateLimit.retryAt,
			}) as unknown;
		beforeEach(() => stage.plays(limited(operation.sample, limit.answer)));

		/** Runs executions of one workflow. Returns the requests of each. */
		function workflow() {
			let staticData: IDataObject = {};
			return async (given: Parameters<Stage['run']>[1] = {}, which: Operation = operation) => {
				const before = stage.server.log.length;
				const items = stage.items(3);
				const each = which.inputs.person !== 'none';
				const result = await stage.run(which, { each, items, staticData, ...given });
				staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
				return { ...result, requests: stage.server.log.length - before };
			};
		}

		test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
			'A limited item is returned unchanged, with what is known about the limit (%s)',
			async (onError) => {
				const json = {
					subject: stage.people[0],
					error: 'of the input',
					nested: { kept: [1, 2] },
					rateLimit: 'of an earlier round',
				};
				const { outputs, failure } = await stage.run(operation, {
					each: isAbout,
					input: [{ json, binary: BINARY }],
					settings: { onError },
				});
				expect(failure?.message).toBeUndefined();
				expect(stage.server.unexpected).toEqual([]);
				const item = { json: { ...json, rateLimit: reported() }, binary: BINARY };
				expect(outputs).toEqual([
					[],
					[{ ...item, pairedItem: { item: 0 } }],
					...(onError === 'continueErrorOutput' ? [[]] : []),
				]);
			},
		);

		test('Further items of a limited account are not tried, in this execution and in later ones', async () => {
			const run = workflow();
			const first = await run();
			expect(first.success).toEqual([]);
			const attempted = first.rateLimited.map(({ rateLimit: one }) => one);
			expect(attempted).toEqual([reported(), held(), held()]);
			const perItem = operation.sample.exchanges.length;
			const besides = operation.effect === 'once' ? (version.besides ?? []).length : 0;
			expect(first.requests).toBeLessThanOrEqual(perItem + besides);
			stopClock(until - 1_000);
			const later = await run();
			expect(later.requests).toBe(0);
			expect(later.rateLimited.map(({ rateLimit: one }) => one)).toEqual(Array(3).fill(held()));
			if (until - NOW <= KEPT_FROM_MS) return;
			newProcess();
			const restarted = await run();
			expect(restarted.requests).toBe(0);
			expect(restarted.rateLimited).toHaveLength(3);
		});

		if (!whole.has(one)) return;

		test('A limit does not apply longer than the provider says', async () => {
			const run = workflow();
			await run();
			stopClock(until);
			stage.plays(operation.sample);
			const { success, rateLimited } = await run();
			expect(rateLimited).toEqual([]);
			expect(new Set(success.map((json) => 'error' in json))).toEqual(new Set([false]));
		});

		test('A limit does not affect other limits or other accounts', async () => {
			const run = workflow();
			await run();
			const other = operations.find(
				(one) => one.limit !== operation.limit && one.isUnified === operation.isUnified,
			);
			if (other) {
				stage.plays(other.sample);
				const { rateLimited, requests } = await run({}, other);
				expect(rateLimited).toEqual([]);
				expect(requests).toBeGreaterThan(0);
			}
			if (version.accountId === null || operation.inputs.account === 'none') return;
			const account = {
				accountId: `${version.accountId}1`,
				settings: { onError: 'continueRegularOutput' },
			} as const;
			const { rateLimited, requests } = await run(account);
			expect(rateLimited).toEqual([]);
			expect(requests).toBeGreaterThan(0);
		});
	});

	const HOUR_MS = 3_600_000;
	const httpDate = (moment: number) => new Date(moment).toUTCString();
	const [any] = operations;
	if (!any) return;

	describe('When to try again', () => {
		const operation = cases[0]?.operation ?? any;
		/** In ms from now. */
		async function retryIn(headers: Record<string, string>, fields = {}) {
			stage.plays(operation.sample);
			const body = { error: 'Limit', message: 'Rate limit exceeded', success: false, ...fields };
			stage.server.fault({ kind: 'status', status: 429, headers, body }, { times: Infinity });
			const { rateLimited } = await stage.run(operation);
			const { retryAt } = rateLimited[0]?.rateLimit as { retryAt: string };
			return Date.parse(retryAt) - NOW;
		}

		const plausible = [0, HOUR_MS, -24 * HOUR_MS].map((skew) => NOW + skew);
		const implausible = [
			'yesterday',
			'Thu, 01 Jan 1970 00:00:00 GMT',
			'',
			httpDate(NOW + 25 * HOUR_MS),
		];
		const dates = [
			...plausible.map((clock) => [httpDate(clock), clock] as const),
			...implausible.map((date) => [date, NOW] as const),
		];
		test.each(stage.turns(dates, 2))(
			'Retry-After is read by its sender’s clock if plausible: %j',
			async (date, clock) => {
				const headers = { Date: date, 'Retry-After': httpDate(clock + 90_000) };
				expect(await retryIn(headers)).toBe(90_000);
			},
		);

		test.each(stage.turns([-1, -60_000, -HOUR_MS, -24 * HOUR_MS * 365], 2))(
			'A time %d ms in the past is never the time to try again',
			async (ms) => {
				const past = new Date(NOW + ms).toISOString();
				const headers = { 'X-RateLimit-Reset': past, 'Retry-After': httpDate(NOW + ms) };
				const body = { holdUntil: past, weeklyReset: past, retryAfter: past };
				expect(await retryIn(headers, body)).toBeGreaterThanOrEqual(1000);
			},
		);
	});

	const { headers } = provider.limits;
	const once = operations.find(({ effect }) => effect === 'once');
	if (!headers || !once) return;

	test.each([
		['none remain', {}, 'sent'],
		['as many remain as are kept in reserve', { keepInReserve: 5 }, 'sent'],
	])('The next item is not tried because of the headers: %s', async (_what, options, outcome) => {
		const left = 'keepInReserve' in options ? 5 : 0;
		const reset = headers.reset === undefined ? null : '2024-01-22T00:00:00.000Z';
		const values = { limit: '90', used: String(90 - left), remaining: String(left), reset };
		const said = Object.entries(values).flatMap(([name, value]) => {
			const header = headers[name as keyof typeof values];
			return header === undefined || value === null ? [] : [[header, value] as const];
		});
		const { exchanges, ...sample } = once.sample;
		stage.plays({
			...sample,
			exchanges: exchanges.map((one) => ({ ...one, headers: Object.fromEntries(said) })),
		});
		const { success, rateLimited } = await stage.run(once, {
			each: true,
			items: stage.items(3),
			options: { includeRateLimit: true, ...options },
		});
		expect(success).toEqual([
			expect.objectContaining({
				outcome,
				remaining: left,
				rateLimit: expect.objectContaining({
					limit: 90,
					used: headers.used === undefined ? null : 90 - left,
					remaining: left,
					resetAt: reset,
					attempted: true,
					httpStatus: sendOf(once.sample).status ?? 200,
				}) as unknown,
			}),
		]);
		expect(rateLimited).toHaveLength(2);
		for (const { rateLimit } of rateLimited) {
			expect(rateLimit).toMatchObject({
				attempted: false,
				httpStatus: null,
				remaining: left,
				resetAt: reset,
				...(reset === null ? {} : { retryAt: reset }),
				...(left > 0 ? { scope: 'reserve' } : {}),
			});
		}
		expect(stage.sends(once)).toHaveLength(1);
	});
}

import type * as Workflow from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { processedStore } from '../harness/processed-store';
import type { SimulatedRun } from '../harness/simulated';
import { MODES, SENDERS } from '../harness/senders';
import { newProcess, NOW, stopClock, useSimulator } from '../harness/simulated';

let onSleep: (ms: number) => void = () => {};
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		onSleep(ms);
	},
}));

const simulated = useSimulator();
const OPERATIONS = ['checkProcessedAndRecord', 'removeProcessed', 'getProcessedDataCount'] as const;

/** The words with which an operation of n8n's store fails, or null where it works. */
let wordsOf: () => string | null;
beforeEach(() => {
	stopClock();
	onSleep = () => {};
	wordsOf = () => null;
	for (const operation of OPERATIONS) {
		const real = processedStore[operation].bind(processedStore) as () => Promise<never>;
		jest.spyOn(processedStore, operation).mockImplementation(async (...given: unknown[]) => {
			const words = wordsOf();
			if (words !== null) throw new Error(words);
			return await real(...(given as []));
		});
	}
});
afterEach(() => jest.restoreAllMocks());

const three = ['ada-one', 'ben-two', 'cat-three'].map((profile) => ({ profile }));
const RETRY = MODES['Retry On Fail'];
const SENDS = (['ConnectSafely', 'SendPilot'] as const).map(
	(name) => [name, SENDERS[name]!] as const,
);

/** Counts operations from now on; `fails` is asked with each one's number. Resolves to how many there were. */
function failAt(fails: (operation: number) => boolean, words = 'out of words') {
	let operations = 0;
	wordsOf = () => (fails(++operations) ? words : null);
	return () => operations;
}

const outcomes = ({ success }: { success: IDataObject[] }) => success.map(({ outcome }) => outcome);

describe.each(SENDS)('%s', (_name, { provider, version, parameters, match }) => {
	const run = async (options: IDataObject, more: Partial<SimulatedRun> = {}) =>
		await simulated.run({
			version,
			parameters: { ...parameters, options },
			items: three,
			...more,
		});

	test.each(['once', 'for good'])(
		'a database that fails %s, at whichever operation, costs no place under a cap and sends nothing twice',
		async (how) => {
			const options = { dailyCap: 3, weeklyCap: 3 };
			for (let failing = 1, isOver = false; !isOver; failing++) {
				simulated.sim.reset();
				processedStore.forget();
				newProcess();
				const count = failAt((n) => (how === 'once' ? n === failing : n >= failing));
				const { failure } = await run(options);
				if (failure) expect(failure.message).toContain('out of words');
				isOver = count() < failing;
				wordsOf = () => null;
				const again = await run(options);
				expect([failing, again.rateLimited]).toEqual([failing, []]);
				expect([failing, new Set(['sent', 'skipped', ...outcomes(again)]).size]).toEqual([
					failing,
					2,
				]);
				expect([failing, simulated.sends(provider)]).toEqual([failing, 3]);
			}
		},
	);

	test('a refusal that was waited out is no invitation in doubt, should the database then fail', async () => {
		const body = { success: false, error: 'Too Many Requests', message: 'Slow down' };
		const headers = { 'retry-after': '5' };
		for (const failing of [1, 2, 3]) {
			simulated.sim.reset();
			processedStore.forget();
			newProcess();
			jest.setSystemTime(NOW);
			simulated.sim.fault({ ...match, kind: 'status', status: 429, headers, body });
			onSleep = (ms) => {
				if (ms < 1_000) return;
				jest.setSystemTime(Date.now() + ms);
				failAt((operation) => operation === failing);
			};
			const options = { onRateLimit: 'wait' };
			const result = await run(options, { items: three.slice(0, 1), settings: RETRY });
			expect([failing, outcomes(result)]).toEqual([failing, ['sent']]);
			expect(simulated.sends(provider)).toBe(2);
		}
	});
});

test.each(Object.entries(SENDERS))(
	'the words of a database show no secret of %s',
	async (_name, { provider, version, parameters }) => {
		const credentials = simulated.credentials(version);
		const type = provider === 'linkupApi' ? provider : (`${provider}Api` as const);
		const { apiKey, loginToken = apiKey } = credentials[type];
		const own = [String(apiKey), String(loginToken)];
		// Also where the words are cut.
		for (const before of ['', `${'x'.repeat(279)} `]) {
			failAt(() => true, `${before}${own.join(' ')} ${'y'.repeat(1_000)}`);
			const { run, success } = await simulated.run({
				version,
				parameters,
				items: three.slice(0, 1),
				settings: MODES.Continue,
			});
			expect(success[0]?.error).toMatch(/^n8n's database cannot be used/);
			for (const secret of own) expect(JSON.stringify(run)).not.toContain(secret.slice(0, 12));
		}
	},
);

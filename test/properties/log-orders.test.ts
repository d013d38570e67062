/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { processState } from '../../nodes/outreach/base/process-state';
import { race, seeded, type Rules } from '../outreach/log/race';

// Hundreds of orders if all are tried.
jest.setTimeout(300_000);
afterEach(() => jest.restoreAllMocks());

const isWhole = process.env.EVERY_FAULT === '1';
/** The complete send, up to the request. */
const DEPTH = isWhole ? 12 : 7;
const SEEDS = isWhole ? 100 : 10;

/** Turns of two lookups, with the start of each worker and the check of the columns. */
const LOOKED_UP = 10;

/**
 * The results of two workers, in every order of this many turns after both have looked up and found nobody; then
 * they alternate.
 */
async function everyOrder(rules: Rules, depth: number) {
	const outcomes = new Set<string>();
	for (let order = 0; order < 2 ** depth; order++) {
		processState.reset();
		const { attempts, rows } = await race(['sent', 'sent'], rules, (workers, turn) => {
			const bit = turn - LOOKED_UP;
			const isSecond = bit >= 0 && bit < depth ? (order >> bit) % 2 === 1 : turn % 2 === 1;
			return isSecond ? workers.length - 1 : 0;
		});
		const requested = attempts.filter((one) => one.requested).length;
		outcomes.add(`${requested} requested; rows: ${rows.map(({ status }) => status).join()}`);
	}
	return [...outcomes];
}

const RULES: readonly Rules[] = [
	{ reusesIds: true, isRude: false },
	{ reusesIds: true, isRude: true },
	{ reusesIds: false, isRude: false },
	{ reusesIds: false, isRude: true },
];

test.each(RULES)(
	'In every order of two workers, a person is sent one invitation (%j)',
	async (rules) => {
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		expect(await everyOrder(rules, DEPTH)).toEqual(['1 requested; rows: sent']);
	},
);

describe.each(RULES)('Several workers in random orders (%j)', (rules) => {
	test.each([2, 3, 4])('In random orders, %i workers make one send', async (count) => {
		for (let seed = 1; seed <= SEEDS; seed++) {
			processState.reset();
			const random = seeded(seed * 7919);
			jest.spyOn(Math, 'random').mockImplementation(random);
			const ends = Array.from({ length: count }, () => 'sent' as const);
			const { attempts, rows } = await race(ends, rules, (workers) =>
				Math.floor(random() * workers.length),
			);
			expect([seed, attempts.filter(({ requested }) => requested)]).toEqual([
				seed,
				[{ requested: true, found: 'sent' }],
			]);
			expect(rows.map(({ status }) => status)).toEqual(['sent']);
		}
	});

	test('If the first worker’s send is refused, another worker may send, and no claim is left', async () => {
		for (let seed = 1; seed <= SEEDS; seed++) {
			processState.reset();
			const random = seeded(seed * 104_729);
			jest.spyOn(Math, 'random').mockImplementation(random);
			const { attempts, rows } = await race(['refused', 'refused', 'sent'], rules, (workers) =>
				Math.floor(random() * workers.length),
			);
			expect(attempts.filter(({ found }) => found === 'sent' || found === 'inDoubt')).not.toEqual(
				[],
			);
			const sent = attempts.filter(({ requested, found }) => requested && found === 'sent');
			expect(rows.map(({ status }) => status)).toEqual(sent.map(() => 'sent'));
		}
	});
});

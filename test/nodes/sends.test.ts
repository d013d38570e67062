import { MODES, SENDERS } from '../harness/senders';
import { useSimulator } from '../harness/simulated';
import type { Fault } from '../simulator/faults';

const simulated = useSimulator();
const PEOPLE = [{ profile: 'ada-one' }, { profile: 'ben-two' }, { profile: 'cat-three' }];

/** Faults after which it cannot be told from the answer whether the invitation went out; and whether it did. */
const UNCLEAR: Record<string, { fault: (field: string) => Fault; accepted: boolean }> = {
	'500, not accepted': { fault: () => ({ kind: 'status', status: 500 }), accepted: false },
	'500, accepted': {
		fault: () => ({ kind: 'status', status: 500, processed: true }),
		accepted: true,
	},
	'504, accepted': {
		fault: () => ({ kind: 'status', status: 504, processed: true, body: 'Gateway Timeout' }),
		accepted: true,
	},
	'reset before': { fault: () => ({ kind: 'reset-before' }), accepted: false },
	'reset after': { fault: () => ({ kind: 'reset-after' }), accepted: true },
	'an answer cut off': { fault: () => ({ kind: 'truncate' }), accepted: true },
	'no JSON, accepted': { fault: () => ({ kind: 'not-json', processed: true }), accepted: true },
	'no JSON, not accepted': { fault: () => ({ kind: 'not-json' }), accepted: false },
	'a field missing': { fault: (field) => ({ kind: 'missing-field', field }), accepted: true },
};

/** How often each person was asked for, and how often invited. */
function asked() {
	const posts = simulated.sends();
	const invited = simulated.sim.invitationsAccepted().map(({ person }) => person);
	return { posts, twice: invited.filter((person, index) => invited.indexOf(person) !== index) };
}

describe.each(Object.entries(SENDERS))('%s', (_name, sender) => {
	const { provider, version, parameters, match, field, canBeAsked } = sender;

	describe.each(Object.entries(MODES))('%s', (_mode, settings) => {
		const run = async (items = PEOPLE) =>
			await simulated.run({ version, parameters, items, settings });

		test.each(Object.entries(UNCLEAR))('%s: one POST for each item', async (_fault, one) => {
			simulated.sim.fault({ ...match, ...one.fault(field), after: 1 });
			const { success, errors, failure } = await run();
			expect(failure).toBeUndefined();
			expect(errors).toEqual([]);
			const settled = canBeAsked && one.accepted;
			expect(success.map(({ outcome, invited }) => [outcome, invited])).toEqual([
				['sent', true],
				settled ? ['sent', true] : ['unconfirmed', null],
				['sent', true],
			]);
			expect(success[1]?.message).toEqual(expect.stringMatching(/\S/));
			expect(asked()).toEqual({ posts: 3, twice: [] });
			expect(simulated.sim.invitationsAccepted(provider)).toHaveLength(one.accepted ? 3 : 2);
		});

		test('every answer is a 500: one POST for each item, and none goes out twice', async () => {
			simulated.sim.fault({
				...match,
				kind: 'status',
				status: 500,
				processed: true,
				times: Infinity,
			});
			const { success } = await run();
			expect(success.map(({ outcome }) => outcome)).toEqual(
				Array(3).fill(canBeAsked ? 'sent' : 'unconfirmed'),
			);
			expect(asked()).toEqual({ posts: 3, twice: [] });
		});

		test('a refusal in the middle: nobody is asked for twice', async () => {
			const body = { error: 'Refused', message: 'Refused', success: false };
			simulated.sim.fault({
				...match,
				kind: 'status',
				status: 422,
				body,
				after: 1,
				times: Infinity,
			});
			const { failure } = await run(PEOPLE.slice(0, 2));
			expect(failure === undefined).toBe('onError' in settings);
			expect(asked()).toEqual({ posts: 2, twice: [] });
		});

		test('a limit in the middle: the rest leaves untried, nobody is asked for twice', async () => {
			const body = { error: 'Limit', message: 'Rate limit exceeded', success: false };
			simulated.sim.fault({ ...match, kind: 'status', status: 429, body, after: 1 });
			const { success, rateLimited, failure } = await run();
			expect(failure).toBeUndefined();
			expect(success.map(({ outcome }) => outcome)).toEqual(['sent']);
			expect(rateLimited.map(({ profile }) => profile)).toEqual(['ben-two', 'cat-three']);
			expect(asked()).toEqual({ posts: 2, twice: [] });
		});
	});
});

import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { faultCases, type FaultCase } from '../harness/fault-cases';
import { endWaitsWhen, hurryOnceWritten } from '../harness/hurry';
import { MODE_NAMES, MODES } from '../harness/modes';
import { isProcessed } from '../simulator/faults';
import { expectFailed, expectNoSecret, itemsOn } from './checks';
import { Hosts } from './hosts';
import { flagOf, IS_WHOLE, SENDERS, type Stage } from './stage';

/** Each operation runs every 16th fault, and each fault every 16th operation; EVERY_FAULT=1 runs them all. */
const TURNS = 16;
const CASES = Object.entries(faultCases('')).map(([name, one], index) => ({ name, index, ...one }));
const SINGLE = MODE_NAMES.filter((name) => name !== 'Retry On Fail');
/** Faults of megabytes take long, and do not depend on the operation. */
const isLarge = ({ fault }: FaultCase) =>
	fault?.kind === 'broken' && fault.how.startsWith('endless');
const LARGE = CASES.filter(isLarge);
const SMALL = CASES.filter((one) => !isLarge(one));

/** Network faults: each item is on an output once, without secrets, and nothing is sent twice. */
export function describeFaults(stage: Stage) {
	const hosts = new Hosts();
	beforeAll(async () => await hosts.start());
	beforeEach(() => {
		hosts.asked.length = 0;
	});
	afterAll(async () => await hosts.close());

	const caseOf = (name: string): FaultCase => {
		const found = faultCases(hosts.url)[name];
		if (!found) throw new TypeError(`There is no fault called ${name}`);
		return found;
	};

	describe.each(
		stage.subject.distinct.map((operation, index) => ({ ...operation, operation, index })),
	)('$title', ({ operation, index, effect, inputs, once, readsFirst }) => {
		const people = stage.items(2);
		const large = index === 0 || IS_WHOLE ? stage.turns(LARGE, PROVIDERS.length) : [];

		test.each([...stage.turns(SMALL, TURNS, index), ...large])(
			'The fault "$name" loses no item, shows no secret and sends nothing twice',
			async ({ name, index: at }) => {
				const faulty = caseOf(name);
				const { meaning, says, fault, host, late } = faulty;
				const modes = isLarge(faulty) ? SINGLE : MODE_NAMES;
				// So that an operation meets the modes in turn, and with EVERY_FAULT=1 each fault too.
				const turn = index + Math.floor(at / TURNS);
				const mode = modes[turn % modes.length] ?? 'plain';
				stage.playsAny(operation);
				if (fault) stage.server.fault(fault, { times: Infinity });
				if (late) hurryOnceWritten();
				const result = await stage.run(operation, {
					each: inputs.person !== 'none',
					items: people,
					settings: MODES[mode],
					...(host ? { baseUrl: hosts.baseUrl(host, stage.server.url) } : {}),
				});

				expect(hosts.asked).toEqual([]);
				expect(stage.server.unexpected).toEqual([]);
				expectNoSecret(stage, result);
				expect(new Set(stage.accepted).size).toBe(stage.accepted.length);
				if (effect === 'once') {
					expect(stage.sends(operation).length).toBeLessThanOrEqual(people.length);
				}
				if (meaning === 'harmless') {
					expect(result.failure?.message).toBeUndefined();
					expect(new Set(itemsOn(result)[0])).toEqual(new Set([0, 1]));
					expect(itemsOn(result).slice(1).flat()).toEqual([]);
					expect(result.success.filter((json) => 'error' in json)).toEqual([]);
					return;
				}
				if (meaning === 'limited') {
					expect(result.failure?.message).toBeUndefined();
					expect(itemsOn(result).slice(0, 2)).toEqual([[], [0, 1]]);
					return;
				}
				if (meaning === 'refused') expect(stage.accepted).toEqual([]);
				// If the read before it also fails, the send is not made.
				if (readsFirst) expect(stage.sends(operation)).toEqual([]);
				if (effect === 'once' && !readsFirst && meaning === 'unclear') {
					expect(result.failure?.message).toBeUndefined();
					expect(itemsOn(result).flat()).toEqual([0, 1]);
					for (const { outcome, message, ...json } of result.success) {
						expect([outcome, json[flagOf(once)]]).toEqual(['unconfirmed', null]);
						expect(
							String(message).replace(/\. The (?:invitation|message) may have gone out: .*$/, ''),
						).toMatch(says);
					}
					return;
				}
				expectFailed(result, mode, says);
				if (effect === 'read' || effect === 'list') {
					const tries = mode === 'Retry On Fail' ? 3 : 1;
					expect(stage.server.log.length).toBeLessThanOrEqual(people.length * tries);
				}
			},
		);
	});

	const sends = stage.subject.distinct
		.filter(({ effect }) => effect === 'once')
		.map((operation, index) => ({ ...operation, operation, index }));
	if (sends.length === 0) return;
	describe.each(sends)('$title, when only the send goes wrong', ({ operation, index }) => {
		const canBeAsked = stage.canReadBack(operation);
		const isUnclear = ({ meaning, fault }: FaultCase) => meaning === 'unclear' && fault;
		// Each send passes the same layers, and a provider's own node makes the same request in them.
		const small = stage.turns(SMALL.filter(isUnclear), operation.isUnified ? 4 : TURNS, index);
		const large = index === 0 || IS_WHOLE ? LARGE.filter(isUnclear) : [];

		test.each([...small, ...stage.turns(large, SENDERS.length)])(
			'The fault "$name" leads to one send, whose result is then read back',
			async ({ name, index: at }) => {
				const { fault, late } = caseOf(name);
				if (!fault) throw new TypeError('Each of these is a fault of the answer');
				const mode = MODE_NAMES[(index + at) % MODE_NAMES.length] ?? 'plain';
				stage.playsAny(operation);
				stage.server.fault(fault, { where: stage.isSend(operation), after: 1 });
				let sends = 0;
				const isSend = stage.isSend(operation);
				const second = stage.server.next((request) => isSend(request) && ++sends === 2);
				if (late) endWaitsWhen(second);
				const people = stage.items(3);
				const { success, errors, failure } = await stage.run(operation, {
					each: true,
					items: people,
					settings: MODES[mode],
				});
				expect(failure?.message).toBeUndefined();
				expect(errors).toEqual([]);
				const isActedOn = isProcessed(fault);
				expect(success.map((json) => [json.outcome, json[flagOf(operation.once)]])).toEqual([
					['sent', true],
					isActedOn && canBeAsked ? ['sent', true] : ['unconfirmed', null],
					['sent', true],
				]);
				expect(success[1]?.message).toEqual(expect.stringMatching(/\S/));
				expect(stage.sends(operation)).toHaveLength(people.length);
				expect(stage.accepted).toEqual(
					people.flatMap(({ subject }, item) => (item === 1 && !isActedOn ? [] : [subject])),
				);
				expect(hosts.asked).toEqual([]);
				expect(stage.server.unexpected).toEqual([]);
			},
		);
	});
}

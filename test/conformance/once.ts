import type { IDataObject } from 'n8n-workflow';
import type { Relationship } from '../../nodes/outreach/base/vocabulary';
import { sendMessage } from '../../nodes/outreach/operations/send-message';
import { processedStore } from '../harness/processed-store';
import { MODES } from '../harness/modes';
import { newProcess, NOW, stopClock } from '../harness/simulated';
import { isSleptBy } from '../harness/sleep';
import type { Fault } from '../simulator/faults';
import { flagOf, IS_WHOLE, SENDERS, sendOf, type Given, type Operation, type Stage } from './stage';

const DAY_MS = 86_400_000;
/** Two executions for each operation of the store. */
const LOOP_TIMEOUT_MS = 20_000;
const CONTINUE = MODES.Continue;

/** Faults whose response does not show whether the send was acted on; and whether it was. */
const UNCLEAR: Readonly<Record<string, { fault: Fault; isActedOn: boolean }>> = {
	'500, not acted on': { fault: { kind: 'status', status: 500 }, isActedOn: false },
	'500, acted on': { fault: { kind: 'status', status: 500, processed: true }, isActedOn: true },
	'a reset after': { fault: { kind: 'reset-after' }, isActedOn: true },
};

const UNCLEAR_COUNT = Object.keys(UNCLEAR).length;

/** The outcome of a send, and whether something was sent. */
const SENT = ['sent', true];
const UNCONFIRMED = ['unconfirmed', null];
const DUPLICATE = ['duplicate', false];
const SKIPPED = ['skipped', false];

/** The outcome of a send to a person, by the relationship that the provider shows. */
const RELATED: Readonly<
	Record<'message' | 'invitation', ReadonlyArray<readonly [Relationship, string]>>
> = {
	message: [
		['none', 'not_connected'],
		['pending_sent', 'not_connected'],
		['pending_received', 'not_connected'],
		['unknown', 'skipped'],
	],
	invitation: [
		['connected', 'already_connected'],
		['pending_sent', 'already_pending'],
		['pending_received', 'skipped'],
		['unknown', 'skipped'],
	],
};

/** A refusal worded as by any provider. */
const refusal = (status: number, sentence: string): Fault => ({
	kind: 'status',
	status,
	body: { success: false, status: 'error', error: sentence, message: sentence },
});

/**
 * Sends reach the provider at most once, whatever fails. `isWhole` is false where the same layers are tested elsewhere: one
 * fault in each mode is then enough.
 */
export function describeOnce(stage: Stage, operation: Operation, isWhole: boolean) {
	const { relationships, conversation, neededField: needed } = stage.subject.version;
	const neededField = typeof needed === 'object' ? needed[operation.limit] : needed;
	const isMessage = operation.once === sendMessage;
	const refusals = isMessage ? {} : (stage.subject.version.refusals ?? {});
	const flag = flagOf(operation.once);
	const outcomes = (items: IDataObject[]) => items.map((json) => [json.outcome, json[flag]]);
	const fitsPreview = (items: IDataObject[]) => {
		for (const json of items) expect(operation.preview.safeParse(json).error).toBeUndefined();
	};
	const { besides = [], whenUnknown = [] } = stage.subject.version;
	const perSend = operation.sample.exchanges.length;
	const canBeAsked = stage.canReadBack(operation);
	const isShown = ([relationship]: readonly [Relationship, string]) =>
		relationships?.[relationship] !== undefined;
	const isSend = stage.isSend(operation);
	const sends = () => stage.sends(operation).length;
	const three = () => stage.items(3);
	beforeEach(() => stage.playsSends(operation));
	afterEach(() => expect(stage.server.unexpected).toEqual([]));

	const run = async (given: Given = {}) =>
		await stage.run(operation, { each: true, items: three(), ...given });
	/** Each item spells its profile differently. */
	const runFor = async (profiles: readonly string[], given: Given = {}) =>
		await stage.run(operation, {
			parameters: { profile: '={{ $json.profile }}' },
			items: profiles.map((profile) => ({ profile })),
			...given,
		});

	/** Executions of one workflow, with the static data that n8n saves after each. */
	function workflow() {
		let staticData: IDataObject = {};
		return async (count: number, options: IDataObject = {}) => {
			const before = stage.server.log.length;
			const result = await run({ items: stage.items(count), options, staticData });
			staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
			expect(result.failure?.message).toBeUndefined();
			return { ...result, requests: stage.server.log.length - before };
		};
	}

	describe.each(Object.entries(MODES).map((mode, index) => ({ mode, index })))(
		'$mode.0',
		(given) => {
			const [, settings] = given.mode;
			const unclear = {
				...UNCLEAR,
				...(neededField === undefined
					? {}
					: {
							'a field missing': {
								fault: { kind: 'missing-field', field: neededField } as Fault,
								isActedOn: true,
							},
						}),
			};

			// A provider's own node makes the same request in the same layers, so it runs one fault in each mode.
			const met = Object.entries(unclear).filter(
				(_one, at) => isWhole || at === given.index % UNCLEAR_COUNT,
			);
			test.each(met)('Each item causes one send with the fault "%s"', async (_fault, one) => {
				stage.server.fault(one.fault, { where: isSend, after: 1 });
				const { success, errors, failure } = await run({ settings });
				expect(failure?.message).toBeUndefined();
				expect(errors).toEqual([]);
				expect(outcomes(success)).toEqual([
					SENT,
					canBeAsked && one.isActedOn ? SENT : UNCONFIRMED,
					SENT,
				]);
				expect(sends()).toBe(3);
				expect(new Set(stage.accepted).size).toBe(stage.accepted.length);
			});

			test('Each item causes one send, and nobody is sent to twice, if every response is a 500', async () => {
				const fault: Fault = { kind: 'status', status: 500, processed: true };
				stage.server.fault(fault, { where: isSend, times: Infinity });
				const { success } = await run({ settings });
				const outcome = canBeAsked ? 'sent' : 'unconfirmed';
				expect(success.map((json) => json.outcome)).toEqual([outcome, outcome, outcome]);
				expect(sends()).toBe(3);
				expect(stage.accepted).toEqual(stage.people.slice(0, 3));
			});

			test('Nobody is requested twice after a refusal in the middle of a list', async () => {
				stage.server.fault(refusal(422, 'Refused'), { where: isSend, after: 1, times: Infinity });
				const { failure } = await run({ settings, items: stage.items(2) });
				expect(failure === undefined).toBe('onError' in settings);
				expect(sends()).toBe(2);
			});

			test('The rest is not tried, and nobody requested twice, after a limit in the middle of a list', async () => {
				stage.server.fault(refusal(429, 'Rate limit exceeded'), { where: isSend, after: 1 });
				const { success, rateLimited, failure } = await run({ settings });
				expect(failure?.message).toBeUndefined();
				expect(success.map(({ outcome }) => outcome)).toEqual(['sent']);
				expect(rateLimited.map(({ subject }) => subject)).toEqual(stage.people.slice(1, 3));
				expect(sends()).toBe(2);
			});
		},
	);

	describe('The same person twice', () => {
		const [ada, ben] = stage.people;
		const spellings = [`https://www.linkedin.com/in/${ada.toUpperCase()}/?trk=x`, 'Ada-One'];

		test.each(spellings)('The same person twice, as %s, is sent to once', async (other) => {
			const { success } = await runFor([ada, ben, other]);
			expect(outcomes(success)).toEqual([SENT, SENT, DUPLICATE]);
			expect(sends()).toBe(2);
		});

		test('The same person is a duplicate if the provider may have acted on the first request', async () => {
			stage.server.fault({ kind: 'reset-before' }, { where: isSend });
			const { success } = await runFor([ada, ada.toUpperCase()]);
			expect(outcomes(success)).toEqual([UNCONFIRMED, DUPLICATE]);
			expect(sends()).toBe(1);
		});

		test('The same person is tried again if the first request was refused', async () => {
			stage.server.fault(refusal(422, 'Refused'), { where: isSend });
			const { success } = await runFor([ada, ada], { settings: CONTINUE });
			expect(success.map(({ outcome, error }) => outcome ?? error)).toEqual([
				expect.stringContaining('Refused'),
				'sent',
			]);
			expect(sends()).toBe(2);
		});

		test('The same person is skipped in a later execution of a later process, and the message gives the date', async () => {
			const invite = workflow();
			await invite(2);
			stopClock(NOW + DAY_MS);
			newProcess();
			const { success, requests } = await invite(3);
			expect(outcomes(success)).toEqual([SKIPPED, SKIPPED, SENT]);
			for (const { message } of success.slice(0, 2)) {
				expect(message).toMatch(/ on 2024-01-15T10:30:00\.000Z\b/);
			}
			expect(requests).toBe(perSend + besides.length);
			fitsPreview(success);
		});

		const inDoubt = async (relationship: Relationship | null, meanwhile = () => {}) => {
			const invite = workflow();
			stage.server.fault({ kind: 'reset-before' }, { where: isSend });
			expect(outcomes((await invite(1)).success)).toEqual([UNCONFIRMED]);
			newProcess();
			stage.server.log.length = 0;
			if (relationship) stage.related.set(ada, relationship);
			meanwhile();
			const again = async () => {
				stage.server.log.length = 0;
				const { success } = await invite(1);
				return { outcome: success[0]?.outcome, sends: sends(), asked: stage.server.log.length };
			};
			return { ...(await again()), again };
		};

		if (canBeAsked) {
			test('A send that was cut off, but shows as sent, is remembered as sent whatever the provider shows later', async () => {
				const invite = workflow();
				stage.server.fault({ kind: 'reset-after' }, { where: isSend });
				expect(outcomes((await invite(1)).success)).toEqual([SENT]);
				stage.related.delete(ada);
				stage.written.clear();
				newProcess();
				stage.server.log.length = 0;
				expect(outcomes((await invite(1)).success)).toEqual([SKIPPED]);
				expect(stage.server.log).toEqual([]);
			});
		}

		if (canBeAsked && isMessage) {
			test('A message in doubt that is now in the conversation is remembered as sent, and not sent again', async () => {
				const { again, ...later } = await inDoubt(null, () => stage.written.add(ada));
				expect(later).toEqual({ outcome: 'skipped', sends: 0, asked: conversation?.sent.length });
				// The message is removed from the conversation; memory no longer needs it.
				stage.written.delete(ada);
				expect(await again()).toEqual({ outcome: 'skipped', sends: 0, asked: 0 });
			});

			test('A message in doubt that is not in the conversation is not sent again', async () => {
				const asked = conversation?.empty.length;
				expect(await inDoubt(null)).toMatchObject({ outcome: 'unconfirmed', sends: 0, asked });
			});
		} else if (canBeAsked) {
			const shown = (
				[
					['pending_sent', 'already_pending'],
					['connected', 'already_connected'],
					['pending_received', 'skipped'],
					['unknown', 'unconfirmed'],
				] as const
			).filter(isShown);
			test.each(shown)('A send in doubt is not repeated if %s is shown', async (now, outcome) => {
				const asked = 1 + (now === 'unknown' ? whenUnknown.length : 0);
				expect(await inDoubt(now)).toMatchObject({ outcome, sends: 0, asked });
			});

			test('A send in doubt that provably had no effect is requested again', async () => {
				expect(await inDoubt('none')).toMatchObject({ outcome: 'sent', sends: 1 });
			});
		} else {
			test('A send in doubt is not requested again', async () => {
				expect(await inDoubt(null)).toMatchObject({ outcome: 'unconfirmed', sends: 0, asked: 0 });
			});
		}
	});

	describe('Retry On Fail', () => {
		const RETRY = MODES['Retry On Fail'];

		test('Retry On Fail returns the first answers, without a request', async () => {
			// The first item fails in the first try, so that n8n tries again.
			stage.server.fault(refusal(422, 'No'), { where: isSend });
			const [ada, ben] = stage.people;
			const { success } = await runFor([ada, ben, ben.toUpperCase()], {
				settings: { ...CONTINUE, ...RETRY },
			});
			expect(outcomes(success.slice(1))).toEqual([SENT, DUPLICATE]);
			expect(stage.accepted.filter((subject) => subject === ben)).toEqual([ben]);
		});

		test('Retry On Fail tries again after a refused connection, which leaves no trace in memory', async () => {
			const { failure } = await run({ baseUrl: 'http://127.0.0.1:9', settings: RETRY });
			expect(failure?.message).toContain('could not be reached: the connection was refused');
			expect(outcomes((await run({ items: stage.items(1) })).success)).toEqual([SENT]);
		});
	});

	describe('People who are already related', () => {
		if (Object.keys(refusals).length > 0) {
			test.each(Object.entries(refusals))(
				'A person who is already related is an outcome: %s',
				async (outcome, answer) => {
					const [, ben] = stage.people;
					stage.playsSends(operation, (subject) => (subject === ben ? answer : null));
					const { success, failure } = await run();
					expect(failure?.message).toBeUndefined();
					expect(outcomes(success)).toEqual([SENT, [outcome, false], SENT]);
					fitsPreview(success);
					expect(sends()).toBe(3);
				},
			);
		}
		if (relationships === undefined) return;
		const options = isMessage ? {} : { skipIfRelated: true };
		test.each(RELATED[isMessage ? 'message' : 'invitation'].filter(isShown))(
			'A person who shows as %s is not sent to, and is %s',
			async (relationship, outcome) => {
				const [ada] = stage.people;
				stage.related.set(ada, relationship);
				const { success } = await run({ items: stage.items(2), options });
				// An undocumented word can occur next to a plain "not connected".
				const isVague = isMessage && relationship === 'unknown';
				const allowed = isVague ? [outcome, 'not_connected'] : [outcome];
				expect(allowed).toContain(success[0]?.outcome);
				expect(success.map((json) => json[flag])).toEqual([false, true]);
				fitsPreview(success);
				expect(sends()).toBe(1);
				expect(stage.accepted).not.toContain(ada);
			},
		);

		test('Nothing is sent if the relationship cannot be read', async () => {
			const fault: Fault = { kind: 'status', status: 500 };
			stage.server.fault(fault, { where: (request) => !isSend(request), times: Infinity });
			const { failure } = await run({ items: stage.items(1), options });
			expect(failure?.name).toBe('NodeApiError');
			expect(sends()).toBe(0);
		});

		if (!isMessage) return;

		test('A person may be sent the message later in the same execution, once the two are connected', async () => {
			const [ada] = stage.people;
			stage.related.set(ada, 'none');
			const { play } = stage.server;
			let asked = 0;
			stage.server.play = (request) => {
				const isAboutAda = JSON.stringify(request).toLowerCase().includes(ada);
				if (isAboutAda && !isSend(request) && ++asked > 1) stage.related.set(ada, 'connected');
				return play(request);
			};
			const { success } = await runFor([ada, ada]);
			expect(outcomes(success)).toEqual([['not_connected', false], SENT]);
			expect(sends()).toBe(1);
		});

		test('The relationship is not read if the author does not require a connection', async () => {
			const [ada] = stage.people;
			stage.related.set(ada, 'none');
			const options = { requireConnection: false };
			const { success } = await run({ items: stage.items(1), options });
			expect(outcomes(success)).toEqual([SENT]);
		});
	});

	test('A dry run does everything except the send, and is not remembered', async () => {
		const [ada, ben] = stage.people;
		const { success } = await runFor([ada, ben, ada.toUpperCase()], { options: { dryRun: true } });
		expect(outcomes(success)).toEqual([['dry_run', false], ['dry_run', false], DUPLICATE]);
		fitsPreview(success);
		expect(sends()).toBe(0);
		expect(outcomes((await run()).success)).toEqual(Array(3).fill(SENT));
	});

	test('A guard whose field is missing is an error of its item, and is not turned off', async () => {
		const [ada, ben, cat] = stage.people;
		const { success } = await run({
			options: { dryRun: '={{ $json.test }}' },
			items: [{ subject: ada, test: true }, { subject: ben }, { subject: cat, test: 'FALSE' }],
			settings: CONTINUE,
		});
		expect(success.map(({ outcome, error }) => outcome ?? error)).toEqual([
			'dry_run',
			expect.stringContaining("'Dry Run' has no value"),
			'sent',
		]);
		expect(sends()).toBe(1);
	});

	test('Nothing is tried beyond the author’s cap', async () => {
		const { success, rateLimited } = await run({ options: { dailyCap: 2 } });
		expect(success.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
		expect(rateLimited.map(({ rateLimit }) => rateLimit)).toEqual([
			expect.objectContaining({ scope: 'cap', attempted: false, limit: 2, used: 2 }),
		]);
		expect(sends()).toBe(2);
	});

	test('Nothing is sent after a cancellation, and an interrupted send is in doubt', async () => {
		const [ada, ben] = stage.people;
		stage.server.fault({ kind: 'hang' }, { where: isSend });
		const staticData = {};
		await run({ settings: CONTINUE, staticData, cancelWhen: stage.server.next(isSend) });
		expect(sends()).toBe(1);
		stage.related.set(ada, 'unknown');
		const { success } = await run({ items: stage.items(2), staticData, settings: CONTINUE });
		expect(success.map(({ outcome }) => outcome)).toEqual(['unconfirmed', 'sent']);
		expect(stage.accepted).toEqual([ben]);
		expect(sends()).toBe(2);
	});

	if (isMessage) {
		test('Another text to the same person is another message', async () => {
			const [ada] = stage.people;
			const message = String(operation.sample.parameters.message);
			const items = ['', ' ', '\n'].map((end) => ({ subject: ada, message: `${message}${end}` }));
			const { success } = await run({
				parameters: { message: '={{ $json.message }}' },
				items: [...items, { subject: ada, message: `${message} And more.` }],
				settings: CONTINUE,
			});
			expect(success.slice(0, 3).map(({ outcome }) => outcome)).toEqual([
				'sent',
				'duplicate',
				'duplicate',
			]);
			// The script has no response for it, so the scripted provider refuses it; but it was requested.
			expect(sends()).toBe(2);
			stage.server.unexpected.length = 0;
		});

		test('A later execution can send the same text again if skipAlreadySent is off', async () => {
			const write = workflow();
			const options = { skipAlreadySent: false };
			expect(outcomes((await write(1, options)).success)).toEqual([SENT]);
			expect(outcomes((await write(1, options)).success)).toEqual([SENT]);
			expect(outcomes((await write(1)).success)).toEqual([SKIPPED]);
			expect(sends()).toBe(2);
		});
	}

	if (operation.inputs.note)
		test('An empty note is not sent', async () => {
			const { note } = operation.sample.parameters;
			const { play } = stage.server;
			stage.server.play = (request) =>
				isSend(request) ? { exchange: sendOf(operation.sample) } : play(request);
			const { success } = await stage.run(operation, { parameters: { note: '' } });
			expect(success).toEqual([expect.objectContaining({ outcome: 'sent', noteSent: false })]);
			const [{ body } = { body: null }] = stage.sends(operation);
			expect(note).toMatch(/\S/);
			expect(JSON.stringify(body)).not.toContain(note);
			stage.server.unexpected.length = 0;
		});

	// The rest uses the same modules in every node, and with every memory.
	if (!isWhole) return;
	const refusedOnce = async (status: number, sentence: string) => {
		stage.server.fault(refusal(status, sentence), { where: isSend });
		return await run({ items: stage.items(2), settings: CONTINUE });
	};

	test('A refusal for a limit holds back the account’s other items', async () => {
		const message = 'DAILY_LIMIT_REACHED';
		const { success, rateLimited } = await refusedOnce(400, message);
		expect(success).toEqual([]);
		expect(rateLimited.map(({ rateLimit }) => rateLimit)).toMatchObject([
			{ attempted: true, httpStatus: 400, message },
			{ attempted: false, httpStatus: null, message },
		]);
		expect(sends()).toBe(1);
	});

	test.each([
		[400, 'Please withdraw some of your pending invitations before sending more'],
		[400, 'Your note exceeds the 300 character limit'],
		[403, 'CREDITS_LIMIT_REACHED'],
	])('A refusal for no limit of the account holds nobody back: %d %s', async (status, sentence) => {
		const { success, rateLimited } = await refusedOnce(status, sentence);
		expect(success).toMatchObject([
			{ error: expect.stringContaining(sentence) as unknown },
			{ outcome: 'sent' },
		]);
		expect(rateLimited).toEqual([]);
	});

	test.each([
		[200, 'Internal server error'],
		[400, 'Deadline exceeded'],
	])('An ambiguous refusal is unconfirmed: %d %s', async (status, sentence) => {
		expect(outcomes((await refusedOnce(status, sentence)).success)).toEqual([UNCONFIRMED, SENT]);
	});

	test('A refusal because of how the two are related is an outcome', async () => {
		const [status, sentence, outcome] = isMessage
			? ([422, 'NO_CONNECTION_WITH_RECIPIENT', 'not_connected'] as const)
			: ([409, 'ALREADY_INVITED', 'already_pending'] as const);
		expect(outcomes((await refusedOnce(status, sentence)).success)).toEqual([
			[outcome, false],
			SENT,
		]);
	});
}

/** n8n's own store of processed data, with a failing database. */
export function describeDatabase(stage: Stage, operation: Operation) {
	const STORE = ['checkProcessedAndRecord', 'removeProcessed', 'getProcessedDataCount'] as const;
	/** The store's error message, or null if it works. */
	let wordsOf: () => string | null = () => null;
	const isSend = stage.isSend(operation);
	const sends = () => stage.sends(operation).length;
	const fresh = () => {
		stage.reset();
		stage.playsSends(operation);
	};
	beforeEach(() => {
		fresh();
		wordsOf = () => null;
		for (const name of STORE) {
			const real = processedStore[name].bind(processedStore) as () => Promise<never>;
			jest.spyOn(processedStore, name).mockImplementation(async (...given: unknown[]) => {
				const words = wordsOf();
				if (words !== null) throw new Error(words);
				return await real(...(given as []));
			});
		}
	});

	/** Counts the store's operations from now on; `fails` gets each one's number. */
	function failAt(fails: (at: number) => boolean, words = 'out of words') {
		let asked = 0;
		wordsOf = () => (fails(++asked) ? words : null);
		return () => asked;
	}
	const run = async (options: IDataObject, count: number, given: Given = {}) =>
		await stage.run(operation, { each: true, items: stage.items(count), options, ...given });
	const outcomesOf = ({ success }: { success: IDataObject[] }) =>
		success.map(({ outcome }) => outcome);

	test.each(['once', 'for good'])(
		'No slot is lost and nothing is sent twice if the database fails %s, at any operation',
		async (how) => {
			isSleptBy(async () => {});
			const options = { dailyCap: 2, weeklyCap: 2 };
			// The store is n8n's, whatever the provider.
			const step = IS_WHOLE ? 1 : SENDERS.length;
			const [first = 1] = stage.turns(
				SENDERS.map((_one, index) => index + 1),
				step,
			);
			for (let failing = first, isOver = false; !isOver; failing += step) {
				fresh();
				const asked = failAt((at) => (how === 'once' ? at === failing : at >= failing));
				const { failure } = await run(options, 2);
				if (failure) expect(failure.message).toContain('out of words');
				isOver = asked() < failing;
				wordsOf = () => null;
				const again = await run(options, 2);
				expect([failing, again.rateLimited]).toEqual([failing, []]);
				const words = new Set(['sent', 'skipped', ...outcomesOf(again)]);
				expect([failing, words.size]).toEqual([failing, 2]);
				expect([failing, sends()]).toEqual([failing, 2]);
			}
		},
		LOOP_TIMEOUT_MS,
	);

	test('Nobody is in doubt after a limit was waited for, whether or not the database then fails', async () => {
		const slow: Fault = {
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '5' },
			body: { success: false, error: 'Too Many Requests', message: 'Slow down' },
		};
		for (const failing of [0, 1, 2, 3]) {
			fresh();
			stage.server.fault(slow, { where: isSend });
			isSleptBy(async (ms) => {
				if (ms < 1_000) return;
				jest.setSystemTime(Date.now() + ms);
				failAt((at) => at === failing);
			});
			const given = { settings: MODES['Retry On Fail'] };
			const result = await run({ onRateLimit: 'wait' }, 1, given);
			expect([failing, outcomesOf(result)]).toEqual([failing, ['sent']]);
			expect(sends()).toBe(2);
		}
	});

	test('No secret in a database error is shown, even if the message is cut', async () => {
		for (const before of ['', `${'x'.repeat(279)} `]) {
			const secrets = stage.secrets();
			failAt(() => true, `${before}${secrets.join(' ')} ${'y'.repeat(1_000)}`);
			const { run: whole, success } = await run({}, 1, { settings: CONTINUE });
			expect(success[0]?.error).toMatch(/^n8n's database cannot be used/);
			const kept = JSON.stringify(whole);
			for (const secret of secrets) expect(kept).not.toContain(secret.slice(0, 12));
		}
		expect(sends()).toBe(0);
	});
}

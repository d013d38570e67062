import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../nodes/outreach/base/errors';
import { ItemParameters } from '../../../nodes/outreach/parameters/item-parameters';
import {
	fitNote,
	OPTION_LABELS,
	optionsReader,
	readOptions,
} from '../../../nodes/outreach/parameters/options';

/** The thrown error's texts. */
function refusalOf(call: () => unknown): InvalidInput {
	try {
		call();
	} catch (thrown) {
		if (thrown instanceof InvalidInput) return thrown;
	}
	throw new Error('Nothing was refused');
}

describe('Options', () => {
	test.each<[string, unknown]>([
		['onRateLimit', 'output'],
		['maxWaitSeconds', 60],
		['keepInReserve', 0],
		['dailyCap', 0],
		['weeklyCap', 0],
		['longNote', 'fail'],
		['skipAlreadyInvited', true],
		['skipIfRelated', false],
		['dryRun', false],
		['delayMinSeconds', 0],
		['delayMaxSeconds', 0],
		['maxConcurrentRequests', 5],
		['includeProviderResponse', false],
		['includeInputFields', true],
		['includeRateLimit', false],
		['maxNoteLength', 300],
		['sendOn', []],
	])('The option %s is %j if it was not added', (option, value) => {
		expect(readOptions({})).toHaveProperty(option, value);
		expect(readOptions(undefined)).toHaveProperty(option, value);
		expect(readOptions({ [option]: value })).toHaveProperty(option, value);
	});

	test.each<[string, unknown, unknown]>([
		['dailyCap', '5', 5],
		['dailyCap', ' 3 ', 3],
		['keepInReserve', '0', 0],
		['delayMinSeconds', '1.5', 1.5],
		['dryRun', 'true', true],
		['dryRun', ' TRUE ', true],
		['skipAlreadyInvited', 'False', false],
		['onRateLimit', ' wait ', 'wait'],
		['sendFrom', '9:00', '09:00'],
		['sendFrom', ' 09:05:00 ', '09:05'],
		['sendUntil', '24:00', '24:00'],
		['sendUntil', '23:59', '23:59'],
		['sendOn', 3, [3]],
		['sendOn', '5, 1,5', [1, 5]],
		['sendOn', ['2', 1], [1, 2]],
	])('The option %s reads %j as the value it stands for', (option, given, value) => {
		expect(readOptions({ [option]: given })).toHaveProperty(option, value);
	});

	test.each<[string, unknown, string]>([
		['onRateLimit', 'retry', 'On Rate Limit'],
		['maxWaitSeconds', -1, 'Max Wait (Seconds)'],
		['maxWaitSeconds', NaN, 'Max Wait (Seconds)'],
		['maxWaitSeconds', Infinity, 'Max Wait (Seconds)'],
		['keepInReserve', -1, 'Keep in Reserve'],
		['keepInReserve', 1.5, 'Keep in Reserve'],
		['keepInReserve', true, 'Keep in Reserve'],
		['dailyCap', '5 per day', 'Daily Cap'],
		['dailyCap', '1e3', 'Daily Cap'],
		['dailyCap', '0x10', 'Daily Cap'],
		['dailyCap', '1,000', 'Daily Cap'],
		['dailyCap', 'undefined', 'Daily Cap'],
		['weeklyCap', 2.5, 'Weekly Cap'],
		['requestsPerMinute', -1, 'Requests per Minute'],
		['skipAlreadyInvited', 'no', 'Skip Already Invited'],
		['longNote', 'cut', 'Long Note'],
		['maxNoteLength', 301, 'Max Note Length'],
		['maxNoteLength', 0, 'Max Note Length'],
		['skipIfRelated', 'yes', 'Skip if Related'],
		['dryRun', 1, 'Dry Run'],
		['dryRun', '1', 'Dry Run'],
		['delayMinSeconds', -1, 'Delay Min (Seconds)'],
		['delayMaxSeconds', 1e12, 'Delay Max (Seconds)'],
		['maxConcurrentRequests', 0, 'Max Concurrent Requests'],
		['includeRateLimit', 'on', 'Include Rate Limit'],
		['includeInputFields', {}, 'Include Input Fields'],
		['sendFrom', '25:00', 'Send From'],
		['sendFrom', '24:00', 'Send From'],
		['sendFrom', '9am', 'Send From'],
		['sendFrom', '09:60', 'Send From'],
		['sendFrom', 9, 'Send From'],
		['sendUntil', '17.30', 'Send Until'],
		['sendOn', 0, 'Send On'],
		['sendOn', [8], 'Send On'],
		['sendOn', ['Monday'], 'Send On'],
		['sendOn', [1, null], 'Send On'],
	])('The option %s refuses %j, with its label and value', (option, value, label) => {
		const { message, description } = refusalOf(() => readOptions({ [option]: value }));
		const shown = typeof value === 'object' ? '' : `: '${String(value)}'`;
		expect(message).toBe(`The option '${label}' has a value that cannot be used${shown}`);
		expect(description).toMatch(/^It takes .*Correct the option, or remove it/);
	});

	test.each(Object.entries(OPTION_LABELS))(
		'The option %s is refused if it is set and empty',
		(option, label) => {
			for (const nothing of [undefined, null, '', '  ']) {
				const { message } = refusalOf(() => readOptions({ [option]: nothing }));
				expect(message).toBe(`The option '${label}' has no value`);
			}
		},
	);

	test.each([
		[{ sendFrom: '09:00', sendUntil: '9:00' }, 'both 09:00'],
		[{ sendUntil: '00:00' }, 'both 00:00'],
	])('Sending hours without a length are refused: %j', (given, says) => {
		expect(refusalOf(() => readOptions(given)).message).toContain(says);
	});

	test.each([['text'], [5], [[]]])('Options that are %j are refused', (given) => {
		const { message } = refusalOf(() => readOptions(given));
		expect(message).toMatch(/^The option 'Options' has (no value|a value that cannot be used)/);
	});
});

describe('Notes', () => {
	const words = (length: number) => 'lorem '.repeat(100).slice(0, length - 1) + 'x';

	test.each([
		['empty', '', null],
		['blank', ' \n\t ', null],
		['a blank at both ends', '  Hi Jane ', 'Hi Jane'],
		['line breaks within', 'Hi\n\nJane', 'Hi\n\nJane'],
		['300 characters', words(300), words(300)],
		['300 characters and blanks', `${words(300)}   `, words(300)],
	])('A note that fits is kept without surrounding blanks: %s', (_name, note, expected) => {
		for (const longNote of ['fail', 'truncate', 'omit'] as const) {
			expect(fitNote(note, { longNote, maxNoteLength: 300 })).toBe(expected);
		}
	});

	test('A note of 301 characters is refused, with what to do', () => {
		const { message, description } = refusalOf(() =>
			fitNote(words(301), { longNote: 'fail', maxNoteLength: 300 }),
		);
		expect(message).toBe('The note is 301 characters long, but LinkedIn accepts at most 300');
		expect(description).toContain("'Long Note'");
	});

	test('A note of 301 characters is omitted if longNote is omit', () => {
		expect(fitNote(words(301), { longNote: 'omit', maxNoteLength: 300 })).toBeNull();
	});

	const a = (count: number) => 'a'.repeat(count);
	test.each([
		['at the last blank', `${a(290)} ${a(20)}`, a(290)],
		['at a word that ends there', `${a(150)} ${a(149)} tail`, `${a(150)} ${a(149)}`],
		['at a blank at the cut', `${a(299)} tail`, a(299)],
		['before several blanks', `${a(280)}   \n ${a(50)}`, a(280)],
		['at 300 characters without blanks', a(400), a(300)],
		['before a surrogate pair at the cut', `${a(299)}🎉${a(50)}`, a(299)],
		['behind a surrogate pair before the cut', `${a(298)}🎉${a(50)}`, `${a(298)}🎉`],
		['before a last word with a surrogate pair', `${a(280)} ${a(18)}🎉${a(9)}`, a(280)],
	])('A long note is truncated %s', (_name, note, expected) => {
		expect(fitNote(note, { longNote: 'truncate', maxNoteLength: 300 })).toBe(expected);
	});

	test('The author’s maxNoteLength applies if it is lower', () => {
		const given = (longNote: 'fail' | 'truncate' | 'omit') => ({ longNote, maxNoteLength: 200 });
		expect(fitNote(words(200), given('fail'))).toBe(words(200));
		expect(refusalOf(() => fitNote(words(201), given('fail'))).message).toBe(
			"The note is 201 characters long, but 'Max Note Length' allows 200",
		);
		expect(fitNote(words(250), given('truncate'))?.length).toBeLessThanOrEqual(200);
		expect(fitNote(words(201), given('omit'))).toBeNull();
	});
});

/** Options as evaluated for an item; `written` is their form in the node. */
function readerOf(written: IDataObject, ...given: Array<IDataObject | Error>) {
	const parameters = new ItemParameters({
		getNode: () => ({ parameters: { options: written } }),
		getNodeParameter: (name: string, itemIndex: number) => {
			const values = given[itemIndex];
			if (!(values instanceof Error)) return values;
			if (name === 'options' || name === 'options.dailyCap') throw values;
			return 1;
		},
	} as unknown as ConstructorParameters<typeof ItemParameters>[0]);
	return optionsReader(parameters);
}

test('Items with the same options share them, and items with other options do not', () => {
	const read = readerOf(
		{},
		{ dailyCap: 3, sendOn: [1, 2] },
		{ sendOn: [1, 2], dailyCap: 3 },
		{ sendOn: [1, 3], dailyCap: 3 },
		{ dailyCap: 3 },
		{ weeklyCap: 3 },
		{ weeklyCap: -3 },
		{ weeklyCap: 3 },
	);
	const first = read(0);
	expect(read(1)).toBe(first);
	expect(read(2)).toMatchObject({ sendOn: [1, 3] });
	expect(read(3)).toMatchObject({ dailyCap: 3, sendOn: [] });
	expect(read(4)).toMatchObject({ dailyCap: 0, weeklyCap: 3 });
	expect(() => read(5)).toThrow("The option 'Weekly Cap'");
	expect(read(6)).toMatchObject({ weeklyCap: 3 });
});

describe('Options given by an expression', () => {
	test.each<[string, IDataObject]>([
		['undefined', { dryRun: undefined }],
		['dropped', {}],
		['null', { dryRun: null }],
		['an empty text', { dryRun: '' }],
		['an empty list', { dryRun: [] }],
	])('An option whose expression returns nothing is refused: %s', (_what, given) => {
		const read = readerOf({ dryRun: '={{ $json.test_mode }}' }, { dryRun: true }, given);
		expect(read(0)).toMatchObject({ dryRun: true });
		const { message, description } = refusalOf(() => read(1));
		expect(message).toBe(
			"The option 'Dry Run' has no value: its expression returns nothing for this item",
		);
		expect(description).toContain('remove the option');
	});

	test('An option whose expression fails is named with the cause', () => {
		const read = readerOf(
			{ dryRun: true, dailyCap: '={{ $("Q").item.json.cap }}' },
			new Error("Referenced node doesn't exist"),
		);
		expect(refusalOf(() => read(0)).message).toBe(
			"The option 'Daily Cap' has no value because its expression fails: Referenced node doesn't exist",
		);
	});

	test('An empty list of days means every day only if no expression returned it', () => {
		expect(readerOf({ sendOn: [] }, { sendOn: [] })(0)).toMatchObject({ sendOn: [] });
		expect(() => readerOf({ sendOn: '={{ $json.days }}' }, { sendOn: [] })(0)).toThrow("'Send On'");
	});
});

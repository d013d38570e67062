import { InvalidInput } from '../../nodes/outreach/answer';
import { fitNote, readOptions } from '../../nodes/outreach/node/options';

/** What was thrown, as an author reads it. */
function refusalOf(call: () => unknown): InvalidInput {
	try {
		call();
	} catch (thrown) {
		if (thrown instanceof InvalidInput) return thrown;
	}
	throw new Error('Nothing was refused');
}

describe('readOptions', () => {
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
		['includeInputFields', false],
	])('%s is %j where it was not added', (option, value) => {
		expect(readOptions({})).toHaveProperty(option, value);
		expect(readOptions(undefined)).toHaveProperty(option, value);
	});

	test('takes what was set', () => {
		expect(
			readOptions({ onRateLimit: 'wait', maxWaitSeconds: 0, keepInReserve: 5, dryRun: true }),
		).toMatchObject({
			onRateLimit: 'wait',
			maxWaitSeconds: 0,
			keepInReserve: 5,
			dryRun: true,
			longNote: 'fail',
		});
	});

	test.each<[string, unknown, string]>([
		['onRateLimit', 'retry', 'On Rate Limit'],
		['maxWaitSeconds', -1, 'Max Wait (Seconds)'],
		['maxWaitSeconds', NaN, 'Max Wait (Seconds)'],
		['keepInReserve', -1, 'Keep in Reserve'],
		['keepInReserve', 1.5, 'Keep in Reserve'],
		['keepInReserve', '5', 'Keep in Reserve'],
		['dailyCap', -1, 'Daily Cap'],
		['weeklyCap', 2.5, 'Weekly Cap'],
		['requestsPerMinute', -1, 'Requests per Minute'],
		['skipAlreadyInvited', 'no', 'Skip Already Invited'],
		['longNote', 'cut', 'Long Note'],
		['skipIfRelated', 'yes', 'Skip if Related'],
		['dryRun', 1, 'Dry Run'],
		['delayMinSeconds', -1, 'Delay Min (Seconds)'],
		['delayMaxSeconds', null, 'Delay Max (Seconds)'],
		['maxConcurrentRequests', 0, 'Max Concurrent Requests'],
		['includeProviderResponse', 'true', 'Include Provider Response'],
		['includeInputFields', {}, 'Include Input Fields'],
	])('%s: %j is refused under its label', (option, value, label) => {
		const { message, description } = refusalOf(() => readOptions({ [option]: value }));
		expect(message).toBe(`The option '${label}' has a value that cannot be used`);
		expect(description).toContain('Correct the option, or remove it to use its default.');
	});

	test.each([['text'], [5], [[]]])('options that are %j are refused', (given) => {
		const { message } = refusalOf(() => readOptions(given));
		expect(message).toBe("The option 'Options' has a value that cannot be used");
	});
});

describe('fitNote', () => {
	const words = (length: number) => 'lorem '.repeat(100).slice(0, length - 1) + 'x';

	test.each([
		['empty', '', null],
		['blank', ' \n\t ', null],
		['a blank at both ends', '  Hi Jane ', 'Hi Jane'],
		['line breaks within', 'Hi\n\nJane', 'Hi\n\nJane'],
		['300 characters', words(300), words(300)],
		['300 characters and blanks', `${words(300)}   `, words(300)],
	])('%s', (_name, note, expected) => {
		for (const longNote of ['fail', 'truncate', 'omit'] as const) {
			expect(fitNote(note, longNote)).toBe(expected);
		}
	});

	test('301 characters fail, with what to do', () => {
		const { message, description } = refusalOf(() => fitNote(words(301), 'fail'));
		expect(message).toBe('The note is 301 characters long, and LinkedIn accepts at most 300');
		expect(description).toContain("'Long Note'");
	});

	test('301 characters are omitted', () => {
		expect(fitNote(words(301), 'omit')).toBeNull();
	});

	const a = (count: number) => 'a'.repeat(count);
	test.each([
		['at the last blank', `${a(290)} ${a(20)}`, a(290)],
		['at a word that ends there', `${a(150)} ${a(149)} tail`, `${a(150)} ${a(149)}`],
		['at a blank at the cut', `${a(299)} tail`, a(299)],
		['before several blanks', `${a(280)}   \n ${a(50)}`, a(280)],
		['a text without blanks', a(400), a(300)],
		['a surrogate pair at the cut', `${a(299)}🎉${a(50)}`, a(299)],
		['a surrogate pair before the cut', `${a(298)}🎉${a(50)}`, `${a(298)}🎉`],
		['a surrogate pair in the last word', `${a(280)} ${a(18)}🎉${a(9)}`, a(280)],
	])('truncates %s', (_name, note, expected) => {
		expect(fitNote(note, 'truncate')).toBe(expected);
	});
});

test('items with the same options share them, and others are not taken for theirs', () => {
	const first = readOptions({ dailyCap: 3, dryRun: true });
	expect(readOptions({ dryRun: true, dailyCap: 3 })).toBe(first);
	expect(readOptions({ dailyCap: 3 })).toMatchObject({ dailyCap: 3, dryRun: false });
	expect(readOptions({ weeklyCap: 3 })).toMatchObject({ dailyCap: 0, weeklyCap: 3 });
	expect(() => readOptions({ weeklyCap: -3 })).toThrow("The option 'Weekly Cap'");
	expect(readOptions(undefined)).toMatchObject({ weeklyCap: 0 });
});

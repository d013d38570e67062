import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const send = (more: IDataObject = {}) => ({
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
	...more,
});
const CONTINUE = { onError: 'continueRegularOutput' as const };
const ada = { profile: 'ada-one' };
const ben = { profile: 'ben-two' };

/** The errors of failed items, and the number of invitations sent. */
async function errorsOf(parameters: IDataObject, items: IDataObject[]) {
	const { success, failure } = await simulated.run({ parameters, items, settings: CONTINUE });
	expect(failure).toBeUndefined();
	expect(success).toHaveLength(items.length);
	return { errors: success.map(({ error }) => error ?? null), sends: simulated.sends() };
}

describe('Options given by expressions', () => {
	test('An error names an option whose expression fails', async () => {
		const options = { dailyCap: 5, dryRun: "={{ $('Nowhere').item.json.x }}" };
		expect(await errorsOf(send({ options }), [ada])).toEqual({
			errors: [expect.stringMatching(/'Dry Run' has no value because its expression fails: \S/)],
			sends: 0,
		});
	});

	test('An option of another operation does not affect an item', async () => {
		const parameters = { ...send(), operation: 'getConnectionStatus' };
		const options = { dryRun: '={{ $json.missing }}' };
		expect((await errorsOf({ ...parameters, options }, [ada])).errors).toEqual([null]);
	});
});

describe('Notes that lost a part', () => {
	const withNote = (note: string) => send({ note });

	test.each([
		['=Hi {{ $json.first }}, hello', '{{ $json.first }}'],
		['=Hi {{ $json.person.first }}', '{{ $json.person.first }}'],
		['={{ $json.profile }} and {{ null }}', '{{ null }}'],
		["=Hi {{ $('Nowhere').item.json.x }}", "{{ $('Nowhere').item.json.x }}"],
		["=Hi {{ $json['}}'] }}{{ $json.rest }}", ''],
		['=Hi {{ Number($json.first) }}', '{{ Number($json.first) }}'],
		['=Hi {{ [$json.first, null] }}', '{{ [$json.first, null] }}'],
	])('The note %j is refused, and the error names the missing part', async (note, part) => {
		expect(await errorsOf(withNote(note), [ada])).toEqual({
			errors: [expect.stringContaining(part)],
			sends: 0,
		});
	});

	test.each([
		['={{ $json.note }}', "'Note' has no value"],
		["={{ 'Hi ' + $json.first }}", "holds 'undefined'"],
		['Hi {{ $json.first }}', "holds '{{"],
		['=Hi {{ {} }}', '[object Object]'],
		['Hi , hello', "'Note' holds"],
	])('The note %j is refused', async (note, says) => {
		const { errors, sends } = await errorsOf(withNote(note), [ada]);
		expect(errors).toEqual([expect.stringContaining(says)]);
		expect(sends).toBe(0);
	});

	test.each([
		"={{ $json.note || '' }}",
		"=Hi {{ $json.first || '' }}there",
		'=Hi {{ $json.profile }}',
		'=',
	])('The note %j is complete', async (note) => {
		expect(await errorsOf(withNote(note), [ada])).toEqual({ errors: [null], sends: 1 });
	});
});

describe('Parameters with a wide default', () => {
	test('A missing account is not the default account', async () => {
		const parameters = send({ accountId: byId('={{ $json.account }}') });
		expect(await errorsOf(parameters, [ada, { ...ben, account: 'acc_12345' }])).toEqual({
			errors: [
				"ConnectSafely: The parameter 'Account' has no value: its expression returns nothing for this item",
				null,
			],
			sends: 1,
		});
	});

	test.each(['', '='])('An empty account (%j) is the default account', async (account) => {
		expect((await errorsOf(send({ accountId: byId(account) }), [ada])).errors).toEqual([null]);
	});

	test.each([
		['sendPilot', 'lead', 'campaignId', 'Campaign ID'],
		['sendPilot', 'lead', 'status', 'Status'],
		['connectSafely', 'account', 'search', 'Search'],
		['connectSafely', 'account', 'returnAll', 'Return All'],
		['connectSafely', 'account', 'limit', 'Limit'],
		['connectSafely', 'invitation', 'simplify', 'Simplify'],
	] as const)(
		'A missing value of a parameter with a wide default is handled in %s, %s: %s',
		async (node, resource, name, label) => {
			const parameters = { resource, operation: 'getMany', [name]: '={{ $json.missing }}' };
			const { failure } = await simulated.run({ node, parameters, items: [{}] });
			expect(failure?.message).toContain(`The parameter '${label}' has no value`);
			expect(simulated.sim.log).toEqual([]);
		},
	);
});

describe('Fields and files of items', () => {
	const file = { data: 'AA==', mimeType: 'text/plain' };
	const input = [{ json: { ...ada, row: 7, error: 'old', rateLimit: {} }, binary: { file } }];

	test('An item’s fields and files are included in its result, except those that would make it a failed or limited one', async () => {
		const { outputs } = await simulated.run({ parameters: send(), input });
		expect(outputs[0]).toEqual([
			{
				json: expect.objectContaining({ row: 7, outcome: 'sent', remaining: expect.any(Number) }),
				binary: { file },
				pairedItem: { item: 0 },
			},
		]);
		expect(outputs[0]?.[0]?.json).not.toHaveProperty('error');
		expect(outputs[0]?.[0]?.json).not.toHaveProperty('rateLimit');
	});

	test.each([
		['where the option is off', { options: { includeInputFields: 'false' } }, false],
		['for an AI agent', {}, true],
	])('An item’s fields are not included %s', async (_where, more, asTool) => {
		const { outputs } = await simulated.run({ parameters: send(more), input, asTool });
		expect(outputs[0]?.[0]?.json).not.toHaveProperty('row');
		expect(outputs[0]?.[0]).not.toHaveProperty('binary');
	});
});

test('The value in a message is short, on one line, and without secrets', async () => {
	const { connectSafelyApi } = simulated.credentials();
	const profile = `see\n${String(connectSafelyApi?.apiKey)} ${'x'.repeat(100)}`;
	const { failure } = await simulated.run({ parameters: send(), items: [{ profile }] });
	expect(failure?.message).toMatch(/: 'see \[hidden\] x{30,50}…'$/);
});

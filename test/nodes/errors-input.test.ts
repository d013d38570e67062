import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import type { NodeCredentials } from '../harness/run-node';
import { useSimulator, type ApiVersion } from '../harness/simulated';

const simulated = useSimulator();

interface BadInput {
	readonly provider: 'connectSafely' | 'linkupApi' | 'seleqt' | 'sendPilot';
	readonly version?: ApiVersion;
	readonly operation: string;
	/** What is wrong, in a run of right items. */
	readonly bad: IDataObject;
	readonly good: IDataObject;
	/** Provider and parameter, and what is wrong with it. */
	readonly says: RegExp;
}

const PERSON = { profile: 'ada-one' };
const profile = (pasted: unknown, says: RegExp): BadInput => ({
	provider: 'connectSafely',
	operation: 'sendConnection',
	good: PERSON,
	bad: { profile: pasted as string },
	says,
});
const prospect = (prospectId: unknown): BadInput => ({
	provider: 'seleqt',
	operation: 'getConnectionStatus',
	good: { prospectId: '101' },
	bad: { prospectId: prospectId as string },
	says: /Prospect ID.*(Seleqt.* positive integers|empty)/,
});

const BAD: Record<string, BadInput> = {
	'a note over 300 characters': {
		provider: 'sendPilot',
		operation: 'sendConnection',
		good: { ...PERSON, account: 'sender_abc123' },
		bad: { profile: 'ben-two', account: 'sender_abc123', note: 'x'.repeat(301) },
		says: /SendPilot: .*\bnote\b.*301.*300/i,
	},
	'an empty profile': profile('', /ConnectSafely: Profile is empty/),
	'a profile of blanks': profile('   ', /ConnectSafely: Profile is empty/),
	'a profile that is null': profile(null, /ConnectSafely: Profile/),
	'a profile that is an object': profile(
		{ a: 1 },
		/ConnectSafely: The parameter 'Profile' is an object/,
	),
	'a company': profile('https://www.linkedin.com/company/n8n', /Profile is a company page/),
	'a school': profile('linkedin.com/school/mit/', /Profile is a school page/),
	'a post': profile('https://www.linkedin.com/posts/ada_x-activity-1', /Profile is a post/),
	'a prospect of letters': prospect('abc'),
	'a prospect with a fraction': prospect('1.5'),
	'a prospect of zero': prospect('0'),
	'a negative prospect': prospect(-3),
	'a prospect left out': prospect(''),
	'a prospect that is an address': prospect('https://www.linkedin.com/in/ada-one'),
	'no sender for SendPilot': {
		provider: 'sendPilot',
		operation: 'sendConnection',
		good: { ...PERSON, account: 'sender_abc123' },
		bad: { profile: 'ben-two', account: '' },
		says: /SendPilot .*'Account' is empty/,
	},
	'no account for LinkupAPI v2': {
		provider: 'linkupApi',
		operation: 'getInvitationStatus',
		good: { ...PERSON, account: 'acc_abc123' },
		bad: { profile: 'ben-two', account: '' },
		says: /LinkupAPI v2 .*'Account' is empty/,
	},
	'an account of Seleqt that is no number': {
		provider: 'seleqt',
		operation: 'getConnectionStatus',
		good: { prospectId: '101', account: '7' },
		bad: { prospectId: '102', account: 'mine' },
		says: /'Account' is 'mine', and Seleqt's/,
	},
	'neither profile nor invitation': {
		provider: 'connectSafely',
		operation: 'withdrawInvitation',
		good: PERSON,
		bad: { profile: '' },
		says: /ConnectSafely: Both 'Profile' and 'Invitation ID' are empty/,
	},
};

const parametersOf = ({ provider, operation, good }: BadInput) => ({
	provider,
	operation,
	profile: '={{ $json.profile }}',
	prospectId: '={{ $json.prospectId }}',
	note: "={{ $json.note || '' }}",
	accountId: byId('account' in good ? '={{ $json.account }}' : ''),
});

describe.each(Object.entries(BAD))('%s', (_name, one) => {
	const run = async (items: IDataObject[], settings = {}) =>
		await simulated.run({ version: one.version, parameters: parametersOf(one), items, settings });

	test('stops the workflow before any call, though only the last item is bad', async () => {
		const { failure, outputs } = await run([one.good, one.bad]);
		expect(failure?.name).toBe('NodeOperationError');
		expect(failure?.message).toMatch(one.says);
		expect(failure?.description).toMatch(/\S/);
		expect(failure?.context).toEqual({ itemIndex: 1 });
		expect(outputs).toEqual([]);
		expect(simulated.sim.log).toEqual([]);
	});

	test('with Continue the others go on, and the item leaves with its error', async () => {
		const { outputs, failure } = await run([one.bad, one.good], {
			onError: 'continueRegularOutput',
		});
		expect(failure).toBeUndefined();
		expect(outputs[0]).toEqual([
			{
				json: {
					error: expect.stringMatching(one.says),
					message: expect.stringMatching(/\S/),
					details: { itemIndex: 0 },
				},
				pairedItem: { item: 0 },
			},
			{ json: expect.objectContaining({ outcome: expect.any(String) }), pairedItem: { item: 1 } },
		]);
		expect(outputs[1]).toEqual([]);
	});

	test('with the error output it leaves there, merged with its input', async () => {
		const { outputs } = await run([one.good, { ...one.bad, row: 7 }], {
			onError: 'continueErrorOutput',
		});
		expect(outputs.map((output) => output.length)).toEqual([1, 0, 1]);
		expect(outputs[2]).toEqual([
			{
				json: {
					...one.bad,
					row: 7,
					error: expect.stringMatching(one.says),
					message: expect.stringMatching(/\S \[item 1\]$/),
				},
				pairedItem: { item: 1 },
			},
		]);
	});
});

describe('a credential that cannot be used fails before any call', () => {
	const linkup = { apiKey: 'k', apiVersion: 'v1', loginToken: 't', country: 'FR' };
	test.each<[string, string, NodeCredentials, RegExp]>([
		[
			'no https',
			'connectSafely',
			of('connectSafelyApi', 'http://api.example.com'),
			/Base URL.*Conn/,
		],
		['no address', 'sendPilot', of('sendPilotApi', 'api.sendpilot.ai'), /Base URL.*SendPilot/],
		['another scheme', 'seleqt', of('seleqtApi', 'ftp://127.0.0.1/x'), /Base URL.*Seleqt/],
		[
			'a host like loopback',
			'seleqt',
			of('seleqtApi', 'http://127.0.0.1.nip.io'),
			/Base URL.*Seleqt/,
		],
		['a user name', 'seleqt', of('seleqtApi', 'https://a:b@api.seleqt.ai'), /Base URL.*Seleqt/],
		[
			'no key',
			'connectSafely',
			{ connectSafelyApi: { apiKey: '', baseUrl: 'https://x.y' } },
			/'API Key'.*Conn/,
		],
		[
			'no token',
			'linkupApi',
			{ linkupApi: { ...linkup, baseUrl: 'https://x.y', loginToken: '' } },
			/'Login Token'.*LinkupAPI/,
		],
		[
			'an unknown country',
			'linkupApi',
			{ linkupApi: { ...linkup, baseUrl: 'https://x.y', country: 'XX' } },
			/'Country'.*LinkupAPI/,
		],
	])('%s (%s)', async (_name, provider, credentials, says) => {
		const { failure } = await simulated.run({
			parameters: {
				provider,
				operation: provider === 'sendPilot' ? 'sendConnection' : 'getConnectionStatus',
				...PERSON,
				prospectId: '101',
				accountId: byId('7'),
			},
			credentials,
		});
		expect(failure?.name).toBe('NodeOperationError');
		expect(failure?.message).toMatch(says);
		expect(failure?.context).toEqual({ itemIndex: 0 });
	});

	function of(type: keyof NodeCredentials, baseUrl: string): NodeCredentials {
		return { [type]: { apiKey: 'k', baseUrl } };
	}

	test.each(['/', '///'])('a trailing "%s" of the Base URL changes nothing', async (tail) => {
		const { connectSafelyApi } = simulated.credentials();
		const { success } = await simulated.run({
			parameters: { provider: 'connectSafely', operation: 'getConnectionStatus', ...PERSON },
			credentials: {
				connectSafelyApi: {
					...connectSafelyApi,
					baseUrl: `${String(connectSafelyApi.baseUrl)}${tail}`,
				},
			},
		});
		expect(success).toHaveLength(1);
		expect(simulated.sim.log.map(({ path }) => path)).toEqual(['/relationship/ada-one']);
	});
});

test.each([
	['maxConcurrentRequests', 0, 'getConnectionStatus', 'Max Concurrent Requests'],
	['onRateLimit', 'panic', 'getConnectionStatus', 'On Rate Limit'],
	['keepInReserve', -1, 'sendConnection', 'Keep in Reserve'],
	['longNote', 'shout', 'sendConnection', 'Long Note'],
])('the option %s out of range is named', async (option, value, operation, label) => {
	const { failure } = await simulated.run({
		parameters: {
			provider: 'connectSafely',
			operation,
			...PERSON,
			options: { [option]: value },
		},
	});
	expect(failure?.message).toContain(`'${label}'`);
	expect(simulated.sim.log).toEqual([]);
});

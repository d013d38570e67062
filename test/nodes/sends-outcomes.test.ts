import { sleep, type IDataObject } from 'n8n-workflow';
import { MODES, SENDERS } from '../harness/senders';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const [RETRY, CONTINUE] = [MODES['Retry On Fail'], MODES.Continue];
const CONNECT = { provider: 'connectSafely', path: '/connect' } as const;

const send = async (profiles: string[], fields: IDataObject = {}, settings = {}) =>
	await simulated.run({
		parameters: {
			provider: 'connectSafely',
			operation: 'sendConnection',
			profile: '={{ $json.profile }}',
			...fields,
		},
		items: profiles.map((profile) => ({ profile })),
		settings,
	});
const outcomes = (items: IDataObject[]) => items.map(({ outcome, invited }) => [outcome, invited]);
const notes = () => simulated.sim.invitationsAccepted().map(({ note }) => note);

describe('the same person twice', () => {
	test.each([
		['capitals', 'ada-one', 'Ada-One'],
		['an address', 'ada-one', 'https://www.linkedin.com/in/ADA-ONE/?trk=x'],
		['encoding', 'https://linkedin.com/in/jos%C3%A9-garc%C3%ADa-2', 'josé-garcía-2'],
		['an id', 'ACoAABJefVoBrz2LR3f', 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f'],
		[
			'a lead',
			'https://www.linkedin.com/sales/lead/ACwAABJefVoBrz2LR3f,NAME_SEARCH,x',
			'ACwAABJefVoBrz2LR3f',
		],
	])('in a run, by %s, is invited once', async (_name, one, other) => {
		const { success } = await send([one, 'somebody-else', other]);
		expect(outcomes(success)).toEqual([
			['sent', true],
			['sent', true],
			['duplicate', false],
		]);
		expect(simulated.sends()).toBe(2);
	});

	test('a name and an id are not matched', async () => {
		const { success } = await send(['john-doe-123', 'ACoAABJefVoBrz2LR3f']);
		expect(outcomes(success)).toEqual([
			['sent', true],
			['sent', true],
		]);
	});

	test('is a duplicate where the first may have gone out', async () => {
		simulated.sim.fault({ ...CONNECT, kind: 'reset-before' });
		const { success } = await send(['ada-one', 'ADA-ONE']);
		expect(outcomes(success)).toEqual([
			['unconfirmed', null],
			['duplicate', false],
		]);
		expect(simulated.sends()).toBe(1);
	});

	test('is tried where the first was refused', async () => {
		simulated.sim.fault({ ...CONNECT, kind: 'status', status: 422, body: { error: 'Refused' } });
		const { success } = await send(['ada-one', 'ADA-ONE'], {}, CONTINUE);
		expect(success.map(({ outcome, error }) => outcome ?? error)).toEqual([
			'ConnectSafely answered: Refused',
			'sent',
		]);
		expect(simulated.sends()).toBe(2);
	});

	test('is tried with another account where the first was held back', async () => {
		simulated.sim.world.connectSafely.accounts.get('acc_12345')!.used = 90;
		const { success, rateLimited } = await simulated.run({
			parameters: {
				provider: 'connectSafely',
				operation: 'sendConnection',
				profile: 'ada-one',
				accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
			},
			items: [{ account: 'acc_12345' }, { account: 'acc_warmup' }],
		});
		expect(rateLimited).toHaveLength(1);
		expect(outcomes(success)).toEqual([['sent', true]]);
	});

	test('in a later execution is skipped, and the message says since when', async () => {
		await send(['ada-one']);
		const { success } = await send(['Ada-One']);
		expect(outcomes(success)).toEqual([['skipped', false]]);
		expect(success[0]?.message).toMatch(/\d{4}-\d{2}-\d{2}/);
		expect(simulated.sends()).toBe(1);
	});

	test('in a later execution is invited where skipAlreadyInvited is off and it was withdrawn', async () => {
		await send(['ada-one']);
		await simulated.run({
			parameters: {
				provider: 'connectSafely',
				operation: 'withdrawInvitation',
				profile: 'ada-one',
			},
		});
		const { success } = await send(['ada-one'], { options: { skipAlreadyInvited: false } });
		expect(outcomes(success)).toEqual([['sent', true]]);
	});
});

describe('Retry On Fail', () => {
	test('answers the same as the first time, without a request', async () => {
		// The first item fails at first, which is what makes n8n try again.
		simulated.sim.fault({ ...CONNECT, kind: 'status', status: 422, body: { error: 'No' } });
		const { success } = await send(
			['bad-first', 'ada-one', 'ADA-ONE'],
			{},
			{ ...CONTINUE, ...RETRY },
		);
		expect(outcomes(success.slice(1))).toEqual([
			['sent', true],
			['duplicate', false],
		]);
		expect(simulated.sim.invitationsAccepted().map(({ person }) => person)).toContain('ada-one');
		expect(
			simulated.sim.log.filter(({ body }) => JSON.stringify(body).includes('ada-one')),
		).toHaveLength(1);
	});

	test('tries again where the connection was refused', async () => {
		const credentials = simulated.credentials();
		const { failure } = await simulated.run({
			parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'ada-one' },
			credentials: {
				connectSafelyApi: { ...credentials.connectSafelyApi, baseUrl: 'http://127.0.0.1:9' },
			},
			settings: RETRY,
		});
		expect(failure?.message).toBe('ConnectSafely could not be reached: the connection was refused');
		// Nothing was delivered, so nothing stands in the way of the next execution.
		const { success } = await send(['ada-one']);
		expect(outcomes(success)).toEqual([['sent', true]]);
	});
});

describe.each(Object.entries(SENDERS))('%s: a refusal', (_name, { version, parameters, match }) => {
	async function sendTwice(status: number, sentence: string, more: IDataObject = {}) {
		const body = { success: false, status: 'error', error: sentence, message: sentence, ...more };
		simulated.sim.fault({ ...match, kind: 'status', status, body, times: 1 });
		return await simulated.run({
			version,
			parameters,
			items: [{ profile: 'ada-one' }, { profile: 'ben-two' }],
			settings: CONTINUE,
		});
	}

	test.each([400, 403, 422])(
		'of a limit under status %d holds back the account’s other items',
		async (status) => {
			const sentence = 'You have reached the weekly invitation limit';
			const { success, rateLimited } = await sendTwice(status, sentence);
			expect(success).toEqual([]);
			expect(rateLimited.map(({ rateLimit }) => rateLimit)).toMatchObject([
				{ attempted: true, httpStatus: status, message: sentence },
				{ attempted: false, httpStatus: null, message: sentence },
			]);
			expect(simulated.sends()).toBe(1);
		},
	);

	test.each([
		[400, 'Please withdraw some of your pending invitations before sending more'],
		[403, 'Your account has been restricted'],
		[400, 'Your note exceeds the 300 character limit'],
	])('of the account (%d %s) is no outcome of the person', async (status, sentence) => {
		const { success } = await sendTwice(status, sentence);
		expect(success[0]?.error).toContain(sentence);
		expect(success[1]).toMatchObject({ outcome: 'sent' });
	});

	test.each([
		[200, 'Internal server error'],
		[200, 'Whatever'],
		[400, 'Deadline exceeded'],
	])('that nobody can be sure of (%d %s) is unconfirmed', async (status, sentence) => {
		const { success } = await sendTwice(status, sentence);
		expect(outcomes(success)).toEqual([
			['unconfirmed', null],
			['sent', true],
		]);
	});
});

test.each([
	['CONNECTED', 'already_connected'],
	['PENDING', 'already_pending'],
])('ConnectSafely’s status %s is read before its sentence', async (status, outcome) => {
	const body = { error: 'Weekly limit reached', status };
	simulated.sim.fault({ ...CONNECT, kind: 'status', status: 400, body });
	expect(outcomes((await send(['ada-one'])).success)).toEqual([[outcome, false]]);
});

test('SendPilot’s answer about another recipient does not count as sent', async () => {
	const body = {
		success: true,
		requestId: 'conn_1',
		recipientLinkedinUrl: 'https://www.linkedin.com/in/somebody-else',
		status: 'sent',
	};
	const { version, parameters, match } = SENDERS.SendPilot!;
	simulated.sim.fault({ ...match, kind: 'status', status: 200, body });
	const { success } = await simulated.run({ version, parameters, items: [{ profile: 'ada-one' }] });
	expect(outcomes(success)).toEqual([['unconfirmed', null]]);
});

describe('who is related already', () => {
	test.each(Object.entries(SENDERS))(
		'%s: what the provider refuses is an outcome',
		async (name, one) => {
			const { success, failure } = await simulated.run({
				version: one.version,
				parameters: one.parameters,
				items: [{ profile: 'connie-connected' }, { profile: 'peter-pending' }],
			});
			expect(failure).toBeUndefined();
			expect(outcomes(success)).toEqual([
				['already_connected', false],
				// SendPilot has no word for it, and sends once more.
				name === 'SendPilot' ? ['sent', true] : ['already_pending', false],
			]);
		},
	);

	test.each(['ConnectSafely', 'LinkupAPI v1', 'LinkupAPI v2'] as const)(
		'%s: skipIfRelated asks first, and does not invite',
		async (name) => {
			const { version, parameters = {} } = SENDERS[name] ?? {};
			const { success } = await simulated.run({
				version,
				parameters: { ...parameters, options: { skipIfRelated: true } },
				items: ['connie-connected', 'peter-pending', 'rita-received', 'nora-none'].map(
					(profile) => ({ profile }),
				),
			});
			expect(outcomes(success)).toEqual([
				['already_connected', false],
				['already_pending', false],
				['skipped', false],
				['sent', true],
			]);
			expect(simulated.sends()).toBe(1);
			expect(simulated.sim.log).toHaveLength(5);
		},
	);

	test('skipIfRelated that cannot be asked fails, and does not invite', async () => {
		simulated.sim.fault({
			provider: 'connectSafely',
			path: /relationship/,
			kind: 'status',
			status: 500,
		});
		const { failure } = await send(['nora-none'], { options: { skipIfRelated: true } });
		expect(failure?.name).toBe('NodeApiError');
		expect(simulated.sends()).toBe(0);
	});
});

describe('the note', () => {
	const long = `${'word '.repeat(60)}and more`;

	test.each(Object.entries(SENDERS))('%s: noteSent', async (name, { version, parameters }) => {
		const run = async (profile: string, note: string) => {
			const given = { version, parameters: { ...parameters, profile, note } };
			const { success } = await simulated.run(given);
			return success[0]?.noteSent;
		};
		expect(await run('ada-one', 'Hello')).toBe(name === 'SendPilot' ? null : true);
		expect(await run('ben-two', '')).toBe(false);
		expect(notes()).toEqual(['Hello', null]);
	});

	test('of 300 characters goes as it is', async () => {
		const note = 'é'.repeat(300);
		await send(['ada-one'], { note });
		expect(notes()).toEqual([note]);
	});

	test('over 300 characters fails before any call', async () => {
		const { failure } = await send(['ada-one', 'ben-two'], { note: 'x'.repeat(301) });
		expect(failure?.message).toMatch(/^ConnectSafely: .*note.* 301 characters .* 300/i);
		expect(simulated.sim.log).toEqual([]);
	});

	test('longNote truncate cuts at a word, within 300', async () => {
		const { success } = await send(['ada-one'], { note: long, options: { longNote: 'truncate' } });
		expect(notes()).toEqual(['word '.repeat(60).trim()]);
		expect(success[0]?.noteSent).toBe(true);
	});

	test('longNote omit invites without it', async () => {
		const { success } = await send(['ada-one'], { note: long, options: { longNote: 'omit' } });
		expect(notes()).toEqual([null]);
		expect(success[0]?.noteSent).toBe(false);
	});
});

test('dryRun does everything but the send', async () => {
	const options = { dryRun: true, skipIfRelated: true };
	const { success } = await send(['nora-none', 'connie-connected', 'NORA-none'], { options });
	expect(outcomes(success)).toEqual([
		['dry_run', false],
		['already_connected', false],
		['duplicate', false],
	]);
	expect(simulated.sends()).toBe(0);
	const then = await send(['nora-none']);
	expect(outcomes(then.success)).toEqual([['sent', true]]);
});

describe('a cancelled execution', () => {
	test('sends nothing after it was cancelled', async () => {
		simulated.sim.fault({ ...CONNECT, kind: 'delay', ms: 150 });
		const arrived = (async () => {
			while (simulated.sends() === 0) await sleep(5);
		})();
		await simulated.run({
			parameters: {
				provider: 'connectSafely',
				operation: 'sendConnection',
				profile: '={{ $json.profile }}',
			},
			items: ['ada-one', 'ben-two', 'cat-three'].map((profile) => ({ profile })),
			settings: CONTINUE,
			cancelWhen: arrived,
		});
		// One more round trip, in which a send that was still to come would arrive.
		await send(['dora-four'], { operation: 'getConnectionStatus' });
		expect(simulated.sends()).toBe(1);
	});
});

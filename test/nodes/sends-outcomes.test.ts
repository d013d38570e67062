import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
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
	simulated.sim.fault({
		provider: 'sendPilot',
		path: '/inbox/connect',
		kind: 'status',
		status: 200,
		body,
	});
	const { success } = await simulated.run({
		parameters: {
			provider: 'sendPilot',
			operation: 'sendConnection',
			profile: 'ada-one',
			accountId: byId('sender_abc123'),
		},
	});
	expect(outcomes(success)).toEqual([['unconfirmed', null]]);
});

describe('the note', () => {
	const long = `${'word '.repeat(60)}and more`;

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

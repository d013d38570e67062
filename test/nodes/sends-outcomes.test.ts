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

describe('The same person twice', () => {
	test('The same person is tried with another account if the first was held back', async () => {
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

	test('The same person is invited in a later execution if skipAlreadyInvited is off and the invitation was withdrawn', async () => {
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
])('ConnectSafely’s status %s takes precedence over its sentence', async (status, outcome) => {
	const body = { error: 'Weekly limit reached', status };
	simulated.sim.fault({ ...CONNECT, kind: 'status', status: 400, body });
	expect(outcomes((await send(['ada-one'])).success)).toEqual([[outcome, false]]);
});

test('SendPilot’s response about another recipient does not count as sent', async () => {
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

describe('Notes', () => {
	const long = `${'word '.repeat(60)}and more`;

	test('With longNote truncate, a note is cut at a word, within 300 characters', async () => {
		const { success } = await send(['ada-one'], { note: long, options: { longNote: 'truncate' } });
		expect(notes()).toEqual(['word '.repeat(60).trim()]);
		expect(success[0]?.noteSent).toBe(true);
	});

	test('With longNote omit, an invitation is sent without its note', async () => {
		const { success } = await send(['ada-one'], { note: long, options: { longNote: 'omit' } });
		expect(notes()).toEqual([null]);
		expect(success[0]?.noteSent).toBe(false);
	});
});

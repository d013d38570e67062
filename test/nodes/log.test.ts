import { sleep, type IDataObject } from 'n8n-workflow';
import { NEW_COLUMNS } from '../../nodes/outreach/log/columns';
import { DAY_MS } from '../../nodes/outreach/base/time';
import { byId } from '../harness/exchange';
import { hurry } from '../harness/hurry';
import { activateTrigger } from '../harness/run-poll';
import { newProcess, NOW, stopClock, useSimulator, type SimulatedRun } from '../harness/simulated';
import { DataTables } from '../simulator/data-tables';
import { mountDataTables } from '../simulator/data-tables-wire';

const simulated = useSimulator();
const RIGHT = 'n8n_api_0123';

let tables: DataTables;
let table: string;
beforeEach(() => {
	stopClock();
	tables = new DataTables({ apiKey: RIGHT });
	table = tables.createTable('Log', NEW_COLUMNS);
	mountDataTables(tables);
});

afterEach(() => jest.restoreAllMocks());

const BASE_URL = 'http://localhost:5678/api/v1';
const credentialsWith = (log: IDataObject = {}) => ({
	...simulated.credentials(),
	outreachLogApi: { apiKey: RIGHT, baseUrl: BASE_URL, ...log },
});

interface Given {
	readonly parameters?: IDataObject;
	readonly options?: IDataObject;
	readonly people?: readonly string[];
	readonly log?: IDataObject;
	readonly more?: Partial<SimulatedRun>;
}

/** Invites through LinkedIn Outreach, remembered in the log. */
async function invite({ parameters, options, people = ['ada-one'], log, more }: Given = {}) {
	return await simulated.run({
		parameters: {
			provider: 'connectSafely',
			operation: 'sendConnection',
			profile: '={{ $json.profile }}',
			...parameters,
			options: { memory: 'dataTable', logTable: byId(table), requestsPerMinute: 0, ...options },
		},
		items: people.map((profile) => ({ profile })),
		credentials: credentialsWith(log),
		...more,
	});
}

const rows = () => tables.rows(table);
const outcomes = (items: readonly IDataObject[]) => items.map(({ outcome }) => outcome);

test('An invitation is entered with its sender, and other nodes skip the person and say so', async () => {
	const first = await invite({ people: ['ada-one', 'https://linkedin.com/in/BEN-TWO/'] });
	expect(outcomes(first.success)).toEqual(['sent', 'sent']);
	expect(rows()).toEqual([
		expect.objectContaining({
			person: 'in:ada-one',
			profileUrl: 'https://www.linkedin.com/in/ada-one',
			action: 'invitation',
			status: 'sent',
			provider: 'connectSafely',
			workflow: 'test',
			execution: '1',
			fingerprint: '',
			sentAt: '2024-01-15T10:30:00.000Z',
			acceptedAt: null,
		}),
		expect.objectContaining({ person: 'in:ben-two' }),
	]);
	newProcess();
	const second = await invite({
		parameters: { provider: 'sendPilot', accountId: byId('sender_abc123') },
		people: ['ben-two', 'ada-one'],
	});
	expect(outcomes(second.success)).toEqual(['skipped', 'skipped']);
	expect(second.success[0]).toMatchObject({
		invited: false,
		sentAt: '2024-01-15T10:30:00.000Z',
		message: expect.stringMatching(
			/^Invited on 2024-01-15T10:30:00\.000Z (by account \S+ )?in workflow 'test', according to the log\.$/,
		) as string,
	});
	expect(simulated.sends('sendPilot')).toBe(0);
});

test.each([
	['connectSafely', {}],
	['sendPilot', { accountId: byId('sender_abc123') }],
	['unipile', { accountId: byId('acc_01h455vb4pex5vsknk084sn02q') }],
] as const)('The node of %s shares the log', async (node, more) => {
	tables.insertByHand(table, { person: 'in:ben-two', action: 'invitation' });
	const { success, failure } = await simulated.run({
		node,
		parameters: {
			resource: 'invitation',
			operation: 'send',
			profile: '={{ $json.profile }}',
			...more,
			options: { memory: 'dataTable', logTable: byId(table), requestsPerMinute: 0 },
		},
		items: [{ profile: 'ada-one' }, { profile: 'ben-two' }],
		credentials: credentialsWith(),
	});
	expect(failure).toBeUndefined();
	expect(outcomes(success)).toEqual(['sent', 'skipped']);
	expect(rows()[1]).toMatchObject({ person: 'in:ada-one', provider: node, status: 'sent' });
});

test('A send of another account that is in doubt is unconfirmed, although this account and the person are not related', async () => {
	tables.options.now = () => NOW - DAY_MS;
	tables.insertByHand(table, {
		person: 'in:ada-one',
		action: 'invitation',
		status: 'open',
		provider: 'sendPilot',
		account: 'sender_abc123',
	});
	const { success } = await invite({ people: ['ada-one', 'ben-two'] });
	expect(outcomes(success)).toEqual(['unconfirmed', 'sent']);
	expect(success[0]?.message).toContain('this account cannot check it');
	expect(simulated.sends()).toBe(1);
	expect(rows()[0]).toMatchObject({ person: 'in:ada-one', status: 'open' });
});

test('A message is remembered by its fingerprint, without its text', async () => {
	const write = async (message: string) =>
		await invite({
			parameters: { operation: 'sendMessage', message },
			people: ['connie-connected'],
		});
	const text = 'Only for your eyes';
	const first = await write(text);
	expect(outcomes(first.success)).toEqual(['sent']);
	newProcess();
	expect(outcomes((await write(`${text} `)).success)).toEqual(['skipped']);
	expect(outcomes((await write('Another one')).success)).toEqual(['sent']);
	expect(rows().map(({ action, status }) => [action, status])).toEqual([
		['message', 'sent'],
		['message', 'sent'],
	]);
	expect(JSON.stringify(rows())).not.toContain(text);
});

test('With a log there is no hint about an empty memory, and the node memory is not used', async () => {
	const { run } = await invite();
	expect(JSON.stringify(run.data.resultData.runData.N?.[0]?.hints ?? [])).not.toContain('remember');
});

test.each([
	[
		'no table',
		{ options: { logTable: undefined } },
		"no table is chosen in the option 'Log Table'",
	],
	['an address for a table', { options: { logTable: 'http://x/y' } }, "The option 'Log Table' has"],
	['a key of another n8n', { log: { apiKey: 'wrong' } }, 'HTTP status 401'],
	[
		'an address without https',
		{ log: { baseUrl: 'http://n8n.example.com/api/v1' } },
		'https address',
	],
	['no key', { log: { apiKey: '' } }, "'API Key' of the Outreach Log API credential"],
] as const)('With %s, the items fail before anything is sent', async (_, given, words) => {
	const { failure, run } = await invite({ ...given, people: ['ada-one', 'ben-two'] });
	expect(failure?.message).toContain(words);
	expect(simulated.sends()).toBe(0);
	expect(rows()).toEqual([]);
	expect(JSON.stringify(run)).not.toContain(RIGHT);
});

test.each([
	['refuses', 'refuse'],
	['answers with 500', 500],
	['breaks the connection', 'noAnswerButDone'],
	['is so slow that nobody waits for it', 'hang'],
] as const)('If the API %s, the item fails and says so, and nothing is sent', async (_, fault) => {
	if (fault === 'hang') hurry(400);
	tables.fail([fault, fault, fault], ({ method }) => method === 'POST');
	const { errors, success } = await invite({
		people: ['ada-one'],
		more: { settings: { onError: 'continueErrorOutput' } },
	});
	expect(success).toEqual([]);
	expect(errors[0]).toMatchObject({
		error: expect.stringContaining('The log of sends cannot be used') as string,
		message: expect.stringContaining('Nothing was sent for this item.') as string,
	});
	expect(simulated.sends()).toBe(0);
});

test('An execution that is cancelled right before the request sends nothing and removes its claims', async () => {
	let cancel = () => {};
	const cancelWhen = new Promise<void>((resolve) => (cancel = resolve));
	let isCancelled = false;
	tables.options.before = async ({ method }) => {
		if (method !== 'PATCH' || isCancelled) return;
		isCancelled = true;
		cancel();
		await sleep(20);
	};
	let isBack = () => {};
	const back = new Promise<void>((resolve) => (isBack = resolve));
	tables.options.after = () => (isCancelled && rows().length === 0 ? isBack() : undefined);
	await invite({ people: ['ada-one', 'ben-two'], more: { cancelWhen } }).catch(() => undefined);
	await back;
	expect(isCancelled).toBe(true);
	expect(simulated.sends()).toBe(0);
});

describe('LinkedIn Outreach Trigger with Only From Log', () => {
	const settings = (options: IDataObject = {}, log: IDataObject = {}) => ({
		parameters: {
			provider: 'connectSafely',
			event: 'connection_accepted',
			options: { onlyFromLog: true, logTable: byId(table), ...options },
		},
		credentials: credentialsWith(log),
	});

	test('LinkedIn Outreach Trigger with Only From Log starts only for people in the log, and records when they accepted', async () => {
		await invite({ people: ['ada-one'] });
		tables.insertByHand(table, { profileUrl: 'linkedin.com/in/Ben-Two', action: 'invitation' });
		tables.insertByHand(table, { person: 'in:dan-four', action: 'message', status: 'sent' });
		const trigger = await activateTrigger(settings());
		expect(await trigger.poll()).toBeNull();
		for (const name of ['ada-one', 'ben-two', 'cat-three', 'dan-four']) simulated.connect(name);
		const told = await trigger.poll();
		expect(told?.map(({ profile }) => (profile as IDataObject).publicIdentifier)).toEqual(
			expect.arrayContaining(['ada-one', 'ben-two', 'dan-four']),
		);
		expect(told).toHaveLength(3);
		const acceptedAt = new Date(Math.floor(NOW / DAY_MS) * DAY_MS).toISOString();
		const accepted = { status: 'accepted', acceptedAt };
		expect(rows()).toMatchObject([
			{ person: 'in:ada-one', ...accepted },
			{ person: 'in:ben-two', ...accepted },
			{ person: 'in:dan-four', status: 'sent', acceptedAt: null },
		]);
		expect(await trigger.poll()).toBeNull();
		newProcess();
		expect(outcomes((await invite({ people: ['ada-one'] })).success)).toEqual(['skipped']);
	});

	test('LinkedIn Outreach Trigger with Only From Log loses nothing if the log cannot be read for a while', async () => {
		await invite({ people: ['ada-one'] });
		const trigger = await activateTrigger(settings());
		expect(await trigger.poll()).toBeNull();
		simulated.connect('ada-one');
		tables.fail([503]);
		await expect(trigger.poll()).rejects.toThrow('The log of sends cannot be used');
		tables.fail(['noAnswerButDone'], ({ method }) => method === 'PATCH');
		await expect(trigger.poll()).rejects.toThrow('The log of sends cannot be used');
		expect(await trigger.poll()).toHaveLength(1);
		expect(rows()[0]).toMatchObject({ status: 'accepted' });
	});

	test('LinkedIn Outreach Trigger with Only From Log and without a table says what is missing', async () => {
		const trigger = await activateTrigger(settings({ logTable: undefined }));
		await expect(trigger.poll()).rejects.toThrow("no table is chosen in the option 'Log Table'");
	});

	test("LinkedIn Outreach Trigger with Only From Log does not change another account's row", async () => {
		tables.insertByHand(table, {
			person: 'in:ada-one',
			action: 'invitation',
			status: 'sent',
			provider: 'connectSafely',
			account: 'somebody else',
		});
		const given = settings();
		const parameters = { ...given.parameters, accountId: byId('696ce9e780e0483585e4e553') };
		const trigger = await activateTrigger({ ...given, parameters });
		expect(await trigger.poll()).toBeNull();
		simulated.connect('ada-one');
		expect(await trigger.poll()).toHaveLength(1);
		expect(rows()[0]).toMatchObject({ status: 'sent', acceptedAt: null });
	});
});

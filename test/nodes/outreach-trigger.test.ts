import { JumpingClock } from '../harness/clock';
import { NodeApiError, NodeHelpers, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { LinkedInOutreachTrigger } from '../../nodes/LinkedInOutreach/LinkedInOutreachTrigger.node';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { byId } from '../harness/exchange';
import { activateTrigger, type ActiveTrigger, type TriggerSettings } from '../harness/run-poll';
import { newProcess, NOW, stopClock, useSimulator } from '../harness/simulated';
import type { ApiVersion } from '../simulator/credentials';
import type { ProviderName } from '../simulator/providers';
import { CREDENTIAL_OF, parsed, personOf, watching as watchingOf } from './polling';

const simulated = useSimulator();
// Some polls read hundreds of people, page by page.
jest.setTimeout(30_000);
const clock = new JumpingClock();

const ACCOUNTS = {
	connectSafely: '696ce9e780e0483585e4e553',
	linkupApi: 'acc_abc123',
	unipile: 'acc_01h455vb4pex5vsknk084sn02q',
} as const;
type Lister = keyof typeof ACCOUNTS;
const LISTERS: Lister[] = ['connectSafely', 'linkupApi', 'unipile'];
const settings = (
	provider: keyof typeof CREDENTIAL_OF,
	event: string,
	accountId?: string,
	version?: ApiVersion,
) => watchingOf(simulated, provider, event, accountId, version);

/** The trigger after n8n's first poll at activation. */
async function activated(given: TriggerSettings): Promise<ActiveTrigger> {
	const trigger = await activateTrigger(given);
	expect(await trigger.poll()).toBeNull();
	return trigger;
}

const watching = async (provider: Lister, event: string) =>
	await activated(settings(provider, event, ACCOUNTS[provider]));

const names = (items: IDataObject[] | null) =>
	items && parsed(items).map(({ profile, accountId }) => profile?.publicIdentifier ?? accountId);

beforeEach(() => {
	stopClock();
});

describe.each(LISTERS)('%s', (provider) => {
	const account = ACCOUNTS[provider];
	const requests = () => simulated.sim.requests(provider).length;

	test('An accepted invitation is returned once', async () => {
		const trigger = await watching(provider, 'connection_accepted');
		simulated.sim.accept(provider, account, 'peter-pending');
		expect(await trigger.poll()).toEqual([
			{
				event: 'connection_accepted',
				provider,
				accountId: account,
				profile: personOf('peter-pending'),
				occurredAt: expect.stringMatching(/^2024-01-15T/),
				providerEvent: expect.objectContaining({}),
			},
		]);
		expect(await trigger.poll()).toBeNull();
	});

	test('A received invitation is returned, and so is another one from the same person', async () => {
		const trigger = await watching(provider, 'invitation_received');
		simulated.sim.receive(account, 'nora-none', { message: 'Hello' });
		const items = await trigger.poll();
		expect(names(items)).toEqual(['nora-none']);
		expect(items?.[0]).toMatchObject({
			event: 'invitation_received',
			accountId: account,
			occurredAt: '2024-01-15T10:30:00.000Z',
		});
		const { people } = simulated.sim.world;
		people.relate(people.get('nora-none')!, account, {
			relation: 'none',
			degree: 2,
			invitationId: null,
		});
		expect(await trigger.poll()).toBeNull();
		simulated.sim.receive(account, 'nora-none');
		expect(names(await trigger.poll())).toEqual(['nora-none']);
		expect(await trigger.poll()).toBeNull();
	});

	test('A limit ends the poll without an error, is logged, and survives a restart', async () => {
		const given = settings(provider, 'connection_accepted', account);
		const trigger = await activated(given);
		const before = requests();
		simulated.sim.fault({
			provider,
			kind: 'status',
			status: 429,
			headers: { 'Retry-After': '120' },
			body: { success: false, error: { code: 'RATE_LIMITED', message: 'Slow down' } },
		});
		expect(await trigger.poll()).toBeNull();
		expect(trigger.log).toEqual([expect.stringMatching(/^N: .*rate limit .* before 2024-01-15T1/)]);
		newProcess();
		const restarted = await activateTrigger(given, trigger.saved());
		expect(await restarted.poll()).toBeNull();
		expect(requests()).toBe(before + 1);
	});

	test('A refusal stops a poll or Fetch Test Event, shows no key, and loses no event', async () => {
		const trigger = await watching(provider, 'connection_accepted');
		simulated.connect('new');
		trigger.isChanged();
		for (const ask of ['fetchTestEvent', 'poll'] as const) {
			simulated.sim.fault({ provider, kind: 'echo-secret', status: 401 });
			const refused = await trigger[ask]().catch((thrown: unknown) => thrown);
			expect(refused).toBeInstanceOf(NodeApiError);
			expect(refused).toMatchObject({ httpCode: '401' });
			expect(JSON.stringify(refused)).not.toContain(simulated.sim.world[provider].apiKey);
		}
		expect(trigger.isChanged()).toBe(false);
		expect(names(await trigger.poll())).toEqual(['new']);
		expect(trigger.isChanged()).toBe(true);
	});

	test('Of two simultaneous polls, the second returns nothing', async () => {
		const trigger = await watching(provider, 'connection_accepted');
		simulated.connect('new');
		const before = requests();
		const polls = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(polls.map(names)).toEqual([['new'], null]);
		const once = requests() - before;
		expect(await trigger.poll()).toBeNull();
		expect(requests() - before).toBe(2 * once);
	});

	test('Fetch Test Event shows the newest row, and takes nothing from later polls', async () => {
		const trigger = await watching(provider, 'connection_accepted');
		jest.setSystemTime(NOW + 2 * 86_400_000);
		simulated.connect('new');
		trigger.isChanged();
		expect(names(await trigger.fetchTestEvent())).toEqual(['new']);
		expect(trigger.isChanged()).toBe(false);
		expect(names(await trigger.poll())).toEqual(['new']);
		expect(names(await trigger.fetchTestEvent())).toEqual(['new']);
	});

	test('Fetch Test Event says if there is nothing to show', async () => {
		simulated.sim.world.people.clear();
		const trigger = await activateTrigger(settings(provider, 'invitation_received', account));
		const nothing = await trigger.fetchTestEvent().catch((thrown: unknown) => thrown);
		expect(nothing).toBeInstanceOf(NodeOperationError);
		expect(nothing).toMatchObject({ message: 'There is nothing to show yet' });
	});
});

test.each<[keyof typeof CREDENTIAL_OF & ProviderName, string, string, string, string]>([
	['connectSafely', 'acc_12345', 'AVAILABLE', 'ERROR', 'needs_attention'],
	['linkupApi', 'acc_abc123', 'active', 'disconnected', 'needs_attention'],
	['sendPilot', 'sender_abc123', 'active', 'disconnected', 'needs_attention'],
	['unipile', ACCOUNTS.unipile, 'running', 'disconnected', 'needs_attention'],
])(
	'An account of %s is returned once it needs attention, and not again while that lasts',
	async (provider, id, healthy, broken, outcome) => {
		const trigger = await activated(settings(provider, 'account_needs_attention'));
		simulated.sim.setAccountStatus(provider, id, broken);
		const items = await trigger.poll();
		expect(names(items)).toHaveLength(1);
		expect(items?.[0]).toMatchObject({
			event: 'account_needs_attention',
			provider,
			accountId: id,
			occurredAt: '2024-01-15T10:30:00.000Z',
			providerEvent: { outcome, providerStatus: broken },
		});
		expect(await trigger.poll()).toBeNull();
		simulated.sim.setAccountStatus(provider, id, healthy);
		expect(await trigger.poll()).toBeNull();
		simulated.sim.setAccountStatus(provider, id, broken);
		expect(await trigger.poll()).toHaveLength(1);
		expect(names(await trigger.fetchTestEvent())).toHaveLength(1);
	},
);

describe('Time limits of polls', () => {
	beforeEach(() => {
		jest.useRealTimers();
		clock.start(simulated);
	});
	afterEach(() => jest.restoreAllMocks());

	// ConnectSafely documents 60 requests a minute for a key, and a poll reads 60 pages at most.
	const takeStock = async (budgetMs?: number) => {
		for (let one = 0; one < 1000; one++) simulated.connect(`known-${one}`);
		const given = settings('connectSafely', 'connection_accepted', ACCOUNTS.connectSafely);
		const trigger = await activated({ ...given, budgetMs });
		expect(simulated.sim.requests('connectSafely')).toHaveLength(60);
		jest.advanceTimersByTime(20_000);
		expect(await trigger.poll()).toBeNull();
		return trigger;
	};

	test('A poll waits for the pace as long as its time allows', async () => {
		await takeStock();
		expect(clock.slept).not.toEqual([]);
		expect(simulated.sim.requests('connectSafely').length).toBeGreaterThan(80);
	});

	test('A poll does not exceed n8n’s time limit, and the next one continues', async () => {
		const trigger = await takeStock(30_000);
		expect(clock.slept).toEqual([]);
		expect(simulated.sim.requests('connectSafely')).toHaveLength(60);
		jest.advanceTimersByTime(90_000);
		expect(await trigger.poll()).toBeNull();
		jest.advanceTimersByTime(90_000);
		simulated.connect('new');
		expect(names(await trigger.poll())).toEqual(['new']);
	});
});

describe('Watched accounts', () => {
	const refusal = async (given: TriggerSettings) => {
		const trigger = await activateTrigger(given);
		const refused = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(refused).toBeInstanceOf(NodeOperationError);
		expect(simulated.sim.log).toEqual([]);
		expect(trigger.isChanged()).toBe(false);
		return (refused as Error).message;
	};

	test.each(['connection_accepted', 'account_needs_attention'])(
		'The trigger watches nothing of LinkupAPI v1: %s',
		async (event) => {
			const given = settings('linkupApi', event, ACCOUNTS.linkupApi, 'v1');
			expect(await refusal(given)).toMatch(/LinkupAPI v1 .* only LinkupAPI v2/);
		},
	);

	test('The trigger watches no list of LinkupAPI without an account', async () => {
		expect(await refusal(settings('linkupApi', 'connection_accepted', ' '))).toMatch(/'Account'/);
	});

	test('The trigger watches no event that the provider does not have', async () => {
		expect(await refusal(settings('sendPilot', 'connection_accepted'))).toMatch(/'Event'/);
	});

	test('The trigger watches no other provider', async () => {
		const given = settings('connectSafely', 'connection_accepted');
		const unwatched = PROVIDERS.find(({ polls }) => polls === undefined)?.id;
		const parameters = { ...given.parameters, provider: unwatched };
		const message = await refusal({ ...given, parameters });
		expect(message).toContain(`'Provider' is '${unwatched}'`);
	});

	test.each([[['a']], [{ value: 0.5 }], [byId('..')], [2 ** 60]])(
		'The trigger refuses the account %j',
		async (given) => {
			const { parameters, credentials } = settings('connectSafely', 'connection_accepted');
			const message = await refusal({
				parameters: { ...parameters, accountId: given },
				credentials,
			});
			expect(message).toMatch(/'Account'/);
		},
	);

	test('The trigger watches nothing with an unusable or missing credential', async () => {
		const given = settings('connectSafely', 'connection_accepted');
		const connectSafelyApi = { apiKey: 'k', baseUrl: 'http://example.com' };
		expect(await refusal({ ...given, credentials: { connectSafelyApi } })).toMatch(/Base URL/);
		expect(await refusal({ ...given, credentials: {} })).toMatch(/credential/i);
	});

	test('The trigger watches no account that the provider does not list', async () => {
		const given = settings('sendPilot', 'account_needs_attention', 'sender_gone');
		const trigger = await activateTrigger(given);
		await expect(trigger.poll()).rejects.toThrow(/sender_gone/);
	});
});

const { description } = new LinkedInOutreachTrigger();
const ALL_EVENTS = [
	'account_needs_attention',
	'connection_accepted',
	'invitation_not_accepted',
	'invitation_received',
	'reply_received',
];

test.each([
	['connectSafely', ALL_EVENTS],
	['linkupApi', ALL_EVENTS],
	['sendPilot', ['account_needs_attention']],
])('The trigger has the parameters, events and credential of %s', (provider, events) => {
	const shows = (one: Parameters<typeof NodeHelpers.displayParameter>[1]) =>
		NodeHelpers.displayParameter({ provider }, one, { typeVersion: 1 }, description);
	const shown = description.properties.filter((one) => one.type !== 'notice' && shows(one));
	expect(shown.map(({ name }) => name)).toEqual(['provider', 'event', 'accountId']);
	const options = shown[1]?.options ?? [];
	expect(options.map((option) => 'value' in option && option.value)).toEqual(events);
	expect(events).toContain(shown[1]?.default);
	// LinkupAPI charges credits for lists, but not for accounts.
	const warned = events.filter((event) =>
		description.properties.some(
			(one) =>
				one.type === 'notice' &&
				NodeHelpers.displayParameter({ provider, event }, one, { typeVersion: 1 }, description),
		),
	);
	expect(warned).toEqual(
		events.filter((event) => provider === 'linkupApi' && event !== 'account_needs_attention'),
	);
	const credentials = (description.credentials ?? []).filter(shows);
	expect(credentials.map(({ name }) => name)).toEqual([
		CREDENTIAL_OF[provider as keyof typeof CREDENTIAL_OF],
	]);
});

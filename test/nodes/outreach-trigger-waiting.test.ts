import { JumpingClock } from '../harness/clock';
import type { IDataObject } from 'n8n-workflow';
import { activateTrigger } from '../harness/run-poll';
import { newProcess, NOW, stopClock, useSimulator } from '../harness/simulated';
import type { ApiVersion } from '../simulator/credentials';
import { parsed, personOf, watching } from './polling';

const simulated = useSimulator();
// Waits end at once.
new JumpingClock();

const DAY = 24 * 60 * 60_000;
type Lister = 'connectSafely' | 'linkupApi' | 'unipile';
const LISTERS: ReadonlyArray<[Lister, ApiVersion, string]> = [
	['connectSafely', 'v2', '696ce9e780e0483585e4e553'],
	['linkupApi', 'v2', 'acc_abc123'],
	['unipile', 'v1', 'Yk08cDzzdsqs9_8ds'],
	['unipile', 'v2', 'acc_01h455vb4pex5vsknk084sn02q'],
];

const names = (items: IDataObject[] | null) =>
	parsed(items).map(({ profile }) => profile?.publicIdentifier ?? profile?.urn);
const texts = (items: IDataObject[] | null) => parsed(items).map(({ message }) => message?.text);

beforeEach(() => stopClock());

describe.each(LISTERS)('%s %s', (provider, version, account) => {
	const requests = () => simulated.sim.requests(provider).length;

	const settings = (event: string, parameters: IDataObject = {}) =>
		watching(simulated, provider, event, account, version, { days: 14, ...parameters });

	/** An invitation from the account, sent this many days before the start. */
	function invite(name: string, daysBefore: number) {
		const { people } = simulated.sim.world;
		const one = people.get(name) ?? people.add({ publicIdentifier: name });
		people.relate(one, account, {
			relation: 'pending_sent',
			degree: 2,
			invitationId: `73100818246663${String(70_000 + people.size)}`,
			since: NOW - daysBefore * DAY,
		});
	}

	test('An invitation that is overdue when the workflow is activated starts it once', async () => {
		invite('ada-overdue', 21);
		const trigger = await activateTrigger(settings('invitation_not_accepted'));
		const items = await trigger.poll();
		expect(items).toEqual([
			{
				event: 'invitation_not_accepted',
				provider,
				accountId: account,
				profile: personOf('ada-overdue'),
				occurredAt: expect.stringMatching(/^2024-01-/),
				providerEvent: expect.objectContaining({}),
			},
		]);
		stopClock(NOW + DAY);
		expect(await trigger.poll()).toBeNull();
		newProcess();
		const restarted = await activateTrigger(settings('invitation_not_accepted'), trigger.saved());
		expect(await restarted.poll()).toBeNull();
	});

	test('A pending invitation starts the workflow when its days are over, and an accepted one never does', async () => {
		invite('ben-waits', 7);
		invite('cat-accepts', 7);
		const trigger = await activateTrigger(settings('invitation_not_accepted'));
		expect(await trigger.poll()).toBeNull();
		simulated.sim.accept(provider, account, 'cat-accepts');
		stopClock(NOW + 6 * DAY);
		expect(await trigger.poll()).toBeNull();
		stopClock(NOW + 7 * DAY + 60_000);
		expect(names(await trigger.poll())).toEqual(['ben-waits']);
		stopClock(NOW + 8 * DAY);
		expect(await trigger.poll()).toBeNull();
	});

	test('A list in any order returns each overdue invitation once', async () => {
		simulated.sim.world.listOrder = 'shuffled';
		const all = Array.from({ length: 35 }, (_, index) => `person-${100 + index}`);
		for (const name of all) invite(name, 28);
		const trigger = await activateTrigger(settings('invitation_not_accepted'));
		expect(names(await trigger.poll()).sort()).toEqual(all);
		stopClock(NOW + DAY);
		expect(await trigger.poll()).toBeNull();
	});

	test('An invalid number of days is refused before any request', async () => {
		for (const days of [0, 366, 'soon', '']) {
			const trigger = await activateTrigger(settings('invitation_not_accepted', { days }));
			await expect(trigger.poll()).rejects.toThrow("'Days'");
		}
		expect(requests()).toBe(0);
	});

	test('A reply starts the workflow once, and earlier messages do not', async () => {
		simulated.sim.write(account, 'connie-connected', 'Before');
		const trigger = await activateTrigger(settings('reply_received'));
		expect(await trigger.poll()).toBeNull();
		stopClock(NOW + 60_000);
		simulated.sim.write(account, 'connie-connected', 'Gladly');
		const items = await trigger.poll();
		expect(items).toEqual([
			{
				event: 'reply_received',
				provider,
				accountId: account,
				profile: expect.objectContaining({}),
				occurredAt: '2024-01-15T10:31:00.000Z',
				message: {
					id: expect.stringContaining('m2'),
					text: 'Gladly',
					at: '2024-01-15T10:31:00.000Z',
					conversationId: expect.stringContaining('2-'),
				},
				providerEvent: expect.objectContaining({}),
			},
		]);
		expect(names(items)[0]).toMatch(/connie-connected|urn:li:fsd_profile:ACoAA/);
		expect(await trigger.poll()).toBeNull();
		newProcess();
		const restarted = await activateTrigger(settings('reply_received'), trigger.saved());
		expect(await restarted.poll()).toBeNull();
	});

	test('The account’s own messages start nothing', async () => {
		const trigger = await activateTrigger(settings('reply_received'));
		await trigger.poll();
		stopClock(NOW + 60_000);
		simulated.sim.write(account, 'connie-connected', 'Hello', true);
		expect(await trigger.poll()).toBeNull();
		stopClock(NOW + 120_000);
		simulated.sim.write(account, 'connie-connected', 'Gladly');
		expect(texts(await trigger.poll())).toEqual(['Gladly']);
	});

	test('All replies of many people are found, in any order of the list', async () => {
		const { world } = simulated.sim;
		world.listOrder = 'shuffled';
		const all = Array.from({ length: 30 }, (_, index) => `person-${100 + index}`);
		for (const [index, publicIdentifier] of all.entries()) {
			world.people.add({ publicIdentifier });
			stopClock(NOW - DAY + index * 1000);
			simulated.sim.write(account, publicIdentifier, 'Before');
		}
		stopClock(NOW);
		const trigger = await activateTrigger(settings('reply_received'));
		expect(await trigger.poll()).toBeNull();
		stopClock(NOW + 60_000);
		for (const name of all) simulated.sim.write(account, name, `From ${name}`);
		const found = [...texts(await trigger.poll()), ...texts(await trigger.poll())];
		expect(found.sort()).toEqual(all.map((name) => `From ${name}`));
		expect(await trigger.poll()).toBeNull();
	});

	test('Fetch Test Event shows an example of each event, and takes nothing from later polls', async () => {
		invite('ada-overdue', 21);
		simulated.sim.write(account, 'connie-connected', 'Gladly');
		for (const event of ['invitation_not_accepted', 'reply_received']) {
			const trigger = await activateTrigger(settings(event));
			expect(await trigger.fetchTestEvent()).toMatchObject([{ event, accountId: account }]);
		}
		const trigger = await activateTrigger(settings('invitation_not_accepted'));
		await trigger.fetchTestEvent();
		expect(names(await trigger.poll())).toEqual(['ada-overdue']);
	});
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import {
	activated,
	post,
	SECRET,
	sendPilotTrigger,
	watching,
	whenListening,
} from '../n8n/checks-triggers';
import { invited } from '../n8n/people';
import { pause, until } from '../n8n/processes';
import { sendPilotAccepted } from '../simulator/payloads';
import { executionIds, type Campaign, type QueueCheck, type QueueContext } from './campaign';
import { workersThatTook } from './cluster';

const EVENTS = 6;

/** The number of executions, once there are at least this many and no new ones for a second. */
async function settledCount(
	context: QueueContext,
	campaign: Campaign,
	least: number,
): Promise<number> {
	const count = async () => (await executionIds(context, campaign)).length;
	await until(`there are ${least} executions`, async () => (await count()) >= least);
	let counted = -1;
	await until('no execution is added', async () => {
		const before = counted;
		await pause(1_000);
		counted = await count();
		return counted === before;
	});
	return counted;
}

/** A workflow's static data in n8n's database. */
async function staticData({ cluster }: QueueContext, workflowId: string): Promise<string> {
	const stored = await cluster.database.query(
		`SELECT "staticData" FROM workflow_entity WHERE id = '${workflowId}'`,
	);
	return stored.join('');
}

const webhooks: QueueCheck = {
	name: 'SendPilot Trigger: repeats to the main process start nothing; repeats to two processes at once are counted',
	async run(context) {
		const { rest, cluster } = context;
		const webhook = 'queue-deliveries';
		const trigger = await sendPilotTrigger(context, SECRET, 'connection_accepted');
		const workflowId = await activated(context, webhook, trigger);
		const campaign = { workflowId, webhook };
		const path = `/webhook/${webhook}/webhook`;
		await whenListening(`${rest.url}${path}`);
		const deliver = async (url: string, eventId: string) => {
			const event = sendPilotAccepted({ eventId });
			assert.equal(await post('sendPilot', `${url}${path}`, event, 'right'), 200);
		};
		const times = Array.from({ length: EVENTS }, (_, index) => index);

		for (const index of times) {
			await Promise.all(times.map(async () => await deliver(rest.url, `evt_main_${index}`)));
		}
		assert.equal(await settledCount(context, campaign, EVENTS), EVENTS);
		const ids = await executionIds(context, campaign);
		assert.ok(workersThatTook(cluster, ids).length > 0, 'no worker took an event');

		const other = await cluster.startWebhooks('webhooks');
		for (const index of times) await deliver(other, `evt_main_${index}`);
		const repeated = await settledCount(context, campaign, EVENTS);
		assert.equal(repeated, EVENTS, 'a repeat to another process');
		for (const index of times) {
			const stored = await staticData(context, workflowId);
			await deliver(other, `evt_turns_${index}`);
			// n8n stores seen deliveries a moment after its response; a provider repeats a delivery after seconds.
			await until('the delivery is stored as seen', async () => {
				return (await staticData(context, workflowId)) !== stored;
			});
			await deliver(rest.url, `evt_turns_${index}`);
		}
		const inTurns = (await settledCount(context, campaign, 2 * EVENTS)) - EVENTS;
		assert.equal(inTurns, EVENTS, 'one delivery after the other, to two processes');
		const before = EVENTS + inTurns;
		for (const index of times) {
			await Promise.all(
				[rest.url, other].map(async (url) => await deliver(url, `evt_both_${index}`)),
			);
		}
		const atOnce = (await settledCount(context, campaign, before + EVENTS)) - before;
		assert.ok(atOnce >= EVENTS && atOnce <= 2 * EVENTS, `${atOnce} executions`);
		context.figure(`${EVENTS} events, each to two processes at once: executions`, atOnce);
		await rest.deactivate(workflowId);
		await cluster.stop('webhooks');
	},
};

const POLLED_SECONDS = 12;

const polls: QueueCheck = {
	name: 'LinkedIn Outreach Trigger: the main process alone polls, and an event starts one execution',
	async run(context) {
		const { rest, simulator, credentials } = context;
		const id = 'acc_polled_once';
		invited(simulator, id, ['anna-one', 'ben-two']);
		const webhook = 'queue-polled';
		const trigger = watching(credentials, 'connectSafely', 'connection_accepted', id);
		const workflowId = await activated(context, webhook, trigger);
		await until('it polled', () => simulator.requests('connectSafely').length > 0);
		const [first] = simulator.requests('connectSafely');
		const alike = () =>
			simulator.requests('connectSafely').filter(({ path }) => path === first?.path);
		await until('it polled by the clock', () => alike().length > 1);
		const before = alike().length;
		await pause(POLLED_SECONDS * 1_000);
		const polls = alike()
			.slice(before - 1)
			.map(({ at }) => Date.parse(at));
		const polled = polls.length - 1;
		const seconds = ((polls.at(-1) ?? 0) - (polls[0] ?? 0)) / 1_000;
		simulator.accept('connectSafely', id, 'anna-one');
		const campaign = { workflowId, webhook };
		await until('the event is there', async () => {
			return (await executionIds(context, campaign)).length > 0;
		});
		assert.equal(await settledCount(context, campaign, 1), 1);
		context.figure(`polls in ${POLLED_SECONDS} s at one in three seconds`, polled);
		assert.ok(polled > 0, 'it polls no more');
		assert.ok(polled <= seconds / 3 + 1, `${polled} polls in ${seconds} s`);
		await rest.deactivate(workflowId);
	},
};

/** Triggers, with several processes that can start executions. */
export const checks: QueueCheck[] = [webhooks, polls];

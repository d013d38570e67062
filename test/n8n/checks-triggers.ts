/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import assert from 'node:assert/strict';
import { outreachEventSchema, type OutreachEvent } from '../../nodes/outreach/trigger/events';
import { deliver, type DeliveryKind, type WebhookProvider } from '../simulator/deliver';
import {
	connectSafelyMessage,
	linkupAccepted,
	linkupDisconnection,
	linkupMessage,
	sendPilotAccepted,
	sendPilotEvent,
	sendPilotReply,
} from '../simulator/payloads';
import { People } from '../simulator/people';
import type { Simulator } from '../simulator/simulator';
import { credentialData, type Check, type CheckContext } from './checks';
import { outputItems } from './execution';
import { field, invited } from './people';
import { pause, until } from './processes';
import type { WorkflowFile } from './rest';
import { byId, next, PACKAGE, nodeOf } from './workflows';

const TRIGGER = 'Trigger';
/** What the deliveries are signed with. */
export const SECRET = 'simulated-webhook-secret';
/** BURST=10000 sends that many. Each valid one starts an execution, which takes n8n most of the time. */
const BURST = Number(process.env.BURST ?? 150);

/** A trigger of the package, by its name within it. */
export interface TriggerUnderTest {
	readonly type: string;
	readonly parameters: Record<string, unknown>;
	readonly credentials: CheckContext['credentials'];
}

/** A workflow with the trigger and a following node, so that n8n considers it worth running. */
function triggerWorkflow(
	name: string,
	{ type, parameters, credentials }: TriggerUnderTest,
	settings: Record<string, unknown>,
): WorkflowFile {
	return {
		name,
		nodes: [
			nodeOf(TRIGGER, `${PACKAGE}.${type}`, [0, 0], parameters, { webhookId: name, credentials }),
			nodeOf('After', 'n8n-nodes-base.noOp', [220, 0]),
		],
		connections: { [TRIGGER]: next('After') },
		settings: { executionOrder: 'v1', ...settings },
	};
}

/** The trigger's items in all of the workflow's executions, oldest first. */
async function eventsOf({ rest }: CheckContext, workflowId: string): Promise<OutreachEvent[]> {
	const events: OutreachEvent[] = [];
	for (const id of (await rest.executionIds(workflowId)).reverse()) {
		const execution = await rest.finishedExecution(id);
		assert.equal(execution.status, 'success', execution.error?.message);
		for (const { json } of outputItems(execution, TRIGGER)) {
			const event = outreachEventSchema.strict().parse(json);
			assert.equal('message' in event, event.event === 'reply_received');
			events.push(event);
		}
	}
	return events;
}

/** Waits for this many events, and a little longer, to notice an extra one. */
export async function settledEvents(context: CheckContext, workflowId: string, count: number) {
	const isThere = async () => (await eventsOf(context, workflowId)).length >= count;
	await until(`${count} events left`, isThere);
	await pause(700);
	const events = await eventsOf(context, workflowId);
	assert.equal(events.length, count, JSON.stringify(events));
	return events;
}

const urlOf = ({ rest }: CheckContext, webhookId: string) =>
	`${rest.url}/webhook/${webhookId}/webhook`;

/** n8n registers a webhook some time after it has responded to the activation. */
export async function whenListening(url: string) {
	await until('the webhook listens', async () => {
		return (await fetch(url, { method: 'POST' })).status !== 404;
	});
}

/** Stores and activates a workflow with the trigger, and returns its ID. */
export async function activated(
	{ rest }: Pick<CheckContext, 'rest'>,
	name: string,
	trigger: TriggerUnderTest,
	settings: Record<string, unknown> = {},
) {
	const workflowId = await rest.createWorkflow(triggerWorkflow(name, trigger, settings));
	await rest.activate(workflowId);
	return workflowId;
}

/** The same for a webhook trigger, once it listens; also returns its address. */
export async function listening(
	context: CheckContext,
	name: string,
	trigger: TriggerUnderTest,
	settings?: Record<string, unknown>,
) {
	const workflowId = await activated(context, name, trigger, settings);
	const url = urlOf(context, name);
	await whenListening(url);
	return { workflowId, url };
}

/** Posts, and returns only the status. */
export async function post(
	provider: WebhookProvider,
	url: string,
	payload: unknown,
	kind: DeliveryKind,
	secret = SECRET,
) {
	return (await deliver(provider, url, payload, { kind, secret })).status;
}

/** SendPilot's trigger, with a webhook secret. */
export async function sendPilotTrigger(
	{ rest, simulator, credentials }: Pick<CheckContext, 'rest' | 'simulator' | 'credentials'>,
	webhookSecret: string,
	...events: string[]
): Promise<TriggerUnderTest> {
	const data = { ...credentialData(simulator).sendPilotApi, webhookSecret };
	const name = `SendPilot with the secret "${webhookSecret}"`;
	const sendPilotApi = await rest.saveCredential(name, 'sendPilotApi', data);
	return {
		type: 'sendPilotTrigger',
		parameters: { events },
		credentials: { ...credentials, sendPilotApi },
	};
}

/** ConnectSafely's, with a webhook secret. */
async function connectSafelyCredential({ rest, simulator }: CheckContext) {
	const data = { ...credentialData(simulator).connectSafelyApi, webhookSecret: SECRET };
	const name = 'ConnectSafely with a webhook secret';
	return { connectSafelyApi: await rest.saveCredential(name, 'connectSafelyApi', data) };
}

async function linkupCredential({ rest, simulator }: CheckContext) {
	const data = { ...credentialData(simulator).linkupApi, apiVersion: 'v2' };
	return { linkupApi: await rest.saveCredential('LinkupAPI v2', 'linkupApi', data) };
}

const accountOfLinkup = ({ world }: Simulator) =>
	String([...world.linkupApi.accounts.values()].find(({ is_active }) => is_active)?.account_id);

const webhooks: Check[] = [
	{
		name: 'SendPilot Trigger: right, wrong, stale, altered, missing and repeated signatures',
		async run(context) {
			const { rest } = context;
			const events = ['connection_accepted', 'reply_received'];
			const trigger = await sendPilotTrigger(context, SECRET, ...events);
			const { workflowId, url } = await listening(context, 'sendpilot-signed', trigger);

			const accepted = sendPilotAccepted({ generation: 'new' });
			assert.equal(await post('sendPilot', url, accepted, 'right'), 200);
			assert.equal(await post('sendPilot', url, accepted, 'right'), 200);
			for (const kind of ['wrong', 'stale', 'altered', 'missing'] as const) {
				const other = sendPilotAccepted({ eventId: `evt_${kind}` });
				assert.equal(await post('sendPilot', url, other, kind), 401, kind);
			}
			const old = sendPilotReply({ generation: 'old' });
			assert.equal(await post('sendPilot', url, old, 'right'), 200);
			const unwanted = sendPilotEvent('campaign.started');
			assert.equal(await post('sendPilot', url, unwanted, 'right'), 200);
			assert.equal(await post('sendPilot', url, '["no event"]', 'right'), 400);
			// n8n itself refuses bodies other than JSON.
			assert.equal(await post('sendPilot', url, '{"eventId":', 'right'), 422);

			const [first, second] = await settledEvents(context, workflowId, 2);
			assert.equal(first?.event, 'connection_accepted');
			assert.equal(first?.accountId, 'sender_def456');
			assert.equal(first?.profile?.publicIdentifier, 'john-doe');
			assert.equal(first?.occurredAt, '2024-02-24T10:30:00.000Z');
			assert.equal(first?.providerEvent.eventType, 'connection_request.accepted');
			assert.equal(second?.event, 'reply_received');
			assert.match(second?.message?.text ?? '', /^Thanks for reaching out!/);
			assert.ok(!JSON.stringify([first, second]).includes(SECRET));

			await rest.deactivate(workflowId);
			await until('the webhook is gone', async () => {
				return (await post('sendPilot', url, accepted, 'right')) === 404;
			});
		},
	},
	{
		name: 'SendPilot Trigger: without a secret everything is taken, each event once',
		async run(context) {
			const { rest } = context;
			const trigger = await sendPilotTrigger(context, '', 'all');
			const { workflowId, url } = await listening(context, 'sendpilot-open', trigger);
			const event = sendPilotEvent('lead.of.tomorrow');
			const answers = await Promise.all(
				Array.from({ length: 5 }, async () => await post('sendPilot', url, event, 'missing')),
			);
			assert.deepEqual(answers, [200, 200, 200, 200, 200]);
			const [only] = await settledEvents(context, workflowId, 1);
			assert.equal(only?.event, 'unknown');
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'SendPilot Trigger: an event that came before a restart is not taken again',
		async run(context) {
			const { rest, n8n } = context;
			const trigger = await sendPilotTrigger(context, SECRET, 'connection_accepted');
			const { workflowId, url } = await listening(context, 'sendpilot-restarted', trigger);
			const event = sendPilotAccepted({ eventId: 'evt_before_the_restart' });
			assert.equal(await post('sendPilot', url, event, 'right'), 200);
			await settledEvents(context, workflowId, 1);
			await n8n.restart();
			await whenListening(url);
			assert.equal(await post('sendPilot', url, event, 'right'), 200);
			await settledEvents(context, workflowId, 1);
			await rest.deactivate(workflowId);
		},
	},
	{
		name: `SendPilot Trigger: ${BURST} deliveries at once, a third of them repeats, a third forged, and some too large`,
		async run(context) {
			const { rest } = context;
			const trigger = await sendPilotTrigger(context, SECRET, 'all');
			// Executions are only counted, and their data would fill the database.
			const settings = { saveManualExecutions: false };
			const { workflowId, url } = await listening(context, 'sendpilot-burst', trigger, settings);

			const third = Math.floor(BURST / 3);
			const events = Array.from({ length: third }, (_, index) =>
				sendPilotAccepted({ eventId: `evt_burst_${index}` }),
			);
			const padding = 'x'.repeat(2 ** 20);
			const large = { ...sendPilotAccepted({ eventId: 'evt_large' }), padding };
			const forgery = (index: number) => sendPilotAccepted({ eventId: `evt_forged_${index}` });
			const deliveries = [
				...events.flatMap((event, index) => [
					{ event, kind: 'right', status: 200 } as const,
					{ event, kind: 'right', status: 200 } as const,
					{ event: forgery(index), kind: 'wrong', status: 401 } as const,
				]),
				{ event: large, kind: 'right', status: 413 } as const,
			];
			// n8n itself refuses bodies over N8N_PAYLOAD_SIZE_MAX, in its own way.
			const larger = { ...large, padding: 'x'.repeat(17 * 2 ** 20) };
			assert.ok((await post('sendPilot', url, larger, 'right')) >= 400);

			const startedAt = Date.now();
			const waiting = [...deliveries];
			const sender = async () => {
				for (let next = waiting.pop(); next; next = waiting.pop()) {
					const status = await post('sendPilot', url, next.event, next.kind).catch(() => null);
					// n8n's own error if its SQLite is too slow, or a connection that it closed: senders retry.
					if (status === 503 || status === null) {
						assert.ok(++again <= BURST, 'n8n answers no more');
						waiting.unshift(next);
						await pause(200);
					} else assert.equal(status, next.status, next.kind);
				}
			};
			let again = 0;
			await Promise.all(Array.from({ length: 10 }, sender));
			const seconds = (Date.now() - startedAt) / 1000;
			const isDone = async () => (await rest.countExecutions(workflowId)) >= third;
			await until(`${third} executions are there`, isDone, 300_000);
			await pause(2000);
			assert.equal(await rest.countExecutions(workflowId), third);
			process.stdout.write(
				`        ${deliveries.length} deliveries were answered in ${seconds.toFixed(1)} s, ${again} delivered again\n`,
			);
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'ConnectSafely Trigger: right, wrong, stale, altered, missing and repeated signatures, before and after a restart',
		async run(context) {
			const { rest, n8n } = context;
			const { workflowId, url } = await listening(context, 'connectsafely-signed', {
				type: 'connectSafelyTrigger',
				parameters: {},
				credentials: await connectSafelyCredential(context),
			});

			const message = connectSafelyMessage();
			assert.equal(await post('connectSafely', url, message, 'right'), 200);
			assert.equal(await post('connectSafely', url, message, 'right'), 200);
			for (const kind of ['wrong', 'altered', 'missing'] as const) {
				const other = connectSafelyMessage({ message_urn: `urn:li:message:${kind}` });
				assert.equal(await post('connectSafely', url, other, kind), 401, kind);
			}
			// Its time is not signed, so a late delivery is accepted, once.
			const late = connectSafelyMessage({ message_urn: 'urn:li:message:late' });
			assert.equal(await post('connectSafely', url, late, 'stale'), 200);
			assert.equal(await post('connectSafely', url, late, 'right'), 200);
			const own = connectSafelyMessage({ message_urn: 'urn:li:message:own', isSentByOwner: true });
			assert.equal(await post('connectSafely', url, own, 'right'), 200);
			const events = await settledEvents(context, workflowId, 2);
			const [first, second] = events;
			assert.equal(first?.event, 'reply_received');
			assert.equal(first?.profile?.urn, message.data.sender.id);
			assert.equal(first?.message?.text, 'Thanks for connecting!');
			assert.equal(second?.message?.id, 'urn:li:message:late');
			assert.ok(!JSON.stringify(events).includes(SECRET));

			await n8n.restart();
			await whenListening(url);
			assert.equal(await post('connectSafely', url, message, 'right'), 200);
			await settledEvents(context, workflowId, 2);
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'LinkupAPI Trigger: makes its webhook, checks signatures, and removes it again',
		async run(context) {
			const { rest, simulator } = context;
			const accountId = accountOfLinkup(simulator);
			const events = ['connection_accepted', 'reply_received'];
			const { workflowId, url } = await listening(context, 'linkup-signed', {
				type: 'linkupApiTrigger',
				parameters: { accountId: byId(accountId), events },
				credentials: await linkupCredential(context),
			});
			const held = simulator.world.linkupApi.webhooks;
			await until('LinkupAPI has the webhook', () => held.size === 1);
			const [webhook] = held.values();
			assert.equal(webhook?.url, url);
			assert.deepEqual([...(webhook?.events ?? [])].sort(), [
				'accepted_invitation',
				'message_received',
			]);
			const secret = webhook?.secret ?? '';
			assert.notEqual(secret, '');

			const accepted = linkupAccepted({ account_id: accountId });
			assert.equal(await post('linkupApi', url, accepted, 'right', secret), 200);
			for (const kind of ['wrong', 'stale', 'altered', 'missing'] as const) {
				assert.equal(await post('linkupApi', url, accepted, kind, secret), 401, kind);
			}
			const message = linkupMessage({ account_id: accountId });
			assert.equal(await post('linkupApi', url, message, 'right', secret), 200);
			const own = linkupMessage({ account_id: accountId, event: { is_me: true } });
			assert.equal(await post('linkupApi', url, own, 'right', secret), 200);
			const lost = linkupDisconnection({ account_id: accountId });
			assert.equal(await post('linkupApi', url, lost, 'right', secret), 200);
			const started = await settledEvents(context, workflowId, 3);
			assert.deepEqual(field(started, 'event'), [...events, 'account_needs_attention']);
			assert.equal(started[1]?.message?.text, 'Thanks for connecting!');
			assert.ok(started.every((event) => event.accountId === accountId));
			assert.ok(!JSON.stringify(started).includes(secret));

			await rest.deactivate(workflowId);
			await until('LinkupAPI has no webhook', () => held.size === 0);
		},
	},
	{
		name: 'LinkupAPI Trigger: a webhook that could not be removed is taken up again',
		async run(context) {
			const { rest, simulator } = context;
			const held = simulator.world.linkupApi.webhooks;
			const workflowId = await activated(context, 'linkup-kept', {
				type: 'linkupApiTrigger',
				parameters: { accountId: byId(accountOfLinkup(simulator)) },
				credentials: await linkupCredential(context),
			});
			await until('LinkupAPI has the webhook', () => held.size === 1);
			const [id] = held.keys();
			simulator.fault({ provider: 'linkupApi', method: 'DELETE', kind: 'status', status: 500 });
			await rest.deactivate(workflowId);
			await until('the log tells of the webhook that was left', () =>
				context.n8n.log().includes(`the webhook ${id} could not be removed`),
			);
			assert.equal(held.size, 1);
			await rest.activate(workflowId);
			await whenListening(urlOf(context, 'linkup-kept'));
			await pause(500);
			assert.deepEqual([...held.keys()], [id]);
			await rest.deactivate(workflowId);
			await until('LinkupAPI has no webhook', () => held.size === 0);
		},
	},
];

/** One rule polls at most once a minute, but n8n accepts several rules. */
export const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	})),
};

/** Waits until polls have read this path of ConnectSafely some times. */
export const untilPolled = async (simulator: Simulator, path: RegExp, times = 5) =>
	await until('polls went by', () => simulator.requests('connectSafely', path).length >= times);

/** The polling trigger, every three seconds. */
export function watching(
	credentials: CheckContext['credentials'],
	provider: string,
	event: string,
	accountId?: string,
): TriggerUnderTest {
	return {
		type: 'linkedInOutreachTrigger',
		parameters: {
			pollTimes: EVERY_FEW_SECONDS,
			provider,
			event,
			...(accountId === undefined ? {} : { accountId: byId(accountId) }),
		},
		credentials,
	};
}

const slugs = (events: OutreachEvent[]) => events.map(({ profile }) => profile?.publicIdentifier);

const polls: Check[] = [
	{
		name: 'LinkedIn Outreach Trigger: acceptances over three changes, a restart and another order',
		async run(context) {
			const { rest, n8n, simulator, credentials } = context;
			const id = 'acc_watched';
			invited(simulator, id, ['anna-one', 'ben-two', 'cleo-three', 'dora-four']);
			simulator.accept('connectSafely', id, 'dora-four');
			const trigger = watching(credentials, 'connectSafely', 'connection_accepted', id);
			const workflowId = await activated(context, 'watch-accepted', trigger);
			await pause(4000);
			await settledEvents(context, workflowId, 0);

			simulator.accept('connectSafely', id, 'anna-one');
			await settledEvents(context, workflowId, 1);
			simulator.world.listOrder = 'shuffled';
			simulator.accept('connectSafely', id, 'ben-two');
			await settledEvents(context, workflowId, 2);
			await n8n.restart();
			simulator.accept('connectSafely', id, 'cleo-three');
			const events = await settledEvents(context, workflowId, 3);
			assert.deepEqual(slugs(events), ['anna-one', 'ben-two', 'cleo-three']);
			assert.ok(events.every(({ event }) => event === 'connection_accepted'));
			assert.ok(events.every(({ accountId }) => accountId === id));
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'LinkedIn Outreach Trigger: invitations that come in, through LinkupAPI v2',
		async run(context) {
			const { rest, simulator } = context;
			const accountId = accountOfLinkup(simulator);
			simulator.world.people = new People();
			simulator.receive(accountId, 'early-bird');
			const trigger = watching(
				await linkupCredential(context),
				'linkupApi',
				'invitation_received',
				accountId,
			);
			const workflowId = await activated(context, 'watch-received', trigger);
			await pause(4000);
			simulator.receive(accountId, 'first-caller', { message: 'Hello' });
			await settledEvents(context, workflowId, 1);
			simulator.receive(accountId, 'second-caller');
			const events = await settledEvents(context, workflowId, 2);
			assert.deepEqual(slugs(events), ['first-caller', 'second-caller']);
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'LinkedIn Outreach Trigger: an invitation that nobody accepts, once over a restart',
		async run(context) {
			const { rest, n8n, simulator, credentials } = context;
			const id = 'acc_patient';
			invited(simulator, id, ['anna-overdue', 'ben-waits'], (name) =>
				name === 'anna-overdue' ? 21 : 1,
			);
			const trigger = watching(credentials, 'connectSafely', 'invitation_not_accepted', id);
			const workflowId = await activated(context, 'watch-pending', trigger);
			await settledEvents(context, workflowId, 1);
			await n8n.restart();
			await pause(4000);
			const events = await settledEvents(context, workflowId, 1);
			assert.deepEqual(slugs(events), ['anna-overdue']);
			assert.ok(events.every(({ event }) => event === 'invitation_not_accepted'));
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'LinkedIn Outreach Trigger: replies, and not what the account writes, over a restart',
		async run(context) {
			const { rest, n8n, simulator, credentials } = context;
			const id = 'acc_talker';
			invited(simulator, id, ['anna-one', 'ben-two']);
			simulator.write(id, 'anna-one', 'Before');
			const trigger = watching(credentials, 'connectSafely', 'reply_received', id);
			const workflowId = await activated(context, 'watch-replies', trigger);
			await pause(4000);
			simulator.write(id, 'ben-two', 'Hello', true);
			await settledEvents(context, workflowId, 0);
			simulator.write(id, 'ben-two', 'Gladly');
			await settledEvents(context, workflowId, 1);
			await n8n.restart();
			simulator.write(id, 'anna-one', 'Tell me more');
			const events = await settledEvents(context, workflowId, 2);
			const texts = events.map(({ message }) => message?.text);
			assert.deepEqual(texts, ['Gladly', 'Tell me more']);
			await rest.deactivate(workflowId);
		},
	},
	{
		name: 'LinkedIn Outreach Trigger: a sender that is cut off, twice',
		async run(context) {
			const { rest, simulator, credentials } = context;
			const trigger = watching(credentials, 'sendPilot', 'account_needs_attention');
			const workflowId = await activated(context, 'watch-senders', trigger);
			await pause(4000);
			simulator.setAccountStatus('sendPilot', 'sender_abc123', 'disconnected');
			await settledEvents(context, workflowId, 1);
			simulator.setAccountStatus('sendPilot', 'sender_abc123', 'active');
			await pause(4000);
			simulator.setAccountStatus('sendPilot', 'sender_abc123', 'disconnected');
			const events = await settledEvents(context, workflowId, 2);
			assert.ok(events.every(({ accountId }) => accountId === 'sender_abc123'));
			assert.ok(events.every(({ event }) => event === 'account_needs_attention'));
			await rest.deactivate(workflowId);
		},
	},
];

/** Every trigger, in an active workflow. */
export const checks: Check[] = [...webhooks, ...polls];

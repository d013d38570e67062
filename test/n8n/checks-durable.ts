/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Simulator } from '../simulator/simulator';
import type { Check, CheckContext } from './checks';
import {
	about,
	assertInvitedOnce,
	assertOutcomes,
	assertWhole,
	field,
	newList,
	people,
	posts,
	rows,
	runList,
	tally,
	type SendingProvider,
} from './people';
import { pause, until } from './processes';
import { listWorkflow, NODE, nodeRun, TRIGGER, type NodeRun } from './workflows';

const PEOPLE = 50;
const UNPACED = { options: { requestsPerMinute: 0 } };
const SENDERS: SendingProvider[] = ['connectSafely', 'sendPilot'];

/** A stored workflow that invites fifty people through one provider, started manually or by webhook. */
interface Campaign {
	provider: SendingProvider;
	names: string[];
	workflowId: string;
	webhook: string;
}

async function startCampaigns(
	context: CheckContext,
	title: string,
	options: Record<string, unknown> = {},
): Promise<Campaign[]> {
	const campaigns: Campaign[] = [];
	for (const provider of SENDERS) {
		const webhook = `${title}-${provider}`.toLowerCase();
		const { names, items, node } = newList(context, provider, webhook, PEOPLE, { options });
		const started = { webhook: { path: webhook, answers: 'at once' } } as const;
		const workflow = listWorkflow(webhook, items, node, started);
		const workflowId = await context.rest.createWorkflow(workflow);
		campaigns.push({ provider, names, workflowId, webhook });
	}
	return campaigns;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '');

/** Each item's outcome, with one that differs from the rest of its side. */
function expected(before: string, atCrash: string, after: string, crashedAt: number): string[] {
	return Array.from({ length: PEOPLE }, (_, index) =>
		index < crashedAt ? before : index === crashedAt ? atCrash : after,
	);
}

const without = (names: string[], left: number) => names.filter((_, index) => index !== left);

/** The list, run again by hand. */
async function runAgain({ rest }: CheckContext, workflowId: string): Promise<NodeRun> {
	const run = await runList(rest, workflowId, PEOPLE);
	assert.equal(run.rateLimited.length, 0);
	return run;
}

/** An invitation that is never answered. */
const HANG = { method: 'POST', path: '/connect', kind: 'hang' } as const;

const crashes: Check[] = [
	{
		name: 'killed between acceptance and answer, then retried: one invitation a person',
		async run(context) {
			const { rest, n8n, simulator } = context;
			const crashedAt = 11;
			const campaigns = await startCampaigns(context, 'killed-unanswered');
			for (const { provider, workflowId, webhook } of campaigns) {
				simulator.fault({ ...HANG, provider, after: crashedAt, processed: true });
				await rest.activate(workflowId);
				await rest.callWebhook(webhook);
			}
			await until('twelve are invited, the twelfth unanswered', () =>
				campaigns.every(
					({ provider }) => simulator.invitationsAccepted(provider).length === crashedAt + 1,
				),
			);
			await n8n.crash();

			for (const { provider, names, workflowId } of campaigns) {
				const [crashed = ''] = await rest.executionIds(workflowId);
				assert.equal((await rest.finishedExecution(crashed)).status, 'crashed');
				const retried = nodeRun(await rest.finishedExecution(await rest.retryExecution(crashed)));
				assertWhole(retried, PEOPLE);
				assert.equal(retried.rateLimited.length, 0);
				const doubtful = provider === 'connectSafely' ? 'already_pending' : 'unconfirmed';
				assertOutcomes(retried, expected('skipped', doubtful, 'sent', crashedAt));
				const invited = provider === 'connectSafely' ? false : null;
				assert.equal(retried.success[crashedAt]?.invited, invited);
				for (const { message } of retried.success.slice(0, crashedAt + 1)) {
					assert.match(asText(message), /\w/);
				}
				assertInvitedOnce(simulator, provider, names);

				const sent = posts(simulator, provider).length;
				const again = await runAgain(context, workflowId);
				const outcomes = field(again.success, 'outcome');
				assert.notEqual(outcomes.splice(crashedAt, 1)[0], 'sent');
				assert.deepEqual(tally(outcomes), { skipped: PEOPLE - 1 });
				assert.equal(posts(simulator, provider).length, sent);
				assertInvitedOnce(simulator, provider, names);
			}
		},
	},
	{
		name: 'killed in the pause after thirty of fifty, then run again: all fifty invited, once',
		async run(context) {
			const { rest, n8n, simulator } = context;
			const crashedAt = 30;
			const pauseBeforeNext = `={{ $json.row === ${crashedAt} ? 3600 : 0 }}`;
			const campaigns = await startCampaigns(context, 'killed-pausing', {
				delayMinSeconds: pauseBeforeNext,
				delayMaxSeconds: pauseBeforeNext,
			});
			for (const { workflowId } of campaigns) await rest.startWorkflow(workflowId, TRIGGER);
			let entries = -1;
			await until('thirty are answered and entered, and nothing more', async () => {
				const before = entries;
				entries = 0;
				for (const { provider, workflowId } of campaigns) {
					const answered = posts(simulator, provider).filter(({ status }) => status === 200);
					if (answered.length < crashedAt) return false;
					entries += await n8n.processedEntries(workflowId);
				}
				await pause(1_000);
				return entries === before;
			});
			await n8n.crash();

			for (const { provider, names, workflowId } of campaigns) {
				await rest.setParameters(workflowId, NODE, UNPACED);
				const again = await runAgain(context, workflowId);
				assertOutcomes(again, expected('skipped', 'sent', 'sent', crashedAt));
				assertInvitedOnce(simulator, provider, names);
			}
		},
	},
	{
		name: 'killed before the provider took the thirty-first, then run again: nobody invited twice',
		async run(context) {
			const { rest, n8n, simulator } = context;
			const crashedAt = 30;
			const campaigns = await startCampaigns(context, 'killed-untaken');
			for (const { provider, workflowId } of campaigns) {
				simulator.fault({ ...HANG, provider, after: crashedAt });
				await rest.startWorkflow(workflowId, TRIGGER);
			}
			await until('the thirty-first request has arrived', () =>
				campaigns.every(({ provider }) => posts(simulator, provider).length === crashedAt + 1),
			);
			await n8n.crash();

			for (const { provider, names, workflowId } of campaigns) {
				const again = await runAgain(context, workflowId);
				const isAskable = provider === 'connectSafely';
				assertOutcomes(
					again,
					expected('skipped', isAskable ? 'sent' : 'unconfirmed', 'sent', crashedAt),
				);
				assertInvitedOnce(simulator, provider, isAskable ? names : without(names, crashedAt));
			}
		},
	},
];

const THREE_TRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

/** The third request is accepted and answered with 500, the fourth is not accepted, the fifth is accepted and cut off. */
function unclearSends(simulator: Simulator, provider: SendingProvider): void {
	// Requests with a fault do not count for the next one: these are consecutive.
	const fault = { provider, method: 'POST', path: '/connect', after: 2 };
	simulator.fault({ ...fault, kind: 'status', status: 500, processed: true });
	simulator.fault({ ...fault, kind: 'status', status: 500 });
	simulator.fault({ ...fault, kind: 'reset-after' });
}

const again: Check[] = [
	{
		name: 'a second run skips everybody, and with Skip Already Invited off the provider is asked',
		async run(context) {
			const { rest, simulator } = context;
			const campaigns = await startCampaigns(context, 'run-again');
			for (const { provider, names, workflowId } of campaigns) {
				const first = await runAgain(context, workflowId);
				assert.deepEqual(tally(field(first.success, 'outcome')), { sent: PEOPLE });

				simulator.log.length = 0;
				const second = await runAgain(context, workflowId);
				assert.deepEqual(tally(field(second.success, 'outcome')), { skipped: PEOPLE });
				assert.deepEqual(tally(field(second.success, 'invited')), { false: PEOPLE });
				for (const { message } of second.success) assert.match(asText(message), /\b20\d\d-/);
				assert.equal(posts(simulator, provider).length, 0);
				assert.equal(simulator.requests(provider, /relationship/).length, 0);
				assertInvitedOnce(simulator, provider, names);
			}

			const [{ names, workflowId } = { names: [], workflowId: '' }] = campaigns;
			await rest.setParameters(workflowId, NODE, {
				options: { requestsPerMinute: 0, skipAlreadyInvited: false },
			});
			simulator.log.length = 0;
			const asked = await runAgain(context, workflowId);
			assert.deepEqual(tally(field(asked.success, 'outcome')), { already_pending: PEOPLE });
			assert.equal(simulator.requests('connectSafely', /relationship/).length, PEOPLE);
			assert.equal(posts(simulator, 'connectSafely').length, 0);
			assertInvitedOnce(simulator, 'connectSafely', names);
		},
	},
	{
		name: 'Retry On Fail with three tries sends nothing twice, and tells the same again',
		async run(context) {
			const { rest, simulator } = context;
			const options = { skipIfRelated: true };
			const { names, items, node } = newList(context, 'connectSafely', 'retry', 10, { options });
			unclearSends(simulator, 'connectSafely');
			// Read before each send and after the three unclear ones: twice for the sixth person.
			simulator.fault({ path: /relationship/, after: 8, times: 2, kind: 'status', status: 500 });
			const tried = { ...node, ...THREE_TRIES };
			const workflowId = await rest.createWorkflow(listWorkflow('Retry', items, tried));
			const run = await runList(rest, workflowId, names.length);
			assertOutcomes(
				run,
				names.map((_, index) => (index === 3 ? 'unconfirmed' : 'sent')),
			);
			assert.equal(posts(simulator, 'connectSafely').length, names.length);
			assertInvitedOnce(simulator, 'connectSafely', without(names, 3));
		},
	},
	{
		name: 'Retry On Fail with an item that is refused at each try sends nothing twice, nor does the next run',
		async run(context) {
			const { rest, simulator } = context;
			const { names, items, node } = newList(context, 'sendPilot', 'refused', 10);
			unclearSends(simulator, 'sendPilot');
			simulator.fault({ path: '/connect', after: 2, kind: 'status', status: 422 });
			const tried = { ...node, ...THREE_TRIES };
			const workflowId = await rest.createWorkflow(listWorkflow('Refused', items, tried));
			const execution = await rest.runWorkflow(workflowId, TRIGGER);
			assert.equal(execution.status, 'error');
			assert.equal(posts(simulator, 'sendPilot').length, 6);

			const next = nodeRun(await rest.runWorkflow(workflowId, TRIGGER));
			assert.equal(next.execution.status, 'success', next.execution.error?.message);
			assertOutcomes(next, [
				...Array<string>(2).fill('skipped'),
				...Array<string>(3).fill('unconfirmed'),
				...Array<string>(5).fill('sent'),
			]);
			assert.equal(posts(simulator, 'sendPilot').length, names.length + 1);
			assertInvitedOnce(simulator, 'sendPilot', without(names, 3));
		},
	},
];

const retried: Check[] = [
	{
		name: 'a failed execution that is retried sends the rest, and nothing twice',
		async run(context) {
			const { rest, simulator } = context;
			const { names, items, node } = newList(context, 'sendPilot', 'failed', 10);
			simulator.fault({ path: '/connect', after: 5, kind: 'status', status: 422 });
			const webhook = { path: 'failed-execution', answers: 'at once' } as const;
			const workflowId = await rest.createWorkflow(
				listWorkflow('Failed', items, node, { webhook }),
			);
			await rest.activate(workflowId);
			await rest.callWebhook('failed-execution');
			let failedId = '';
			await until('the execution is stored', async () => {
				[failedId = ''] = await rest.executionIds(workflowId);
				return failedId !== '';
			});
			assert.equal((await rest.finishedExecution(failedId)).status, 'error');
			assert.equal(simulator.invitationsAccepted('sendPilot').length, 5);

			const run = nodeRun(await rest.finishedExecution(await rest.retryExecution(failedId)));
			assertWhole(run, names.length);
			const outcomes = tally(field(run.success, 'outcome'));
			assert.equal((outcomes.sent ?? 0) + (outcomes.skipped ?? 0), names.length);
			assert.equal(posts(simulator, 'sendPilot').length, names.length + 1);
			assertInvitedOnce(simulator, 'sendPilot', names);
		},
	},
];

/** Providers that can report the state, and the fault that prevents it. */
const NOTHING_SAID_PROVIDERS = [
	{
		provider: 'connectSafely',
		post: /\/connect$/,
		fault: { path: /relationship/, kind: 'status', status: 500 },
	},
	{
		provider: 'linkupApi',
		post: /network\/connect$/,
		fault: {
			path: /invitation-status/,
			kind: 'extra-word',
			field: 'data.invitation_state',
			value: 'SOMETHING_NEW',
		},
	},
] as const;

const inDoubt: Check[] = NOTHING_SAID_PROVIDERS.map(({ provider, post, fault }) => ({
	name: `an invitation in doubt is not sent again by a later run while ${provider} cannot say how it stands`,
	async run({ rest, simulator, credentials }) {
		const names = people(`in-doubt-${provider}`, 3);
		simulator.fault({ provider, times: Infinity, ...fault });
		simulator.fault({ provider, path: post, after: 1, kind: 'status', status: 500 });
		const workflowId = await rest.createWorkflow(
			listWorkflow(`In doubt ${provider}`, rows(names), {
				parameters: about(provider, 'sendConnection', UNPACED),
				credentials,
			}),
		);
		const first = nodeRun(await rest.runWorkflow(workflowId, TRIGGER));
		assertOutcomes(first, ['sent', 'unconfirmed', 'sent']);
		const second = nodeRun(await rest.runWorkflow(workflowId, TRIGGER));
		assert.equal(second.execution.status, 'success', second.execution.error?.message);
		assertOutcomes(second, ['skipped', 'unconfirmed', 'skipped']);
		assert.equal(simulator.requests(provider, post).length, names.length);
	},
}));

async function assertSilent({ simulator }: CheckContext, milliseconds: number): Promise<void> {
	const before = simulator.log.length;
	await pause(milliseconds);
	assert.equal(simulator.log.length, before, 'a request left after the execution had ended');
}

/** The run invited those whom an earlier one had left out. */
function assertRest(
	simulator: Simulator,
	provider: SendingProvider,
	names: string[],
	{ success }: NodeRun,
	invited: number,
) {
	assert.deepEqual(
		field(success, 'outcome'),
		names.map((_, index) => (index < invited ? 'skipped' : 'sent')),
	);
	assertInvitedOnce(simulator, provider, names);
}

const stopped: Check[] = [
	{
		name: 'stopped in mid-list no request leaves any more, and the next run sends the rest',
		async run(context) {
			const { rest, simulator } = context;
			const delaySeconds = 0.4;
			const options = { delayMinSeconds: delaySeconds, delayMaxSeconds: delaySeconds };
			const { names, items, node } = newList(context, 'connectSafely', 'stopped', 12, { options });
			const workflowId = await rest.createWorkflow(listWorkflow('Stopped', items, node));
			const executionId = await rest.startWorkflow(workflowId, TRIGGER);
			await until(
				'three are invited',
				() => posts(simulator, 'connectSafely').filter(({ status }) => status === 200).length >= 3,
			);
			await rest.stopExecution(executionId);
			assert.equal((await rest.finishedExecution(executionId)).status, 'canceled');
			await assertSilent(context, 3 * delaySeconds * 1000);

			const invited = simulator.invitationsAccepted('connectSafely').length;
			await rest.setParameters(workflowId, NODE, UNPACED);
			const run = await runList(rest, workflowId, names.length);
			assertRest(simulator, 'connectSafely', names, run, invited);
		},
	},
	{
		name: "at the workflow's time-out no request leaves any more, and the next run sends the rest",
		async run(context) {
			const { rest, simulator } = context;
			// So that no send happens at the time of the timeout, even if each takes a little longer.
			const options = { delayMinSeconds: 1.5, delayMaxSeconds: 1.5 };
			const { names, items, node } = newList(context, 'sendPilot', 'timed-out', 12, { options });
			const settings = { executionTimeout: 4 };
			const timed = await rest.createWorkflow(listWorkflow('Timed out', items, node, { settings }));
			const execution = await rest.runWorkflow(timed, TRIGGER);
			assert.notEqual(execution.status, 'success');
			const invited = simulator.invitationsAccepted('sendPilot').length;
			assert.ok(invited > 0 && invited < names.length, `${invited} were invited`);
			await assertSilent(context, 1_500);

			const unhurried = { executionTimeout: 60 };
			await rest.setParameters(timed, NODE, UNPACED, unhurried);
			const run = await runList(rest, timed, names.length);
			assertRest(simulator, 'sendPilot', names, run, invited);
		},
	},
];

/** Sends are remembered across crashes, tries, runs and interrupted lists. */
export const checks: Check[] = [...crashes, ...again, ...retried, ...inDoubt, ...stopped];

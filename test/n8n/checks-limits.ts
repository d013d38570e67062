/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Check, CheckContext } from './checks';
import type { Execution } from './execution';
import {
	addAccount,
	assertConserved,
	assertInvitedOnce,
	assertOutcomes,
	assertWhole,
	field,
	inviting,
	newList,
	people,
	posts,
	rows,
	runList,
	tally,
} from './people';
import { until } from './processes';
import { listWorkflow, nodeRun, TRIGGER, type NodeRun } from './workflows';

const LEFT = 5;
const LISTED = 12;

const limitsOf = (run: NodeRun) =>
	run.rateLimited.map(({ rateLimit }) => rateLimit as Record<string, unknown>);
const scopes = (run: NodeRun) => tally(field(limitsOf(run), 'scope'));
const attempts = (run: NodeRun) => limitsOf(run).filter(({ attempted }) => attempted);

/** Starts manual executions while the provider is slow, so that they run in parallel. */
async function sideBySide(
	{ rest, simulator }: CheckContext,
	workflowIds: string[],
): Promise<NodeRun[]> {
	simulator.fault({ path: '/connect', times: Infinity, kind: 'delay', ms: 100 });
	const started: string[] = [];
	for (const workflowId of workflowIds) {
		started.push(await rest.startWorkflow(workflowId, TRIGGER));
	}
	const executions: Execution[] = [];
	for (const id of started) executions.push(await rest.finishedExecution(id));
	for (const { status, error } of executions) assert.equal(status, 'success', error?.message);
	return executions.map(nodeRun);
}

function assertLimitShared({ simulator }: CheckContext, runs: NodeRun[]): void {
	for (const run of runs) {
		assertConserved(run, LISTED);
		assert.deepEqual(attempts(run), []);
		assert.deepEqual(
			scopes(run),
			run.rateLimited.length > 0 ? { week: run.rateLimited.length } : {},
		);
	}
	assert.equal(posts(simulator, 'connectSafely').filter(({ status }) => status === 429).length, 0);
	assert.equal(posts(simulator, 'connectSafely').length, LEFT);
	assert.ok(
		runs.every((run) => run.success.length > 0),
		'the two did not run side by side',
	);
}

/** Two workflows with a list each, sharing one account. */
async function twoWorkflows(
	{ rest, credentials }: CheckContext,
	accountId: string,
	names: readonly string[],
): Promise<string[]> {
	const ids: string[] = [];
	for (const name of names) {
		const node = inviting('connectSafely', accountId, credentials);
		ids.push(await rest.createWorkflow(listWorkflow(name, rows(people(name, LISTED)), node)));
	}
	return ids;
}

const atOnce: Check[] = [
	{
		name: 'two executions of one workflow at once share the last five invitations',
		async run(context) {
			const { rest, simulator } = context;
			const { names, items, node } = newList(context, 'connectSafely', 'twice-at-once', LISTED, {
				left: LEFT,
			});
			const workflowId = await rest.createWorkflow(listWorkflow('Twice at once', items, node));
			const runs = await sideBySide(context, [workflowId, workflowId]);
			assertLimitShared(context, runs);
			const outcomes = runs.flatMap((run) => field(run.success, 'outcome'));
			assert.equal(tally(outcomes).sent, LEFT);
			assert.ok(outcomes.every((outcome) => outcome === 'sent' || outcome === 'skipped'));
			assertInvitedOnce(simulator, 'connectSafely', names.slice(0, LEFT));
		},
	},
	{
		name: 'two workflows at once with one key and account share the last five invitations',
		async run(context) {
			const { simulator } = context;
			const accountId = addAccount(simulator, 'connectSafely', 'account-two-workflows', LEFT);
			const workflowIds = await twoWorkflows(context, accountId, ['one-of-two', 'other-of-two']);
			const runs = await sideBySide(context, workflowIds);
			assertLimitShared(context, runs);
			assert.deepEqual(tally(runs.flatMap((run) => field(run.success, 'outcome'))), { sent: LEFT });
		},
	},
	{
		name: 'two workflows at once find out with one request about a limit that was never told',
		async run(context) {
			const { simulator } = context;
			const accountId = addAccount(simulator, 'connectSafely', 'account-untold', 0);
			simulator.fault({ path: /quota/, times: Infinity, kind: 'status', status: 404 });
			const workflowIds = await twoWorkflows(context, accountId, ['one-untold', 'other-untold']);
			const runs = await sideBySide(context, workflowIds);
			for (const run of runs) {
				assertConserved(run, LISTED);
				assert.deepEqual(scopes(run), { week: LISTED });
			}
			assert.deepEqual(field(posts(simulator, 'connectSafely'), 'status'), [429]);
		},
	},
];

/** Five people that no other execution has. */
const NEW_PEOPLE = `
return [1, 2, 3, 4, 5].map((number) => ({ json: { linkedin: 'new-' + $execution.id + '-' + number } }));
`;

const caps: Check[] = [
	{
		name: 'a daily cap holds over executions, workflows and a restart of n8n',
		async run({ rest, n8n, simulator, credentials }) {
			const accountId = addAccount(simulator, 'sendPilot', 'account-capped');
			const node = inviting('sendPilot', accountId, credentials, { dailyCap: 3 });
			const workflowId = await rest.createWorkflow(listWorkflow('Capped', NEW_PEOPLE, node));
			const otherId = await rest.createWorkflow(listWorkflow('Capped too', NEW_PEOPLE, node));
			const runOne = async (id: string) => await runList(rest, id, 5);

			const first = await runOne(workflowId);
			assertOutcomes(first, ['sent', 'sent', 'sent']);
			assert.deepEqual(scopes(first), { cap: 2 });

			const held = [await runOne(workflowId), await runOne(otherId)];
			await n8n.restart();
			held.push(await runOne(workflowId));
			for (const run of held) {
				assert.deepEqual(scopes(run), { cap: 5 });
				assert.deepEqual(attempts(run), []);
				const tomorrow = new Date().setUTCHours(24, 0, 0, 0);
				for (const { retryAt } of limitsOf(run)) {
					assert.equal(Date.parse(String(retryAt)), tomorrow);
				}
			}
			assert.equal(posts(simulator, 'sendPilot').length, 3);
			assert.equal(simulator.invitationsAccepted('sendPilot').length, 3);
		},
	},
];

const remembered: Check[] = [
	{
		name: 'a weekly limit met in production holds after a restart of n8n, until it is forgotten',
		async run(context) {
			const { rest, n8n, simulator } = context;
			const { accountId, names, items, node } = newList(context, 'connectSafely', 'remembered', 4, {
				options: { forgetLimits: "={{ $('Webhook').first().json.query.forget === 'yes' }}" },
				left: 0,
			});
			simulator.fault({ path: /quota/, times: Infinity, kind: 'status', status: 404 });
			const path = 'remembered-limit';
			const webhook = { path, answers: 'at the end' } as const;
			const workflowId = await rest.createWorkflow(
				listWorkflow('Remembered limit', items, node, { webhook }),
			);
			await rest.activate(workflowId);
			const call = async (query = '') => {
				const [before] = await rest.executionIds(workflowId);
				await rest.callWebhook(`${path}${query}`);
				let latest = before;
				await until('the execution is stored', async () => {
					[latest] = await rest.executionIds(workflowId);
					return latest !== before;
				});
				const run = nodeRun(await rest.finishedExecution(latest ?? ''));
				assert.equal(run.execution.mode, 'webhook');
				assertWhole(run, names.length);
				return run;
			};

			const met = await call();
			assert.deepEqual(scopes(met), { week: 4 });
			assert.equal(attempts(met).length, 1);
			assert.equal(posts(simulator, 'connectSafely').length, 1);

			await n8n.restart();
			simulator.log.length = 0;
			const held = await call();
			assert.deepEqual(scopes(held), { week: 4 });
			assert.deepEqual(attempts(held), []);
			assert.deepEqual(field(limitsOf(held), 'retryAt'), field(limitsOf(met), 'retryAt'));
			assert.equal(posts(simulator, 'connectSafely').length, 0);
			assert.equal(simulator.log.length, 0);

			addAccount(simulator, 'connectSafely', accountId);
			const forgotten = await call('?forget=yes');
			assert.deepEqual(tally(field(forgotten.success, 'outcome')), { sent: 4 });
			assertInvitedOnce(simulator, 'connectSafely', names);
		},
	},
];

/** Limits and caps are respected across parallel executions and restarts. */
export const checks: Check[] = [...atOnce, ...caps, ...remembered];

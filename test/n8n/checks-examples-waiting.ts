/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import type { Check, CheckContext } from './checks';
import { runnableExample, storeExample, withParameters } from './checks-examples-files';
import { usingHooks, withHooks, type Hooks } from './checks-examples-hooks';
import { addRow, leaving, succeeds, tableRows } from './checks-examples-runs';
import { EVERY_FEW_SECONDS, untilPolled } from './checks-triggers';
import type { ExecutionTask } from './execution';
import { addAccount, assertInvitedOnce, field, invited, people, posts, tally } from './people';
import { pause, until } from './processes';
import { NODES_OF_EXAMPLES, WAIT_FOR_RETRY_AT } from './since';
import { byId, TRIGGER } from './workflows';

const NODE = 'LinkedIn Outreach';
const TOO_MANY = { path: '/connect', kind: 'status', status: 429 } as const;

const itemsOf = ({ data }: ExecutionTask, output = 0) =>
	(data?.main?.[output] ?? []).map(({ json }) => json);

const retryAtOf = ({ rateLimit }: Record<string, unknown>) =>
	z.object({ retryAt: z.string() }).parse(rateLimit).retryAt;

const waiting: Check[] = [
	{
		name: 'the example wait-and-retry.json waits for each of two accounts in its turn',
		since: WAIT_FOR_RETRY_AT,
		async run({ rest, simulator, credentials }) {
			const accounts = ['account-example-wait-1', 'account-example-wait-2'];
			for (const id of accounts) addAccount(simulator, 'connectSafely', id);
			// The first account meets the shorter limit; the other one's is longer.
			simulator.fault({ ...TOO_MANY, headers: { 'Retry-After': '2' } });
			simulator.fault({ ...TOO_MANY, headers: { 'Retry-After': '6' } });
			const names = people('example-wait', 8);
			const list = names.map((linkedin, row) => ({
				json: { row, name: linkedin, linkedin, account: accounts[row % 2] },
			}));
			const workflowId = await storeExample({ rest, credentials }, 'wait-and-retry.json', {
				People: { jsCode: `return ${JSON.stringify(list)};` },
			});
			const execution = await succeeds(rest, workflowId, TRIGGER);
			const result = leaving(execution, 'Result');
			assert.deepEqual(field(result, 'outcome'), Array<string>(8).fill('sent'));
			assertInvitedOnce(simulator, 'connectSafely', names);
			assert.equal(posts(simulator, 'connectSafely').length, 10);

			const rounds = (execution.runData[NODE] ?? []).map((task) => itemsOf(task).length);
			assert.deepEqual(rounds, [0, 4, 4]);
			const [all = [], ...rewaited] = (execution.runData.Wait ?? []).map((task) => itemsOf(task));
			assert.deepEqual([all.length, rewaited], [8, []]);
			const [others = [], ...more] = (execution.runData['Wait for the Others'] ?? []).map((task) =>
				itemsOf(task),
			);
			assert.deepEqual([others.length, more], [4, []]);
			assert.equal(new Set(field(others, 'account')).size, 1);
			const moments = [...new Set(all.map(retryAtOf))].sort();
			assert.equal(moments.length, 2);
			assert.deepEqual([...new Set(others.map(retryAtOf))], moments.slice(1));
			const [first = 0, second = 0] = moments.map((moment) => Date.parse(moment));
			assert.ok(second - first >= 3000, moments.join(' and '));
		},
	},
];

const MISSED = 'linkedin_missed_steps';
const stepSchema = z.object({ path: z.string(), body: z.record(z.unknown()) });

/** The published example, with the table created and the baseline recorded. */
async function publish(
	{ rest, simulator, credentials }: CheckContext,
	hooks: Hooks,
	accountId: string,
) {
	const workflow = withParameters(withHooks(runnableExample('when-accepted.json'), hooks), {
		'When Someone Accepts': { accountId: byId(accountId), pollTimes: EVERY_FEW_SECONDS },
	});
	const workflowId = await rest.createWorkflow(workflow, credentials);
	await succeeds(rest, workflowId, 'Set Up Once');
	for (const name of ['anna-accepts', 'ben-accepts']) {
		const profileUrl = `https://www.linkedin.com/in/${name}`;
		await addRow(rest, 'linkedin_prospects', { profileUrl, status: 'done', outcome: 'sent' });
	}
	await rest.activate(workflowId);
	// The baseline is stored at the end of the first poll; on a busy machine, others have started before.
	await untilPolled(simulator, /\/connections/);
	await pause(500);
	return workflowId;
}

async function takesBothSteps({ simulator }: CheckContext, hooks: Hooks, accountId: string) {
	// Not in the campaign, and accepts first.
	simulator.accept('connectSafely', accountId, 'olga-other');
	simulator.accept('connectSafely', accountId, 'anna-accepts');
	const { messages } = simulator.world;
	await until('both steps were taken', () => hooks.calls.length === 1 && messages.length === 1);
	assert.deepEqual(
		messages.map(({ person, text }) => [person, text.slice(0, 9)]),
		[['anna-accepts', 'Thank you']],
	);
	const [call] = hooks.calls;
	const contact = stepSchema.parse(call);
	assert.equal(contact.path, '/contacts');
	assert.deepEqual(
		[contact.body.linkedin, contact.body.stage],
		['https://www.linkedin.com/in/anna-accepts', 'connected'],
	);
}

async function keepsWhatIsRefused(context: CheckContext, hooks: Hooks, accountId: string) {
	const missed = async () => await tableRows(context.rest, MISSED);
	assert.deepEqual(await missed(), []);
	hooks.refuse('/contacts');
	context.simulator.accept('connectSafely', accountId, 'ben-accepts');
	await until('the step is in the table', async () => (await missed()).length > 0);
	await pause(3500);
	const [row, ...others] = await missed();
	assert.deepEqual(others, []);
	assert.equal(row?.step, 'crm');
	assert.equal(row?.profile, 'https://www.linkedin.com/in/ben-accepts');
	assert.match(String(row?.reason), /500/);
	const event = outreachEventSchema.parse(JSON.parse(String(row?.event)));
	assert.deepEqual([event.event, event.accountId], ['connection_accepted', accountId]);
	assert.deepEqual(tally(hooks.calls.map(({ path }) => path)), { '/contacts': 4 });
	assert.deepEqual(
		context.simulator.world.messages.map(({ person }) => person),
		['anna-accepts', 'ben-accepts'],
	);
}

const accepting: Check[] = [
	{
		name: 'the example when-accepted.json greets whom the campaign invited, and keeps a step that was refused',
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await usingHooks(async (hooks) => {
				const accountId = 'account-example-accepted';
				invited(context.simulator, accountId, ['anna-accepts', 'ben-accepts', 'olga-other']);
				const workflowId = await publish(context, hooks, accountId);
				try {
					assert.deepEqual(hooks.calls, []);
					await takesBothSteps(context, hooks, accountId);
					await keepsWhatIsRefused(context, hooks, accountId);
				} finally {
					await context.rest.deactivate(workflowId);
				}
			}),
	},
];

/** The examples that wait for a time, or for a person. */
export const checks: Check[] = [...waiting, ...accepting];

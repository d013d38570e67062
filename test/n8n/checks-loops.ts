/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Check } from './checks';
import { readExample, withParameters } from './checks-examples-files';
import { leaving, succeeds } from './checks-examples-runs';
import { addAccount, assertInvitedOnce, field, posts } from './people';
import { until } from './processes';
import { WAIT_FOR_RETRY_AT } from './since';
import { byId, next, TRIGGER } from './workflows';

const EXAMPLE_NODE = 'LinkedIn Outreach';

const example = () => readExample('wait-and-retry.json');

const TOO_MANY = {
	path: '/connect',
	kind: 'status',
	status: 429,
	body: { success: false, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' },
} as const;

const waiting: Check[] = [
	{
		name: 'the example wait-and-retry.json invites all eight, over two limits',
		since: WAIT_FOR_RETRY_AT,
		async run({ rest, simulator, credentials }) {
			const fault = { ...TOO_MANY, headers: { 'Retry-After': '2' } };
			simulator.fault({ ...fault, after: 3 });
			simulator.fault({ ...fault, after: 5 });
			const workflowId = await rest.createWorkflow(example(), credentials);
			const execution = await succeeds(rest, workflowId, TRIGGER);
			const result = leaving(execution, 'Result');
			assert.deepEqual(field(result, 'outcome'), Array<string>(8).fill('sent'));
			assert.deepEqual(field(result, 'row'), [1, 2, 3, 4, 5, 6, 7, 8]);
			assert.equal(execution.runData[EXAMPLE_NODE]?.length, 3);
			assert.equal(execution.runData.Wait?.length, 2);
			assert.equal(posts(simulator, 'connectSafely').length, 10);
			assertInvitedOnce(simulator, 'connectSafely', [
				'ada-brandt',
				'bela-novak',
				'chidi-okafor',
				'josé-garcía',
				'dana-levi',
				'fatima-haddad',
				'hugo-martin',
				'ines-duarte',
			]);
		},
	},
	{
		name: 'the example with its Wait node bypassed fails at once, and names the Wait node',
		async run({ rest, simulator, credentials }) {
			const accountId = addAccount(simulator, 'connectSafely', 'account-no-wait');
			simulator.fault({ ...TOO_MANY, headers: { 'Retry-After': '120' }, after: 3 });
			const { nodes, connections, ...workflow } = withParameters(example(), {
				[EXAMPLE_NODE]: { accountId: byId(accountId) },
			});
			const withoutWait = Object.fromEntries(
				Object.entries(connections).filter(([source]) => source !== 'Wait'),
			);
			const [toResult] = next('Result').main;
			const [toItself] = next(EXAMPLE_NODE).main;
			const workflowId = await rest.createWorkflow(
				{
					...workflow,
					nodes: nodes.filter(({ name }) => name !== 'Wait'),
					connections: { ...withoutWait, [EXAMPLE_NODE]: { main: [toResult, toItself] } },
				},
				credentials,
			);
			const execution = await rest.runWorkflow(workflowId, TRIGGER);
			assert.equal(execution.status, 'error');
			assert.match(execution.error?.message ?? '', /Wait node/);
			assert.equal(execution.runData[EXAMPLE_NODE]?.length, 2);
			assert.equal(posts(simulator, 'connectSafely').length, 4);
			assert.equal(simulator.invitationsAccepted('connectSafely').length, 3);
		},
	},
];

const waitingLong: Check[] = [
	{
		name: "the example waits out a longer limit in n8n's database, over a restart, and invites all eight",
		since: WAIT_FOR_RETRY_AT,
		async run({ rest, n8n, simulator, credentials }) {
			simulator.fault({ ...TOO_MANY, headers: { 'Retry-After': '68' }, after: 3 });
			const workflowId = await rest.createWorkflow(example(), credentials);
			const executionId = await rest.startWorkflow(workflowId, TRIGGER);
			assert.equal((await rest.finishedExecution(executionId)).status, 'waiting');
			await n8n.restart();
			await until(
				'all eight have their result',
				// n8n 1.x stores an execution's end before its data.
				async () => leaving(await rest.execution(executionId), 'Result').length === 8,
				150_000,
			);
			const execution = await rest.finishedExecution(executionId);
			assert.equal(execution.status, 'success', execution.error?.message);
			const result = leaving(execution, 'Result');
			assert.deepEqual(field(result, 'outcome'), Array<string>(8).fill('sent'));
			assert.equal(simulator.invitationsAccepted('connectSafely').length, 8);
			assert.equal(posts(simulator, 'connectSafely').length, 9);
		},
	},
];

/** Limited items that are looped back. */
export const checks: Check[] = [...waiting, ...waitingLong];

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { v1Problem } from '../simulator/unipile/common';
import type { Check } from './checks';
import { runnableExample, withParameters } from './checks-examples-files';
import { leaving, succeeds, tableRows } from './checks-examples-runs';
import { addAccount, assertInvitedOnce, field, posts } from './people';
import type { N8nRest, WorkflowFile } from './rest';
import { NODES_OF_EXAMPLES } from './since';
import { byId } from './workflows';

const START = 'Every Weekday at 9';
const ACCOUNT = 'Get Account Status';
const SEND = 'Send Connection Request';
const TABLE = 'unipile_invitations';

const optionsSchema = z.object({ options: z.record(z.unknown()) });

/** The example for one account, without its hours and pauses, so that a check can run at any time. */
function exampleFor(accountId: string): WorkflowFile {
	const workflow = runnableExample('unipile-invitations.json');
	const send = workflow.nodes.find(({ name }) => name === SEND);
	const { options } = optionsSchema.parse(send?.parameters);
	const isKept = ([name]: [string, unknown]) => !/^(send(From|Until|On)|delay)/.test(name);
	return withParameters(workflow, {
		[ACCOUNT]: { accountId: byId(accountId) },
		[SEND]: { options: Object.fromEntries(Object.entries(options).filter(isKept)) },
	});
}

/** The rows of the latest run: one for each person of the example. */
const newestRows = async (rest: N8nRest) => (await tableRows(rest, TABLE)).slice(-6);

const outcomes = (rows: Array<Record<string, unknown>>) =>
	Object.fromEntries(rows.map(({ name, outcome }) => [name, outcome]));

/** Connection requests from a list, as in Unipile's own templates, and what those omit. */
export const checks: Check[] = [
	{
		name: 'the example unipile-invitations.json waits for a short limit, drops a refused note, and invites nobody twice',
		since: NODES_OF_EXAMPLES,
		async run({ rest, simulator, credentials }) {
			const accountId = addAccount(simulator, 'unipile', 'account-example-unipile');
			const post = { provider: 'unipile', path: '/users/invite', method: 'POST' } as const;
			const headers = { 'Retry-After': '3' };
			simulator.fault({ ...post, after: 1, kind: 'status', status: 429, headers });
			const { body } = v1Problem(422, 'insufficient_credits');
			simulator.fault({ ...post, after: 1, kind: 'status', status: 422, body });
			const workflowId = await rest.createWorkflow(exampleFor(accountId), credentials);
			const execution = await succeeds(rest, workflowId, START);

			const rows = await newestRows(rest);
			assert.deepEqual(outcomes(rows), {
				'Acme Ltd': 'error',
				'Ada Brandt': 'sent',
				'Bela Novak': 'sent',
				'Chidi Okafor': 'sent',
				'Connie Connected': 'already_connected',
				'Dana Levi': 'sent',
			});
			assert.match(String(rows.find(({ name }) => name === 'Acme Ltd')?.detail), /company page/);
			const sent = rows.filter(({ outcome }) => outcome === 'sent');
			const withoutNote = sent.filter(({ noteSent }) => !noteSent);
			assert.deepEqual(field(withoutNote, 'name'), ['Bela Novak']);
			assert.ok(sent.every(({ sentAt }) => Date.parse(String(sentAt)) <= Date.now()));
			assert.ok(leaving(execution, 'Wait').length > 0);
			const invited = ['ada-brandt', 'bela-novak', 'chidi-okafor', 'dana-levi'];
			assertInvitedOnce(simulator, 'unipile', invited);
			const requested = posts(simulator, 'unipile').length;
			assert.equal(requested, invited.length + 2);

			await succeeds(rest, workflowId, START);
			assert.equal(posts(simulator, 'unipile').length, requested);
			const skipped = (await newestRows(rest)).filter(({ outcome }) => outcome === 'skipped');
			assert.deepEqual(field(skipped, 'name').sort(), [
				'Ada Brandt',
				'Bela Novak',
				'Chidi Okafor',
				'Dana Levi',
			]);
		},
	},
	{
		name: 'the example unipile-invitations.json writes down whom the limit of the week holds back',
		since: NODES_OF_EXAMPLES,
		async run({ rest, simulator, credentials }) {
			const accountId = addAccount(simulator, 'unipile', 'account-example-unipile-week', 1);
			const workflowId = await rest.createWorkflow(exampleFor(accountId), credentials);
			const execution = await succeeds(rest, workflowId, START);
			const rows = await newestRows(rest);
			const held = rows.filter(({ outcome }) => outcome === 'rate_limited');
			assert.ok(held.length >= 3, JSON.stringify(outcomes(rows)));
			assert.ok(held.every(({ retryAt }) => Date.parse(String(retryAt)) > Date.now() + 3_600_000));
			assert.equal(execution.runData.Wait, undefined);
			assertInvitedOnce(simulator, 'unipile', ['ada-brandt']);
			assert.equal(posts(simulator, 'unipile').length, 2);
		},
	},
	{
		name: 'the example unipile-invitations.json ends with the reconnect link where the account is not connected',
		since: NODES_OF_EXAMPLES,
		async run({ rest, simulator, credentials }) {
			const accountId = addAccount(simulator, 'unipile', 'account-example-unipile-lost');
			simulator.setAccountStatus('unipile', accountId, 'CREDENTIALS');
			const workflowId = await rest.createWorkflow(exampleFor(accountId), credentials);
			const execution = await rest.runWorkflow(workflowId, START);
			assert.equal(execution.status, 'error');
			const message = execution.error?.message ?? '';
			assert.match(message, /not connected to Unipile \(CREDENTIALS\)/);
			assert.ok(message.includes(`https://account.unipile.com/${accountId}`), message);
			assert.equal(posts(simulator, 'unipile').length, 0);
			assert.equal(execution.runData[SEND], undefined);
		},
	},
];

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { PROSPECTS_NODES, reportRows } from '../../demo/report';
import { prepareWorld } from '../../demo/world';
import { outcomesOf, PROMISED } from '../demo/promised';
import { connectSafelyAccount } from '../simulator/connect-safely/world';
import { relationOf } from '../simulator/people';
import type { Check } from './checks';
import { runnableExample, storeExample } from './checks-examples-files';
import { usingHooks, withHooks } from './checks-examples-hooks';
import { leaving, setRows, succeeds, tableRows } from './checks-examples-runs';
import { addAccount, assertInvitedOnce, field, invited, people, posts, tally } from './people';
import { NODES_OF_EXAMPLES } from './since';
import { byId, TRIGGER } from './workflows';

const PEOPLE = [
	'ada-brandt',
	'bela-novak',
	'chidi-okafor',
	'dana-levi',
	'fatima-haddad',
	'hugo-martin',
];
const TOO_MANY = { kind: 'status', status: 429, headers: { 'Retry-After': '2' } } as const;

const inviting: Check[] = [
	{
		name: 'the example check-then-connect.json invites strangers only, with a row for everybody',
		async run({ rest, simulator, credentials }) {
			const accountId = byId(addAccount(simulator, 'connectSafely', 'account-example-check', 2));
			simulator.fault({ ...TOO_MANY, path: /\/relationship\/.*dana-levi/ });
			const workflowId = await storeExample({ rest, credentials }, 'check-then-connect.json', {
				'Look Up Connection': { accountId },
				Invite: { accountId },
			});
			const execution = await succeeds(rest, workflowId, TRIGGER);
			const table = leaving(execution, 'Result Table');
			assert.deepEqual(
				table.map(({ row, outcome, invited, note }) => [row, outcome, invited, note]),
				[
					[1, 'sent', true, 'sent along'],
					[2, 'sent', true, 'sent along'],
					[3, 'connected', false, 'not sent'],
					[4, 'pending_sent', false, 'not sent'],
					[5, 'rate_limited', false, 'not sent'],
					[6, 'rate_limited', false, 'not sent'],
				],
			);
			assert.equal(table[0]?.profile, 'https://www.linkedin.com/in/ada-brandt');
			for (const { row, retryAt } of table) {
				assert.equal(Date.parse(String(retryAt)) > Date.now() - 60_000, Number(row) > 4);
			}
			assert.deepEqual(field(leaving(execution, 'Invite', 1), 'row'), [5]);
			assert.deepEqual(field(leaving(execution, 'Look Up Connection', 1), 'row'), [6]);
			assert.equal(posts(simulator, 'connectSafely').length, 2);
			assertInvitedOnce(simulator, 'connectSafely', PEOPLE.slice(0, 2));
		},
	},
	{
		name: 'the example prospects.json has the outcomes in n8n that the demo shows without it',
		async run({ rest, simulator, credentials }) {
			prepareWorld(simulator);
			const [account = ''] = simulator.world.connectSafely.accounts.keys();
			const accountId = byId(account);
			const workflowId = await storeExample({ rest, credentials }, 'prospects.json', {
				'Account Status': { accountId },
				'Connection Status': { accountId },
				Invite: { accountId },
			});
			const execution = await succeeds(rest, workflowId, TRIGGER);
			assert.deepEqual(outcomesOf(reportRows(execution, PROSPECTS_NODES)), PROMISED);
			assert.equal(posts(simulator, 'connectSafely').length, 5);
		},
	},
	{
		name: 'the example second-provider.json goes on with SendPilot, and leaves the rest for tomorrow',
		async run({ rest, simulator, credentials }) {
			const first = addAccount(simulator, 'connectSafely', 'account-example-first', 2);
			const second = addAccount(simulator, 'sendPilot', 'sender-example-second', 3);
			const workflowId = await storeExample({ rest, credentials }, 'second-provider.json', {
				'Invite with ConnectSafely': { accountId: byId(first) },
				'Invite with SendPilot': { accountId: byId(second) },
			});
			const execution = await succeeds(rest, workflowId, TRIGGER);
			const result = leaving(execution, 'Result');
			assert.deepEqual(field(result, 'row'), [1, 2, 3, 4, 5]);
			assert.deepEqual(field(result, 'outcome'), Array<string>(5).fill('sent'));
			const [connectSafely, sendPilot] = ['connectSafely', 'sendPilot'];
			assert.deepEqual(field(result, 'provider'), [
				...[connectSafely, connectSafely],
				...[sendPilot, sendPilot, sendPilot],
			]);
			const [tomorrow, ...more] = leaving(execution, 'Tomorrow');
			assert.deepEqual([tomorrow?.row, more], [6, []]);
			assert.ok(Date.parse(String(tomorrow?.retryAt)) > Date.now());
			assertInvitedOnce(simulator, 'connectSafely', PEOPLE.slice(0, 2));
			assertInvitedOnce(simulator, 'sendPilot', PEOPLE.slice(2, 5));
		},
	},
	{
		name: 'the example daily-drip.json keeps the reserve, and takes the rest up another day',
		since: NODES_OF_EXAMPLES,
		async run({ rest, simulator, credentials }) {
			const statuses = async () => field(await tableRows(rest, 'linkedin_prospects'), 'status');
			// Ten are kept in reserve.
			const accountId = byId(addAccount(simulator, 'connectSafely', 'account-example-drip', 13));
			const workflowId = await storeExample({ rest, credentials }, 'daily-drip.json', {
				Invite: { accountId },
			});
			await succeeds(rest, workflowId, 'Set Up Once');
			assert.deepEqual(await statuses(), Array<string>(6).fill('todo'));

			const today = await succeeds(rest, workflowId, 'Every Weekday at 9');
			assert.deepEqual(
				[0, 1, 2].map((output) => leaving(today, 'Invite', output).length),
				[3, 3, 0],
			);
			assert.deepEqual(await statuses(), ['done', 'done', 'done', 'todo', 'todo', 'todo']);
			const rows = await tableRows(rest, 'linkedin_prospects');
			assert.deepEqual(field(rows.slice(0, 3), 'outcome'), ['sent', 'sent', 'sent']);
			assert.ok(rows.slice(0, 3).every(({ sentAt }) => Date.parse(String(sentAt)) <= Date.now()));
			assert.ok(rows.slice(3).every(({ retryAt }) => Date.parse(String(retryAt)) > Date.now()));

			// While the limit is active: no request, and nobody twice.
			await succeeds(rest, workflowId, 'Every Weekday at 9');
			assert.equal(posts(simulator, 'connectSafely').length, 3);

			// A second setup changes no row: status, dates and profiles are kept.
			const before = await tableRows(rest, 'linkedin_prospects');
			await succeeds(rest, workflowId, 'Set Up Once');
			assert.deepEqual(await tableRows(rest, 'linkedin_prospects'), before);
			assert.deepEqual(
				field(before, 'profileUrl'),
				PEOPLE.map((name, row) => (row < 3 ? `https://www.linkedin.com/in/${name}` : null)),
			);

			// Rows reset by hand, and an account below its limit: invited people are skipped, and keep their dates.
			await setRows(rest, 'linkedin_prospects', { status: 'todo' });
			const other = addAccount(simulator, 'connectSafely', 'account-example-drip-later');
			await rest.setParameters(workflowId, 'Invite', { accountId: byId(other) });
			const later = await succeeds(rest, workflowId, 'Every Weekday at 9');
			assert.deepEqual(field(leaving(later, 'Invite'), 'outcome'), [
				...Array<string>(3).fill('skipped'),
				...Array<string>(3).fill('sent'),
			]);
			assert.deepEqual(await statuses(), Array<string>(6).fill('done'));
			const after = await tableRows(rest, 'linkedin_prospects');
			for (const [row, { sentAt }] of after.entries()) {
				const [was, is] = [before[row]?.sentAt, sentAt].map((date) => Date.parse(String(date)));
				assert.ok(row < 3 ? Math.abs(Number(is) - Number(was)) < 60_000 : Number(is) > 0);
			}
			assertInvitedOnce(simulator, 'connectSafely', PEOPLE);
		},
	},
	{
		name: 'the example daily-drip.json sets an address that is no person aside',
		since: NODES_OF_EXAMPLES,
		async run({ rest, simulator, credentials }) {
			const accountId = byId(addAccount(simulator, 'connectSafely', 'account-example-check-row'));
			const jsCode = `return ['https://www.linkedin.com/company/acme', 'row-after']
				.map((linkedin) => ({ json: { name: '', linkedin, note: '', status: 'todo' } }));`;
			const workflowId = await storeExample({ rest, credentials }, 'daily-drip.json', {
				Invite: { accountId },
				'First People': { jsCode },
			});
			await succeeds(rest, workflowId, 'Set Up Once');
			const execution = await succeeds(rest, workflowId, 'Every Weekday at 9');
			assert.equal(leaving(execution, 'Invite', 2).length, 1);
			const rows = await tableRows(rest, 'linkedin_prospects');
			const [company, person] = rows.slice(-2);
			assert.equal(company?.status, 'check');
			assert.match(String(company?.outcome), /company page/);
			assert.deepEqual([person?.status, person?.outcome], ['done', 'sent']);
		},
	},
];

const tending: Check[] = [
	{
		name: 'the example withdraw-stale.json withdraws the old ones, and counts what a limit held back',
		async run({ rest, simulator, credentials }) {
			const id = 'account-example-stale';
			const isOld = (name: string) => name.startsWith('old');
			const names = [...people('old', 12), ...people('young', 5)];
			invited(simulator, id, names, (name) => (isOld(name) ? 40 : 15));
			const pending = () =>
				[...simulator.world.people.values()].flatMap((one) =>
					relationOf(one, id).relation === 'pending_sent' ? [one.publicIdentifier] : [],
				);
			const accountId = byId(id);
			const workflowId = await storeExample({ rest, credentials }, 'withdraw-stale.json', {
				'Sent Invitations': { accountId },
				Withdraw: { accountId },
			});
			simulator.fault({ ...TOO_MANY, path: '/invitations/withdraw', after: 9 });
			const execution = await succeeds(rest, workflowId, 'Every Monday at 7');
			assert.equal(leaving(execution, 'Sent Invitations').length, 17);
			assert.equal(leaving(execution, 'Older Than Three Weeks').length, 12);
			const summary = leaving(execution, 'Summary');
			assert.deepEqual(
				summary.map(({ outcome, count_outcome: count }) => [outcome, count]),
				[
					['withdrawn', 9],
					['rate_limited', 3],
				],
			);
			assert.equal(leaving(execution, 'Withdraw', 1).length, 3);
			assert.deepEqual(tally(pending().map(isOld)), { false: 5, true: 3 });
		},
	},
	{
		name: 'the example account-health.json tells of those that need a look, once, and else is silent',
		run: async ({ rest, simulator, credentials }) =>
			await usingHooks(async (hooks) => {
				const { accounts } = simulator.world.connectSafely;
				accounts.clear();
				for (const input of [
					{ id: 'health-fine', firstName: 'Fay' },
					{ id: 'health-lost', firstName: 'Lou', status: 'ERROR' },
					{ id: 'health-off', firstName: 'Olga', enabled: false },
					{ id: 'health-busy', firstName: 'Bob' },
				]) {
					accounts.set(input.id, connectSafelyAccount(input));
				}
				simulator.fault({ ...TOO_MANY, path: /health-busy/ });
				const workflow = withHooks(runnableExample('account-health.json'), hooks);
				const workflowId = await rest.createWorkflow(workflow, credentials);
				const execution = await succeeds(rest, workflowId, 'Every Morning at 8');
				assert.equal(leaving(execution, 'Account Status').length, 3);
				assert.deepEqual(field(leaving(execution, 'Account Status', 1), 'id'), ['health-busy']);
				const [{ path, body } = { path: '', body: {} }, ...more] = hooks.calls;
				assert.deepEqual([path, more], ['/your-team-channel', []]);
				const { text } = z.object({ text: z.string() }).parse(body);
				assert.match(text, /Lou Doe: needs_attention/);
				assert.match(text, /Olga Doe: disabled/);
				assert.match(text, /Bob Doe: not asked, try again after 20/);
				assert.ok(!text.includes('Fay'), text);

				for (const id of ['health-lost', 'health-off', 'health-busy']) accounts.delete(id);
				const quiet = await succeeds(rest, workflowId, 'Every Morning at 8');
				assert.equal(quiet.runData['Post Message'], undefined);
				assert.equal(hooks.calls.length, 1);
			}),
	},
];

/** The examples that process a list, from start to end. */
export const checks: Check[] = [...inviting, ...tending];

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Check } from './checks';
import { newLog, TablesApi, type TableRow } from './log-table';
import {
	addAccount,
	assertInvitedOnce,
	assertOutcomes,
	field,
	inviting,
	newList,
	people,
	posts,
	rows,
} from './people';
import { listWorkflow, nodeRun, PACKAGE, runNode, TRIGGER } from './workflows';

/** The first n8n with the API of Data Tables. */
const since = '2.10.0';

const byPerson = (list: readonly TableRow[]) =>
	new Map(list.map(({ person, ...row }) => [String(person), row]));

export const checks: Check[] = [
	{
		name: 'the log: everybody is entered, skipped by another node and provider, forgotten by a deleted row',
		since,
		async run(context) {
			const { rest, simulator, credentials } = context;
			const { api, table, credential, options } = await newLog(context.rest, 'log-basics', []);
			const all = { ...credentials, outreachLogApi: credential };
			const names = people('log-basics', 5);
			const accountId = addAccount(simulator, 'connectSafely', 'account-log-basics');
			const node = inviting('connectSafely', accountId, all, options);
			const first = await runNode(rest, 'Log One', rows(names), node);
			assert.deepEqual(
				field(first.success, 'outcome'),
				names.map(() => 'sent'),
				JSON.stringify([first.execution.error, first.failed]),
			);
			const entered = byPerson(await api.rows(table));
			assert.equal(entered.size, 5);
			for (const name of names) {
				const row = entered.get(`in:${name}`);
				assert.ok(row, `${name} is not in the log`);
				const { status, action, provider, account, workflow, profileUrl, fingerprint } = row;
				assert.deepEqual(
					[status, action, provider, account, workflow, fingerprint],
					['sent', 'invitation', 'connectSafely', accountId, 'Log One', ''],
				);
				assert.equal(profileUrl, `https://www.linkedin.com/in/${name}`);
				assert.ok(Math.abs(Date.parse(String(row.sentAt)) - Date.now()) < 60_000);
			}

			await api.remove(table, 'person', `in:${names[0]}`);
			await api.insert(table, [
				{ profileUrl: 'http://linkedin.com/in/Log-Basics-By-Hand/?utm=1', action: 'invitation' },
			]);
			const again = [...names, 'log-basics-by-hand'];
			const other = addAccount(simulator, 'sendPilot', 'account-log-basics-other');
			const otherNode = inviting('sendPilot', other, all, options);
			const second = await runNode(rest, 'Log Two', rows(again), otherNode);
			assertOutcomes(second, ['sent', ...again.slice(1).map(() => 'skipped')]);
			const invitedBefore = `^Invited on 20.* by account ${accountId} in workflow 'Log One'`;
			assert.match(String(second.success[1]?.message), new RegExp(invitedBefore));
			assert.equal(posts(simulator, 'sendPilot').length, 1);
		},
	},
	{
		name: 'the log: two executions at once of one list invite everybody once',
		since,
		async run(context) {
			const { rest, simulator } = context;
			const { api, table, credential, options } = await newLog(rest, 'log-twice');
			const credentials = { ...context.credentials, outreachLogApi: credential };
			const given = { simulator, credentials };
			const { names, items, node } = newList(given, 'sendPilot', 'log-twice', 30, { options });
			const ids = await Promise.all(
				['Log Twice A', 'Log Twice B'].map(
					async (name) => await rest.createWorkflow(listWorkflow(name, items, node)),
				),
			);
			const runs = await Promise.all(
				ids.map(async (id) => nodeRun(await rest.runWorkflow(id, TRIGGER))),
			);
			const outcomes = runs.flatMap(({ success }) => field(success, 'outcome'));
			assert.equal(outcomes.filter((outcome) => outcome === 'sent').length, 30);
			assert.equal(outcomes.filter((outcome) => outcome === 'skipped').length, 30);
			assertInvitedOnce(simulator, 'sendPilot', names);
			const statuses = (await api.rows(table)).map(({ status }) => status);
			assert.deepEqual([...new Set(statuses)], ['sent']);
			assert.equal(statuses.length, 30);
		},
	},
	{
		name: 'the log: a key without scopes, a wrong key and a wrong address fail every item, and nothing is sent',
		since,
		async run(context) {
			const { rest, simulator, credentials } = context;
			const { table, api, options } = await newLog(context.rest, 'log-refused');
			const names = people('log-refused', 3);
			const accountId = addAccount(simulator, 'connectSafely', 'account-log-refused');
			const readOnly = await TablesApi.open(rest, ['dataTable:read', 'dataTableRow:read']);
			const wrong: Array<[string, Record<string, unknown>, RegExp]> = [
				['scopes', readOnly.credential, /403/],
				['key', { ...api.credential, apiKey: 'not-a-key' }, /401/],
				['address', { ...api.credential, baseUrl: 'http://localhost:9/api/v1' }, /reached/],
			];
			for (const [name, data, words] of wrong) {
				const credential = await rest.saveCredential(`log ${name}`, 'outreachLogApi', data);
				const all = { ...credentials, outreachLogApi: credential };
				const node = inviting('connectSafely', accountId, all, options);
				const run = await runNode(rest, `Log without ${name}`, rows(names), {
					...node,
					onError: 'continueErrorOutput',
				});
				assert.equal(run.failed.length, 3, name);
				assert.match(String(run.failed[0]?.error), words);
				assert.doesNotMatch(JSON.stringify(run.execution), new RegExp(String(data.apiKey)));
			}
			assert.equal(posts(simulator, 'connectSafely').length, 0);
			assert.deepEqual(await api.rows(table), []);
		},
	},
	{
		name: 'the log: its credential is tested, and From List names the tables',
		since,
		async run(context) {
			const { rest } = context;
			const { api, credential } = await newLog(context.rest, 'log-listed');
			const right = await rest.testCredential('log right', 'outreachLogApi', api.credential);
			assert.equal(right.status, 'OK', right.message);
			const wrong = await rest.testCredential('log wrong', 'outreachLogApi', {
				...api.credential,
				apiKey: 'not-a-key',
			});
			assert.equal(wrong.status, 'Error');
			const listed = await rest.fromList(`${PACKAGE}.linkedInOutreach`, {
				parameter: 'options.logTable',
				methodName: 'searchLogTables',
				parameters: {
					provider: 'connectSafely',
					operation: 'sendConnection',
					options: { memory: 'dataTable' },
				},
				credentials: { outreachLogApi: credential },
			});
			assert.ok(listed.includes('log-listed'), listed.join());
		},
	},
];

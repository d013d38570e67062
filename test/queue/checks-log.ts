/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { newLog as newTable, type TablesApi } from '../n8n/log-table';
import {
	addAccount,
	assertConserved,
	assertInvitedOnce,
	field,
	inviting,
	people,
	posts,
	rows,
	tally,
	type SendingProvider,
} from '../n8n/people';
import { until } from '../n8n/processes';
import type { NodeUnderTest } from '../n8n/workflows';
import {
	allFinished,
	onBothWorkers,
	ONE_PERSON,
	publish,
	runOnce,
	start,
	startAll,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';

const PROVIDER = 'sendPilot';
const LISTED = 20;

export interface Log {
	api: TablesApi;
	tableId: string;
	/** A node that uses it, with its own account. */
	node(account: string, provider?: SendingProvider): NodeUnderTest;
}

/** A log, and nodes that use it. */
export async function newLog(
	{ rest, simulator, credentials }: QueueContext,
	name: string,
): Promise<Log> {
	const { api, table, credential, options } = await newTable(rest, name);
	return {
		api,
		tableId: table,
		node: (account, provider = PROVIDER) =>
			inviting(
				provider,
				addAccount(simulator, provider, account),
				{ ...credentials, outreachLogApi: credential },
				options,
			),
	};
}

/** Publishes a list in two workflows that use the log, each with its own account. */
async function publishTwice(
	context: QueueContext,
	log: Log,
	name: string,
	items: Parameters<typeof publish>[2],
	provider?: SendingProvider,
): Promise<[Campaign, Campaign]> {
	const one = async (title: string) =>
		await publish(context, title, items, log.node(title, provider));
	return [await one(`${name}-a`), await one(`${name}-b`)];
}

/** Checks that everyone on the list is in the log as sent, once, and nothing else is. */
async function assertLogged({ api, tableId }: Log, names: string[]): Promise<void> {
	const logged = await api.rows(tableId);
	assert.deepEqual(
		tally(logged.map(({ person, status }) => `${String(person)} ${String(status)}`)),
		tally(names.map((name) => `in:${name} sent`)),
	);
}

/** A provider that cannot report who is invited, and one that can. */
const oneList: QueueCheck[] = (['sendPilot', 'connectSafely'] as const).map((provider) => ({
	name: `the log: one list in two workflows, on both workers at once, ${provider}: everybody once`,
	run: onBothWorkers(async (context, attempt) => {
		const name = `log-list-${provider}-${attempt}`.toLowerCase();
		const log = await newLog(context, name);
		const names = people(name, LISTED);
		const campaigns = await publishTwice(context, log, name, rows(names), provider);
		const ids = await startAll(context, campaigns);
		const runs = await allFinished(context, ids);
		for (const run of runs) assertConserved(run, LISTED);
		const outcomes = runs.map(({ success }) => tally(field(success, 'outcome')));
		context.figure(`one list of ${LISTED} in two workflows with one log, ${provider}`, {
			outcomes,
			requests: posts(context.simulator, provider).length,
		});
		assertInvitedOnce(context.simulator, provider, names);
		await assertLogged(log, names);
		return ids;
	}),
}));

const PROSPECTS = 30;

const onePersonEach: QueueCheck = {
	name: 'the log: sixty executions go for thirty people at once, two for each, in two workflows: everybody once',
	run: onBothWorkers(async (context, attempt) => {
		const name = `log-each-${attempt}`;
		const log = await newLog(context, name);
		const names = people(name, PROSPECTS);
		const queries = names.map((who) => `?who=${who}`);
		const campaigns = await publishTwice(context, log, name, ONE_PERSON);
		const ids = await startAll(context, campaigns, queries);
		const runs = await allFinished(context, ids);
		const outcomes = runs.flatMap(({ success }) => field(success, 'outcome'));
		context.figure(
			`${2 * PROSPECTS} executions for ${PROSPECTS} people with one log`,
			tally(outcomes),
		);
		assertInvitedOnce(context.simulator, PROVIDER, names);
		await assertLogged(log, names);
		assert.equal(tally(outcomes).sent, PROSPECTS);
		return ids;
	}),
};

/** The item at which the worker dies, its invitation accepted and not answered. */
const AT = 7;

const killed: QueueCheck = {
	name: 'the log: a worker killed between acceptance and answer, the list run by another workflow: everybody once',
	async run(context) {
		const { simulator, cluster, rest, figure } = context;
		const log = await newLog(context, 'log-killed');
		const names = people('log-killed', LISTED);
		const [first, second] = await publishTwice(context, log, 'log-killed', rows(names));
		const hang = { path: '/connect', after: AT, kind: 'hang', processed: true } as const;
		simulator.fault({ provider: PROVIDER, ...hang });
		const [id = ''] = await start(context, first);
		await until(
			'the eighth is invited, and unanswered',
			() => simulator.invitationsAccepted(PROVIDER).length === AT + 1,
		);
		const worker = await cluster.workerOf(id);
		await cluster.kill(worker);
		try {
			await rest.finishedExecution(id);
			const { success } = await runOnce(context, second);
			const outcomes = field(success, 'outcome');
			figure('made up for after the crash, with one log', tally(outcomes));
			assert.deepEqual(
				outcomes,
				names.map((_, index) => (index < AT ? 'skipped' : index === AT ? 'unconfirmed' : 'sent')),
			);
			assertInvitedOnce(simulator, PROVIDER, names);
			// Someone has looked it up on LinkedIn.
			await log.api.update(log.tableId, 'person', `in:${names[AT] ?? ''}`, { status: 'sent' });
			const last = await runOnce(context, second);
			assert.deepEqual(tally(field(last.success, 'outcome')), { skipped: LISTED });
			await assertLogged(log, names);
		} finally {
			await cluster.startWorker(worker);
		}
	},
};

/** The guarantees for two workers that share a log, but not a node's memory. */
export const checks: QueueCheck[] = [...oneList, onePersonEach, killed];

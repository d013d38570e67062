/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import {
	assertConserved,
	assertInvitedOnce,
	assertWhole,
	field,
	posts,
	tally,
} from '../n8n/people';
import { pause, until } from '../n8n/processes';
import { nodeRun, type NodeRun, type NodeUnderTest } from '../n8n/workflows';
import {
	EXECUTION_MS,
	publishList,
	runOnce,
	start,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';

const PROVIDER = 'sendPilot';
const LISTED = 16;
/** The database stops after this many requests. */
const AT = 5;
const STOPPED_MS = 3_000;
const DELAYED = { delayMinSeconds: 0.5, delayMaxSeconds: 0.5 };

interface Interrupted {
	campaign: Campaign;
	names: string[];
	run: NodeRun;
}

/** A list of people, during whose run PostgreSQL stops for three seconds. */
async function interrupt(
	context: QueueContext,
	name: string,
	node: Partial<NodeUnderTest>,
): Promise<Interrupted> {
	const { simulator, cluster, rest } = context;
	const workflow = { pauseBehind: STOPPED_MS / 1000 + 5 };
	const list = [PROVIDER, name, LISTED, DELAYED] as const;
	const { campaign, names } = await publishList(context, ...list, node, workflow);
	const [id = ''] = await start(context, campaign);
	await until('five are asked for', () => posts(simulator, PROVIDER).length >= AT);
	await cluster.database.stop();
	const before = posts(simulator, PROVIDER).length;
	await pause(STOPPED_MS);
	const after = posts(simulator, PROVIDER).length;
	await cluster.database.startAgain();
	// One, since an account's sends go one at a time: it was recorded before the database stopped.
	assert.ok(after - before <= 1, `${after - before} requests left while the database was stopped`);
	await until('n8n answers again', async () => await answers(rest.url));
	return { campaign, names, run: nodeRun(await rest.finishedExecution(id, EXECUTION_MS)) };
}

async function answers(url: string): Promise<boolean> {
	const { ok } = await fetch(`${url}/healthz/readiness`);
	return ok;
}

/** Runs the list again: invites those who were left out, and nobody twice. */
async function assertMadeUp(
	context: QueueContext,
	{ campaign, names }: Interrupted,
): Promise<void> {
	const { simulator, figure } = context;
	const again = await runOnce(context, campaign);
	assertConserved(again, LISTED);
	const outcomes = tally(field(again.success, 'outcome'));
	figure('made up for after PostgreSQL was stopped', outcomes);
	assertInvitedOnce(simulator, PROVIDER, names);
	assert.equal(posts(simulator, PROVIDER).length, LISTED);
	const { skipped = 0, sent = 0 } = outcomes;
	// The result of the one request in progress may not have been stored.
	assert.ok(skipped + sent >= LISTED - 1, JSON.stringify(outcomes));
}

const failing: QueueCheck = {
	name: 'PostgreSQL stopped for three seconds in mid-list: items fail, nothing is sent meanwhile, and nobody twice when run anew',
	async run(context) {
		const interrupted = await interrupt(context, 'database-stopped', {
			onError: 'continueErrorOutput',
		});
		const { run } = interrupted;
		assertConserved(run, LISTED);
		assert.ok(run.failed.length > 0, 'no item failed');
		for (const item of run.failed) assert.match(JSON.stringify(item), /database/i);
		await assertMadeUp(context, interrupted);
	},
};

const retried: QueueCheck = {
	name: 'PostgreSQL stopped for three seconds in mid-list: Retry On Fail sends the rest, and nothing twice',
	async run(context) {
		const interrupted = await interrupt(context, 'database-retried', {
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5_000,
		});
		const { run, names } = interrupted;
		assertWhole(run, LISTED);
		assertInvitedOnce(context.simulator, PROVIDER, names);
		await assertMadeUp(context, interrupted);
	},
};

/** n8n's database is unavailable for a while: nothing is sent meanwhile, and nobody is invited twice afterwards. */
export const checks: QueueCheck[] = [failing, retried];

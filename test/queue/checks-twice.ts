/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import {
	assertConserved,
	assertInvitedOnce,
	field,
	newList,
	posts,
	tally,
	type SendingProvider,
} from '../n8n/people';
import type { NodeRun } from '../n8n/workflows';
import {
	allFinished,
	finished,
	onBothWorkers,
	ONE_PERSON,
	publish,
	publishList,
	start,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';

const LISTED = 20;

/** Starts a list until the other worker takes it. */
async function onTheOtherWorker(
	context: QueueContext,
	campaign: Campaign,
	taken: string,
): Promise<NodeRun> {
	for (let tries = 0; tries < 20; tries++) {
		const [id = ''] = await start(context, campaign);
		const run = await finished(context, id);
		if ((await context.cluster.workerOf(id)) !== taken) return run;
	}
	throw new Error(`Every execution went to ${taken}`);
}

const oneAfterTheOther: QueueCheck = {
	name: 'one list on one worker and then on the other: nobody twice',
	async run(context) {
		const name = 'after-each-other';
		const { campaign, names } = await publishList(context, 'sendPilot', name, LISTED);
		const [id = ''] = await start(context, campaign);
		const first = await finished(context, id);
		assert.deepEqual(tally(field(first.success, 'outcome')), { sent: LISTED });
		const second = await onTheOtherWorker(context, campaign, await context.cluster.workerOf(id));
		assert.deepEqual(tally(field(second.success, 'outcome')), { skipped: LISTED });
		assertConserved(second, LISTED);
		assertInvitedOnce(context.simulator, 'sendPilot', names);
	},
};

interface AtOnce {
	provider: SendingProvider;
	listed: number;
	options: Record<string, unknown>;
}

const DELAYED = { delayMinSeconds: 1, delayMaxSeconds: 1 };
const AT_ONCE: AtOnce[] = [
	{ provider: 'sendPilot', listed: LISTED, options: {} },
	{ provider: 'sendPilot', listed: 5, options: DELAYED },
	{ provider: 'connectSafely', listed: LISTED, options: {} },
	{ provider: 'connectSafely', listed: 5, options: DELAYED },
];

const atOnce: QueueCheck[] = AT_ONCE.map(({ provider, listed, options }) => {
	const delayed = 'delayMinSeconds' in options ? ', with a delay' : '';
	return {
		name: `one list on both workers at once, ${provider}${delayed}: nobody twice`,
		run: onBothWorkers(async (context, attempt) => {
			const { simulator } = context;
			const name = `at-once-${provider}${delayed ? '-delayed' : ''}-${attempt}`.toLowerCase();
			const { campaign, names } = await publishList(context, provider, name, listed, options);
			const ids = await start(context, campaign, ['', '']);
			const both = await allFinished(context, ids);
			for (const run of both) assertConserved(run, listed);
			context.figure(`one list of ${listed} on two workers at once, ${provider}${delayed}`, {
				outcomes: both.map(({ success }) => tally(field(success, 'outcome'))),
				requests: posts(simulator, provider).length,
				invitedTwice: Object.values(
					tally(simulator.invitationsAccepted(provider).map(({ person }) => person)),
				).filter((times) => times > 1).length,
			});
			assertInvitedOnce(simulator, provider, names);
			return ids;
		}),
	};
});

const PROSPECTS = 40;

const onePersonEach: QueueCheck = {
	name: 'forty executions of one person each, on both workers at once: everybody once, also when they come again',
	run: onBothWorkers(async (context, attempt) => {
		const { simulator } = context;
		const name = `one-each-${attempt}`;
		const { names, node } = newList(context, 'sendPilot', name, PROSPECTS);
		const campaign = await publish(context, name, ONE_PERSON, node);
		const queries = names.map((who) => `?who=${who}`);
		const first = await start(context, campaign, queries);
		const outcomes = tally(
			(await allFinished(context, first)).flatMap(({ success }) => field(success, 'outcome')),
		);
		const again = await allFinished(context, await start(context, campaign, queries));
		const outcomesAgain = tally(again.flatMap(({ success }) => field(success, 'outcome')));
		const [bytes = ''] = await context.cluster.database.query(
			`SELECT round(avg(octet_length(data))) FROM execution_data WHERE "executionId" IN (${first.join(', ')})`,
		);
		context.figure(`${PROSPECTS} executions of one person each`, {
			outcomes,
			outcomesAgain,
			executionDataBytesEach: Number(bytes),
		});
		assert.deepEqual(outcomes, { sent: PROSPECTS });
		// People left in doubt are not invited again either.
		assert.equal((outcomesAgain.skipped ?? 0) + (outcomesAgain.unconfirmed ?? 0), PROSPECTS);
		assertInvitedOnce(simulator, 'sendPilot', names);
		return first;
	}),
};

/** Nobody is invited twice, whichever worker runs the list. */
export const checks: QueueCheck[] = [oneAfterTheOther, ...atOnce, onePersonEach];

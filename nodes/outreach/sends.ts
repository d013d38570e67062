import type { Answer, Failed } from './answer';
import { toIso } from './moments';
import type { Attributed, Standing } from './provider';
import { notInvited } from './reports';
import { limitedAnswer, type Run, type Settled } from './run';
import type { SendTask } from './task';
import { isCancelled } from './transport';
import type { SendReport } from './vocabulary';

/**
 * Takes one item's invitation from memory, or asks for it, once. Whatever fails, at most one POST leaves for the item in
 * this execution; where its end cannot be told, the provider is asked how account and person stand.
 */
export async function settleSend(run: Run, task: SendTask): Promise<Settled<SendReport>> {
	const known = run.memory.findSend(task.personKey);
	if (known && (known.run !== run.memory.run || known.item !== task.itemIndex)) {
		return plain(task, notInvited('duplicate', 'The same person stood earlier in this execution.'));
	}
	if (known?.sent) {
		const { report, accountId, ...reply } = known.sent;
		return { kind: 'answered', value: { report, accountId }, body: null, ...reply };
	}
	if (known) return remember(run, task, await settleUnclear(run, task, null));

	const related = task.options.skipIfRelated ? await findRelation(run, task) : null;
	if (related) return related.kind === 'answered' ? remember(run, task, related) : related;
	return await send(run, task);
}

async function send(run: Run, task: SendTask): Promise<Settled<SendReport>> {
	let posted = false;
	const answer = await run.call(
		task,
		{
			bucket: task.call.bucket,
			run: async () => {
				if (task.options.dryRun) return dryRun();
				if (!(await run.spaceSends(task))) return cancelled(task);
				posted = true;
				run.memory.intend(task.personKey, task.itemIndex);
				return await task.call.run();
			},
		},
		task.options.keepInReserve,
	);
	if (answer.kind === 'answered') return remember(run, task, answer);
	if (answer.kind === 'failed' && answer.accepted === 'unknown' && posted) {
		return remember(run, task, await settleUnclear(run, task, answer));
	}
	run.memory.clear(task.personKey);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	return answer.kind === 'limited'
		? limitedAnswer(answer)
		: { kind: 'failed', failure: answer.failure };
}

/** What `skipIfRelated` finds: null where nothing stands in the way of inviting. */
async function findRelation(run: Run, task: SendTask): Promise<Settled<SendReport> | null> {
	if (!task.standing) return null;
	const answer = await run.call(task, task.standing, null);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (answer.kind === 'limited') return limitedAnswer(answer);
	if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure };
	const outcome = RELATED[answer.value];
	return outcome ? plain(task, notInvited(outcome.outcome, outcome.message)) : null;
}

const RELATED: Readonly<
	Partial<Record<Standing, { outcome: SendReport['outcome']; message: string }>>
> = {
	connected: {
		outcome: 'already_connected',
		message: 'Already connected; no invitation was sent.',
	},
	pending_sent: {
		outcome: 'already_pending',
		message: 'An invitation to this person is pending already.',
	},
	pending_received: {
		outcome: 'skipped',
		message: 'This person has invited you: accept that invitation instead.',
	},
};

/** A send was cut off, so its end is unknown: the provider is asked how things stand. */
async function settleUnclear(
	run: Run,
	task: SendTask,
	failed: Failed | null,
): Promise<Settled<SendReport>> {
	const standing = await askStanding(run, task);
	const happened = failed?.failure.message ?? 'An earlier try ended before its answer was in';
	if (standing === 'pending_sent' || standing === 'connected') {
		return plain(task, {
			...notInvited('sent', `${happened}. ${task.providerName} now shows the person as invited.`),
			invited: true,
			noteSent: task.hasNote ? null : false,
			sentAt: toIso(Date.now()),
		});
	}
	return plain(task, {
		...notInvited(
			'unconfirmed',
			`${happened}. The invitation may have gone out; look at the account before inviting this person again.`,
		),
		invited: null,
		noteSent: task.hasNote ? null : false,
	});
}

async function askStanding(run: Run, task: SendTask): Promise<Standing> {
	if (!task.standing || isCancelled(run.context)) return 'unknown';
	const answer = await run.call(task, task.standing, null);
	return answer.kind === 'answered' ? answer.value : 'unknown';
}

function remember(run: Run, task: SendTask, settled: Settled<SendReport>): Settled<SendReport> {
	if (settled.kind !== 'answered') return settled;
	const { value, body, status, reading } = settled;
	run.memory.settle(task.personKey, task.itemIndex, { ...value, body, status, reading });
	return settled;
}

function plain(task: SendTask, report: SendReport): Settled<SendReport> {
	const value = { accountId: task.subject.accountId, report };
	return { kind: 'answered', value, body: null, status: 0, reading: null };
}

function dryRun(): Answer<Attributed<SendReport>> {
	const report = notInvited('dry_run', 'Dry run: everything was checked, and nothing was sent.');
	return {
		kind: 'answered',
		value: { accountId: null, report },
		body: null,
		status: 0,
		reading: null,
	};
}

function cancelled(task: SendTask): Answer<Attributed<SendReport>> {
	return {
		kind: 'failed',
		failure: {
			source: 'workflow',
			message: `The execution was cancelled before the invitation was sent through ${task.providerName}`,
			description: 'No invitation went out for this item.',
		},
		accepted: 'no',
		sentence: null,
		status: null,
		body: null,
		reading: null,
	};
}

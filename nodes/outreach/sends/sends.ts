import type { IExecuteFunctions } from 'n8n-workflow';
import { failedWith, type Failed } from '../answer';
import { isCancelled } from '../http/transport';
import { takePlaces, type Places } from '../limits/caps';
import type { LimitedCalls } from '../limits/limited-calls';
import type { Hold } from '../limits/limits';
import { toIso } from '../moments';
import type { Standing } from '../provider';
import { notInvited } from '../reports';
import type { ExecutionMemory } from '../run/memory';
import type { Settled } from '../run/settled';
import type { SendTask } from '../run/task';
import type { SendReport } from '../vocabulary';
import type { KnownOf, Ledger } from './ledger';
import { markSent, spaceSends } from './send-spacing';

/** What a send works with: one of each for a run. */
export interface SendMeans {
	readonly context: IExecuteFunctions;
	readonly memory: ExecutionMemory;
	readonly ledger: Ledger;
	readonly calls: LimitedCalls;
}

/**
 * Takes one item's invitation from memory, or asks for it, once. Whatever fails, at most one POST leaves for the item in
 * this execution; where its end cannot be told, the provider is asked how account and person stand.
 */
export async function settleSend(means: SendMeans, task: SendTask): Promise<Settled<SendReport>> {
	const refusal = means.memory.findRefusal(task.itemIndex);
	if (refusal) return { kind: 'failed', failure: refusal };
	const known = means.memory.findSend(task.personKey);
	if (known && (known.run !== means.memory.run || known.item !== task.itemIndex)) {
		return plain(task, notInvited('duplicate', 'The same person stood earlier in this execution.'));
	}
	if (known?.sent) {
		const { report, accountId, ...reply } = known.sent;
		return { kind: 'answered', value: { report, accountId }, body: null, ...reply };
	}
	if (known) return await leaveUnclear(means, task, null);

	await means.calls.readQuota(task);
	const hold = await means.calls.held(task, task.bucket, task.options.keepInReserve);
	if (hold) return { kind: 'limited', hold, tried: null };

	return await settleKnown(means, task, await means.ledger.look(task.personKey));
}

/** Outcomes after which the invitation stays entered: it went out, or may have. */
const OPEN: ReadonlySet<SendReport['outcome'] | null> = new Set(['sent', 'unconfirmed']);

async function settleKnown(
	means: SendMeans,
	task: SendTask,
	before: KnownOf,
): Promise<Settled<SendReport>> {
	if (before === 'invited' && task.options.skipAlreadyInvited) {
		return remember(means, task, plain(task, notInvited('skipped', invitedBefore(means, task))));
	}
	if (before === 'open') return await settleOpen(means, task);
	if (before === 'invited' || task.options.skipIfRelated) {
		const related = await findRelation(means, task);
		if (related) return related.kind === 'answered' ? remember(means, task, related) : related;
	}
	return await send(means, task, before);
}

/**
 * An earlier execution asked, and its end is unknown: only where the provider shows that nothing came of it may the
 * person be asked again.
 */
async function settleOpen(means: SendMeans, task: SendTask): Promise<Settled<SendReport>> {
	if (!task.standing) return await leaveUnclear(means, task, null);
	const answer = await means.calls.call(task, task.standing, null);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (answer.kind === 'failed' || answer.value === 'unknown') {
		return unconfirmed(means, task, EARLIER_TRY);
	}
	const related = relatedReport(answer.value);
	if (!related) return await send(means, task, 'open');
	// An invitation the other way shows nothing of ours: the person stays open.
	if (answer.value !== 'pending_received') await means.ledger.settle(task.personKey, Date.now());
	return remember(means, task, plain(task, related));
}

function invitedBefore(means: SendMeans, { personKey }: SendTask): string {
	const since = means.ledger.invitedSince(personKey);
	return since === null
		? 'Invited by this node in an earlier execution.'
		: `Invited by this node on ${since}.`;
}

async function send(
	means: SendMeans,
	task: SendTask,
	before: KnownOf,
): Promise<Settled<SendReport>> {
	if (task.options.dryRun) return remember(means, task, plain(task, DRY_RUN));
	const places = await placesFor(means, task);
	if ('retryAt' in places) return { kind: 'limited', hold: places, tried: null };
	let posted = false;
	let found = before;
	const answer = await means.calls.call(
		task,
		{
			bucket: task.bucket,
			run: async () => {
				if (!(await spaceSends(means.context, task))) return cancelled(task);
				// Entered last, behind every wait: a crash while waiting leaves no doubt.
				return await task.send(async () => {
					// Asked again after a 429 was waited out, the entry found is this one's own.
					const as = posted ? 'open' : before;
					const now = await means.ledger.enter(task.personKey, as);
					found = now === as ? before : now;
					if (now !== as) return false;
					posted = true;
					means.memory.intend(task.personKey, task.itemIndex);
					return true;
				});
			},
		},
		task.options.keepInReserve,
	);
	if (posted) markSent(task);
	if (found !== before) {
		await places.leave();
		return await leaveTaken(means, task, found);
	}
	if (answer.kind === 'failed' && answer.accepted === 'unknown' && posted) {
		return await leaveUnclear(means, task, answer);
	}
	const outcome = answer.kind === 'answered' ? answer.value.report.outcome : null;
	if (!OPEN.has(outcome)) {
		await places.leave();
		if (posted) await means.ledger.restore(task.personKey, before);
	}
	if (outcome === 'sent') await means.ledger.settle(task.personKey, Date.now());
	if (answer.kind === 'answered') return remember(means, task, answer);
	means.memory.clear(task.personKey);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (posted && answer.status !== null) means.memory.refuse(task.itemIndex, answer.failure);
	return { kind: 'failed', failure: answer.failure };
}

/** Places under the author's own caps, after waiting where the options say so. */
async function placesFor({ ledger, calls }: SendMeans, task: SendTask): Promise<Places | Hold> {
	for (;;) {
		const places = await takePlaces(ledger, task.accountKey, task.options, Date.now());
		if (!('retryAt' in places) || !(await calls.waitOut(task, places))) return places;
	}
}

/** Another worker entered the person between the look and now: it is for that one to invite. */
async function leaveTaken(
	means: SendMeans,
	task: SendTask,
	found: KnownOf,
): Promise<Settled<SendReport>> {
	if (found === 'invited') {
		return remember(means, task, plain(task, notInvited('skipped', invitedBefore(means, task))));
	}
	const related = relatedReport(await askStanding(means, task));
	const isPlain = related !== null && related.outcome !== 'skipped';
	return isPlain
		? remember(means, task, plain(task, related))
		: unconfirmed(means, task, OTHER_WORKER);
}

/** What the provider finds: null where nothing stands in the way of inviting, or where it cannot say. */
async function findRelation(means: SendMeans, task: SendTask): Promise<Settled<SendReport> | null> {
	if (!task.standing) return null;
	const answer = await means.calls.call(task, task.standing, null);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure };
	const related = relatedReport(answer.value);
	return related && plain(task, related);
}

function relatedReport(standing: Standing): SendReport | null {
	const related = RELATED[standing];
	return related ? notInvited(related.outcome, related.message) : null;
}

const DRY_RUN = notInvited('dry_run', 'Dry run: everything was checked, and nothing was sent.');

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
	unknown: {
		outcome: 'skipped',
		message:
			'The provider does not say how the account and this person stand, so no invitation was sent.',
	},
	pending_received: {
		outcome: 'skipped',
		message: 'This person has invited you: accept that invitation instead.',
	},
};

/** A send was cut off, so its end is unknown: the provider is asked how things stand. */
async function leaveUnclear(
	means: SendMeans,
	task: SendTask,
	failed: Failed | null,
): Promise<Settled<SendReport>> {
	const standing = await askStanding(means, task);
	const happened = failed?.failure.message ?? EARLIER_TRY;
	const noteSent = task.hasNote ? null : false;
	if (standing === 'pending_sent' || standing === 'connected') {
		const message = `${happened}. ${task.providerName} now shows the person as invited.`;
		const sentAt = toIso(Date.now());
		await means.ledger.settle(task.personKey, Date.now());
		const report = { ...notInvited('sent', message), invited: true, noteSent, sentAt };
		return remember(means, task, plain(task, report));
	}
	return unconfirmed(means, task, happened);
}

const OTHER_WORKER = 'Another n8n worker is inviting this person at this moment';
const EARLIER_TRY = 'An earlier try ended before its answer was in';

function unconfirmed(means: SendMeans, task: SendTask, happened: string): Settled<SendReport> {
	const message = `${happened}. The invitation may have gone out; look at the account before inviting this person again.`;
	const report = {
		...notInvited('unconfirmed', message),
		invited: null,
		noteSent: task.hasNote ? null : false,
	};
	return remember(means, task, plain(task, report));
}

async function askStanding(means: SendMeans, task: SendTask): Promise<Standing> {
	if (!task.standing || isCancelled(means.context)) return 'unknown';
	const answer = await means.calls.call(task, task.standing, null);
	return answer.kind === 'answered' ? answer.value : 'unknown';
}

type Told = Extract<Settled<SendReport>, { kind: 'answered' }>;

function remember(means: SendMeans, task: SendTask, settled: Told): Told {
	const { value, body, status, reading } = settled;
	const sent = { ...value, body, status, reading };
	means.memory.settle(task.personKey, task.itemIndex, sent, task.needsBody);
	return settled;
}

function plain(task: SendTask, report: SendReport): Told {
	const value = { accountId: task.subject.accountId, report };
	return { kind: 'answered', value, body: null, status: 0, reading: null };
}

function cancelled(task: SendTask): Failed {
	return failedWith({
		source: 'workflow',
		message: `The execution was cancelled before the invitation was sent through ${task.providerName}`,
		description: 'No invitation went out for this item.',
	});
}

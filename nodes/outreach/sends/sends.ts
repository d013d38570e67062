import type { Failed } from '../answer';
import { isCancelled } from '../http/transport';
import { reserveSlots, type SlotReservation } from '../limits/caps';
import type { Hold } from '../limits/limits';
import { toIso } from '../moments';
import type { Standing } from '../provider';
import { notInvited } from '../reports';
import type { Settled } from '../run/settled';
import type { SendTask } from '../run/task';
import type { SendReport } from '../vocabulary';
import { closedNow, SendAttempt, type SendDeps } from './attempt';
import type { SendState } from './send-memory';

type Reported = Extract<Settled<SendReport>, { kind: 'answered' }>;

/**
 * Answers one item's invitation from memory, or requests it, once. Whatever fails, at most one POST is made for the item
 * in this execution; where its end is not known, the provider is asked how account and person are related.
 * @throws DatabaseUnavailable before anything is sent
 */
export async function performSend(deps: SendDeps, task: SendTask): Promise<Settled<SendReport>> {
	const { execution } = deps;
	const refusal = execution.findRefusal(task.itemIndex);
	if (refusal) return { kind: 'failed', failure: refusal };
	const known = execution.findSend(task.key);
	if (known && (known.run !== execution.run || known.item !== task.itemIndex)) {
		return reportOf(
			task,
			notInvited('duplicate', 'The same person appeared earlier in this execution.'),
		);
	}
	if (known?.sent) {
		const { report, accountId, ...reply } = known.sent;
		return { kind: 'answered', value: { report, accountId }, body: null, ...reply };
	}
	if (known) return await reconcile(deps, task, null);
	// Memory before limits: whom it knows needs no place under them.
	return await fromState(deps, task, await deps.memory.lookUp(task.key));
}

async function fromState(
	deps: SendDeps,
	task: SendTask,
	before: SendState,
): Promise<Settled<SendReport>> {
	if (before === 'sent' && task.options.skipAlreadyInvited) return skip(deps, task);
	if (before === 'inDoubt') return await reconcileEarlier(deps, task);
	if (before === 'sent' || task.options.skipIfRelated) {
		const limited = await limitOn(deps, task);
		if (limited) return limited;
		const related = await findRelation(deps, task);
		if (related) return related.kind === 'answered' ? remember(deps, task, related) : related;
	}
	return await send(deps, task, before);
}

function skip(deps: SendDeps, task: SendTask): Reported {
	const sentAt = deps.memory.sentAt(task.key);
	const message =
		sentAt === null
			? 'Invited by this node in an earlier execution.'
			: `Invited by this node on ${sentAt}.`;
	return remember(deps, task, reportOf(task, { ...notInvited('skipped', message), sentAt }));
}

/** What holds sends of the account back, after waiting where the options say so; null where nothing does. */
async function limitOn(deps: SendDeps, task: SendTask): Promise<Settled<SendReport> | null> {
	for (;;) {
		const closed = closedNow(deps, task);
		if (!closed) break;
		if (!(await deps.calls.waitOut(task, closed)))
			return { kind: 'limited', hold: closed, tried: null };
	}
	await deps.calls.readQuota(task);
	const hold = await deps.calls.held(task, task.bucket, task.options.keepInReserve);
	return hold && { kind: 'limited', hold, tried: null };
}

/**
 * An earlier execution requested this, and its end is unknown: only where the provider shows that nothing came of it may
 * it be requested again.
 */
async function reconcileEarlier(deps: SendDeps, task: SendTask): Promise<Settled<SendReport>> {
	if (!task.standing) return await reconcile(deps, task, null);
	const answer = await deps.calls.call(task, task.standing, null);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (answer.kind === 'failed' || answer.value === 'unknown') {
		return inDoubt(deps, task, EARLIER_TRY);
	}
	const related = relatedReport(answer.value);
	if (!related) return await send(deps, task, 'inDoubt');
	// An invitation the other way shows nothing of ours: the send stays in doubt.
	if (answer.value !== 'pending_received') await deps.memory.resolveAsSent(task.key, null);
	return remember(deps, task, reportOf(task, related));
}

async function send(
	deps: SendDeps,
	task: SendTask,
	before: SendState,
): Promise<Settled<SendReport>> {
	const limited = await limitOn(deps, task);
	if (limited) return limited;
	if (task.options.dryRun) return remember(deps, task, reportOf(task, DRY_RUN));
	const slots = await slotsFor(deps, task);
	if ('retryAt' in slots) return { kind: 'limited', hold: slots, tried: null };
	const ended = await new SendAttempt(deps, task, before, slots).make();
	if (ended.kind === 'claimedByOther') return await reportOther(deps, task, ended.state);
	if (ended.kind === 'closed') {
		const isOpenAgain = await deps.calls.waitOut(task, ended.hold);
		if (isOpenAgain) return await send(deps, task, before);
		return { kind: 'limited', hold: ended.hold, tried: null };
	}
	if (ended.kind === 'inDoubt') return await reconcile(deps, task, ended.failed);
	if (ended.kind === 'answered') return remember(deps, task, ended.answer);
	return ended.result;
}

/** Slots under the author's own caps, after waiting where the options say so. */
async function slotsFor(
	{ memory, calls }: SendDeps,
	task: SendTask,
): Promise<SlotReservation | Hold> {
	for (;;) {
		const slots = await reserveSlots(memory, task.accountKey, task.options, Date.now());
		if (!('retryAt' in slots) || !(await calls.waitOut(task, slots))) return slots;
	}
}

/** Another worker has made the send, or is making it, since this one looked it up. */
async function reportOther(
	deps: SendDeps,
	task: SendTask,
	state: 'sent' | 'inDoubt',
): Promise<Settled<SendReport>> {
	if (state === 'sent') return skip(deps, task);
	const related = relatedReport(await askStanding(deps, task));
	const isPlain = related !== null && related.outcome !== 'skipped';
	return isPlain
		? remember(deps, task, reportOf(task, related))
		: inDoubt(deps, task, OTHER_WORKER);
}

/** What the provider finds: null where nothing speaks against inviting, or where it cannot be asked. */
async function findRelation(deps: SendDeps, task: SendTask): Promise<Settled<SendReport> | null> {
	if (!task.standing) return null;
	const answer = await deps.calls.call(task, task.standing, null);
	if (answer.kind === 'held') return { ...answer, kind: 'limited' };
	if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure };
	const related = relatedReport(answer.value);
	return related && reportOf(task, related);
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
		message: 'An invitation to this person is already pending.',
	},
	unknown: {
		outcome: 'skipped',
		message:
			'The provider does not say how the account and this person are related, so no invitation was sent.',
	},
	pending_received: {
		outcome: 'skipped',
		message: 'This person has invited you: accept that invitation instead.',
	},
};

/** A request was cut off, so its end is unknown: the provider is asked how account and person are related now. */
async function reconcile(
	deps: SendDeps,
	task: SendTask,
	failed: Failed | null,
): Promise<Settled<SendReport>> {
	const standing = await askStanding(deps, task);
	const happened = failed?.failure.message ?? EARLIER_TRY;
	if (standing === 'pending_sent') {
		const now = Date.now();
		const message = `${happened}. ${task.providerName} now shows the invitation as pending.`;
		await deps.memory.resolveAsSent(task.key, now);
		const noteSent = task.hasNote ? null : false;
		const report = { ...notInvited('sent', message), invited: true, noteSent, sentAt: toIso(now) };
		return remember(deps, task, reportOf(task, report));
	}
	if (standing === 'connected') {
		await deps.memory.resolveAsSent(task.key, null);
		const message = `${happened}. ${task.providerName} shows that the account and this person are connected.`;
		return remember(deps, task, reportOf(task, notInvited('already_connected', message)));
	}
	return inDoubt(deps, task, happened);
}

const OTHER_WORKER = 'Another n8n worker is inviting this person at this moment';
const EARLIER_TRY = 'An earlier try ended before its answer was in';

function inDoubt(deps: SendDeps, task: SendTask, happened: string): Settled<SendReport> {
	const message = `${happened}. The invitation may have gone out: check the account in LinkedIn before you invite this person again.`;
	const report = {
		...notInvited('unconfirmed', message),
		invited: null,
		noteSent: task.hasNote ? null : false,
	};
	return remember(deps, task, reportOf(task, report));
}

async function askStanding(deps: SendDeps, task: SendTask): Promise<Standing> {
	if (!task.standing || isCancelled(deps.context)) return 'unknown';
	const answer = await deps.calls.call(task, task.standing, null);
	return answer.kind === 'answered' ? answer.value : 'unknown';
}

function remember(deps: SendDeps, task: SendTask, reported: Reported): Reported {
	const { value, body, status, reading } = reported;
	const sent = { ...value, body, status, reading };
	deps.execution.settle(task.key, task.itemIndex, sent, task.needsBody);
	return reported;
}

function reportOf(task: SendTask, report: SendReport): Reported {
	const value = { accountId: task.subject.accountId, report };
	return { kind: 'answered', value, body: null, status: 0, reading: null };
}

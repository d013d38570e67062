import { reachedCap, reserveSlots as reserve } from '../limits/caps';
import { outsideHours } from '../limits/hours';
import type { ActiveLimit } from '../limits/limits';
import type { RateLimited } from '../operations/result';
import type { Gate, Layer } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask } from '../tasks/task';
import type { Send } from './send';

const heldBack = (limit: ActiveLimit): RateLimited => ({
	kind: 'rateLimited',
	limit,
	httpStatus: null,
});

/** Holds back sends outside the author's hours or under a known limit, after waiting if the options say so. */
export function withinLimits(run: Runtime): Gate<Send> {
	const { limits } = run;
	return async ({ task }) => {
		for (;;) {
			const closed = closedNow(run, task);
			if (!closed) break;
			if (!(await limits.waitOut(task, closed))) return heldBack(closed);
		}
		const ofPerson = await limits.active(task, task.personLimitKey, null);
		if (ofPerson) return { ...heldBack(ofPerson), isOfPerson: true };
		const cap = reachedCap(
			{ accountKey: task.accountKey, noun: task.record.once.noun },
			task.options,
			Date.now(),
		);
		if (cap && !(await limits.waitOut(task, cap))) return heldBack(cap);
		await limits.readQuota(task);
		const limit = await limits.active(task, task.limitKey, task.options.keepInReserve);
		return limit && heldBack(limit);
	};
}

/** Only the author's own sending hours, since the pause between two sends can outlast them. */
export function withinHours(run: Runtime): Gate<Send> {
	return async ({ task }) => {
		const closed = closedNow(run, task);
		return closed && heldBack(closed);
	};
}

function closedNow({ context }: Runtime, { options }: OnceTask): ActiveLimit | null {
	const { sendFrom, sendUntil, sendOn } = options;
	const hasHours = sendFrom !== undefined || sendUntil !== undefined || sendOn.length > 0;
	return hasHours ? outsideHours(options, context.getTimezone(), Date.now()) : null;
}

/** Slots under the author's own caps. Freed again unless the provider may have accepted the send. */
export function reserveSlots(run: Runtime): Layer<Send> {
	return (next) => async (send) => {
		for (;;) {
			const reached = await takeSlots(run, send);
			if (reached) {
				if (await run.limits.waitOut(send.task, reached)) continue;
				return heldBack(reached);
			}
			try {
				return await next(send);
			} finally {
				if (!send.mayBeAccepted) await freeSlots(send);
			}
		}
	};
}

/** Replaces the slots of a day or week that ended during the waits: a send counts when it is made. */
export function renewSlots(run: Runtime): Gate<Send> {
	return async (send) => {
		if (send.slots === null || Date.now() < send.slots.until) return null;
		await freeSlots(send);
		const reached = await takeSlots(run, send);
		return reached && heldBack(reached);
	};
}

/** Null if the slots were reserved; otherwise the cap that is reached. */
async function takeSlots({ memory }: Runtime, send: Send): Promise<ActiveLimit | null> {
	const { accountKey, options, record } = send.task;
	const counted = { accountKey, noun: record.once.noun };
	const slots = await reserve(memory, counted, options, Date.now());
	if (slots.kind === 'reached') return slots.limit;
	send.slots = slots;
	return null;
}

async function freeSlots(send: Send): Promise<void> {
	const { slots } = send;
	send.slots = null;
	await slots?.release();
}

/** Sends within the provider's limit. If a limit is met, sends again after it ends, if the options say to wait. */
export function respectLimits({ limits }: Runtime): Layer<Send> {
	return (next) => (send) => {
		const { task } = send;
		return limits.call(task, task.limitKey, task.options.keepInReserve, () => next(send));
	};
}

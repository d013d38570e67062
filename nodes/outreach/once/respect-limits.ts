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
export function reserveSlots({ limits, memory }: Runtime): Layer<Send> {
	return (next) => async (send) => {
		const { accountKey, options, record } = send.task;
		const { noun } = record.once;
		for (;;) {
			const slots = await reserve(memory, { accountKey, noun }, options, Date.now());
			if (slots.kind === 'reached') {
				if (await limits.waitOut(send.task, slots.limit)) continue;
				return heldBack(slots.limit);
			}
			try {
				return await next(send);
			} finally {
				if (!send.mayBeAccepted) await slots.release();
			}
		}
	};
}

/** Sends within the provider's limit. If a limit is met, sends again after it ends, if the options say to wait. */
export function respectLimits({ limits }: Runtime): Layer<Send> {
	return (next) => (send) => {
		const { task } = send;
		return limits.call(task, task.limitKey, task.options.keepInReserve, () => next(send));
	};
}

import { onceReportSchema } from '../operations/operation';
import { failedWith } from '../operations/result';
import type { SendRecord } from '../tasks/execution-memory';
import type { Layer } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask } from '../tasks/task';
import { EARLIER_TRY, reconcile } from './reconcile';
import { reported, type Send } from './send';

/**
 * Answers from earlier tries of this execution: another item for the same send is a duplicate, and an item run
 * again by *Retry On Fail* gets its earlier answer. Stores new answers for both cases.
 */
export function answerFromTries(run: Runtime): Layer<Send> {
	const { execution } = run;
	return (next) => async (send) => {
		const { task } = send;
		const { key, itemIndex, record } = task;
		const known = execution.findSend(key);
		const isOwn = known?.run === execution.run && known.item === itemIndex;
		// Checked before the refusal, because the invitation may have been sent without its note after the refusal.
		if (isOwn && known.answered) return known.answered;
		const refusal = execution.findRefusal(itemIndex);
		if (refusal) return failedWith(refusal);
		if (known && !isOwn && isEarlier(task, known)) {
			return reported(task, record.once.reports.duplicate());
		}
		const result =
			known && isOwn
				? await reconcile(run, task, EARLIER_TRY, known.attemptedAt)
				: await next(send);
		if (result.kind === 'answered') {
			execution.keepSend(key, itemIndex, result, task.needsBody);
		}
		return result;
	};
}

/** If the end of the first is unknown, it cannot be said that nothing was sent. */
function isEarlier({ record }: OnceTask, { answered }: SendRecord): boolean {
	const { data } = onceReportSchema.safeParse(answered?.value.report);
	return data === undefined || record.once.isEarlier(data);
}

import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import { readRelationship } from './reconcile';
import { reported, type Send } from './send';

/**
 * *Skip if Related*: asks the provider first, and does not send to whom it would be pointless. The same for whom memory
 * knows, where the author wants them asked again. Where the send reads its recipient, that has told it.
 */
export function checkRelationship(run: Runtime): Gate<Send> {
	return async ({ task, before }) => {
		if (task.recipient) return null;
		const isWanted = before === 'sent' || (before === 'none' && task.options.skipIfRelated);
		const now = isWanted ? await readRelationship(run, task) : null;
		if (now?.kind !== 'answered') return now;
		const related = task.record.once.reports.related(now.value);
		return related && reported(task, related);
	};
}

import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import { readRelationship } from './reconcile';
import { reported, type Send } from './send';

/**
 * *Skip if Related* and *Require Connection*: asks the provider first, and does not send if the relationship rules
 * it out. Uses the recipient's profile if the send has read it.
 */
export function checkRelationship(run: Runtime): Gate<Send> {
	return async ({ task, before }) => {
		if (task.recipient) return null;
		const { asksFirst, reports } = task.record.once;
		const now = asksFirst(task.options, before) ? await readRelationship(run, task) : null;
		if (now?.kind !== 'answered') return now;
		const related = reports.related(now.value, task.options);
		return related && reported(task, related);
	};
}

import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import { readRelationship } from './reconcile';
import { reported, type Send } from './send';

/**
 * *Skip if Related*: asks the provider first, and does not send to whom it would be pointless. The same for whom memory
 * knows, where the author wants them asked again; and for everybody where the send needs a read of the person anyway.
 */
export function checkRelationship(run: Runtime): Gate<Send> {
	return async (send) => {
		const { task, before } = send;
		const { recipient } = task;
		if (recipient) {
			const found = await run.limits.call(task, recipient.limitKey, null, recipient.read);
			if (found.kind !== 'answered') return found;
			send.recipientId = found.value.id;
			const known = task.record.once.reports.related(found.value.relationship);
			return known && reported(task, known);
		}
		const isWanted = before === 'sent' || (before === 'none' && task.options.skipIfRelated);
		const now = isWanted ? await readRelationship(run, task) : null;
		if (now?.kind !== 'answered') return now;
		const related = task.record.once.reports.related(now.value);
		return related && reported(task, related);
	};
}

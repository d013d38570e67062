import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import { reported, type Send } from './send';

/** Reads the person first where the request needs that; how the two are related then decides whether to send. */
export function readRecipient(run: Runtime): Gate<Send> {
	return async (send) => {
		const { task } = send;
		const { recipient } = task;
		if (!recipient) return null;
		const found = await run.limits.call(task, recipient.limitKey, null, recipient.read);
		if (found.kind !== 'answered') return found;
		send.recipientId = found.value.id;
		const related = task.record.once.reports.related(found.value.relationship, task.options);
		return related && reported(task, related);
	};
}

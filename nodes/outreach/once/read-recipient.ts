import { RELATIONSHIPS } from '../base/vocabulary';
import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask } from '../tasks/task';
import { reported, type Send } from './send';

/**
 * Reads the person first if the request needs it; the relationship then decides whether to send. Reads nothing if
 * the relationship does not matter and the person's ID is known.
 */
export function readRecipient(run: Runtime): Gate<Send> {
	return async (send) => {
		const { task } = send;
		const { recipient } = task;
		if (!recipient) return null;
		const known = needsRelationship(task) ? null : recipient.knownId();
		if (known !== null) {
			send.recipientId = known;
			return null;
		}
		const found = await run.limits.call(task, recipient.limitKey, null, recipient.read);
		if (found.kind !== 'answered') return found;
		send.recipientId = found.value.id;
		const related = task.record.once.reports.related(found.value.relationship, task.options);
		return related && reported(task, related);
	};
}

/** Whether any relationship would prevent the send. */
function needsRelationship({ record, options }: OnceTask): boolean {
	const { related } = record.once.reports;
	return RELATIONSHIPS.some((relationship) => related(relationship, options) !== null);
}

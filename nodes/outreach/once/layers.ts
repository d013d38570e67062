import { compose, gates, type Perform } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask } from '../tasks/task';
import { answerFromMemory } from './answer-from-memory';
import { answerFromTries } from './answer-from-tries';
import { checkRelationship } from './check-relationship';
import { oneAtATime } from './one-at-a-time';
import { readRecipient } from './read-recipient';
import { resendWithoutNote } from './resend-without-note';
import {
	renewSlots,
	reserveSlots,
	respectLimits,
	withinHours,
	withinLimits,
} from './respect-limits';
import type { Send } from './send';
import { sendOnce } from './send-once';
import { paceRequests, spaceSends } from './space-sends';
import { stopDryRun } from './stop-dry-run';

/** The layers that ensure at most once, for any operation and provider; outermost first. */
export function onceLayers(run: Runtime): Perform<OnceTask> {
	const perform = compose<Send>(
		oneAtATime(run),
		answerFromTries(run),
		gates(
			answerFromMemory(run),
			withinLimits(run),
			readRecipient(run),
			checkRelationship(run),
			stopDryRun,
		),
		reserveSlots(run),
		respectLimits(run),
		resendWithoutNote,
	)(sendOnce(run, [spaceSends(run), paceRequests, withinHours(run), renewSlots(run)]));
	return (task) =>
		perform({
			task,
			recipientId: '',
			before: 'none',
			slots: null,
			attemptedAt: null,
			mayBeAccepted: false,
		});
}

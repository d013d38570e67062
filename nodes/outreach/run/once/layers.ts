import { compose, gates, type Perform } from '../layers';
import type { Runtime } from '../runtime';
import type { OnceTask } from '../task';
import { answerFromMemory } from './answer-from-memory';
import { answerFromTries } from './answer-from-tries';
import { checkRelationship } from './check-relationship';
import { claimOnce } from './claim-once';
import { oneAtATime } from './one-at-a-time';
import { reserveSlots, respectLimits, withinHours, withinLimits } from './respect-limits';
import type { Send } from './send';
import { paceRequests, spaceSends } from './space-sends';
import { stopDryRun } from './stop-dry-run';

/** What keeps an operation to at most once, whatever it is and whoever provides it: outermost first. */
export function onceLayers(run: Runtime): Perform<OnceTask> {
	const perform = compose<Send>(
		oneAtATime(run),
		answerFromTries(run),
		gates(answerFromMemory(run), withinLimits(run), checkRelationship(run), stopDryRun),
		reserveSlots(run),
		respectLimits(run),
		// Behind every wait: from the claim on, a crash leaves the send in doubt.
		claimOnce(run, [spaceSends(run), paceRequests, withinHours(run)]),
	)(request);
	return (task) => perform({ task, before: 'none', mayBeAccepted: false });
}

/** The one request. Nothing else in this package makes it. */
const request: Perform<Send> = ({ task }) => task.scope.plan.open.askNow(task.endpoint());

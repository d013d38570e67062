import type { SlotReservation } from '../limits/caps';
import type { OnceReport, SendState } from '../operations/operation';
import { answeredWith } from '../operations/result';
import type { OnceTask, TaskResult } from '../tasks/task';

/** One item's send in the layers. */
export interface Send {
	task: OnceTask;
	/** The person's ID for the request, if a read found one; otherwise empty. */
	recipientId: string;
	/** What memory knew about it before this try. */
	before: SendState;
	/** Its slots under the author's caps; null before and after they are held. */
	slots: SlotReservation | null;
	/** When its request was made, in ms since 1970; null before that. */
	attemptedAt: number | null;
	/** Whether the provider may have accepted a request. */
	mayBeAccepted: boolean;
}

/** A result from the runner instead of the provider. */
export function reported({ subject }: OnceTask, report: OnceReport): TaskResult {
	return answeredWith({ accountId: subject.accountId, report });
}

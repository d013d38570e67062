import type { OnceReport, SendState } from '../operations/operation';
import { answeredWith } from '../operations/result';
import type { OnceTask, TaskResult } from '../tasks/task';

/** One item's send on its way through the layers. */
export interface Send {
	task: OnceTask;
	/** As its request names the person, where a read found that; else empty. */
	recipientId: string;
	/** What memory knew of it before this try. */
	before: SendState;
	/** When its request was made, in ms since 1970; null before that. */
	attemptedAt: number | null;
	/** Whether a request was made that the provider may have accepted. */
	mayBeAccepted: boolean;
}

/** A result that the runner reports, and not the provider. */
export function reported({ subject }: OnceTask, report: OnceReport): TaskResult {
	return answeredWith({ accountId: subject.accountId, report });
}

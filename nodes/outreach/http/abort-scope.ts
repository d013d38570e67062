import { sleep } from 'n8n-workflow';
import { cancelSignalOf, isCancelled, type CallContext } from '../base/cancellation';

/**
 * Requests that start within this time share a timer (ms), because a timer for each would cost as much as the rest
 * of the scope.
 */
const TIMER_SHARED_MS = 1_000;

/** Time for an aborted call to report how far it got (ms). It does so at once, or never. */
const LAST_WORDS_MS = 10;

export type AbortScope = ReturnType<typeof openAbortScope>;

/**
 * Bounds one call. It is aborted when the execution is cancelled, at the deadline, or by `abort` when the rest of
 * the response is not needed. During an execution n8n replaces a request's own signal by the execution's, so the
 * request must be made from `context`, whose signal is the scope's.
 */
export function openAbortScope(context: CallContext, deadline: AbortSignal) {
	const controller = new AbortController();
	const { signal } = controller;
	const abort = () => controller.abort();
	const ends = [cancelSignalOf(context), deadline];
	for (const end of ends) end?.addEventListener('abort', abort);
	const caller: CallContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	/** Resolves once the scope was aborted and the call has had time to report. */
	const isOver = new Promise<null>((resolve) => {
		signal.addEventListener('abort', () => {
			void sleep(LAST_WORDS_MS).then(() => resolve(null));
		});
	});
	const close = () => {
		for (const end of ends) end?.removeEventListener('abort', abort);
	};
	return {
		context: caller,
		signal,
		isOver,
		abort,
		close,
		isCancelled: () => isCancelled(context),
		/** Why the scope was aborted, if it was. */
		ended: () => {
			if (isCancelled(context)) return 'cancelled';
			return signal.aborted ? 'late' : null;
		},
	};
}

/** Deadlines, this many ms from now. */
export function sharedTimer(timeoutMs: number): () => AbortSignal {
	let begun = -Infinity;
	let signal: AbortSignal | undefined;
	return () => {
		const now = performance.now();
		if (!signal || signal.aborted || now - begun >= TIMER_SHARED_MS) {
			begun = now;
			signal = AbortSignal.timeout(timeoutMs);
		}
		return signal;
	};
}

import {
	sleep,
	type IExecuteFunctions,
	type IHookFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

/** The n8n contexts from which a provider can be called. */
export type CallContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IPollFunctions;

/** Waits `ms`; resolves to false when the execution was cancelled meanwhile. */
export type Wait = (ms: number) => Promise<boolean>;

/** The signal that the execution was cancelled, in contexts that have one. */
export function cancelSignalOf(context: CallContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

export function isCancelled(context: CallContext): boolean {
	return cancelSignalOf(context)?.aborted === true;
}

/** Waits `ms`, and ends the wait at once when the execution is cancelled. Resolves to whether to continue. */
export async function pause(context: IExecuteFunctions, ms: number): Promise<boolean> {
	if (isCancelled(context)) return false;
	try {
		await sleep(Math.max(0, ms), context.getExecutionCancelSignal());
		return !isCancelled(context);
	} catch {
		return false;
	}
}

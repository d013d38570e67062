import {
	sleep,
	type IExecuteFunctions,
	type IHookFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

/** The n8n contexts that can call a provider. */
export type CallContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IPollFunctions;

/** Waits `ms`. Resolves to false if the execution was cancelled meanwhile. */
export type Wait = (ms: number) => Promise<boolean>;

/** The signal for cancelling the execution, in contexts that have one. */
export function cancelSignalOf(context: CallContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

export function isCancelled(context: CallContext): boolean {
	return cancelSignalOf(context)?.aborted === true;
}

/** Waits `ms`, or until the execution is cancelled. Resolves to whether to continue. */
export async function pause(context: IExecuteFunctions, ms: number): Promise<boolean> {
	if (isCancelled(context)) return false;
	try {
		await sleep(Math.max(0, ms), context.getExecutionCancelSignal());
		return !isCancelled(context);
	} catch {
		return false;
	}
}

import { processState } from './process-state';

/** By name: resolves once everyone queued so far is done. */
const queues = processState.add(() => new Map<string, Promise<unknown>>());

/**
 * Waits for a turn under each of the names, in order, across all executions of this n8n process. Returns the function
 * that ends the turns, which must always be called. Aborting `cancelled` ends the wait: the caller must then check for
 * itself that nothing more is to be done. Callers that share two names must give them in the same order.
 */
export async function takeTurns(
	names: readonly string[],
	cancelled?: AbortSignal,
): Promise<() => void> {
	const ends: Array<() => void> = [];
	for (const name of names) ends.push(await takeTurn(name, cancelled));
	return () => {
		for (const end of ends.reverse()) end();
	};
}

/** Runs a job while no one else has a turn under the name. */
export async function oneAtATime<T>(name: string, job: () => Promise<T>): Promise<T> {
	const end = await takeTurns([name]);
	try {
		return await job();
	} finally {
		end();
	}
}

async function takeTurn(name: string, cancelled: AbortSignal | undefined): Promise<() => void> {
	const all = queues();
	const ahead = all.get(name);
	let end = () => {};
	const mine = new Promise<void>((resolve) => (end = resolve));
	// The next in line also waits for those ahead of this one, since this one may stop waiting for them.
	const tail = Promise.all([ahead, mine]);
	all.set(name, tail);
	void tail.then(() => {
		if (all.get(name) === tail) all.delete(name);
	});
	if (ahead) await (cancelled ? endedOrAborted(ahead, cancelled) : ahead);
	return end;
}

async function endedOrAborted(ahead: Promise<unknown>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	let goOn = () => {};
	const aborted = new Promise<void>((resolve) => (goOn = resolve));
	signal.addEventListener('abort', goOn);
	await Promise.race([ahead, aborted]);
	// A run has one signal for all its items, and Node warns about the eleventh listener.
	signal.removeEventListener('abort', goOn);
}

import { processState } from './process-state';

/** By name: resolves once everybody who has asked for a turn so far is done. */
const queues = processState.add(() => new Map<string, Promise<unknown>>());

/**
 * Waits for a turn under each of the names, in their order, over all executions of this n8n process. Returns what ends the
 * turns, which has to be called whatever happens. Once `cancelled` is aborted the wait is over: the caller has to check for
 * itself that nothing more is to be done. Callers that share two names have to give them in the same order.
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

/** Runs a job while nobody else has a turn under the name. */
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
	// The next in line waits for those ahead as well, since this one may give up waiting for them.
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
	// A run has one signal for all its items, and Node warns of the eleventh listener.
	signal.removeEventListener('abort', goOn);
}

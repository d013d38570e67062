const tails = new Map<string, Promise<void>>();

/**
 * Runs the jobs of one name one after the other, over all executions of this n8n process. A job that throws does not
 * hold up the next. Once `cancelled` is aborted a job no longer waits for its turn: it has to look for itself that
 * nothing more is to be done.
 */
export async function oneAtATime<T>(
	name: string,
	job: () => Promise<T>,
	cancelled?: AbortSignal,
): Promise<T> {
	const ahead = tails.get(name);
	const turn = ahead && cancelled ? endedOrAborted(ahead, cancelled) : ahead;
	const mine = turn ? turn.then(job, job) : job();
	// Who comes next waits for those ahead as well, since this job may have jumped the queue.
	const tail: Promise<void> = Promise.allSettled([ahead, mine]).then(() => {
		if (tails.get(name) === tail) tails.delete(name);
	});
	tails.set(name, tail);
	return await mine;
}

async function endedOrAborted(ahead: Promise<void>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	let goOn = () => {};
	const aborted = new Promise<void>((resolve) => (goOn = resolve));
	signal.addEventListener('abort', goOn);
	await Promise.race([ahead, aborted]);
	// A run has one signal for all its items, and Node warns of the eleventh that listens.
	signal.removeEventListener('abort', goOn);
}

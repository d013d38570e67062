const tails = new Map<string, Promise<unknown>>();

/**
 * Runs the jobs of one name one after the other, over all executions of this n8n process. A job that throws does not
 * hold up the next.
 */
export async function oneAtATime<T>(name: string, job: () => Promise<T>): Promise<T> {
	const ahead = tails.get(name) ?? Promise.resolve();
	const mine = ahead.then(job, job);
	tails.set(name, mine);
	try {
		return await mine;
	} finally {
		if (tails.get(name) === mine) tails.delete(name);
	}
}

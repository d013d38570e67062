import { isSince } from './since';

/** A named check; throws if something is wrong. */
export interface NamedCheck<Context> {
	name: string;
	/** The oldest n8n version under test with the features the check needs; absent: all have them. */
	since?: string;
	/** What the check needs and this machine lacks, if anything: it is then listed as not run. */
	lacks?: () => string | undefined;
	run(context: Context): Promise<void>;
}

/** How checks are run and reported. */
export interface RunOptions {
	/** Only checks whose name contains this. */
	only: string | undefined;
	/** Of the n8n under test. */
	version: string;
	signal: AbortSignal;
	say: (line: string) => void;
	/** Before each check. */
	prepare: () => void;
}

/** Runs checks in sequence, with a line for each. Returns whether all passed. */
export async function runChecks<Context>(
	checks: Array<NamedCheck<Context>>,
	context: Context,
	{ only, version, signal, say, prepare }: RunOptions,
): Promise<{ passed: number; failed: number; notRun: number }> {
	const ended = { passed: 0, failed: 0, notRun: 0 };
	for (const check of checks) {
		if (only && !check.name.includes(only)) continue;
		const isTooOld = check.since !== undefined && !isSince(version, check.since);
		const lacking = isTooOld ? `n8n ${check.since}` : check.lacks?.();
		if (lacking !== undefined) {
			ended.notRun++;
			say(`-       ${check.name} (not run: needs ${lacking})`);
			continue;
		}
		signal.throwIfAborted();
		prepare();
		const startedAt = Date.now();
		const complaint = await check.run(context).then(
			() => undefined,
			(error: unknown) => (error instanceof Error ? error.message : String(error)),
		);
		const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
		if (complaint === undefined) {
			ended.passed++;
			say(`ok      ${check.name} (${seconds})`);
		} else {
			ended.failed++;
			say(`FAILED  ${check.name} (${seconds})\n        ${complaint.replace(/\n/g, '\n        ')}`);
		}
	}
	return ended;
}

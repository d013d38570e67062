/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { onStopRequest, PlainError } from './processes';

/** What a command that starts other processes works with. */
export interface Command {
	say(line: string): void;
	/** Aborted when the command is asked to stop. */
	readonly signal: AbortSignal;
	/** The cleanup for any kind of end; the last step registered runs first. */
	atEnd(cleanup: () => Promise<void> | void): void;
}

/** Runs a command, cleans up, and ends this process with the resolved exit code; with 130 if it was stopped. */
export function runCommand(main: (command: Command) => Promise<number>): void {
	const aborter = new AbortController();
	const { signal } = aborter;
	const cleanups: Array<() => Promise<void> | void> = [];
	const cleanUp = async () => {
		for (let next = cleanups.pop(); next; next = cleanups.pop()) await next();
	};
	const say = (line: string) => void process.stdout.write(`${line}\n`);
	onStopRequest(() => {
		aborter.abort();
		void cleanUp().then(() => process.exit(130));
	});
	void main({ say, signal, atEnd: (cleanup) => void cleanups.push(cleanup) })
		.catch((error: unknown) => {
			if (signal.aborted) return 130;
			const told =
				error instanceof Error && !(error instanceof PlainError) ? error.stack : undefined;
			say(told ?? (error instanceof Error ? error.message : String(error)));
			return 1;
		})
		.then(async (code) => {
			await cleanUp();
			process.exit(signal.aborted ? 130 : code);
		});
}

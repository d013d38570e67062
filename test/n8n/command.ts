/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { onStopRequest, PlainError } from './processes';

/** What a command that starts other processes works with. */
export interface Command {
	say(line: string): void;
	/** Aborted when the command is asked to stop. */
	readonly signal: AbortSignal;
	/** The cleanup for any kind of end; the last step registered runs first. */
	atEnd(cleanup: () => Promise<void> | void): void;
	/** The exit code when the command is asked to stop: 130 until it is set. */
	stopCode: number;
}

/** Runs a command, cleans up, and ends this process with the resolved exit code, or that of a stop. */
export function runCommand(main: (command: Command) => Promise<number>): void {
	const aborter = new AbortController();
	const { signal } = aborter;
	const cleanups: Array<() => Promise<void> | void> = [];
	const say = (line: string) => void process.stdout.write(`${line}\n`);
	let isClean = true;
	const takeSteps = async () => {
		for (let next = cleanups.pop(); next; next = cleanups.pop()) {
			try {
				await next();
			} catch (error) {
				isClean = false;
				say(`The cleanup failed: ${String(error)}`);
			}
		}
	};
	// One after the other: a stop cleans up, and so does the end of `main` that it brings about.
	let cleaning = Promise.resolve();
	const cleanUp = async () => await (cleaning = cleaning.then(takeSteps));
	const command: Command = {
		say,
		signal,
		atEnd: (cleanup) => void cleanups.push(cleanup),
		stopCode: 130,
	};
	onStopRequest(() => {
		say('\nStopping');
		aborter.abort();
		void cleanUp().then(() => process.exit(command.stopCode));
	});
	void main(command)
		.catch((error: unknown) => {
			if (signal.aborted) return command.stopCode;
			const told =
				error instanceof Error && !(error instanceof PlainError) ? error.stack : undefined;
			say(told ?? (error instanceof Error ? error.message : String(error)));
			return 1;
		})
		.then(async (code) => {
			await cleanUp();
			process.exit(signal.aborted ? command.stopCode : isClean ? code : 1);
		});
}

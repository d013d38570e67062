import { keep } from '../objects';

const NOTED = 10_000;

/** By memory and entry, for as long as the process lives. */
const noted = new Map<string, true>();

/**
 * Entries that this process added only to ask a question, or to reserve a slot that was not used, and could not take out
 * again since n8n's database failed. Nobody else has them, so the next question knows them for what they are.
 */
export class UndoneRemovals {
	constructor(private readonly memory: string) {}

	note(entry: string): void {
		keep(noted, NOTED, this.keyOf(entry), true);
	}

	forget(entry: string): void {
		noted.delete(this.keyOf(entry));
	}

	has(entry: string): boolean {
		return noted.has(this.keyOf(entry));
	}

	private keyOf(entry: string): string {
		return `${this.memory} ${entry}`;
	}
}

/** For tests: as in a new process. */
export function forgetUndone(): void {
	noted.clear();
}

import { randomUUID } from 'node:crypto';
import type { SendState } from '../operations/operation';
import type { OpenEntries } from './processed-data';

/**
 * The entries of a send in n8n's store, and what they mean together:
 *
 * | Entries                        | Meaning                                                                   |
 * | ------------------------------ | ------------------------------------------------------------------------- |
 * | none, or `sent 1` alone        | state `none`                                                              |
 * | `sent 1`, `sent 2`             | state `sent`, also where `doubt 1` is there                               |
 * | both, and `doubt 1`, `doubt 2` | state `inDoubt`: requested, its end unknown                               |
 * | `doubt of …` beside a doubt    | the account that it is of: only that one's provider can say what came of it |
 * | `claim 1` beside any of these  | a worker is about to send, or was when it died; `claim 2` took over from a dead one |
 * | `owner …`                      | identifies the claim's owner; added and removed with the claim           |
 * | `slot …`                       | a slot under a cap is taken                                               |
 * | `throttled …`                  | the provider once held the send back for a limit                          |
 *
 * n8n's store can only be asked by adding. What a crash leaves of a look-up must not read as a send: so each
 * state takes two entries, and a look-up leaves one of them at most.
 */
export const sentEntries = (key: string) => [`sent 1 ${key}`, `sent 2 ${key}`] as const;
export const doubtEntries = (key: string) => [`doubt 1 ${key}`, `doubt 2 ${key}`] as const;
/** The account of a doubt. If another worker's write removes it, the doubt remains, without an account. */
export const doubtOfEntry = (key: string, account: string) => `doubt of ${account} ${key}`;
export const claimEntry = (key: string, generation: number) => `claim ${generation} ${key}`;
export const slotEntry = (period: string, number: number) => `slot ${number} ${period}`;
export const throttledEntry = (key: string) => `throttled ${key}`;
export const newOwner = () => `owner ${randomUUID()}`;

/**
 * Looks up the states of sends, and restores the entries. `leftover`: half of a state, which counts as none. Adds
 * to `left` the entries that were missing and could not be removed again. n8n reads and writes all entries in each
 * operation, so many sends cost no more than one.
 */
export async function readStates(
	entries: OpenEntries,
	keys: readonly string[],
	left: Set<string>,
): Promise<ReadonlyMap<string, SendState | 'leftover'>> {
	const states = new Map<string, SendState | 'leftover'>();
	const looks = [
		[(key: string) => sentEntries(key)[0], 'none'],
		[(key: string) => sentEntries(key)[1], 'leftover'],
		[(key: string) => doubtEntries(key)[0], 'sent'],
		[(key: string) => doubtEntries(key)[1], 'sent'],
	] as const;
	for (const [entryOf, stateWithout] of looks) {
		const open = keys.filter((key) => !states.has(key));
		const missing = await missingOf(entries, open.map(entryOf), left);
		for (const key of open) if (missing.has(entryOf(key))) states.set(key, stateWithout);
	}
	for (const key of keys) if (!states.has(key)) states.set(key, 'inDoubt');
	return states;
}

/** Which of these entries do not exist. Finds out by adding them, then removes them. */
export async function missingOf(
	entries: OpenEntries,
	asked: readonly string[],
	left: Set<string>,
): Promise<ReadonlySet<string>> {
	if (asked.length === 0) return new Set();
	const added = await entries.add(asked);
	if (added.size === 0) return added;
	for (const entry of added) left.add(entry);
	await entries.remove([...added]);
	for (const entry of added) left.delete(entry);
	return added;
}

/** The state of a send before all of its entries were added; `added` are those that did not exist. */
export function stateBefore(added: ReadonlySet<string>, key: string): SendState {
	if (sentEntries(key).some((entry) => added.has(entry))) return 'none';
	return doubtEntries(key).some((entry) => added.has(entry)) ? 'sent' : 'inDoubt';
}

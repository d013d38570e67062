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
export const claimEntry = (key: string, generation: number) => `claim ${generation} ${key}`;
export const slotEntry = (period: string, number: number) => `slot ${number} ${period}`;
export const throttledEntry = (key: string) => `throttled ${key}`;
export const newOwner = () => `owner ${randomUUID()}`;

/**
 * Looks up the state of a send, and restores the entries. `leftover`: half of a state, which is none.
 * Into `left` goes what was not there and could not be taken out again.
 */
export async function readState(
	entries: OpenEntries,
	key: string,
	left: Set<string>,
): Promise<SendState | 'leftover'> {
	const [first, second] = sentEntries(key);
	if (await isMissing(entries, first, left)) return 'none';
	if (await isMissing(entries, second, left)) return 'leftover';
	for (const entry of doubtEntries(key)) if (await isMissing(entries, entry, left)) return 'sent';
	return 'inDoubt';
}

async function isMissing(entries: OpenEntries, entry: string, left: Set<string>): Promise<boolean> {
	const added = await entries.add([entry]);
	if (!added.has(entry)) return false;
	left.add(entry);
	await entries.remove([entry]);
	left.delete(entry);
	return true;
}

/** The state of a send before all of its entries were added, of which these were not there. */
export function stateBefore(added: ReadonlySet<string>, key: string): SendState {
	if (sentEntries(key).some((entry) => added.has(entry))) return 'none';
	return doubtEntries(key).some((entry) => added.has(entry)) ? 'sent' : 'inDoubt';
}

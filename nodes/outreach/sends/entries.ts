import { randomUUID } from 'node:crypto';
import type { SendState } from '../operations/operation';

/**
 * The entries of a send in n8n's store, and what they mean together:
 *
 * | Entries                        | Meaning                                                                   |
 * | ------------------------------ | ------------------------------------------------------------------------- |
 * | none, or `sent 1` alone        | state `none`                                                              |
 * | `sent 1`, `sent 2`             | state `sent`, also where `doubt 1` is there                               |
 * | both, and `doubt 1`, `doubt 2` | state `inDoubt`: requested, its end unknown                               |
 * | both `doubt of …`, beside a doubt | the account that it is of: only that one's provider can say what came of it |
 * | `claim 1` beside any of these  | a worker is about to send, or was when it died; `claim 2` took over from a dead one |
 * | `owner …`                      | identifies a claim or a look-up, with which it is added and removed       |
 * | `slot …`                       | a slot under a cap is taken                                               |
 * | `throttled …`                  | the provider once held the send back for a limit                          |
 * | `look-up`                      | a look-up is in progress, or was when its worker died                     |
 *
 * n8n's store can only be asked by adding. What a crash leaves of a look-up must not read as an answer: so each
 * takes two entries, and a look-up leaves one of them at most.
 */
export const sentEntries = (key: string) => [`sent 1 ${key}`, `sent 2 ${key}`] as const;
export const doubtEntries = (key: string) => [`doubt 1 ${key}`, `doubt 2 ${key}`] as const;
/** The account of a doubt. If another worker's write removes it, the doubt remains, without an account. */
export const doubtOfEntries = (key: string, account: string) =>
	[`doubt of ${account} ${key}`, `doubt 2 of ${account} ${key}`] as const;
export const claimEntry = (key: string, generation: number) => `claim ${generation} ${key}`;
export const slotEntry = (period: string, number: number) => `slot ${number} ${period}`;
export const throttledEntry = (key: string) => `throttled ${key}`;
export const LOOK_UP = 'look-up';
export const newOwner = () => `owner ${randomUUID()}`;

/** The state of a send before all of its entries were added; `added` are those that did not exist. */
export function stateBefore(added: ReadonlySet<string>, key: string): SendState {
	if (sentEntries(key).some((entry) => added.has(entry))) return 'none';
	return doubtEntries(key).some((entry) => added.has(entry)) ? 'sent' : 'inDoubt';
}

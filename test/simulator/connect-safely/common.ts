import type { z } from 'zod';
import { answer } from '../http';
import type { Person } from '../people';
import type { ConnectSafelyAccount } from './world';
import type { World } from '../world';

export const failure = (status: number, error: unknown) =>
	answer(status, { error, success: false });

/** vendor cookbook: a body of the wrong form is answered with the ZodError itself */
export const badBody = ({ name, issues }: z.ZodError) => failure(400, { name, issues });

export const noAccount = () => answer(404, { error: 'No LinkedIn account found for this user' });

/** The account with this ID; the one used last if none is given. */
export function accountOf(world: World, accountId: string | null | undefined) {
	const { accounts } = world.connectSafely;
	if (accountId) return accounts.get(accountId);
	return [...accounts.values()].reduce<ConnectSafelyAccount | undefined>(
		(latest, one) => (latest && latest.lastUsed >= one.lastUsed ? latest : one),
		undefined,
	);
}

export const urnOf = (one: Person) => `urn:li:fsd_profile:${one.urnId}`;

import {
	CONNECTED,
	findPerson,
	idInProfileUrl,
	personKey,
	relationOf,
	type Person,
} from './people';
import { accountOf, type ProviderName } from './providers';
import { iso, type World } from './world';

const FIRST_RECEIVED_ID = 7410081824666370001n;

function personOf(world: World, publicIdentifier: string): Person {
	const one = findPerson(world, publicIdentifier);
	if (!one) throw new Error(`LinkedIn knows nobody called ${publicIdentifier}`);
	return one;
}

/** SendPilot's own record of people who accepted. */
function markLeads({ sendPilot }: World, one: Person, now: number) {
	for (const lead of sendPilot.leads) {
		const slug = idInProfileUrl(lead.linkedinUrl);
		if (slug === undefined || personKey(slug) !== personKey(one.publicIdentifier)) continue;
		lead.status = 'CONNECTION_ACCEPTED';
		lead.updatedAt = iso(now);
	}
}

/** A person invited by the account accepts, and is connected from now (ms) on. */
export function accept(
	world: World,
	invited: { provider: ProviderName; accountId: string; publicIdentifier: string },
	now: number,
): void {
	const { provider, accountId, publicIdentifier } = invited;
	const one = personOf(world, publicIdentifier);
	if (relationOf(one, accountId).relation !== 'pending_sent') {
		throw new Error(`${accountId} has no invitation to ${publicIdentifier} that could be accepted`);
	}
	world.people.relate(one, accountId, { ...CONNECTED, since: now });
	if (provider === 'sendPilot') markLeads(world, one, now);
}

/** The account receives an invitation. Returns its ID, a new one each time. */
export function receive(
	world: World,
	incoming: { accountId: string; publicIdentifier: string; message?: string },
	now: number,
): string {
	const { accountId, publicIdentifier, message = null } = incoming;
	const one = personOf(world, publicIdentifier);
	const { relation, degree } = relationOf(one, accountId);
	if (relation !== 'none') {
		throw new Error(`${publicIdentifier} and ${accountId} are ${relation} already`);
	}
	const invitationId = String(FIRST_RECEIVED_ID + 4097n * BigInt(world.receivedSequence));
	world.receivedSequence += 1;
	world.people.relate(one, accountId, {
		relation: 'pending_received',
		degree,
		invitationId,
		since: now,
		note: message,
	});
	return invitationId;
}

function known<T>(account: T | undefined, accountId: string): T {
	if (account === undefined) throw new Error(`There is no account ${accountId}`);
	return account;
}

/** The provider's own word for the account's state; of LinkupAPI, only `active` is active. */
export function setAccountStatus(
	world: World,
	account: { provider: ProviderName; accountId: string; status: string },
	now: number,
): void {
	const { provider, accountId, status } = account;
	known(accountOf(world, provider, accountId), accountId).status = status;
	if (provider !== 'linkupApi') return;
	const linkup = known(world.linkupApi.accounts.get(accountId), accountId);
	linkup.is_active = status === 'active';
	linkup.updated_at = iso(now);
}

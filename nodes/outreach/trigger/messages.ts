import { hideSecretFields } from '../http/secrets';
import { profileOfName, profileOrNull, type Profile } from '../people/profile';
import { eventMessageSchema, type EventMessage } from './events';

/** A message for an event, without secrets, which its author may know. */
export const withoutSecrets = (message: EventMessage, secrets: readonly string[]): EventMessage =>
	eventMessageSchema.parse(hideSecretFields(message, secrets));

/** A person from an event's public identifier, address and LinkedIn ID, each if present. */
export function personOf(name: string | null, url: string | null, id: string | null) {
	const byId = profileOrNull(id);
	const known = [
		profileOfName(name),
		profileOrNull(url),
		// An ID other than LinkedIn's own would be taken for a public identifier.
		byId?.urn ? byId : null,
	].filter((profile): profile is Profile => profile !== null);
	const best = known.find(({ publicIdentifier }) => publicIdentifier !== null) ?? known[0];
	const urn = known.find((profile) => profile.urn !== null)?.urn ?? null;
	return best ? { ...best, urn } : null;
}

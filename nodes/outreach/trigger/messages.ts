import { hideSecretFields } from '../http/secrets';
import { profileOfName, profileOrNull, type Profile } from '../people/profile';
import { eventMessageSchema, type EventMessage } from './events';

/** A message as it leaves in an event: whoever writes to an account may know its secrets. */
export const withoutSecrets = (message: EventMessage, secrets: readonly string[]): EventMessage =>
	eventMessageSchema.parse(hideSecretFields(message, secrets));

/** A person as events name them, each part if there is one: public identifier, address and LinkedIn's own ID. */
export function personOf(name: string | null, url: string | null, id: string | null) {
	const byId = profileOrNull(id);
	const known = [
		profileOfName(name),
		profileOrNull(url),
		// Any other ID than LinkedIn's own would be read as a name.
		byId?.urn ? byId : null,
	].filter((profile): profile is Profile => profile !== null);
	const best = known.find(({ publicIdentifier }) => publicIdentifier !== null) ?? known[0];
	const urn = known.find((profile) => profile.urn !== null)?.urn ?? null;
	return best ? { ...best, urn } : null;
}

import { valueAt } from '../base/objects';
import { idSchema } from '../base/schemas';
import { LONGEST_NAME, shortened } from '../base/text';
import { personKey, profileOrNull, type Profile } from '../people/profile';
import type { Input } from './operation';
import { failedWith, type Answered, type Failed, type Result } from './result';

/** Where a provider's response names the person it is about: paths into its body. */
export interface Naming {
	readonly person?: readonly string[];
	readonly invitation?: string;
}

type Asked = Pick<Input, 'profile' | 'invitationId'>;

/**
 * Fails a response that names a different person or invitation than the request; for a send, it is then unknown
 * whether it was made. Accepts a response that names nobody, or names them in a form that cannot be compared.
 * Accepts another account, because the provider decides which one to use; it is reported.
 */
export function onlyAbout<T>(
	answer: Result<T>,
	providerName: string,
	asked: Asked,
	{ person = [], invitation }: Naming,
): Result<T> {
	if (answer.kind !== 'answered') return answer;
	const named = (path: string) => idAt(answer.response?.body, path);
	const isOther = (path: string, id: string | null) =>
		id !== null && ![null, id].includes(named(path));
	const field =
		invitation !== undefined && isOther(invitation, asked.invitationId)
			? invitation
			: person.find((path) => isAnotherPerson(asked.profile, profileOrNull(named(path))));
	if (field === undefined) return answer;
	return aboutAnother(answer, providerName, field, named(field) ?? '');
}

function idAt(body: unknown, path: string): string | null {
	return idSchema.safeParse(valueAt(body, path)).data ?? null;
}

/** Whether both are known in the same form and differ. */
function isAnotherPerson(one: Profile | null, other: Profile | null): boolean {
	if (one === null || other === null || !areComparable(one, other)) return false;
	return personKey(one) !== personKey(other);
}

/** Whether both are known in the same form: as a public identifier, or as the same one of LinkedIn's two kinds of IDs. */
export function areComparable(one: Profile | null, other: Profile | null): boolean {
	return one !== null && other !== null && kindOf(one) === kindOf(other);
}

function kindOf({ publicIdentifier, url }: Profile): string {
	return publicIdentifier === null ? url.slice(url.lastIndexOf('/') + 1).slice(0, 5) : 'name';
}

function aboutAnother(
	{ response }: Answered<unknown>,
	providerName: string,
	field: string,
	named: string,
): Failed {
	const failed = failedWith(
		{
			source: 'provider',
			message: `${providerName} answered about a different person or invitation: the field '${field}' of its answer is '${shortened(named, LONGEST_NAME)}'`,
			description: `The answer was not used. Run the item again. If this repeats, the person may have a new profile address: use that one, or report it to ${providerName}.`,
			...(response ? { httpStatus: response.status } : {}),
		},
		'unknown',
	);
	return { ...failed, response };
}

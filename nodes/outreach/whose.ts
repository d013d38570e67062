import type { Answer, Answered, Failed } from './answer';
import { isPlainObject } from './objects';
import { personKey, profileOrNull, type Profile } from './profile';
import type { Input } from './provider';
import { idSchema } from './reading';
import { LONGEST_NAME, shortened } from './text';

/** Where a provider's answer names whom it is about: paths into its body. */
export interface Naming {
	readonly person?: readonly string[];
	readonly invitation?: string;
}

type Asked = Pick<Input, 'profile' | 'invitationId'>;

/**
 * Fails an answer that names another person or invitation than asked for; of a send it is then unknown what came of it.
 * What a provider does not name, or names in a form that cannot be compared, passes. So does another account: which one
 * a provider used is its own to say, and is reported.
 */
export function onlyAbout<T>(
	answer: Answer<T>,
	providerName: string,
	asked: Asked,
	{ person = [], invitation }: Naming,
): Answer<T> {
	if (answer.kind !== 'answered') return answer;
	const named = (path: string) => idAt(answer.body, path);
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
	let value: unknown = body;
	for (const key of path.split('.')) value = isPlainObject(value) ? value[key] : undefined;
	return idSchema.safeParse(value).data ?? null;
}

/** Whether both are known in the same form, and differ. */
function isAnotherPerson(one: Profile | null, other: Profile | null): boolean {
	if (one === null || other === null || !areComparable(one, other)) return false;
	return personKey(one) !== personKey(other);
}

/** Whether both are known in the same form: as a public identifier, or as one of LinkedIn's two kinds of ids. */
export function areComparable(one: Profile | null, other: Profile | null): boolean {
	return one !== null && other !== null && kindOf(one) === kindOf(other);
}

function kindOf({ publicIdentifier, url }: Profile): string {
	return publicIdentifier === null ? url.slice(url.lastIndexOf('/') + 1).slice(0, 5) : 'name';
}

function aboutAnother(
	{ body, status, reading }: Answered<unknown>,
	providerName: string,
	field: string,
	named: string,
): Failed {
	return {
		kind: 'failed',
		failure: {
			source: 'provider',
			message: `${providerName} answered about a different person or invitation: the field '${field}' of its answer is '${shortened(named, LONGEST_NAME)}'`,
			description: `The answer was not used. Run the item again; if this repeats, report it to ${providerName}.`,
			httpStatus: status,
		},
		accepted: 'unknown',
		sentence: null,
		status,
		body,
		reading,
	};
}

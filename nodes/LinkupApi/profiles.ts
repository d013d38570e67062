import { z } from 'zod';
import { isPlainObject } from '../outreach/base/objects';
import {
	fullName,
	looseBoolean,
	looseDegree,
	looseDistance,
	looseText,
	openObject,
} from '../outreach/base/schemas';
import type { Naming } from '../outreach/operations/about';
import type { ProfileReport } from '../outreach/operations/get-profile';
import { completedProfile, type Profile } from '../outreach/people/profile';

/**
 * Possible names of a profile's fields; the first readable one counts. v1 documents some of them (vendor page *Get
 * profile info*), v2 none.
 */
const NAMES = {
	publicIdentifier: ['public_id', 'public_identifier', 'publicIdentifier'],
	urn: ['profile_urn', 'entity_urn', 'entityUrn', 'urn'],
	firstName: ['first_name', 'firstName'],
	lastName: ['last_name', 'lastName'],
	name: ['name', 'full_name', 'fullName'],
	headline: ['headline'],
	summary: ['summary', 'about'],
	location: ['location'],
	company: ['company', 'company_name', 'companyName', 'current_company'],
	position: ['title', 'position', 'job_title', 'current_position'],
	distance: ['member_distance', 'distance', 'network_distance', 'connection_degree', 'degree'],
	isPremium: ['is_premium', 'isPremium', 'premium'],
	isOpenProfile: ['is_open_profile', 'isOpenProfile', 'open_profile'],
	pictureUrl: ['profile_picture', 'profile_picture_url', 'profilePicture', 'picture_url'],
} as const satisfies Record<string, readonly string[]>;
const ADDRESSES = ['profile_url', 'linkedin_url'];

/** Where a response names its person. */
export const ABOUT_PROFILE: Naming = {
	person: ['data', 'data.profile'].flatMap((where) =>
		[...NAMES.publicIdentifier, ...NAMES.urn, ...ADDRESSES].map((name) => `${where}.${name}`),
	),
};

/** The fields documented for v1. In v2, all may be missing. */
export const profileSchema = openObject({
	public_id: looseText,
	first_name: looseText,
	last_name: looseText,
	headline: looseText,
	summary: looseText,
	industry: looseText,
});

/** A text, or the name of an object in its place. */
const looseName = z
	.union([z.string().min(1), z.object({ name: z.string().min(1) }).transform(({ name }) => name)])
	.nullish()
	.catch(null)
	.transform((name) => name ?? null);

type Fields = Readonly<Record<string, unknown>>;
type Loose<T> = z.ZodType<T | null, z.ZodTypeDef, unknown>;

function fieldIn<T>(fields: Fields, name: keyof typeof NAMES, schema: Loose<T>): T | null {
	for (const spelling of NAMES[name]) {
		const read = schema.parse(fields[spelling]);
		if (read !== null) return read;
	}
	return null;
}

type Person = Omit<ProfileReport, 'outcome' | 'profile' | 'invitationState' | 'credits'> &
	Pick<Profile, 'publicIdentifier' | 'urn'>;

/** Some responses have the person under `profile`. A response that names nobody is invalid. */
export const personSchema = z
	.record(z.unknown())
	.transform((data) => toPerson(isPlainObject(data.profile) ? { ...data, ...data.profile } : data))
	.refine(({ publicIdentifier, urn, name }) => publicIdentifier ?? urn ?? name, 'Names nobody');
export type ReadPerson = z.output<typeof personSchema>;

function toPerson(fields: Fields): Person {
	const text = (name: keyof typeof NAMES) => fieldIn(fields, name, looseText);
	const firstName = text('firstName');
	const lastName = text('lastName');
	const networkDistance = fieldIn(fields, 'distance', looseDistance);
	return {
		publicIdentifier: text('publicIdentifier'),
		urn: text('urn'),
		firstName,
		lastName,
		name: fullName(firstName, lastName) ?? text('name'),
		headline: text('headline'),
		summary: text('summary'),
		location: fieldIn(fields, 'location', looseName),
		...positionIn(fields),
		isConnected: networkDistance === null ? null : networkDistance === 'FIRST_DEGREE',
		degree: looseDegree.parse(networkDistance),
		networkDistance,
		isPremium: fieldIn(fields, 'isPremium', looseBoolean),
		isOpenProfile: fieldIn(fields, 'isOpenProfile', looseBoolean),
		pictureUrl: text('pictureUrl'),
	};
}

/** The position named in the profile itself, otherwise the latest one unless it has ended. */
function positionIn(fields: Fields) {
	const [latest]: unknown[] = Array.isArray(fields.experience) ? fields.experience : [];
	const isCurrent = isPlainObject(latest) && !hasEnded(latest);
	const where = [fields, ...(isCurrent ? [latest] : [])];
	const find = (name: 'company' | 'position') =>
		where.map((one) => fieldIn(one, name, looseName)).find((one) => one !== null) ?? null;
	return { company: find('company'), position: find('position') };
}

function hasEnded({ is_current: isCurrent, end_date: end }: Fields): boolean {
	if (isCurrent === false) return true;
	return typeof end === 'string' ? !/^(?:|present|now)$/i.test(end) : (end ?? null) !== null;
}

/** Does not include whether an invitation is pending. */
export function toProfileReport(
	{ publicIdentifier, urn, ...person }: ReadPerson,
	asked: Profile | null,
): ProfileReport {
	return {
		outcome: 'found',
		profile: completedProfile(asked, { publicIdentifier, memberId: urn }),
		...person,
		invitationState: person.isConnected === true ? 'none' : 'unknown',
	};
}

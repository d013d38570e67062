import { z } from 'zod';
import { fullName, looseBoolean, looseText } from '../outreach/base/schemas';
import type { ProfileReport } from '../outreach/operations/get-profile';
import type { Input } from '../outreach/operations/operation';
import type { WithAccount } from '../outreach/operations/result';
import { completedProfile } from '../outreach/people/profile';
import type { Endpoint } from '../outreach/provider/ask';
import type { UnipileCredential } from './credential';
import { endpointsOf } from './endpoints';
import { connectionOf, toPersonV1, toPersonV2, type Person } from './mapping';
import { v1Schemas, v2Schemas } from './responses';

/** A current or former position of a person. */
interface Position {
	readonly company: string | null;
	readonly position: string | null;
	readonly isCurrent: boolean;
}

/** A person with their profile's contents, in one form for both generations. */
export interface FullPerson extends Person {
	readonly publicIdentifier: string | null;
	readonly name: string | null;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly headline: string | null;
	readonly summary: string | null;
	readonly location: string | null;
	/** As the profile lists them, newest first. */
	readonly positions: readonly Position[];
	readonly isPremium: boolean | null;
	readonly isOpenProfile: boolean | null;
	readonly pictureUrl: string | null;
}

/** An unreadable section counts as missing. */
const listOf = <S extends z.ZodTypeAny>(row: S) =>
	z.array(row.nullable().catch(null)).nullish().catch(null);

/** v1: with `linkedin_sections=experience` (vendor page *Retrieve a profile*). */
const fullV1Schema = v1Schemas.person.extend({
	first_name: looseText,
	last_name: looseText,
	headline: looseText,
	summary: looseText,
	location: looseText,
	is_premium: looseBoolean,
	is_open_profile: looseBoolean,
	profile_picture_url: looseText,
	profile_picture_url_large: looseText,
	work_experience: listOf(
		z.object({ company: looseText, position: looseText, current: looseBoolean }),
	),
});

/** v2: `specifics.experience`, with `with_sections=linkedin_experience` (vendor page *Get a User Profile*). */
const experienceSchema = listOf(
	z.object({
		company: z.object({ name: looseText }).nullish().catch(null),
		job_title: looseText,
		ended_on: looseText,
	}),
);

const fullV2Schema = v2Schemas.person.extend({
	display_name: looseText,
	first_name: looseText,
	last_name: looseText,
	description: looseText,
	bio: looseText,
	location: looseText,
	public_picture_url: looseText,
	public_picture_url_large: looseText,
});

export function toFullPersonV1(read: z.output<typeof fullV1Schema>): FullPerson {
	return {
		...toPersonV1(read),
		publicIdentifier: read.public_identifier,
		name: fullName(read.first_name, read.last_name),
		firstName: read.first_name,
		lastName: read.last_name,
		headline: read.headline,
		summary: read.summary,
		location: read.location,
		positions: (read.work_experience ?? []).map((one) => ({
			company: one?.company ?? null,
			position: one?.position ?? null,
			isCurrent: one?.current === true,
		})),
		isPremium: read.is_premium,
		isOpenProfile: read.is_open_profile,
		pictureUrl: read.profile_picture_url_large ?? read.profile_picture_url,
	};
}

export function toFullPersonV2(read: z.output<typeof fullV2Schema>): FullPerson {
	const positions = experienceSchema.parse(read.specifics?.experience);
	return {
		...toPersonV2(read),
		publicIdentifier: read.public_identifier,
		name: read.display_name ?? fullName(read.first_name, read.last_name),
		firstName: read.first_name,
		lastName: read.last_name,
		headline: read.description,
		summary: read.bio,
		location: read.location,
		positions: (positions ?? []).map((one) => ({
			company: one?.company?.name ?? null,
			position: one?.job_title ?? null,
			isCurrent: one?.ended_on === null,
		})),
		isPremium: read.specifics?.is_premium ?? null,
		isOpenProfile: read.specifics?.is_open_profile ?? null,
		pictureUrl: read.public_picture_url_large ?? read.public_picture_url,
	};
}

/** Reads the profile including positions, which counts as a visit. */
export function fullProfile(credential: UnipileCredential, input: Input): Endpoint<FullPerson> {
	const visit = endpointsOf(credential).person(input);
	return credential.apiVersion === 'v1'
		? {
				...visit,
				query: { ...visit.query, linkedin_sections: 'experience' },
				response: fullV1Schema.transform(toFullPersonV1),
			}
		: {
				...visit,
				query: { ...visit.query, with_sections: 'linkedin_experience' },
				response: fullV2Schema.transform(toFullPersonV2),
			};
}

export function toProfileReport(
	one: FullPerson,
	{ accountId, profile }: Input,
): WithAccount<ProfileReport> {
	const current = one.positions.find(({ isCurrent }) => isCurrent) ?? one.positions[0];
	return {
		accountId,
		report: {
			outcome: 'found',
			profile: completedProfile(profile, one),
			name: one.name,
			firstName: one.firstName,
			lastName: one.lastName,
			headline: one.headline,
			summary: one.summary,
			location: one.location,
			company: current?.company ?? null,
			position: current?.position ?? null,
			...connectionOf(one),
			isPremium: one.isPremium,
			isOpenProfile: one.isOpenProfile,
			pictureUrl: one.pictureUrl,
		},
	};
}

import { z } from 'zod';
import {
	degreeSchema,
	INVITATION_STATES,
	NETWORK_DISTANCES,
	nullableBoolean,
	nullableText,
	profileSchema,
} from '../base/vocabulary';
import { credits, type OperationRecord, type ReportOf } from './operation';

const report = z.object({
	outcome: z.enum(['found']),
	/** The requested person, with the ID or public identifier from the response. */
	profile: profileSchema,
	name: nullableText,
	firstName: nullableText,
	lastName: nullableText,
	headline: nullableText,
	summary: nullableText,
	location: nullableText,
	/** Of the current position. */
	company: nullableText,
	position: nullableText,
	isConnected: nullableBoolean,
	degree: degreeSchema,
	networkDistance: z.enum(NETWORK_DISTANCES).nullable(),
	invitationState: z.enum(INVITATION_STATES),
	isPremium: nullableBoolean,
	/** Whether anyone may message the person. */
	isOpenProfile: nullableBoolean,
	pictureUrl: nullableText,
	credits,
});

export const getProfile = {
	id: 'getProfile',
	name: 'Get Profile',
	action: 'Get profile',
	description: "Look up a person's profile and how the account is connected to them",
	effect: 'read',
	inputs: { person: 'profile', account: 'optional' },
	report,
} as const satisfies OperationRecord;
export type ProfileReport = ReportOf<typeof getProfile>;

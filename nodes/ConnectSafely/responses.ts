import { z } from 'zod';
import { isPlainObject } from '../outreach/base/objects';
import {
	idSchema,
	looseBoolean,
	looseDegree,
	looseDistance,
	looseId,
	looseNumber,
	looseText,
	openObject,
	openObjectOrNull,
	rowsOf,
} from '../outreach/base/schemas';

/** ConnectSafely's responses. Unknown fields are kept. */

/** GET /account/status, GET /account/{id}/status */
export const accountStatusSchema = openObject({
	id: idSchema,
	status: z.string(),
	firstName: looseText,
	lastName: looseText,
	publicId: looseText,
	enabled: looseBoolean,
	lastUsed: looseText,
	hasTokens: looseBoolean,
	linkedinPlan: z.record(z.unknown()).nullish().catch(null),
});
export type AccountStatus = z.infer<typeof accountStatusSchema>;

/** GET /accounts: a bare array, from the provider's database only. */
export const listedAccountSchema = openObject({
	id: idSchema,
	firstName: looseText,
	lastName: looseText,
	publicId: looseText,
	status: looseText,
	enabled: looseBoolean,
});
export type ListedAccount = z.infer<typeof listedAccountSchema>;
export const accountsSchema = rowsOf(listedAccountSchema);

/** GET /relationship/{profileId}. `status` is an open set, so only the booleans are used. */
export const relationshipSchema = openObject({
	connected: z.boolean(),
	invitationSent: looseBoolean,
	invitationReceived: looseBoolean,
	status: looseText,
	profileUrn: looseText,
	accountId: looseText,
});
export type RelationshipResponse = z.infer<typeof relationshipSchema>;

/** POST /connect */
export const connectSchema = openObject({
	success: z.literal(true),
	message: looseText,
	profileUrn: looseText,
	accountId: looseText,
});
export type Connect = z.infer<typeof connectSchema>;

const invitedProfileSchema = openObjectOrNull({
	firstName: looseText,
	lastName: looseText,
	profileUrl: looseText,
	publicIdentifier: looseText,
});

/** A row of GET /invitations/sent */
export const sentInvitationSchema = openObject({
	id: looseId,
	invitationId: looseId,
	invitationUrn: looseText,
	memberId: looseText,
	memberUrn: looseText,
	sentAt: looseText,
	profile: invitedProfileSchema,
});
export type SentInvitation = z.infer<typeof sentInvitationSchema>;

/** GET /invitations/sent: a page. It has no total and no mark of its end. */
export const sentInvitationsSchema = z.object({ invitations: rowsOf(sentInvitationSchema) });

/** A row of GET /invitations/received: of people, and of companies, newsletters and events. */
export const receivedInvitationSchema = openObject({
	id: looseId,
	invitationId: looseId,
	invitationUrn: looseText,
	memberId: looseText,
	memberUrn: looseText,
	invitationCategory: looseText,
	linkedInInvitationType: looseText,
	validationToken: looseText,
	receivedAt: looseText,
	customMessage: looseText,
	profile: invitedProfileSchema,
});
export type ReceivedInvitation = z.infer<typeof receivedInvitationSchema>;

/** GET /invitations/received: a page. `endOfList` is documented only by a third party. */
export const receivedInvitationsSchema = z.object({
	invitations: rowsOf(receivedInvitationSchema),
	endOfList: looseBoolean,
});

/** A row of GET /connections */
export const connectionSchema = openObject({
	firstName: looseText,
	lastName: looseText,
	vanityName: looseText,
	headline: looseText,
	connectedDate: looseText,
	profileUrl: looseText,
});
export type Connection = z.infer<typeof connectionSchema>;

/** GET /connections: a page. It has no total and no mark of its end. */
export const connectionsSchema = z.object({ connections: rowsOf(connectionSchema) });

/** POST /invitations/received/respond */
export const respondSchema = openObject({
	success: z.literal(true),
	message: looseText,
	accountId: looseText,
});
export type Respond = z.infer<typeof respondSchema>;

/** GET /account/{id}/quota. Documented only by a third party, so only the list is used. */
export const quotaSchema = openObject({
	quotas: z.array(
		openObject({
			feature: looseText,
			window: looseText,
			used: looseNumber,
			limit: looseNumber,
			remaining: looseNumber,
			limitReached: looseBoolean,
			resetAt: z.unknown(),
		}),
	),
});
export type Quota = z.infer<typeof quotaSchema>;

/** POST /invitations/withdraw */
export const withdrawSchema = openObject({
	success: z.literal(true),
	message: looseText,
	accountId: looseText,
});
export type Withdraw = z.infer<typeof withdrawSchema>;

/** Some responses are wrapped in `data`; the values in there are used. */
export function unwrapped<T extends z.ZodTypeAny>(schema: T) {
	return z.preprocess(
		(body) => (isPlainObject(body) && isPlainObject(body.data) ? { ...body, ...body.data } : body),
		schema,
	);
}

/** POST /conversations/send. `sentMessage` is empty in the vendor's example; its fields are known from third parties. */
export const sentMessageSchema = openObject({
	success: z.literal(true),
	message: looseText,
	recipientProfileUrn: looseText,
	accountId: looseText,
	messageId: looseId,
	sentMessage: openObjectOrNull({
		messageUrn: looseId,
		messageId: looseId,
		backendMessageUrn: looseId,
		id: looseId,
		sentAt: z.unknown(),
	}),
});
export type SentMessage = z.infer<typeof sentMessageSchema>;

/** GET /conversations/exists/{profileId} */
export const conversationExistsSchema = openObject({
	hasConversation: z.boolean(),
	conversationUrn: looseId,
	profileUrn: looseText,
	accountId: looseText,
});
export type ConversationExists = z.infer<typeof conversationExistsSchema>;
/** An unreadable conversation makes the response invalid. */
export const namedConversationSchema = conversationExistsSchema.superRefine(
	({ hasConversation, conversationUrn }, context) => {
		if (!hasConversation || conversationUrn !== null) return;
		context.addIssue({ code: 'custom', path: ['conversationUrn'], message: 'Missing' });
	},
);

const experienceSchema = openObject({
	title: looseText,
	companyName: looseText,
	duration: looseText,
});
const experiencesSchema = z.array(experienceSchema).nullish().catch(null);

/** `profile` of POST /profile; an empty object if the person was not found. */
const personSchema = openObject({
	firstName: looseText,
	lastName: looseText,
	headline: looseText,
	summary: looseText,
	location: z
		.union([
			z.string(),
			z.object({ geoLocationName: looseText }).transform((one) => one.geoLocationName),
		])
		.nullish()
		.catch(null),
	entityUrn: looseText,
	publicIdentifier: looseText,
	profilePicture: looseText,
	isPremium: looseBoolean,
	supportsFreeEmail: looseBoolean,
	isConnected: looseBoolean,
	connectionDegree: z.unknown().transform((given) => ({
		degree: looseDegree.parse(given),
		distance: looseDistance.parse(given),
	})),
	invitationSent: looseBoolean,
	invitationReceived: looseBoolean,
	experience: experiencesSchema,
});

/** POST /profile. `experience` is either next to `profile` or inside it. */
export const profileSchema = openObject({
	profile: personSchema.nullable(),
	accountId: looseText,
	experience: experiencesSchema,
});
export type ReadProfile = z.infer<typeof profileSchema>;

/** A refusal has `success: false`, sometimes with a 2xx status code. */
export const refusalSchema = z
	.object({ success: z.unknown(), code: looseText })
	.catch({ code: null });

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
	rowsOf,
} from '../outreach/base/schemas';
import { personSchema } from './profiles';

/** LinkupAPI's responses, v1 and v2. Unknown fields are kept. */

/** The `data` of v1's invitation-status and of v2's check_invitation: the same words in both. */
export const invitationSchema = openObject({
	invitation_state: z.string(),
	invitation_type: looseText,
	invitation_id: looseId,
	member_distance: looseDegree,
	message: looseText,
});
/**
 * Also whether the response states that there is no distance: null is documented for that, a missing field or
 * another value is not.
 */
const toldInvitationSchema = z.preprocess(
	(data) =>
		isPlainObject(data)
			? {
					...data,
					isOutOfNetwork:
						data.member_distance === null ||
						looseDistance.parse(data.member_distance) === 'OUT_OF_NETWORK',
				}
			: data,
	invitationSchema.extend({ isOutOfNetwork: z.boolean() }),
);
export type Invitation = z.infer<typeof toldInvitationSchema>;

/** Vendor page of invite (v2). v1's response is undocumented, so no field is required. */
export const inviteSchema = openObject({
	invitation_urn: looseText,
	invitation_id: looseId,
	message: looseText,
});
export type Invite = z.infer<typeof inviteSchema>;

/** Vendor pages *Send message* of v1 and v2; an older v1 page shows no data. */
export const sentMessageSchema = openObject({
	entityUrn: looseId,
	conversation_id: looseId,
	deliveredAt: z.unknown(),
});
export type SentMessage = z.infer<typeof sentMessageSchema>;

export const withdrawSchema = openObject({ withdrawn: looseBoolean, invitation_id: looseId });
export type Withdraw = z.infer<typeof withdrawSchema>;

/** The response to accept is undocumented in both generations. */
export const acceptSchema = openObject({});

/** GET /v2/accounts */
export const accountSchema = openObject({
	account_id: idSchema,
	account_name: looseText,
	platform: looseText,
	status: looseText,
	is_active: looseBoolean,
	country: looseText,
	updated_at: looseText,
});
export type Account = z.infer<typeof accountSchema>;
const accountPageSchema = z.object({ items: rowsOf(accountSchema), total: looseNumber });
export type AccountPage = z.infer<typeof accountPageSchema>;
/** Documented without an envelope; the vendor's Pipedream client expects one. */
export const accountsSchema = z.union([
	z.object({ data: accountPageSchema }).transform(({ data }) => data),
	accountPageSchema,
]);

const memberSchema = z
	.object({
		first_name: looseText,
		last_name: looseText,
		headline: looseText,
		linkedin_url: looseText,
	})
	.nullish()
	.catch(null);

/** A row of sent or received invitations. v1 has the person's fields in the row, v2 in an object of their own. */
export const listedInvitationSchema = openObject({
	entity_urn: looseText,
	invitation_id: looseId,
	shared_secret: looseText,
	sent_time: looseText,
	sent_time_days: looseNumber,
	name: looseText,
	profile_url: looseText,
	subtitle: looseText,
	message: looseText,
	sender: memberSchema,
	recipient: memberSchema,
});
export type ListedInvitation = z.infer<typeof listedInvitationSchema>;

/** A row of the connections: the same in both generations. */
export const connectionSchema = openObject({
	name: looseText,
	job_title: looseText,
	profile_url: looseText,
});
export type Connection = z.infer<typeof connectionSchema>;

const paginationSchema = z
	.object({ next_offset: looseNumber, has_more: looseBoolean, results_per_page: looseNumber })
	.nullish()
	.catch(null);
/** Fields that give the position of the next page. */
const listSchema = z.object({ total_available_results: looseNumber, pagination: paginationSchema });
export type ListEnd = z.infer<typeof listSchema>;
const invitationsSchema = listSchema.extend({ invitations: rowsOf(listedInvitationSchema) });
const connectionsSchema = listSchema.extend({ connections: rowsOf(connectionSchema) });

/** The envelope of both generations in one form. `credits` is null if not reported. */
export interface Enveloped<T> {
	readonly data: T;
	readonly message: string | null;
	readonly accountId: string | null;
	readonly credits: number | null;
}

export function v1Envelope<T extends z.ZodTypeAny>(
	data: T,
	status: z.ZodType<string> = z.string(),
) {
	return z.object({ status, message: looseText, data }).transform(
		(body): Enveloped<z.output<T>> => ({
			data: body.data,
			message: body.message,
			accountId: null,
			credits: null,
		}),
	);
}

const metadataSchema = z
	.object({ account_id: looseText, credits_consumed: looseNumber })
	.catch({ account_id: null, credits_consumed: null });

export function v2Envelope<T extends z.ZodTypeAny>(data: T) {
	return z.object({ success: z.literal(true), data, metadata: metadataSchema }).transform(
		(body): Enveloped<z.output<T>> => ({
			data: body.data,
			message: null,
			accountId: body.metadata.account_id,
			credits: body.metadata.credits_consumed,
		}),
	);
}

const anything = <T extends z.ZodTypeAny>(schema: T) => z.preprocess((data) => data ?? {}, schema);

export const v1Schemas = {
	invitation: v1Envelope(toldInvitationSchema),
	// No other value proves that anything was done.
	invite: v1Envelope(anything(inviteSchema), z.literal('success')),
	withdraw: v1Envelope(anything(withdrawSchema), z.literal('success')),
	accept: v1Envelope(anything(acceptSchema), z.literal('success')),
	message: v1Envelope(anything(sentMessageSchema), z.literal('success')),
	profile: v1Envelope(personSchema),
	invitations: v1Envelope(invitationsSchema),
	connections: v1Envelope(connectionsSchema),
};
export const v2Schemas = {
	invitation: v2Envelope(toldInvitationSchema),
	invite: v2Envelope(inviteSchema),
	withdraw: v2Envelope(anything(withdrawSchema)),
	accept: v2Envelope(anything(acceptSchema)),
	message: v2Envelope(sentMessageSchema),
	profile: v2Envelope(personSchema),
	invitations: v2Envelope(invitationsSchema),
	connections: v2Envelope(connectionsSchema),
};

/** Checks only a body's envelope, to return its data unchanged. */
export const bodySchema = openObject({
	data: z.unknown(),
	metadata: z.object({ credits_consumed: z.unknown() }).optional().catch(undefined),
}).catch({});

import { z } from 'zod';
import {
	idSchema,
	looseBoolean,
	looseId,
	looseNumber,
	looseText,
	openObject,
	rowsOf,
} from '../outreach/base/schemas';

/** SendPilot's responses. Unknown fields are kept. */

/** POST /inbox/connect */
export const connectSchema = openObject({
	success: z.boolean(),
	status: z.string(),
	requestId: looseId,
	recipientLinkedinUrl: looseText,
	timestamp: looseText,
});
export type Connect = z.infer<typeof connectSchema>;

/** POST /inbox/send: in practice `messageId` is the conversation's ID, and is read as such. */
export const messageSchema = openObject({
	success: z.literal(true),
	messageId: looseId,
	recipientLinkedinUrl: looseText,
	status: looseText,
	timestamp: looseText,
});
export type SentMessage = z.infer<typeof messageSchema>;

/** GET /inbox/senders */
export const senderSchema = openObject({
	id: idSchema,
	name: looseText,
	linkedinUrl: looseText,
	status: looseText,
});
export type Sender = z.infer<typeof senderSchema>;
export const sendersSchema = z.object({ senders: rowsOf(senderSchema) });
export type Senders = z.infer<typeof sendersSchema>;

/** A row of GET /senders/quotas, which is undocumented. */
export const senderQuotaSchema = openObject({ id: looseId, senderId: looseId, name: looseText });
export type SenderQuota = z.infer<typeof senderQuotaSchema>;
export const senderQuotasSchema = z.object({ senders: rowsOf(senderQuotaSchema) });

/** GET /me; the contents of these fields are undocumented. */
export const meSchema = openObject({
	apiKey: z.unknown(),
	missingScopes: z.unknown(),
	subscription: z.unknown(),
	workspace: z.unknown(),
});

/** GET /credits: an older vendor page shows other fields, so none is required. */
export const creditsSchema = openObject({
	available: looseNumber,
	subscription: looseNumber,
	purchased: looseNumber,
	used: looseNumber,
	nextResetDate: looseText,
});

/** A row of GET /leads */
export const leadSchema = openObject({
	id: idSchema,
	linkedinUrl: looseText,
	status: looseText,
	firstName: looseText,
	lastName: looseText,
	title: looseText,
	company: looseText,
	campaignId: looseText,
	createdAt: looseText,
	updatedAt: looseText,
});
export type Lead = z.infer<typeof leadSchema>;
export const leadsSchema = z.object({
	leads: rowsOf(leadSchema),
	pagination: z.object({ totalPages: looseNumber }).nullish().catch(null),
});
export type Leads = z.infer<typeof leadsSchema>;

/** The position of the next page: a token, as existing clients use, or the next documented page number. */
const continuationSchema = z
	.object({
		continuationToken: looseText,
		hasMore: looseBoolean,
		page: looseNumber,
		totalPages: looseNumber,
	})
	.nullish()
	.catch(null);

/** A row of GET /inbox/conversations */
export const conversationSchema = openObject({
	id: idSchema,
	accountId: looseText,
	participants: z.array(z.unknown()).nullish().catch(null),
	lastMessage: z.record(z.unknown()).nullish().catch(null),
	lastActivityAt: looseText,
	unreadCount: looseNumber,
});
export const conversationsSchema = z.object({
	conversations: rowsOf(conversationSchema),
	pagination: continuationSchema,
});

/** A row of GET /inbox/conversations/{id}/messages */
export const inboxMessageSchema = openObject({
	id: idSchema,
	content: looseText,
	direction: looseText,
	sentAt: looseText,
	contentType: looseText,
});
export const messagesSchema = z.object({
	messages: rowsOf(inboxMessageSchema),
	pagination: continuationSchema,
});

/** POST /leads: how many of the given leads are now in the campaign, and why others are not. */
export const addLeadSchema = openObject({
	success: z.literal(true),
	leadsAdded: looseNumber,
	duplicatesSkipped: looseNumber,
	invalidEntries: looseNumber,
	errors: z.unknown(),
});
export type AddedLead = z.infer<typeof addLeadSchema>;

import { z } from 'zod';

/** The providers, by the value of the `provider` parameter. */
export const PROVIDER_IDS = ['connectSafely', 'linkupApi', 'seleqt', 'sendPilot'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** What can be asked of a provider in the one vocabulary, by the value of the `operation` parameter. */
export const OPERATIONS = [
	'getAccountStatus',
	'getConnectionStatus',
	'getInvitationStatus',
	'sendConnection',
	'withdrawInvitation',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const OPERATION_NAMES: Readonly<Record<Operation, string>> = {
	getAccountStatus: 'Get Account Status',
	getConnectionStatus: 'Get Connection Status',
	getInvitationStatus: 'Get Invitation Status',
	sendConnection: 'Send Connection Request',
	withdrawInvitation: 'Withdraw Invitation',
};

const nullableText = z.string().nullable();
const nullableNumber = z.number().nullable();
const nullableBoolean = z.boolean().nullable();

export const LIMIT_SCOPES = [
	'minute',
	'day',
	'week',
	'reserve',
	'cap',
	'hours',
	'unknown',
] as const;
export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** A place in a list. The node that made it goes on from there when the item comes back. */
export const placeSchema = z.object({
	/** In the provider's own counting. */
	start: z.number().int().min(0),
	/** How many rows are still wanted; null: all. */
	remaining: z.number().int().min(1).nullable(),
	/** What else tells the list apart, such as its direction. */
	fields: z.record(z.string()),
});
export type Place = z.infer<typeof placeSchema>;

/** `rateLimit` of an item: what is known of a limit, and when to try again. Times are ISO 8601 in UTC. */
export const rateLimitSchema = z.object({
	// In the order in which n8n's table shows the fields: first what a person looks for.
	message: z.string(),
	retryAt: z.string(),
	scope: z.enum(LIMIT_SCOPES),
	remaining: nullableNumber,
	limit: nullableNumber,
	used: nullableNumber,
	provider: z.enum(PROVIDER_IDS),
	accountId: nullableText,
	operation: z.string(),
	action: nullableText,
	resetAt: nullableText,
	holdUntil: nullableText,
	retryAfterSeconds: nullableNumber,
	attempted: z.boolean(),
	httpStatus: nullableNumber,
	/** Of a list that a limit broke off: where the rest of it begins. */
	continueFrom: placeSchema.optional(),
});
export type RateLimit = z.infer<typeof rateLimitSchema>;

export const profileSchema = z.object({
	publicIdentifier: nullableText,
	url: nullableText,
	urn: nullableText,
});

export const NETWORK_DISTANCES = [
	'FIRST_DEGREE',
	'SECOND_DEGREE',
	'THIRD_DEGREE',
	'OUT_OF_NETWORK',
] as const;
export const INVITATION_STATES = ['pending_sent', 'pending_received', 'none', 'unknown'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

const degree = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable();
export type Degree = z.infer<typeof degree>;

/** LinkupAPI v2 says what a call cost; the others do not, and the field is then absent. */
const credits = z.number().optional();

/** The fields that an operation of LinkedIn Outreach adds to what every success carries. */
export const reportSchemas = {
	getAccountStatus: z.object({
		outcome: z.enum([
			'available',
			'busy',
			'warming_up',
			'rate_limited',
			'needs_attention',
			'disabled',
			'unknown',
		]),
		canSend: nullableBoolean,
		name: nullableText,
		publicIdentifier: nullableText,
		providerStatus: nullableText,
		enabled: nullableBoolean,
		hasTokens: nullableBoolean,
		lastUsedAt: nullableText,
		plan: z.record(z.unknown()).nullable(),
	}),
	getConnectionStatus: z.object({
		outcome: z.enum(['connected', 'not_connected', 'unknown']),
		isConnected: nullableBoolean,
		degree,
		networkDistance: z.enum(NETWORK_DISTANCES).nullable(),
		invitationState: z.enum(INVITATION_STATES),
		prospectId: z.union([z.number(), z.string()]).optional(),
		credits,
	}),
	getInvitationStatus: z.object({
		outcome: z.enum(['accepted', 'pending_sent', 'pending_received', 'none', 'unknown']),
		invitationId: nullableText,
		isConnected: nullableBoolean,
		degree,
		message: nullableText,
		credits,
	}),
	sendConnection: z.object({
		outcome: z.enum([
			'sent',
			'already_connected',
			'already_pending',
			'duplicate',
			'skipped',
			'dry_run',
			'unconfirmed',
		]),
		invited: nullableBoolean,
		noteSent: nullableBoolean,
		requestId: nullableText,
		invitationId: nullableText,
		sentAt: nullableText,
		message: nullableText,
		credits,
	}),
	withdrawInvitation: z.object({
		outcome: z.enum(['withdrawn', 'not_pending']),
		invitationId: nullableText,
		message: nullableText,
		credits,
	}),
} satisfies Record<Operation, z.ZodTypeAny>;

export type AccountReport = z.infer<typeof reportSchemas.getAccountStatus>;
export type ConnectionReport = z.infer<typeof reportSchemas.getConnectionStatus>;
export type InvitationReport = z.infer<typeof reportSchemas.getInvitationStatus>;
export type SendReport = z.infer<typeof reportSchemas.sendConnection>;
export type WithdrawReport = z.infer<typeof reportSchemas.withdrawInvitation>;

/** What leaves LinkedIn Outreach on Success for an operation. */
export function successSchema(operation: Operation) {
	return z
		.object({
			provider: z.enum(PROVIDER_IDS),
			operation: z.literal(operation),
			accountId: nullableText,
			profile: profileSchema.nullable(),
			/** How many the provider says are left of what the call used up. */
			remaining: nullableNumber,
			/** With *Include Rate Limit* only; null where the provider said nothing. */
			rateLimit: rateLimitSchema.nullable().optional(),
		})
		.merge(reportSchemas[operation]);
}

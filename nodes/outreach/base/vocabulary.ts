import { z } from 'zod';

/** Shared parts of LinkedIn Outreach's outputs. */
export const nullableText = z.string().nullable();
export const nullableNumber = z.number().nullable();
export const nullableBoolean = z.boolean().nullable();

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

/** Where a page of a list begins: a count from 0 in the provider's own units, or its cursor for the page. */
export const positionSchema = z.union([z.number().int().min(0), z.string().min(1).max(4096)]);
export type Position = z.infer<typeof positionSchema>;

/** A position in a list. The node that returned it continues from there if the item is run again. */
export const cursorSchema = z.object({
	start: positionSchema,
	/** Number of rows still wanted; null for all. */
	remaining: z.number().int().min(1).nullable(),
	/** What else identifies the list, such as its direction. */
	fields: z.record(z.string()),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** An item's `rateLimit`: what is known about a limit, and when to try again. Times are ISO 8601 in UTC. */
export const rateLimitSchema = z.object({
	// n8n's table shows the fields in this order, so the ones that people look for come first.
	message: z.string(),
	retryAt: z.string(),
	scope: z.enum(LIMIT_SCOPES),
	remaining: nullableNumber,
	limit: nullableNumber,
	used: nullableNumber,
	provider: z.string(),
	accountId: nullableText,
	operation: z.string(),
	action: nullableText,
	resetAt: nullableText,
	holdUntil: nullableText,
	retryAfterSeconds: nullableNumber,
	attempted: z.boolean(),
	httpStatus: nullableNumber,
	/** For a list interrupted by a limit: where the rest begins. */
	continueFrom: cursorSchema.optional(),
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

/** How an account and a person are related. `not_connected`: whether an invitation is pending is not known. */
export const RELATIONSHIPS = ['connected', 'not_connected', ...INVITATION_STATES] as const;
export type Relationship = (typeof RELATIONSHIPS)[number];

export const degreeSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable();
export type Degree = z.infer<typeof degreeSchema>;

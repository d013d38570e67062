import { z } from 'zod';

/** The account of all requests. */
export const ACCOUNT = 'acc_12345';

export const providerRequestSchema = z.object({
	/** Resets to the state returned by this function. */
	reset: z
		.object({
			latencyMs: z.number().optional(),
			/** Requests per minute; the minute starts with its first request. */
			perMinute: z.number().optional(),
			/** Invitations in a week. */
			weeklyLimit: z.number().optional(),
			/** So many requests to send, one in ten, are answered with 500, every second one after it had its effect. */
			failing: z.number().optional(),
			/** How many people the account is connected to. */
			connections: z.number().optional(),
		})
		.optional(),
});
export type ProviderSettings = NonNullable<z.input<typeof providerRequestSchema>['reset']>;

/** The provider's address, and its counts since the last reset. */
export const providerStateSchema = z.object({
	baseUrl: z.string(),
	apiKey: z.string(),
	requests: z.number(),
	/** Requests that invite or write. */
	sends: z.number(),
	/** Requests answered with 429. */
	limited: z.number(),
	/** Invitations and messages accepted. */
	acted: z.number(),
	/** People who were invited, and requests to invite them once they were. */
	invited: z.number(),
	askedAgain: z.number(),
	/** From the arrival of the first request to that of the last. */
	firstToLastMs: z.number(),
});
export type ProviderState = z.output<typeof providerStateSchema>;

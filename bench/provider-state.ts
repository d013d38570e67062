import { z } from 'zod';

/** The account that everything here goes through. */
export const ACCOUNT = 'acc_12345';

export const providerRequestSchema = z.object({
	/** Begins anew, in the state that this gives. */
	reset: z
		.object({
			latencyMs: z.number().optional(),
			/** Requests in a minute that begins with its first one. */
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

/** Where the provider is, and what it has seen since it was last reset. */
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

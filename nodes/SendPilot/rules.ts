import { z } from 'zod';
import type { ErrorRules, LimitRules } from '../outreach/provider/rules';

/** A 429 on invitations is the sender's daily limit (vendor page *Send a connection request*). */
export const LIMITS: LimitRules = { scope: 'day' };

const refusalSchema = z.object({ success: z.literal(false), status: z.unknown() });

/** `{statusCode, message, error}`, the message sometimes a list. */
export const ERRORS: ErrorRules = {
	// `success` is whether a request was sent, so it is false for an already connected person. With the status
	// "sent" it is a contradiction, not a refusal.
	isRefusal: (body) => {
		const { data } = refusalSchema.safeParse(body);
		return data !== undefined && data.status !== 'already_connected' && data.status !== 'sent';
	},
	sentence: ['message', 'error'],
	table: [
		{
			status: 401,
			what: 'SendPilot does not accept the API key',
			description: 'Open the SendPilot credential and enter a key from the SendPilot dashboard.',
		},
		{
			status: 403,
			sentence: /\b([a-z_-]{1,40}:[a-z_-]{1,40})\b/i,
			what: "The SendPilot key lacks the scope '$1'",
			description: "Add the scope '$1' to the key in SendPilot, or create a key that has it.",
		},
		{
			status: 403,
			description: 'The SendPilot key is not allowed to do this: check its scopes in SendPilot.',
		},
		{
			status: 400,
			sentence: /sender/i,
			description: "Pick a sender from the list under 'Account', or connect it in SendPilot first.",
		},
	],
};

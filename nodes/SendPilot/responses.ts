import { z } from 'zod';
import { idSchema, looseId, looseText } from '../outreach/reading';

/** What SendPilot answers. Fields we do not know pass through. */

/** POST /inbox/connect */
export const connectSchema = z
	.object({
		success: z.boolean(),
		status: z.string(),
		requestId: looseId,
		recipientLinkedinUrl: looseText,
		timestamp: looseText,
	})
	.passthrough();
export type Connect = z.infer<typeof connectSchema>;

/** GET /inbox/senders */
export const senderSchema = z
	.object({ id: idSchema, name: looseText, linkedinUrl: looseText, status: looseText })
	.passthrough();
export type Sender = z.infer<typeof senderSchema>;
export const sendersSchema = z.object({ senders: z.array(senderSchema) }).passthrough();

/** A refusal says `success: false`, also where the status code does not. */
export const refusalSchema = z
	.object({ success: z.unknown(), status: z.unknown() })
	.catch({ success: undefined, status: undefined });

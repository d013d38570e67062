import { z } from 'zod';
import { looseId, looseDegree } from '../outreach/reading';
import { NETWORK_DISTANCES } from '../outreach/vocabulary';

/** What Seleqt answers. Fields we do not know pass through. */

/** GET /public/prospects/{id}/connection-status/ */
export const connectionStatusSchema = z
	.object({
		is_connected: z.boolean(),
		connection_level: looseDegree,
		network_distance: z.enum(NETWORK_DISTANCES).nullish().catch(null),
		checked_with_account_id: looseId,
	})
	.passthrough();
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

export const refusalSchema = z.object({ success: z.unknown() }).catch({ success: undefined });

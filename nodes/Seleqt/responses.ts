import { z } from 'zod';
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

/** Seleqt's responses. Unknown fields are kept. */

/** GET /public/prospects/{id}/connection-status/ */
export const connectionStatusSchema = openObject({
	is_connected: z.boolean(),
	connection_level: looseDegree,
	network_distance: looseDistance,
	checked_with_account_id: looseId,
});
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/** A row of GET /public/campaigns/ (vendor page *List campaigns*, of the same list under another path). */
export const campaignSchema = openObject({
	id: idSchema,
	name: looseText,
	status: looseText,
	workspace_id: looseId,
	timezone: looseText,
	language: looseText,
	created_at: looseText,
	updated_at: looseText,
	prospect_count: looseNumber,
});

/** A row of GET /public/lead-lists/. The vendor's own node shows only its path. */
export const leadListSchema = openObject({ id: idSchema, name: looseText, search_type: looseText });

/** A list under its own name, under the framework's name for pages, or without an envelope. */
function listUnder<S extends z.ZodTypeAny>(name: string, row: S) {
	const rows = rowsOf(row);
	return z.preprocess((body) => {
		const found = namesSchema.safeParse(body);
		return found.success ? (found.data[name] ?? found.data.results) : body;
	}, rows);
}
const namesSchema = z.record(z.unknown());

export const campaignsSchema = listUnder('campaigns', campaignSchema);
export const leadListsSchema = listUnder('lead_lists', leadListSchema);

/** POST /public/lead-lists/{id}/add-leads/; the response is undocumented. */
export const addLeadsSchema = openObject({ success: looseBoolean, message: looseText });

/** POST /public/lead-lists/{id}/add-to-campaign/: how many were added, and why not all. */
export const addToCampaignSchema = openObject({
	success: z.literal(true),
	count: looseNumber,
	warning: looseText,
});
export type AddedToCampaign = z.infer<typeof addToCampaignSchema>;

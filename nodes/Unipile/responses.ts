import { z } from 'zod';
import { isPlainObject } from '../outreach/base/objects';
import {
	idSchema,
	looseBoolean,
	looseDistance,
	looseId,
	looseNumber,
	looseText,
	openObject,
	openObjectOrNull,
	rowsOf,
} from '../outreach/base/schemas';
import { listV1, listV2 } from './paging';

/**
 * Unipile's responses, v1 (guides and SDK *unipile-node-sdk*) and v2 (*unipile-python*, generated from its
 * OpenAPI). Unknown fields are kept.
 */

const looseObject = z
	.custom<Record<string, unknown>>(isPlainObject)
	.nullish()
	.catch(null)
	.transform((value) => value ?? null);

/** One product of a v1 account, such as messaging. `status` is an open set. */
const sourceSchema = openObject({ id: looseId, status: looseText });

/** v1: GET /accounts, GET /accounts/{id} */
const accountV1Schema = openObject({
	id: idSchema,
	type: looseText,
	name: looseText,
	sources: z.array(sourceSchema).nullish().catch(null),
	connection_params: looseObject,
});
export type AccountV1 = z.infer<typeof accountV1Schema>;

/** v2: GET /accounts/, GET /accounts/{id}. `status` is an open set. */
const accountV2Schema = openObject({
	id: idSchema,
	provider: looseText,
	name: looseText,
	user_id: looseId,
	status: looseText,
	is_locked: looseBoolean,
});
export type AccountV2 = z.infer<typeof accountV2Schema>;

/** v1: GET /users/{identifier}. Includes the pending or the last invitation. */
const personV1Schema = openObject({
	provider: looseText,
	provider_id: looseId,
	public_identifier: looseText,
	network_distance: looseDistance,
	is_relationship: looseBoolean,
	invitation: openObject({ type: looseText, status: looseText })
		.nullish()
		.catch({ type: null, status: null }),
});
export type PersonV1 = z.infer<typeof personV1Schema>;

const requestSchema = openObject({ id: looseId, type: looseText })
	.nullish()
	.catch({ id: null, type: null });

/** `specifics` of a v2 profile; older responses have LinkedIn's own fields one level deeper. */
const specificsSchema = z.preprocess(
	(given) => (isPlainObject(given) && isPlainObject(given.linkedin) ? given.linkedin : given),
	openObjectOrNull({
		network_distance: looseDistance,
		relation_request: requestSchema,
		relation_request_status: looseText,
		is_premium: looseBoolean,
		is_open_profile: looseBoolean,
		experience: z.unknown(),
	}),
);

/** v2: GET /{account}/users/{id} */
const personV2Schema = openObject({
	provider: looseText,
	id: looseId,
	public_identifier: looseText,
	specifics: specificsSchema,
});
export type PersonV2 = z.infer<typeof personV2Schema>;

/** v1: POST /users/invite. `usage` is the percentage of LinkedIn's limit that is used, present from 50 on. */
const inviteV1Schema = openObject({ invitation_id: idSchema, usage: looseNumber });
/** v2: POST /{account}/users/me/relation-requests; older responses had only `request_id`. */
const inviteV2Schema = openObject({
	id: looseId,
	request_id: looseId,
	user: z.object({ id: looseId }).nullish().catch(null),
});
/** Without an ID, the response does not prove that anything was sent. */
const hasId = ({ id, request_id: other }: z.output<typeof inviteV2Schema>) =>
	id !== null || other !== null;

/** v1: a row of GET /users/invite/sent and /received. `date` is text such as "2 weeks ago". */
const invitationV1Schema = openObject({
	id: looseId,
	parsed_datetime: looseText,
	invited_user_id: looseId,
	invited_user_public_id: looseText,
	invitation_text: looseText,
	inviter: openObjectOrNull({ inviter_id: looseId, inviter_public_identifier: looseText }),
	specifics: openObjectOrNull({ shared_secret: looseText }),
});
export type InvitationV1 = z.infer<typeof invitationV1Schema>;

/** v2: a person in a row of a list. */
export const userSchema = openObjectOrNull({
	id: looseId,
	public_identifier: looseText,
	profile_url: looseText,
});

/** v2: a row of GET /{account}/users/me/relation-requests */
const invitationV2Schema = openObject({
	id: looseId,
	type: looseText,
	user: userSchema,
	created_at: looseText,
});
export type InvitationV2 = z.infer<typeof invitationV2Schema>;

/** v1: a row of GET /users/relations. `member_id` is the ACoAA… ID. */
const relationV1Schema = openObject({
	created_at: looseNumber,
	public_identifier: looseText,
	public_profile_url: looseText,
	member_id: looseId,
	provider_id: looseId,
});
export type RelationV1 = z.infer<typeof relationV1Schema>;

/** v2: a row of GET /{account}/users/me/relations */
const relationV2Schema = openObject({ id: looseId, user: userSchema, created_at: looseText });
export type RelationV2 = z.infer<typeof relationV2Schema>;

export const v1Schemas = {
	account: accountV1Schema,
	accounts: listV1(accountV1Schema),
	person: personV1Schema,
	invite: inviteV1Schema,
	invitations: listV1(invitationV1Schema),
	relations: listV1(relationV1Schema),
};
export const v2Schemas = {
	account: accountV2Schema,
	accounts: z.object({ data: rowsOf(accountV2Schema), has_more: looseBoolean }),
	person: personV2Schema,
	invite: inviteV2Schema.refine(hasId, { path: ['id'] }),
	invitations: listV2(invitationV2Schema),
	relations: listV2(relationV2Schema),
};

/** The response to cancel, accept or decline has the action under `object`; no other field is used. */
export const doneSchema = openObject({ object: looseText });
/** v1 `url`, v2 `link`. */
export const linkSchema = openObject({ url: looseText, link: looseText });
/** The names of the fields with the remaining credits depend on generation and subscription. */
export const creditsSchema = openObject({ object: looseText });

/** The fields of either generation, for the editor's previews. */
export const previews = {
	account: accountV1Schema.merge(accountV2Schema).partial(),
	person: personV1Schema.omit({ invitation: true }).merge(personV2Schema).partial(),
	invite: inviteV1Schema.merge(inviteV2Schema).partial(),
	link: linkSchema.partial(),
};
export const relationPreview = relationV1Schema.merge(relationV2Schema).partial();

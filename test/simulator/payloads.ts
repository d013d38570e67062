import { createHash } from 'node:crypto';

/** SendPilot renamed its events; which names its server sends is not documented. */
export type Generation = 'old' | 'new';

const NAMES = {
	accepted: { old: 'connection.accepted', new: 'connection_request.accepted' },
	reply: { old: 'message.received', new: 'reply.received' },
} as const;

export interface SendPilotEnvelope {
	/** as a rule another one for another event, and the same for the same */
	eventId?: string;
	/** ISO 8601 */
	timestamp?: string;
	workspaceId?: string;
}

export interface SendPilotGiven extends SendPilotEnvelope {
	generation?: Generation;
	/** added to, or replacing, the documented fields; undefined removes one */
	data?: Record<string, unknown>;
}

const WHEN = '2024-02-24T10:30:00.000Z';
/** of the vendor's examples */
const LEAD = {
	leadId: 'lead_abc123',
	campaignId: 'camp_xyz789',
	linkedinUrl: 'https://www.linkedin.com/in/john-doe',
	senderId: 'sender_def456',
};

/** Any event of SendPilot's, in its documented envelope. */
export function sendPilotEvent(
	eventType: string,
	data: Record<string, unknown> = LEAD,
	{ eventId, timestamp = WHEN, workspaceId = 'ws_abc123xyz' }: SendPilotEnvelope = {},
) {
	const told = { eventType, timestamp, workspaceId, data };
	const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 9);
	return { eventId: eventId ?? `evt_${Date.parse(timestamp)}_${hash}`, ...told };
}

function ofLead(
	kind: keyof typeof NAMES,
	fields: Record<string, unknown>,
	{ generation = 'new', data = {}, ...envelope }: SendPilotGiven,
) {
	return sendPilotEvent(NAMES[kind][generation], { ...LEAD, ...fields, ...data }, envelope);
}

/** Vendor page *Connection Accepted*. */
export const sendPilotAccepted = (given: SendPilotGiven = {}) =>
	ofLead('accepted', { acceptedAt: given.timestamp ?? WHEN }, given);

/** Vendor pages *Message Received* (a preview of the text) and *Reply Received* (all of it). */
export function sendPilotReply(given: SendPilotGiven = {}) {
	const text = 'Thanks for reaching out! I would be interested in learning more about...';
	return ofLead(
		'reply',
		given.generation === 'old' ? { replyPreview: text } : { reply: text },
		given,
	);
}

/** Vendor page *Webhook events* of ConnectSafely; `data` beside, or instead of, its own. */
export const connectSafelyMessage = (data: Record<string, unknown> = {}) => ({
	event: 'message.received',
	object: 'event',
	data: {
		id: 'urn:li:messagingMessage:2-simulated',
		message_urn: 'urn:li:messagingMessage:2-simulated',
		account_id: '696ce9e780e0483585e4e553',
		provider: 'LINKEDIN',
		sender: {
			id: 'urn:li:fsd_profile:ACoAABJaneDoe1234567890abcdefghijklmnop',
			name: 'Jane Doe',
			profile_url: null,
			profile_picture: null,
		},
		body: 'Thanks for connecting!',
		timestamp: WHEN,
		conversation_id: 'urn:li:messagingThread:2-simulated',
		attachments: [],
		...data,
	},
});

export interface LinkupGiven {
	account_id?: string;
	account_name?: string;
	/** ISO 8601 */
	timestamp?: string;
	/** added to, or replacing, the event's own fields; undefined removes one */
	event?: Record<string, unknown>;
}

function linkupEvent(
	fields: Record<string, unknown>,
	{ account_id = 'acc_abc123', account_name = 'John Doe', timestamp = WHEN, event }: LinkupGiven,
) {
	return { account_id, account_name, event: { ...fields, ...event }, timestamp };
}

/** Vendor page *Webhook events*. Undocumented: what `sender_profile` holds; a URL here. */
export const linkupMessage = (given: LinkupGiven = {}) =>
	linkupEvent(
		{
			type: 'message',
			sender_name: 'Jane Doe',
			message_text: 'Thanks for connecting!',
			sender_profile: 'https://www.linkedin.com/in/jane-doe',
		},
		given,
	);

/** Undocumented: all of `event` but its type. */
export const linkupAccepted = (given: LinkupGiven = {}) =>
	linkupEvent(
		{
			type: 'accepted_invitation',
			name: 'Jane Doe',
			profile_url: 'https://www.linkedin.com/in/jane-doe',
		},
		given,
	);

/** Named on the vendor page *Signature Verification*. Undocumented: all but that it exists. */
export const linkupDisconnection = (given: LinkupGiven = {}) =>
	linkupEvent({ type: 'disconnection' }, given);

export interface UnipileGiven {
	account_id?: string;
	/** added to, or replacing, the event's own fields; undefined removes one */
	fields?: Record<string, unknown>;
}

const UNIPILE_ACCOUNTS = { v1: 'Yk08cDzzdsqs9_8ds', v2: 'acc_01h455vb4pex5vsknk084sn02q' };

/** The account's own. */
const UNIPILE_USER = 'ACoAABJohnDoe1234567890abcdefghijklmnop';
const UNIPILE_SENDER = {
	attendee_id: 'att_simulated',
	attendee_name: 'Jane Doe',
	attendee_provider_id: 'ACoAABJaneDoe1234567890abcdefghijklmnop',
	attendee_profile_url: 'https://www.linkedin.com/in/jane-doe',
};

/** Vendor page *Detecting accepted invitations* (v1). It has no ID. */
export const unipileRelationV1 = ({
	account_id = UNIPILE_ACCOUNTS.v1,
	fields,
}: UnipileGiven = {}) => ({
	event: 'new_relation',
	account_id,
	account_type: 'LINKEDIN',
	webhook_name: 'n8n',
	user_full_name: 'Jane Doe',
	user_provider_id: 'ACoAABJaneDoe1234567890abcdefghijklmnop',
	user_public_identifier: 'jane-doe',
	user_profile_url: 'https://www.linkedin.com/in/jane-doe',
	...fields,
});

/** Vendor page *New messages webhook* (v1). */
export const unipileMessageV1 = ({
	account_id = UNIPILE_ACCOUNTS.v1,
	fields,
}: UnipileGiven = {}) => ({
	event: 'message_received',
	account_id,
	account_type: 'LINKEDIN',
	account_info: { type: 'LINKEDIN', feature: 'classic', user_id: UNIPILE_USER },
	chat_id: 'chat_simulated',
	timestamp: WHEN,
	webhook_name: 'n8n',
	message_id: 'msg_simulated',
	message: 'Thanks for connecting!',
	sender: UNIPILE_SENDER,
	attendees: [UNIPILE_SENDER],
	attachments: [],
	...fields,
});

/** Vendor page *Account lifecycle* (v1): OK, CREDENTIALS, STOPPED, …. It has neither ID nor time. */
export const unipileStatusV1 = (
	message: string,
	{ account_id = UNIPILE_ACCOUNTS.v1, fields }: UnipileGiven = {},
) => ({ AccountStatus: { account_id, account_type: 'LINKEDIN', message, ...fields } });

/** An event of v2, in its envelope; `fields` are its payload's. */
export function unipileEventV2(
	type: string,
	{ account_id = UNIPILE_ACCOUNTS.v2, fields }: UnipileGiven = {},
) {
	const told = { type, created_at: WHEN, account_id, payload: { ...fields } };
	const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 26);
	return {
		id: `evt_${hash}`,
		...told,
		account_provider: 'linkedin',
		account_name: 'John Doe',
		application_id: 'app_simulated',
		application_production: true,
	};
}

/** Vendor page *Event types* (v2). */
export const unipileRelationV2 = ({ fields, ...given }: UnipileGiven = {}) =>
	unipileEventV2('relation.new', {
		...given,
		fields: {
			id: 'rel_simulated',
			user: {
				id: 'ACoAABJaneDoe1234567890abcdefghijklmnop',
				display_name: 'Jane Doe',
				public_identifier: 'jane-doe',
				profile_url: 'https://www.linkedin.com/in/jane-doe',
			},
			...fields,
		},
	});

/** Undocumented for LinkedIn: the payload is a message of v2's, as its migration page suggests. */
export const unipileMessageV2 = ({ fields, ...given }: UnipileGiven = {}) =>
	unipileEventV2('message.new', {
		...given,
		fields: {
			id: 'msg_simulated',
			text: 'Thanks for connecting!',
			chat_id: 'chat_simulated',
			timestamp: WHEN,
			is_sender: false,
			is_event: false,
			sender_id: UNIPILE_SENDER.attendee_provider_id,
			sender: {
				id: UNIPILE_SENDER.attendee_provider_id,
				display_name: 'Jane Doe',
				public_identifier: 'jane-doe',
				profile_url: UNIPILE_SENDER.attendee_profile_url,
			},
			...fields,
		},
	});

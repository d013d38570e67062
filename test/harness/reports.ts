import type { IDataObject } from 'n8n-workflow';

/** By operation: the report in which all is well or nothing is known. */
const USUAL = {
	getAccountStatus: {
		outcome: 'available',
		canSend: true,
		name: null,
		publicIdentifier: null,
		providerStatus: null,
		enabled: null,
		hasTokens: null,
		lastUsedAt: null,
		plan: null,
	},
	getConnectionStatus: {
		outcome: 'not_connected',
		isConnected: false,
		degree: null,
		networkDistance: null,
		invitationState: 'none',
	},
	getInvitationStatus: {
		outcome: 'none',
		invitationId: null,
		isConnected: false,
		degree: null,
		message: null,
	},
	getProfile: {
		outcome: 'found',
		name: null,
		firstName: null,
		lastName: null,
		headline: null,
		summary: null,
		location: null,
		company: null,
		position: null,
		isConnected: null,
		degree: null,
		networkDistance: null,
		invitationState: 'unknown',
		isPremium: null,
		isOpenProfile: null,
		pictureUrl: null,
	},
	getConversation: {
		outcome: 'none',
		conversationId: null,
		replied: false,
		awaitingReply: false,
		lastMessageAt: null,
		messages: [],
	},
	sendConnection: {
		outcome: 'sent',
		invited: true,
		noteSent: true,
		requestId: null,
		invitationId: null,
		sentAt: null,
		message: null,
	},
	sendMessage: {
		outcome: 'sent',
		messaged: true,
		messageId: null,
		conversationId: null,
		sentAt: null,
		message: null,
	},
	withdrawInvitation: { outcome: 'withdrawn', invitationId: null, message: null },
};
export type Reported = keyof typeof USUAL;

/** A complete report of an operation, usual but for the given fields. */
export const reportOf = (operation: Reported, fields: object = {}): IDataObject => ({
	...USUAL[operation],
	...fields,
});

/** The fields of two who are connected. */
export const CONNECTED = {
	outcome: 'connected',
	isConnected: true,
	degree: 1,
	networkDistance: 'FIRST_DEGREE',
};

/** A complete `rateLimit` of which nothing is known but the given fields. */
export const rateLimitOf = (fields: object): IDataObject => ({
	action: null,
	scope: 'unknown',
	limit: null,
	used: null,
	remaining: null,
	resetAt: null,
	holdUntil: null,
	retryAfterSeconds: null,
	attempted: true,
	...fields,
});

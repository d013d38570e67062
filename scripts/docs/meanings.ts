/** What the fields of the one vocabulary mean; a field that is missing here ends `npm run docs`. */
export const MEANINGS: Readonly<Record<string, string>> = {
	provider: 'The provider that was asked.',
	operation: 'The operation, as the parameter has it.',
	outcome: 'What came of it.',
	accountId: 'The account that the provider says it used, else the one that was asked for.',
	profile:
		'The person: `publicIdentifier`, `url`, `urn`, each text or null. Null where there is none.',
	remaining:
		'How many the provider says are left of what the call used up; null where it does not say.',
	rateLimit:
		'With *Include Rate Limit*: what the provider said of its limits; null where it said nothing.',
	canSend: 'Whether the account can send invitations now; null where the provider does not tell.',
	name: "The account's name.",
	publicIdentifier: "The account's own public identifier.",
	providerStatus: "The provider's own word for the account's state.",
	enabled: 'Whether the account is switched on at the provider.',
	hasTokens: 'Whether the provider holds a LinkedIn session for the account.',
	lastUsedAt: 'ISO 8601 UTC. With LinkupAPI: when the account was changed last.',
	plan: "The account's LinkedIn plan, in the provider's fields.",
	isConnected: 'Whether the two are connected; null where the provider does not tell.',
	degree: 'The degree of the connection.',
	networkDistance: 'The same in words.',
	invitationState: 'Whether an invitation is pending, and whose. `unknown` with Seleqt.',
	prospectId: "Seleqt's number of the prospect. A text where it is longer than a number holds.",
	credits: 'What the call cost, where LinkupAPI v2 says so.',
	invitationId: 'Digit for digit: never a rounded number.',
	message: "The provider's sentence, or this node's own.",
	invited: 'True: an invitation went out for this item. False: none did. Null: not known.',
	noteSent: 'Whether the note went along; null where that is not known.',
	requestId: "SendPilot's number of the request.",
	sentAt: 'ISO 8601 UTC: as the provider says, else the moment of its answer.',
};

export const RATE_LIMIT_MEANINGS: Readonly<Record<string, string>> = {
	provider: 'The provider.',
	operation: "The operation: `sendConnection`, or `invitation.send` in a provider's own node.",
	accountId: 'The account it holds for; null for the default account.',
	action: "The provider's name for what is limited, such as `connect`; null where it gives none.",
	scope: 'Which limit it is.',
	limit: 'How many there are in all.',
	used: 'How many are used.',
	remaining: 'How many remain.',
	resetAt: 'When the count starts again, ISO 8601 UTC.',
	holdUntil: 'Until when the provider blocks the account for going over the limit, ISO 8601 UTC.',
	retryAfterSeconds: "The provider's Retry-After, counted from now.",
	retryAt: 'The moment to try again, ISO 8601 UTC. Never null, never in the past.',
	attempted: 'False: the item was held back without calling the provider.',
	httpStatus: 'What was answered, as a rule 429; null where nothing was called.',
	message: "The provider's sentence, or this node's own.",
	continueFrom: 'Of a list that a limit broke off: where the rest begins. Leave it as it is.',
};

/** What the nodes add to a provider's own fields. */
export const ADDED: Readonly<Record<string, string>> = {
	outcome: 'What came of it.',
	invited: 'Whether an invitation went out for this item; null where that is not known.',
	noteSent: 'Whether the note went with it; null where that is not known.',
	remaining: 'How many invitations the provider says are left; null where it does not say.',
	rateLimit: 'With *Include Rate Limit*: what the provider said of its limits, or null.',
	connectedOn: 'The day (YYYY-MM-DD), where the provider tells one.',
	sentAtApproximate: 'ISO 8601, as near as "2 days ago" tells.',
	receivedAtApproximate: 'ISO 8601, as near as "2 days ago" tells.',
	sent_time_approximate: 'ISO 8601, as near as "2 days ago" tells.',
};

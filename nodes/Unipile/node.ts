import { z } from 'zod';
import { InvalidInput } from '../outreach/base/errors';
import { toDataObject } from '../outreach/base/objects';
import { HOUR_MS, toIso } from '../outreach/base/time';
import { changeOutput, sendOutput } from '../outreach/node/provider-node';
import { directionParameter as direction } from '../outreach/node/shared-parameters';
import { failedWith } from '../outreach/operations/result';
import { sendMessage } from '../outreach/operations/send-message';
import type { FieldParameter } from '../outreach/provider/provider';
import { providerNode } from '../outreach/provider/node-operations';
import type { UnipileApi } from './api';
import { simpleInvitation, simpleInvitationSchema } from './lists';
import {
	sentSchema,
	simpleChat,
	simpleChatSchema,
	simpleMessage,
	simpleMessageSchema,
} from './messages';
import {
	ACCOUNTS_LIMIT,
	answerInvitation,
	CHATS_LIMIT,
	messagesWith,
	PROFILE_LIMIT,
	sendConnectionViaUnipile,
	sendMessageViaUnipile,
	withdrawInvitationViaUnipile,
} from './operations';
import { creditsSchema, doneSchema, previews, relationPreview } from './responses';

const sharedSecret: FieldParameter = {
	displayName: 'Shared Secret',
	name: 'sharedSecret',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		"The invitation's 'shared_secret', as Get Many returns it (API version v1 only). Together with 'Invitation ID', it saves a lookup of the invitation.",
};

const expiresInHours: FieldParameter = {
	displayName: 'Expires In (Hours)',
	name: 'expiresInHours',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 720 },
	default: 24,
	description: 'How long the link is valid',
};

const redirectUrl: FieldParameter = {
	displayName: 'Redirect URL',
	name: 'redirectUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/connected',
	description: "Where to send the account's owner after login. Required for API version v2.",
};

const hoursSchema = z.coerce.number().min(1).max(720);

function hoursOf(given = ''): number {
	const hours = hoursSchema.safeParse(given === '' ? 24 : given);
	if (hours.success) return hours.data;
	throw new InvalidInput(
		"The parameter 'Expires In (Hours)' is not a number from 1 to 720",
		"Correct 'Expires In (Hours)'.",
	);
}

const WITHOUT_REDIRECT = failedWith({
	source: 'workflow',
	message:
		"Unipile v2 needs to know where to send the account's owner, but 'Redirect URL' is empty",
	description: "Enter an address under 'Redirect URL'.",
});

const account = { person: 'none', account: 'required' } as const;
const person = { person: 'profile', account: 'required' } as const;
const invitation = { person: 'profileOrInvitation', account: 'required' } as const;

/** The operations of the Unipile node, for v1 or v2 depending on the credential. */
export const unipileNode = providerNode<UnipileApi>({
	operations: [
		{
			resource: 'account',
			operation: 'get',
			description: 'Check whether an account is connected',
			inputs: account,
			limit: ACCOUNTS_LIMIT,
			output: previews.account,
			run: {
				kind: 'read',
				call: async (api, { accountId }) => await api.account(accountId ?? ''),
			},
		},
		{
			resource: 'account',
			operation: 'getInmailCredits',
			name: 'Get InMail Credits',
			action: 'Get inmail credits',
			description: 'See how many InMail messages an account can still send',
			inputs: account,
			limit: 'inmail_credits',
			output: creditsSchema,
			run: {
				kind: 'read',
				call: async ({ ask, endpoints }, { accountId }) =>
					await ask(endpoints.inmailCredits(accountId ?? '')),
			},
		},
		{
			resource: 'account',
			operation: 'getMany',
			description: 'List the LinkedIn accounts of the API key',
			inputs: { person: 'none', account: 'none' },
			limit: ACCOUNTS_LIMIT,
			output: previews.account,
			run: { kind: 'list', page: async ({ accountPage }, _input, at) => await accountPage(at) },
		},
		{
			resource: 'account',
			operation: 'getReconnectLink',
			action: 'Get reconnect link',
			description: "Get a link to a page where the account's owner can reconnect it to Unipile",
			inputs: account,
			fields: [expiresInHours, redirectUrl],
			check: ({ fields }) => {
				hoursOf(fields.expiresInHours);
			},
			limit: 'reconnect_link',
			output: previews.link,
			run: {
				kind: 'read',
				call: async ({ ask, endpoints, credential }, { accountId, fields }) => {
					const expiresAt = toIso(Date.now() + hoursOf(fields.expiresInHours) * HOUR_MS);
					const redirect = fields.redirectUrl ?? '';
					if (credential.apiVersion === 'v2' && redirect === '') return WITHOUT_REDIRECT;
					return await ask(
						endpoints.reconnectLink(accountId ?? '', { expiresAt, redirectUrl: redirect }),
					);
				},
			},
		},
		{
			resource: 'chat',
			operation: 'getMany',
			description: 'List the conversations of an account, the newest first',
			inputs: account,
			limit: CHATS_LIMIT,
			output: simpleChatSchema,
			run: {
				kind: 'list',
				page: async ({ ask, conversations }, { accountId }, at) =>
					await ask(conversations.conversations({ accountId, at })),
				simplify: simpleChat,
			},
		},
		{
			resource: 'invitation',
			operation: 'accept',
			description: 'Accept a received invitation',
			inputs: invitation,
			fields: [sharedSecret],
			limit: 'answer_invitation',
			output: changeOutput(doneSchema, ['accepted', 'not_pending']),
			run: { kind: 'write', call: answerInvitation('accept') },
		},
		{
			resource: 'invitation',
			operation: 'cancel',
			output: changeOutput(doneSchema),
			run: withdrawInvitationViaUnipile,
		},
		{
			resource: 'invitation',
			operation: 'decline',
			description: 'Decline a received invitation',
			inputs: invitation,
			fields: [sharedSecret],
			limit: 'answer_invitation',
			output: changeOutput(doneSchema, ['declined', 'not_pending']),
			run: { kind: 'write', call: answerInvitation('decline') },
		},
		{
			resource: 'invitation',
			operation: 'getMany',
			description: 'List the pending invitations that an account sent or received',
			inputs: account,
			fields: [direction],
			limit: 'invitations',
			output: simpleInvitationSchema,
			run: {
				kind: 'list',
				page: async ({ ask, endpoints }, { accountId, fields }, at, size) => {
					const list = fields.direction === 'received' ? 'received' : 'sent';
					const request = { accountId: accountId ?? '', at, size };
					return await ask(endpoints.invitations(list, request));
				},
				simplify: simpleInvitation,
			},
		},
		{
			resource: 'invitation',
			operation: 'send',
			output: sendOutput(previews.invite),
			run: sendConnectionViaUnipile,
		},
		{
			resource: 'message',
			operation: 'getMany',
			description: 'List the messages of an account and a person, the newest first',
			inputs: person,
			limit: CHATS_LIMIT,
			output: simpleMessageSchema,
			run: {
				kind: 'list',
				page: messagesWith,
				simplify: simpleMessage,
			},
		},
		{
			resource: 'message',
			operation: 'send',
			output: sendOutput(sentSchema, sendMessage),
			run: sendMessageViaUnipile,
		},
		{
			resource: 'profile',
			operation: 'get',
			description:
				"Get a person's profile and their relation to the account; LinkedIn counts it as a visit",
			inputs: person,
			limit: PROFILE_LIMIT,
			output: previews.person,
			run: { kind: 'read', call: async (api, input) => await api.person(input) },
		},
		{
			resource: 'relation',
			operation: 'getMany',
			description: "List an account's connections",
			inputs: account,
			limit: 'relations',
			output: relationPreview,
			run: {
				kind: 'list',
				page: async ({ ask, endpoints }, { accountId }, at, size) =>
					await ask(endpoints.relations({ accountId: accountId ?? '', at, size })),
			},
		},
	],
	fieldsOf: toDataObject,
});

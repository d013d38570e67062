import { toDataObject } from '../outreach/objects';
import { sendOutput, type ProviderNode } from '../outreach/provider-node';
import { sendPilot, type SendPilotSession } from './provider';
import { connectSchema, senderSchema } from './responses';

/** What the SendPilot node offers. */
export const sendPilotNode: ProviderNode<SendPilotSession> = {
	provider: sendPilot,
	resources: [
		{ name: 'Invitation', value: 'invitation' },
		{ name: 'Sender', value: 'sender' },
	],
	account: {
		fromList: true,
		description: 'The sender to use',
		placeholder: 'e.g. sender_abc123',
	},
	operations: [
		{
			resource: 'invitation',
			operation: 'send',
			name: 'Send',
			action: 'Send invitation',
			description: 'Invite a person to connect, at most once',
			needs: { person: 'profile', account: 'required', note: true },
			limitName: sendPilot.limitName('sendConnection'),
			output: sendOutput(connectSchema),
			run: { effect: 'send' },
		},
		{
			resource: 'sender',
			operation: 'get',
			name: 'Get',
			action: 'Get sender',
			description: 'Check whether a sender is active, disconnected or rate limited',
			needs: { person: 'none', account: 'required' },
			limitName: sendPilot.limitName('getAccountStatus'),
			output: senderSchema,
			run: {
				effect: 'read',
				call: async (session, input) => await session.getAccountStatus(input),
			},
		},
	],
	fieldsOf: toDataObject,
};

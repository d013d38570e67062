import { byId, noLimit, type MinuteLimit } from '../world-parts';

export interface SendPilotSender {
	id: string;
	name: string;
	linkedinUrl: string;
	status: string;
	/** without it LinkedIn ignores the note */
	premium: boolean;
	dailyLimit: number;
	/** invitations since 00:00 UTC; goes back to 0 by itself */
	used: number;
	/** ms epoch of the day `used` counts from; null: the present one */
	day: number | null;
}

export interface SendPilotLead {
	id: string;
	linkedinUrl: string;
	/** PENDING, CONNECTION_SENT, CONNECTION_ACCEPTED, … */
	status: string;
	firstName: string;
	lastName: string;
	title: string;
	company: string;
	campaignId: string;
	createdAt: string;
	updatedAt: string;
}

export interface SendPilotWorld {
	apiKey: string;
	/** valid, but may only do what `limitedScopes` says */
	limitedApiKey: string;
	limitedScopes: Set<string>;
	senders: Map<string, SendPilotSender>;
	credits: number;
	requestSequence: number;
	leads: SendPilotLead[];
	minute: MinuteLimit;
}

export function sendPilotSender(input: Partial<SendPilotSender> & { id: string }): SendPilotSender {
	return {
		name: 'John Doe',
		linkedinUrl: 'https://www.linkedin.com/in/john-doe-sender',
		status: 'active',
		premium: true,
		dailyLimit: 25,
		used: 0,
		day: null,
		...input,
	};
}

function sendPilotLead(input: Partial<SendPilotLead> & { id: string }): SendPilotLead {
	return {
		linkedinUrl: 'https://www.linkedin.com/in/john-doe',
		status: 'PENDING',
		firstName: 'John',
		lastName: 'Doe',
		title: 'VP of Engineering',
		company: 'TechCorp',
		campaignId: 'camp_1',
		createdAt: '2024-01-10T10:00:00.000Z',
		updatedAt: '2024-01-12T15:30:00.000Z',
		...input,
	};
}

export const defaultSendPilot = (): SendPilotWorld => ({
	apiKey: 'sendpilot-simulator-key',
	limitedApiKey: 'sendpilot-simulator-limited-key',
	limitedScopes: new Set(['inbox:write']),
	senders: byId([
		sendPilotSender({ id: 'sender_abc123' }),
		sendPilotSender({ id: 'sender_free', name: 'Ada Doe', premium: false }),
		sendPilotSender({ id: 'sender_disconnected', name: 'Dan Doe', status: 'disconnected' }),
		sendPilotSender({ id: 'sender_limited', name: 'Rae Doe', status: 'rate_limited' }),
	]),
	credits: 1000,
	requestSequence: 0,
	leads: [
		sendPilotLead({ id: 'lead_1' }),
		sendPilotLead({
			id: 'lead_2',
			linkedinUrl: 'https://www.linkedin.com/in/peter-pending',
			status: 'CONNECTION_SENT',
			firstName: 'Peter',
			lastName: 'Pending',
		}),
		sendPilotLead({
			id: 'lead_3',
			linkedinUrl: 'https://www.linkedin.com/in/connie-connected',
			status: 'CONNECTION_ACCEPTED',
			firstName: 'Connie',
			lastName: 'Connected',
		}),
	],
	minute: noLimit(),
});

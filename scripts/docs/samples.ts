import type { IDataObject } from 'n8n-workflow';
import type { ProviderId } from '../../nodes/outreach/base/vocabulary';
import type { Simulator } from '../../test/simulator/simulator';
import type { SampleRun } from './run';

/** A resource locator's value, by id. */
export const byId = (value: string): IDataObject => ({ __rl: true, mode: 'id', value });

/** An account of each provider, as the simulated providers have it. */
export const ACCOUNTS: Readonly<Record<ProviderId, string>> = {
	connectSafely: 'acc_12345',
	linkupApi: 'acc_abc123',
	seleqt: '7',
	sendPilot: 'sender_abc123',
};

const of = (provider: ProviderId) => ({ accountId: byId(ACCOUNTS[provider]) });

/** The providers of the comparison, with LinkupAPI's two generations apart. */
export const COMPARED = [
	['ConnectSafely', 'connectSafely', 'v2'],
	['LinkupAPI v1', 'linkupApi', 'v1'],
	['LinkupAPI v2', 'linkupApi', 'v2'],
	['Seleqt', 'seleqt', 'v2'],
	['SendPilot', 'sendPilot', 'v2'],
] as const;

/** What LinkedIn Outreach is asked in the samples, the same of every provider. */
const UNIFIED_SAMPLES: Readonly<Record<string, IDataObject>> = {
	getAccountStatus: {},
	getConnectionStatus: { profile: 'https://www.linkedin.com/in/peter-pending', prospectId: '102' },
	getInvitationStatus: { profile: 'https://www.linkedin.com/in/peter-pending' },
	sendConnection: { profile: 'https://www.linkedin.com/in/nora-none', note: 'Hello Nora' },
	withdrawInvitation: { profile: 'https://www.linkedin.com/in/peter-pending' },
};

export function unifiedRun(
	operation: string,
	provider: ProviderId,
	version: 'v1' | 'v2',
	more: Partial<SampleRun> = {},
): SampleRun {
	const parameters = { provider, operation, ...of(provider), ...UNIFIED_SAMPLES[operation] };
	return { node: 'linkedInOutreach', version, parameters, ...more };
}

const PETER = { profile: 'https://www.linkedin.com/in/peter-pending' };
const RITA = { profile: 'https://www.linkedin.com/in/rita-received' };
const NORA = { profile: 'https://www.linkedin.com/in/nora-none', note: 'Hello Nora' };

/** What each operation of a provider's node is asked in its sample, by `resource.operation`. */
export const PROVIDER_SAMPLES: Readonly<Record<ProviderId, Readonly<Record<string, IDataObject>>>> =
	{
		connectSafely: {
			'account.getStatus': of('connectSafely'),
			'account.getMany': { limit: 1 },
			'account.getQuota': of('connectSafely'),
			'connection.getMany': of('connectSafely'),
			'invitation.send': { ...of('connectSafely'), ...NORA },
			'invitation.getMany': of('connectSafely'),
			'invitation.respond': { ...of('connectSafely'), ...RITA },
			'invitation.withdraw': { ...of('connectSafely'), ...PETER },
			'relationship.get': { ...of('connectSafely'), ...PETER },
		},
		linkupApi: {
			'account.get': of('linkupApi'),
			'account.getMany': {},
			'connection.getMany': of('linkupApi'),
			'invitation.accept': { ...of('linkupApi'), ...RITA },
			'invitation.getMany': of('linkupApi'),
			'invitation.getStatus': { ...of('linkupApi'), ...PETER },
			'invitation.send': { ...of('linkupApi'), ...NORA },
			'invitation.withdraw': { ...of('linkupApi'), ...PETER },
		},
		seleqt: {
			'campaign.getMany': {},
			'leadList.addLeads': { leadListId: '1', leadIds: '103, 104' },
			'leadList.getMany': {},
			'prospect.getConnectionStatus': { ...of('seleqt'), prospectId: '101' },
		},
		sendPilot: {
			'account.get': {},
			'account.getCredits': {},
			'invitation.send': { ...of('sendPilot'), ...NORA },
			'lead.getMany': {},
			'sender.get': of('sendPilot'),
			'sender.getMany': {},
			'sender.getQuotas': of('sendPilot'),
		},
	};

/** Lets a provider be at its limit, each in its documented way. */
export const AT_THE_LIMIT: Readonly<Record<ProviderId, (simulator: Simulator) => void>> = {
	connectSafely: ({ world: { connectSafely } }) => {
		for (const account of connectSafely.accounts.values()) account.used = 90;
	},
	linkupApi: ({ world: { linkupApi } }) => {
		linkupApi.minute.perMinute = 0;
	},
	seleqt: ({ world: { seleqt } }) => {
		seleqt.minute.perMinute = 0;
	},
	sendPilot: ({ world: { sendPilot } }) => {
		for (const sender of sendPilot.senders.values()) sender.used = sender.dailyLimit;
	},
};

/** What of a provider's own node shows its limit. */
export const LIMITED_SAMPLES: Readonly<Record<ProviderId, string>> = {
	connectSafely: 'invitation.send',
	linkupApi: 'invitation.send',
	seleqt: 'prospect.getConnectionStatus',
	sendPilot: 'invitation.send',
};

import { People, type Relation, type Relationship } from './people';
import { defaultUnipile } from './unipile-world';
import type {
	ConnectSafelyAccount,
	LinkupAccount,
	MinuteLimit,
	SendPilotLead,
	SendPilotSender,
	World,
} from './world';

const off = (): MinuteLimit => ({ perMinute: null, startedAt: 0, count: 0 });

export function connectSafelyAccount(
	input: Partial<ConnectSafelyAccount> & { id: string },
): ConnectSafelyAccount {
	return {
		firstName: 'John',
		lastName: 'Doe',
		publicId: 'john-doe-123',
		picture: null,
		platform: 'ConnectSafely',
		status: 'AVAILABLE',
		enabled: true,
		lastUsed: '2026-02-01T08:00:00.000Z',
		hasTokens: true,
		apiSeatAllocated: true,
		linkedinPlan: {
			premiumType: 'NON_PREMIUM',
			isPremium: false,
			hasSalesNavigator: false,
			hasRecruiter: false,
			hasAwayMessages: false,
			hasAdvertiseBadge: false,
			hasHiringManager: false,
		},
		used: 0,
		week: null,
		holdUntil: null,
		...input,
	};
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

export function sendPilotLead(input: Partial<SendPilotLead> & { id: string }): SendPilotLead {
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

export function linkupAccount(
	input: Partial<LinkupAccount> & { account_id: string },
): LinkupAccount {
	return {
		platform: 'linkedin',
		account_name: 'John Doe',
		is_active: true,
		status: 'active',
		country: 'FR',
		created_at: '2026-01-10T09:00:00.000Z',
		updated_at: '2026-02-20T09:00:00.000Z',
		...input,
	};
}

const seleqtCampaign = (id: number, name: string, status: string, prospects: number) => ({
	id,
	name,
	status,
	workspace_id: 1,
	timezone: 'UTC',
	language: 'en',
	created_at: '2026-01-10T09:00:00Z',
	updated_at: '2026-02-20T09:00:00Z',
	prospect_count: prospects,
});

const byId = <T extends { id: K }, K>(rows: T[]) => new Map(rows.map((row) => [row.id, row]));

const one = (
	publicIdentifier: string,
	prospectId: number,
	relation: Relation,
	degree: Relationship['degree'],
	invitationId: string | null = null,
) => ({ publicIdentifier, prospectId, relations: { '*': { relation, degree, invitationId } } });

/** People of the vendors' examples, and one for each relation; `reset` starts from here again. */
export function defaultWorld(): World {
	return {
		people: People.of(
			{
				publicIdentifier: 'john-doe-123',
				urnId: 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
				relations: { '*': { relation: 'none', degree: 2, invitationId: null } },
			},
			{ publicIdentifier: 'john-doe' },
			one('connie-connected', 101, 'connected', 1),
			one('peter-pending', 102, 'pending_sent', 2, '7310081824666365952'),
			one('rita-received', 103, 'pending_received', 2, '7310081824666367777'),
			{ publicIdentifier: 'nora-none', prospectId: 104 },
			one('otto-outside', 105, 'none', null),
			one('josé-garcía', 106, 'none', 2),
		),
		invitations: [],
		messages: [],
		invitationSequence: 0,
		receivedSequence: 0,
		listOrder: 'newest',
		readings: new Map(),
		connectSafely: {
			apiKey: 'cs-simulator-key',
			accounts: byId([
				connectSafelyAccount({
					id: '696ce9e780e0483585e4e553',
					lastUsed: '2026-02-24T04:53:13.750Z',
				}),
				connectSafelyAccount({ id: 'acc_12345', firstName: 'Ada', publicId: 'ada-doe' }),
				connectSafelyAccount({ id: 'acc_busy', firstName: 'Ben', status: 'IN_USE' }),
				connectSafelyAccount({
					id: 'acc_error',
					firstName: 'Eve',
					status: 'ERROR',
					hasTokens: false,
				}),
				connectSafelyAccount({ id: 'acc_warmup', firstName: 'Will', status: 'WARMUP' }),
				connectSafelyAccount({ id: 'acc_disabled', firstName: 'Dan', enabled: false }),
			]),
			weeklyLimit: 90,
			holdHours: 24,
			minute: off(),
		},
		linkupApi: {
			apiKey: 'linkup-simulator-key',
			loginToken: 'linkup-simulator-login-token',
			v1AccountId: 'v1-session',
			credits: null,
			accounts: new Map(
				[
					linkupAccount({ account_id: 'acc_abc123' }),
					linkupAccount({ account_id: 'acc_def456', account_name: 'Ada Doe', country: 'US' }),
					linkupAccount({ account_id: 'acc_inactive', is_active: false, status: 'disconnected' }),
				].map((account) => [account.account_id, account]),
			),
			webhooks: new Map(),
			webhookSequence: 0,
			minute: off(),
		},
		sendPilot: {
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
			minute: off(),
		},
		seleqt: {
			apiKey: 'seleqt.simulator-secret',
			accounts: byId([
				{ id: 6, status: 'CREDENTIALS' },
				{ id: 7, status: 'OK' },
				{ id: 8, status: 'RECONNECTED' },
			]),
			strangersFrom: 1_000_000,
			campaigns: [
				seleqtCampaign(1, 'Spring outreach', 'active', 8),
				seleqtCampaign(2, 'Autumn outreach', 'paused', 0),
			],
			leadLists: [
				{ id: 1, name: 'Prospects', search_type: 'PEOPLE' },
				{ id: 2, name: 'Companies', search_type: 'COMPANY' },
			],
			campaignMembers: new Map(),
			leadListMembers: new Map([
				[1, new Set([101, 102])],
				[2, new Set([501])],
			]),
			minute: off(),
		},
		unipile: defaultUnipile(),
	};
}

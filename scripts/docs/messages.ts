import type { IDataObject } from 'n8n-workflow';
import type { ProviderId } from '../../nodes/outreach/base/vocabulary';
import connectSafelyErrors from '../../test/fixtures/ConnectSafely/errors.json';
import linkupApiErrors from '../../test/fixtures/LinkupApi/errors.json';
import seleqtErrors from '../../test/fixtures/Seleqt/errors.json';
import sendPilotErrors from '../../test/fixtures/SendPilot/errors.json';
import type { Simulator } from '../../test/simulator/simulator';
import type { SampleRun } from './run';
import { ACCOUNTS, AT_THE_LIMIT, byId, PROVIDER_SAMPLES } from './samples';

/** What a person may meet, and the run that meets it. */
export type Situations = Readonly<Record<string, SampleRun>>;

const answering =
	(provider: ProviderId, status: number, body: unknown) =>
	(simulator: Simulator): void =>
		simulator.fault({ provider, kind: 'status', status, body });

const sending = (more: IDataObject, provider: ProviderId = 'connectSafely') => ({
	node: 'linkedInOutreach' as const,
	parameters: {
		provider,
		operation: 'sendConnection',
		profile: 'nora-none',
		accountId: byId(ACCOUNTS[provider]),
		...more,
	},
});

function own(provider: ProviderId, id: string, more: Partial<SampleRun> = {}): SampleRun {
	const [resource, operation] = id.split('.');
	const parameters = { resource, operation, ...PROVIDER_SAMPLES[provider][id], ...more.parameters };
	return { ...more, node: provider, parameters };
}

const COMMON: Situations = {
	'*Profile* is a company page': sending({ profile: 'https://www.linkedin.com/company/n8n' }),
	"*Profile* is somebody's name": sending({ profile: 'Jane Doe' }),
	'*Profile* is empty': sending({ profile: '' }),
	'*Account* is empty where it is needed': sending({ accountId: byId('') }, 'sendPilot'),
	'The note is too long': sending({ note: 'x'.repeat(301) }),
	'An expression asks for what the provider lacks': {
		node: 'linkedInOutreach',
		parameters: { provider: 'seleqt', operation: 'sendConnection', prospectId: '101' },
	},
	'LinkupAPI v1 is asked for an account': {
		node: 'linkedInOutreach',
		version: 'v1',
		parameters: { provider: 'linkupApi', operation: 'getAccountStatus' },
	},
	'A withdrawal names nobody': sending({ operation: 'withdrawInvitation', profile: '' }),
	'An option has a value of another kind': sending({ options: { dailyCap: -1 } }),
	'The loop has no Wait node': { ...sending({}), loop: true, prepare: AT_THE_LIMIT.connectSafely },
	'The provider broke down': {
		...sending({ operation: 'getConnectionStatus' }),
		prepare: answering('connectSafely', 500, connectSafelyErrors.internal),
	},
	'The answer is no JSON': {
		...sending({ operation: 'getConnectionStatus' }),
		prepare: (simulator) => simulator.fault({ provider: 'connectSafely', kind: 'not-json' }),
	},
	'The provider redirects': {
		...sending({ operation: 'getConnectionStatus' }),
		prepare: (simulator) =>
			simulator.fault({
				provider: 'connectSafely',
				kind: 'redirect',
				location: 'https://elsewhere.example.com/',
			}),
	},
	'The answer lacks what is needed': {
		...sending({ operation: 'getConnectionStatus' }),
		prepare: (simulator) =>
			simulator.fault({ provider: 'connectSafely', kind: 'missing-field', field: 'connected' }),
	},
};

const CONNECT_SAFELY: Situations = {
	'The key is wrong': own('connectSafely', 'account.getStatus', { wrongKey: true }),
	'The trial or the subscription is over': own('connectSafely', 'relationship.get', {
		prepare: answering('connectSafely', 403, connectSafelyErrors.noSubscription),
	}),
	'The account does not exist': own('connectSafely', 'account.getStatus', {
		parameters: { accountId: byId('acc_nobody') },
	}),
	'The person does not exist': own('connectSafely', 'relationship.get', {
		parameters: { profile: 'invalid-profile-id' },
	}),
};

const linkupAnswer = (status: number, body: unknown, version: 'v1' | 'v2' = 'v2') =>
	own('linkupApi', 'invitation.getStatus', {
		version,
		prepare: answering('linkupApi', status, body),
	});

const LINKUP_API: Situations = {
	'The key is wrong': own('linkupApi', 'invitation.getStatus', { wrongKey: true }),
	'The Login Token has expired (v1)': linkupAnswer(200, linkupApiErrors.v1Cookie, 'v1'),
	'The account does not exist (v2)': linkupAnswer(404, linkupApiErrors.invalidAccount),
	'The account is logged out (v2)': linkupAnswer(403, linkupApiErrors.accountInactive),
	'The credits are used up': linkupAnswer(402, linkupApiErrors.insufficientCredits),
	'A parameter is not accepted (v2)': linkupAnswer(400, linkupApiErrors.invalidParams),
	'*Account* is empty (v2)': own('linkupApi', 'invitation.getStatus', {
		parameters: { accountId: byId('') },
	}),
	'Accounts are asked for with v1': own('linkupApi', 'account.getMany', { version: 'v1' }),
};

const seleqtAnswer = (status: number, body: unknown) =>
	own('seleqt', 'prospect.getConnectionStatus', { prepare: answering('seleqt', status, body) });

const SELEQT: Situations = {
	'The key is wrong': own('seleqt', 'prospect.getConnectionStatus', { wrongKey: true }),
	'The prospect has no LinkedIn address': seleqtAnswer(400, seleqtErrors.noProfileUrl),
	'No account is active': seleqtAnswer(400, seleqtErrors.noAccount),
	'The account is not active': seleqtAnswer(400, seleqtErrors.wrongAccount),
	"The prospect is another workspace's": seleqtAnswer(403, seleqtErrors.accessDenied),
	'The prospect does not exist': seleqtAnswer(404, seleqtErrors.noProspect),
	'Seleqt cannot reach LinkedIn': seleqtAnswer(502, seleqtErrors.providerFailure),
	'*Prospect ID* is no number': own('seleqt', 'prospect.getConnectionStatus', {
		parameters: { prospectId: 'jane-doe' },
	}),
	'*Account* is no number': own('seleqt', 'prospect.getConnectionStatus', {
		parameters: { accountId: byId('mine') },
	}),
	'*Lead List ID* is empty': own('seleqt', 'leadList.addLeads', { parameters: { leadListId: '' } }),
	'*Lead IDs* is empty': own('seleqt', 'leadList.addLeads', { parameters: { leadIds: '' } }),
};

const SEND_PILOT: Situations = {
	'The key is wrong': own('sendPilot', 'account.get', { wrongKey: true }),
	'The key lacks a scope': own('sendPilot', 'sender.getMany', {
		prepare: answering('sendPilot', 403, sendPilotErrors.lacksScope),
	}),
	'The key may not do this': own('sendPilot', 'lead.getMany', {
		prepare: answering('sendPilot', 403, sendPilotErrors.forbidden),
	}),
	'The sender does not exist': own('sendPilot', 'invitation.send', {
		prepare: answering('sendPilot', 400, sendPilotErrors.noSender),
	}),
	'The list has no such sender': own('sendPilot', 'sender.get', {
		parameters: { accountId: byId('sender_nobody') },
	}),
	'*Account* is empty': own('sendPilot', 'invitation.send', {
		parameters: { accountId: byId('') },
	}),
};

export const SITUATIONS: Readonly<Record<'common' | ProviderId, Situations>> = {
	common: COMMON,
	connectSafely: CONNECT_SAFELY,
	linkupApi: LINKUP_API,
	seleqt: SELEQT,
	sendPilot: SEND_PILOT,
};

const related = (profile: string, options: IDataObject = {}) =>
	sending({ profile, options: { skipIfRelated: true, ...options } });

/** How a send can end: its outcome, when, and the run that ends so. */
export const SEND_ENDINGS: ReadonlyArray<readonly [when: string, run: SampleRun]> = [
	['the provider accepted it', sending({})],
	['the provider, or *Skip if Related*, finds the two connected', related('connie-connected')],
	['an invitation of yours is pending already', related('peter-pending')],
	['the same person stood earlier in this execution', { ...sending({}), items: [{}, {}] }],
	['this node invited the person in an earlier execution', { ...sending({}), executions: 2 }],
	["*Skip if Related* finds the person's own invitation", related('rita-received')],
	['*Dry Run* is on', sending({ options: { dryRun: true } })],
	[
		'it was cut off, and the provider now shows it',
		{
			...sending({}),
			prepare: (simulator) =>
				simulator.fault({ provider: 'connectSafely', path: '/connect', kind: 'reset-after' }),
		},
	],
	[
		'it was cut off, and the provider cannot be asked (SendPilot)',
		{
			...sending({}, 'sendPilot'),
			prepare: (simulator) =>
				simulator.fault({ provider: 'sendPilot', path: '/inbox/connect', kind: 'reset-after' }),
		},
	],
];

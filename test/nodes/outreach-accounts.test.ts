import type { IDataObject } from 'n8n-workflow';
import { answers, byId, CREDENTIALS, expectOutput, type DocumentedCase } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const METADATA = {
	action: null,
	account_id: null,
	credits_consumed: 0,
	timestamp: '2026-02-24T15:30:00.000Z',
};
const URL = 'https://www.linkedin.com/in/john-doe-123';
const PLAN = {
	premiumType: 'NON_PREMIUM',
	isPremium: false,
	hasSalesNavigator: false,
	hasRecruiter: false,
	hasAwayMessages: false,
	hasAdvertiseBadge: false,
	hasHiringManager: false,
};
const ACCOUNT = {
	id: '696ce9e780e0483585e4e553',
	firstName: 'John',
	lastName: 'Doe',
	publicId: 'john-doe-123',
	platform: 'ConnectSafely',
	status: 'AVAILABLE',
	enabled: true,
	lastUsed: '2026-02-24T04:53:13.750Z',
	hasTokens: true,
	linkedinPlan: PLAN,
};
const LINKUP_ACCOUNT = {
	account_id: 'acc_abc123',
	platform: 'linkedin',
	account_name: 'John Doe',
	is_active: true,
	status: 'active',
	country: 'FR',
	created_at: '2026-01-10T09:00:00.000Z',
	updated_at: '2026-02-20T09:00:00.000Z',
};

const accountCase = (given: Omit<DocumentedCase, 'parameters'>, account?: string) => ({
	...given,
	parameters: {
		operation: 'getAccountStatus',
		...(account === undefined ? {} : { accountId: byId(account) }),
	},
});
const connectSafelyAccount = (changed: IDataObject, output: IDataObject): DocumentedCase =>
	accountCase({
		provider: 'connectSafely',
		exchanges: [{ call: 'GET /account/status', answer: { ...ACCOUNT, ...changed } }],
		output: {
			provider: 'connectSafely',
			operation: 'getAccountStatus',
			outcome: 'available',
			accountId: '696ce9e780e0483585e4e553',
			profile: null,
			remaining: null,
			canSend: true,
			name: 'John Doe',
			publicIdentifier: 'john-doe-123',
			providerStatus: 'AVAILABLE',
			enabled: true,
			hasTokens: true,
			lastUsedAt: '2026-02-24T04:53:13.750Z',
			plan: PLAN,
			...output,
		},
	});
const sender = (status: string, outcome: string, canSend: boolean | null): DocumentedCase =>
	accountCase(
		{
			provider: 'sendPilot',
			exchanges: [
				{
					call: 'GET /inbox/senders',
					answer: {
						senders: [
							{ id: 'sender_other', name: 'Ada', linkedinUrl: null, status: 'active' },
							{ id: 'sender_abc123', name: 'John Doe', linkedinUrl: URL, status },
						],
						total: 2,
					},
				},
			],
			output: {
				provider: 'sendPilot',
				operation: 'getAccountStatus',
				outcome,
				accountId: 'sender_abc123',
				profile: null,
				remaining: null,
				canSend,
				name: 'John Doe',
				publicIdentifier: 'john-doe-123',
				providerStatus: status,
				enabled: null,
				hasTokens: null,
				lastUsedAt: null,
				plan: null,
			},
		},
		'sender_abc123',
	);
const linkupAccount = (
	enveloped: boolean,
	changed: IDataObject,
	output: IDataObject,
): DocumentedCase => {
	const page = { items: [{ ...LINKUP_ACCOUNT, ...changed }], total: 1, limit: 500, offset: 0 };
	return accountCase(
		{
			provider: 'linkupApi',
			exchanges: [
				{
					call: 'GET /v2/accounts',
					query: { limit: 500, offset: 0 },
					answer: enveloped ? { success: true, data: page, metadata: METADATA } : page,
				},
			],
			output: {
				provider: 'linkupApi',
				operation: 'getAccountStatus',
				outcome: 'available',
				accountId: 'acc_abc123',
				profile: null,
				remaining: null,
				canSend: true,
				name: 'John Doe',
				publicIdentifier: null,
				providerStatus: 'active',
				enabled: true,
				hasTokens: null,
				lastUsedAt: '2026-02-20T09:00:00.000Z',
				plan: null,
				...output,
			},
		},
		'acc_abc123',
	);
};

const ACCOUNTS: Record<string, DocumentedCase> = {
	'ConnectSafely, as documented': connectSafelyAccount({}, {}),
	'ConnectSafely, in use': connectSafelyAccount(
		{ status: 'IN_USE', linkedinPlan: undefined },
		{ outcome: 'busy', canSend: null, providerStatus: 'IN_USE', plan: null },
	),
	'ConnectSafely, error': connectSafelyAccount(
		{ status: 'ERROR', hasTokens: false },
		{ outcome: 'needs_attention', canSend: false, providerStatus: 'ERROR', hasTokens: false },
	),
	'ConnectSafely, warming up': connectSafelyAccount(
		{ status: 'WARMUP' },
		{ outcome: 'warming_up', canSend: null, providerStatus: 'WARMUP' },
	),
	'ConnectSafely, disabled': connectSafelyAccount(
		{ enabled: false },
		{ outcome: 'disabled', canSend: false, enabled: false },
	),
	'ConnectSafely, a word of tomorrow': connectSafelyAccount(
		{ status: 'SABBATICAL' },
		{ outcome: 'unknown', canSend: null, providerStatus: 'SABBATICAL' },
	),
	'SendPilot, active': sender('active', 'available', true),
	'SendPilot, disconnected': sender('disconnected', 'needs_attention', false),
	'SendPilot, rate limited': sender('rate_limited', 'rate_limited', false),
	'SendPilot, a word of tomorrow': sender('resting', 'unknown', null),
	'LinkupAPI v2, in an envelope': linkupAccount(true, {}, {}),
	'LinkupAPI v2, bare': linkupAccount(false, {}, {}),
	'LinkupAPI v2, not active': linkupAccount(
		true,
		{ is_active: false, status: 'disconnected' },
		{ outcome: 'needs_attention', canSend: false, enabled: false, providerStatus: 'disconnected' },
	),
};

describe('getAccountStatus', () => {
	test.each(Object.entries(ACCOUNTS))('%s', async (_name, one) => await expectOutput(one));

	test('asks ConnectSafely for the account that was given', async () => {
		const call = 'GET /account/status';
		answers('connectSafely', [{ call, query: { accountId: 'acc_12345' }, answer: ACCOUNT }]);
		const { success } = await runNode({
			parameters: {
				provider: 'connectSafely',
				operation: 'getAccountStatus',
				accountId: byId('acc_12345'),
			},
			credentials: CREDENTIALS,
		});
		expect(success).toEqual([expect.objectContaining({ accountId: ACCOUNT.id })]);
	});
});

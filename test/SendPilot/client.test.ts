import { sendPilot } from '../../nodes/SendPilot/provider';
import connect from '../fixtures/SendPilot/connect.json';
import senders from '../fixtures/SendPilot/senders.json';
import { inputOf, reply, URN } from '../outreach/fakes';
import { opened } from './session';

const LINK = 'https://www.linkedin.com/in/';

test('senders: one request, whoever asks and how often', async () => {
	const { session, requests } = opened(reply(200, senders));
	await session.getAccountStatus(inputOf({ accountId: 'sender_abc123' }));
	await session.getAccountStatus(inputOf({ accountId: 'sender_off' }));
	await session.accountReports?.();
	expect(requests).toEqual([{ method: 'GET', path: '/inbox/senders' }]);
});

test('senders that could not be listed are asked for again', async () => {
	const { session, requests } = opened(reply(500), reply(429), reply(200, senders));
	const kinds = [];
	for (const accountId of ['sender_1', 'sender_2', 'sender_off']) {
		kinds.push((await session.getAccountStatus(inputOf({ accountId }))).kind);
	}
	expect(kinds).toEqual(['failed', 'limited', 'answered']);
	expect(requests).toHaveLength(3);
});

test.each([
	['john-doe', null, { recipientLinkedinUrl: `${LINK}john-doe` }],
	['josé', 'Hi', { recipientLinkedinUrl: `${LINK}jos%C3%A9`, message: 'Hi' }],
	[URN, null, { recipientLinkedinUrl: `${LINK}ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM` }],
])('an invitation to %s with the note %j', async (profile, note, body) => {
	const { session, requests } = opened(reply(200, connect.sent));
	await session.sendConnection?.(inputOf({ profile, accountId: 'sender_abc123', note }));
	expect(requests).toEqual([
		{ method: 'POST', path: '/inbox/connect', body: { senderId: 'sender_abc123', ...body } },
	]);
});

test('SendPilot cannot be asked how account and person stand', () => {
	const { session } = opened(reply(200));
	expect([
		session.findStanding,
		session.getConnectionStatus,
		session.getInvitationStatus,
		session.withdrawInvitation,
	]).toEqual([undefined, undefined, undefined, undefined]);
	expect(session.accountRequired).toBe(true);
});

test.each([
	['getAccountStatus', 'senders'],
	['sendConnection', 'connect'],
] as const)('%s counts against the limit of %s', (operation, name) => {
	expect(sendPilot.limitName(operation)).toBe(name);
});

describe('the credential', () => {
	const base = { apiKey: 'key-1234', baseUrl: 'https://api.sendpilot.ai/v1/' };
	const open = (credential: unknown) => {
		const connected: unknown[] = [];
		sendPilot.open(credential, (options) => {
			connected.push(options);
			return async () => reply(200);
		});
		return connected;
	};

	test.each([
		[base, ['key-1234', '']],
		[{ ...base, webhookSecret: 'whsec-1234' }, ['key-1234', 'whsec-1234']],
	])('%j: key and webhook secret stay hidden', (credential, secrets) => {
		expect(open(credential)).toEqual([
			{ baseUrl: 'https://api.sendpilot.ai/v1', secrets, identity: ['key-1234'] },
		]);
	});

	test.each([
		[{ ...base, apiKey: '' }, 'API Key'],
		[{ ...base, baseUrl: 5 }, 'Base URL'],
		[{ ...base, webhookSecret: 5 }, 'Webhook Secret'],
		[undefined, ''],
	])('%j is refused by its field', (credential, label) => {
		expect(() => open(credential)).toThrow(`'${label}' of the SendPilot credential is missing`);
	});
});

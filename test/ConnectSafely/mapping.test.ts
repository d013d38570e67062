import { z } from 'zod';
import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import {
	relationshipOf,
	toListedReport,
	toQuotaInfo,
	toRespondReport,
} from '../../nodes/ConnectSafely/mapping';
import {
	getAccountStatusViaConnectSafely,
	getConnectionStatusViaConnectSafely,
	getInvitationStatusViaConnectSafely,
	getProfileViaConnectSafely,
	sendConnectionViaConnectSafely,
} from '../../nodes/ConnectSafely/operations';
import {
	listedAccountSchema,
	quotaSchema,
	relationshipSchema,
	respondSchema,
	unwrapped,
	withdrawSchema,
} from '../../nodes/ConnectSafely/responses';
import accountStatus from '../fixtures/ConnectSafely/account-status.json';
import accounts from '../fixtures/ConnectSafely/accounts.json';
import connect from '../fixtures/ConnectSafely/connect.json';
import errors from '../fixtures/ConnectSafely/errors.json';
import quota from '../fixtures/ConnectSafely/quota.json';
import relationship from '../fixtures/ConnectSafely/relationship.json';
import { CONNECTED, reportOf } from '../harness/reports';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './opened';

const answered = (status: number, body: unknown) => opened(reply(status, body));
const JOHN = inputOf({ profile: 'john-doe' });
const NOW = '2026-02-24T04:53:13.750Z';

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(at(NOW)));
afterEach(() => jest.restoreAllMocks());

describe('The status of an account', () => {
	const read = async (body: unknown) =>
		valueOf(await answered(200, body).call(getAccountStatusViaConnectSafely, inputOf({})));

	test('The status of an account is reported with every field', async () => {
		expect(await read(accountStatus.available)).toEqual({
			accountId: '696ce9e780e0483585e4e553',
			report: {
				outcome: 'available',
				canSend: true,
				name: 'John Doe',
				publicIdentifier: 'john-doe-123',
				providerStatus: 'AVAILABLE',
				enabled: true,
				hasTokens: true,
				lastUsedAt: '2026-02-24T04:53:13.750Z',
				plan: accountStatus.available.linkedinPlan,
			},
		});
	});

	test('The status of an account has null for what is absent, empty or of another type', async () => {
		expect(await read(accountStatus.sparse)).toEqual({
			accountId: '42',
			report: reportOf('getAccountStatus', { name: 'Doe', providerStatus: 'AVAILABLE' }),
		});
	});

	test.each([
		[accountStatus.inUse, 'busy', null, 'IN_USE'],
		[accountStatus.warmup, 'warming_up', null, 'WARMUP'],
		[accountStatus.error, 'needs_attention', false, 'ERROR'],
		[accountStatus.lowerCase, 'available', true, 'available'],
		[accountStatus.newWord, 'unknown', null, 'HIBERNATING'],
		[accountStatus.disabled, 'disabled', false, 'AVAILABLE'],
		[accountStatus.noTokens, 'needs_attention', false, 'AVAILABLE'],
	])('The account %j has the status %s', async (body, outcome, canSend, providerStatus) => {
		expect((await read(body)).report).toMatchObject({ outcome, canSend, providerStatus });
	});
});

test.each([
	['notConnected', {}, 'none', 'none'],
	['connected', CONNECTED, 'accepted', 'connected'],
	['sent', { invitationState: 'pending_sent' }, 'pending_sent', 'pending_sent'],
	['received', { invitationState: 'pending_received' }, 'pending_received', 'pending_received'],
	['silent', { invitationState: 'unknown' }, 'unknown', 'not_connected'],
] as const)(
	'The relationship is read from the response %s',
	async (name, fields, outcome, standing) => {
		const { api, call, requests } = answered(200, relationship[name]);
		const accountId = name === 'silent' ? null : '696ce9e780e0483585e4e553';
		const report = reportOf('getConnectionStatus', fields);
		const { isConnected, degree } = report;
		expect(valueOf(await call(getConnectionStatusViaConnectSafely, JOHN))).toEqual({
			accountId,
			report,
		});
		expect(valueOf(await call(getInvitationStatusViaConnectSafely, JOHN))).toEqual({
			accountId,
			report: reportOf('getInvitationStatus', { outcome, isConnected, degree }),
		});
		expect(valueOf(await connectSafely.relationship?.read(api, JOHN))).toBe(standing);
		const request = { method: 'GET', path: '/relationship/john-doe' };
		expect(requests).toEqual([request, request, request]);
	},
);

test.each([
	[{ invitationSent: false }, 'not_connected'],
	[{ invitationReceived: false }, 'not_connected'],
	[{ invitationSent: 'no', invitationReceived: false }, 'not_connected'],
	[{ invitationSent: false, invitationReceived: false }, 'none'],
	[{ invitationSent: true }, 'pending_sent'],
	[{ invitationReceived: true }, 'pending_received'],
	[{ invitationSent: true, invitationReceived: true }, 'pending_sent'],
])('Two who are not connected, with %j, have the relationship %s', (told, standing) => {
	expect(relationshipOf(relationshipSchema.parse({ connected: false, ...told }))).toBe(standing);
});

test('A response to an invitation is reported, with null for what has another form', () => {
	const answer = { success: true, message: 'Done', accountId: 'acc_1' };
	expect(toRespondReport(respondSchema.parse(answer), 'accepted', '7')).toEqual({
		accountId: 'acc_1',
		report: { outcome: 'accepted', invitationId: '7', message: 'Done' },
	});
	const odd = respondSchema.parse({ success: true, message: 7, accountId: {} });
	expect(toRespondReport(odd, 'ignored', null)).toEqual({
		accountId: null,
		report: { outcome: 'ignored', invitationId: null, message: null },
	});
});

test.each([
	['a response to an invitation', respondSchema],
	['a withdrawal', withdrawSchema],
])('The result of %s is unknown if no success is reported', (_what, schema) => {
	expect(schema.safeParse({ success: false }).success).toBe(false);
	expect(schema.safeParse({ message: 'Done' }).success).toBe(false);
});

test('An account that is listed without a status has an unknown status', () => {
	const account = listedAccountSchema.parse({ id: 7 });
	expect(toListedReport(account)).toMatchObject({
		accountId: '7',
		report: { outcome: 'unknown', canSend: null, providerStatus: null },
	});
});

test('The quota that ends later counts if two leave the same number', () => {
	const quotaOf = (window: unknown, resetAt?: string) => ({
		feature: 'connect',
		window,
		remaining: 3,
		resetAt,
	});
	const [soon, late] = ['2026-08-25T00:00:00Z', '2026-08-31T00:00:00Z'] as const;
	const read = (...quotas: unknown[]) => toQuotaInfo(quotaSchema.parse({ quotas }), 'connect');
	for (const both of [
		[quotaOf('daily', soon), quotaOf(null, late)],
		[quotaOf(null, late), quotaOf('daily', soon)],
		[quotaOf('daily'), quotaOf(null, late)],
		[quotaOf(null, late), quotaOf('daily')],
	]) {
		expect(read(...both)).toMatchObject({ scope: 'week', remaining: 3, resetAt: at(late) });
	}
});

test('The quota that leaves the smallest number counts, in any order', () => {
	const quotas = [68, 4, 30].map((remaining) => ({
		feature: 'CONNECT',
		window: 'weekly',
		remaining,
	}));
	for (const told of [quotas, [...quotas].reverse()]) {
		expect(toQuotaInfo(quotaSchema.parse({ quotas: told }), 'connect')?.remaining).toBe(4);
	}
});

describe('Invitations', () => {
	const send = async (body: unknown, note: string | null = null) =>
		valueOf(await answered(200, body).call(sendConnectionViaConnectSafely, { ...JOHN, note }));

	test('A sent invitation is reported with every field', async () => {
		expect(await send(connect.sent, 'Hi')).toEqual({
			accountId: null,
			report: reportOf('sendConnection', {
				sentAt: NOW,
				message: 'Connection request sent successfully',
			}),
		});
	});

	test.each([
		[connect.sent, null, false, null],
		[connect.withoutNote, 'Hi', false, 'acc_12345'],
	])(
		'An invitation that is answered with %j, and had the note %j, went out with its note: %j',
		async (body, note, noteSent, accountId) => {
			expect(await send(body, note)).toMatchObject({
				accountId,
				report: { outcome: 'sent', noteSent },
			});
		},
	);

	test('The result of an invitation is unknown if the response does not say whether it was sent', async () => {
		const { call } = answered(200, { message: 'Thank you' });
		expect(failureIn(await call(sendConnectionViaConnectSafely, JOHN))).toMatchObject({
			message: "ConnectSafely sent something unexpected in the field 'success' of its answer",
			accepted: 'unknown',
		});
	});

	test.each([
		[errors.alreadyConnected, 'already_connected'],
		[errors.alreadyPending, 'already_pending'],
	])('An invitation that is refused with %j has the outcome %s', async (body, outcome) => {
		const { call } = answered(400, body);
		expect(valueOf(await call(sendConnectionViaConnectSafely, JOHN)).report).toMatchObject({
			outcome,
			invited: false,
			noteSent: false,
			sentAt: null,
			message: body.error,
		});
	});
});

test('A profile is reported with every field, which is null if it is absent', async () => {
	const read = async (body: object) =>
		valueOf(await answered(200, body).call(getProfileViaConnectSafely, JOHN));
	const profile = {
		firstName: 'John',
		lastName: 'Doe',
		headline: 'Engineer',
		summary: 'I build things.',
		location: { geoLocationName: 'Paris' },
		entityUrn: 'urn:li:fsd_profile:ACoAADPy0YkBl72yFV0n',
		publicIdentifier: 'john-doe',
		profilePicture: 'https://example.com/a.jpg',
		isPremium: true,
		supportsFreeEmail: true,
		isConnected: false,
		connectionDegree: 'DISTANCE_2',
		invitationSent: true,
		experience: [{ title: 'CTO', companyName: 'Acme', duration: 'Jan 2019 - Present' }],
	};
	const url = 'https://www.linkedin.com/in/john-doe';
	expect(await read({ profile, accountId: 'acc_1' })).toEqual({
		accountId: 'acc_1',
		report: {
			outcome: 'found',
			profile: { publicIdentifier: 'john-doe', url, urn: profile.entityUrn },
			name: 'John Doe',
			firstName: 'John',
			lastName: 'Doe',
			headline: 'Engineer',
			summary: 'I build things.',
			location: 'Paris',
			company: 'Acme',
			position: 'CTO',
			isConnected: false,
			degree: 2,
			networkDistance: 'SECOND_DEGREE',
			invitationState: 'pending_sent',
			isPremium: true,
			isOpenProfile: true,
			pictureUrl: 'https://example.com/a.jpg',
		},
	});
	expect(await read({ profile: { publicIdentifier: 'john-doe' } })).toEqual({
		accountId: null,
		report: reportOf('getProfile', {
			profile: { publicIdentifier: 'john-doe', url, urn: null },
		}),
	});
});

test.each([[null], ['text'], [[1]], [{ data: [1] }], [{ data: null }], [{ success: true }]])(
	'Nothing is unwrapped from the response %j',
	(body) => {
		expect(unwrapped(z.unknown()).parse(body)).toEqual(body);
		expect(unwrapped(z.unknown()).parse({ data: { a: 1 }, a: 2 })).toMatchObject({ a: 1 });
	},
);

describe('The quota', () => {
	const read = async (status: number, body: unknown) =>
		await connectSafely.readQuota?.(answered(status, body).api, 'acc_1', 'connect');

	test('The documented quota is reported with every field', async () => {
		expect(await read(200, quota.documented)).toEqual({
			action: 'connect',
			scope: 'week',
			limit: 90,
			used: 22,
			remaining: 68,
			resetAt: at('2026-08-31T00:00:00Z'),
			holdUntil: null,
			retryAfterSeconds: null,
			message: null,
		});
	});

	test.each([
		['dailyIsLess', { scope: 'day', remaining: 4, used: 16, limit: 20, resetAt: null }],
		['reached', { scope: 'week', remaining: 0, resetAt: null }],
		// After the day's reset alone, the weekly limit would be met.
		['bothUsedUp', { scope: 'week', remaining: 0, resetAt: at('2026-08-31T00:00:00Z') }],
	] as const)('The quota with the least left counts: %s', async (name, expected) => {
		expect(await read(200, quota[name])).toMatchObject(expected);
	});

	test.each<[string, number, unknown]>([
		['quotas of other features alone', 200, quota.ofOthers],
		['no counts', 200, quota.silent],
		['another form', 200, {}],
		['a refusal', 404, { error: 'Not found' }],
		['a limit', 429, {}],
	])('The quota is unknown from %s', async (_name, status, body) => {
		expect(await read(status, body)).toBeNull();
	});
});

test('Accounts are listed with the fields that the list has', async () => {
	const { api } = answered(200, accounts);
	expect(valueOf(await connectSafely.accounts?.list(api))).toMatchObject([
		{ accountId: 'acc_1', report: { name: 'John Doe' } },
		{ accountId: 'acc_2', report: { name: null, publicIdentifier: 'jane-roe' } },
		{ accountId: 'acc_3', report: { name: null, publicIdentifier: null } },
	]);
});

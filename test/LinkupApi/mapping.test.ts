import type { IDataObject } from 'n8n-workflow';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import {
	isNonePending,
	toAcceptReport,
	toAccountReport,
	toSendReport,
	toWithdrawReport,
} from '../../nodes/LinkupApi/mapping';
import { linkupApiNode } from '../../nodes/LinkupApi/node';
import {
	getAccountStatusViaLinkupApi,
	getConnectionStatusViaLinkupApi,
	getInvitationStatusViaLinkupApi,
	sendConnectionViaLinkupApi,
} from '../../nodes/LinkupApi/operations';
import { accountSchema, v1Schemas, v2Schemas } from '../../nodes/LinkupApi/responses';
import accounts from '../fixtures/LinkupApi/accounts.json';
import invitation from '../fixtures/LinkupApi/invitation.json';
import v2Answers from '../fixtures/LinkupApi/v2-answers.json';
import { CONNECTED, reportOf } from '../harness/reports';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened, v1, v2 } from './opened';

const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2' });
const ID = '7310081824666365952';
const NOW = '2026-02-24T04:53:13.750Z';

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(at(NOW)));
afterEach(() => jest.restoreAllMocks());

describe('The relationship', () => {
	const DISTANCES = { 2: 'SECOND_DEGREE', 3: 'THIRD_DEGREE' };
	const apart = (degree: keyof typeof DISTANCES, invitationState: string) =>
		reportOf('getConnectionStatus', {
			degree,
			networkDistance: DISTANCES[degree],
			invitationState,
		});
	const NOTHING = { outcome: 'unknown', isConnected: null, invitationState: 'unknown' };
	const RECEIVED = 'pending_received';
	type Row = [keyof typeof invitation, IDataObject, state: string, id: string | null, string];
	test.each<Row>([
		['connected', reportOf('getConnectionStatus', CONNECTED), 'accepted', null, 'connected'],
		['sent', apart(2, 'pending_sent'), 'pending_sent', ID, 'pending_sent'],
		['received', apart(2, RECEIVED), RECEIVED, '7310081824666365953', RECEIVED],
		['none', apart(3, 'none'), 'none', null, 'none'],
		['outOfNetwork', reportOf('getConnectionStatus'), 'none', null, 'none'],
		['sentWithEmptyId', apart(2, 'pending_sent'), 'pending_sent', null, 'pending_sent'],
		['newDirection', apart(2, 'unknown'), 'unknown', '7310081824666365954', 'not_connected'],
		['newState', apart(3, 'unknown'), 'unknown', '7310081824666365955', 'not_connected'],
		['nothingKnown', reportOf('getConnectionStatus', NOTHING), 'unknown', null, 'unknown'],
	])(
		'The relationship is read from the documented response for %s, in both generations',
		async (name, connection, outcome, invitationId, standing) => {
			const { isConnected, degree } = connection;
			const { message } = { message: null, ...invitation[name] };
			for (const version of ['v1', 'v2'] as const) {
				const body = version === 'v1' ? v1(invitation[name]) : v2(invitation[name]);
				const { api, call } = opened(version, reply(200, body));
				const accountId = version === 'v1' ? null : 'acc_v2';
				const credits = version === 'v1' ? {} : { credits: 1 };
				expect(valueOf(await call(getConnectionStatusViaLinkupApi, JOHN))).toEqual({
					accountId,
					report: { ...connection, ...credits },
				});
				expect(valueOf(await call(getInvitationStatusViaLinkupApi, JOHN))).toEqual({
					accountId,
					report: { outcome, invitationId, isConnected, degree, message, ...credits },
				});
				expect(valueOf(await linkupApi.relationship?.read(api, JOHN))).toBe(standing);
			}
		},
	);

	const NONE = { invitation_state: 'NO_INVITATION', invitation_type: null };
	const SENT = { invitation_state: 'PENDING', invitation_type: 'SENT' };
	const NEW = { invitation_state: 'NEW' };
	test.each<[unknown, string, boolean | null, number | null, string]>([
		[{ ...NONE, member_distance: 'DISTANCE_1' }, 'connected', true, 1, 'connected'],
		[{ ...NONE, member_distance: '1st' }, 'connected', true, 1, 'connected'],
		[{ ...NONE, member_distance: 'DISTANCE_2' }, 'not_connected', false, 2, 'none'],
		[{ ...NONE, member_distance: '3rd+' }, 'not_connected', false, 3, 'none'],
		[{ ...NONE, member_distance: 'OUT_OF_NETWORK' }, 'not_connected', false, null, 'none'],
		[{ ...NONE, member_distance: null }, 'not_connected', false, null, 'none'],
		// An unreadable value does not count as "no".
		[NONE, 'unknown', null, null, 'unknown'],
		[{ ...NONE, member_distance: 'NEAR' }, 'unknown', null, null, 'unknown'],
		[{ ...NONE, member_distance: 7 }, 'unknown', null, null, 'unknown'],
		[{ ...NONE, invitation_type: 'CONNECTED' }, 'connected', true, 1, 'connected'],
		[{ invitation_state: ' no invitation', member_distance: 2 }, 'not_connected', false, 2, 'none'],
		[{ invitation_state: 'CONNECTED' }, 'connected', true, 1, 'connected'],
		[{ invitation_state: 'ACCEPTED' }, 'connected', true, 1, 'connected'],
		[{ invitation_state: 'X', member_distance: 1 }, 'connected', true, 1, 'connected'],
		[{ invitation_state: 'NO_INVITATION', member_distance: 1 }, 'connected', true, 1, 'connected'],
		[{ ...SENT, member_distance: 'NEAR' }, 'not_connected', false, null, 'pending_sent'],
		[{ ...SENT, invitation_type: 'RECEIVED' }, 'not_connected', false, null, 'pending_received'],
		[{ ...NEW, member_distance: 'OUT_OF_NETWORK' }, 'unknown', null, null, 'unknown'],
	])('The relationship %j is %s', async (data, outcome, isConnected, degree, standing) => {
		const { api, call } = opened('v2', reply(200, v2(data)));
		const { report } = valueOf(await call(getConnectionStatusViaLinkupApi, JOHN));
		expect(report).toMatchObject({ outcome, isConnected, degree });
		expect(valueOf(await linkupApi.relationship?.read(api, JOHN))).toBe(standing);
	});

	test('A relationship that the response leaves out is an error', async () => {
		const { call } = opened('v2', reply(200, v2({})));
		expect(failureIn(await call(getInvitationStatusViaLinkupApi, JOHN)).message).toBe(
			"LinkupAPI left out the field 'data.invitation_state' of its answer",
		);
	});

	test('The relationship is read without metadata, with null for the account', async () => {
		const { call } = opened('v2', reply(200, { success: true, data: invitation.none }));
		expect(valueOf(await call(getInvitationStatusViaLinkupApi, JOHN))).toEqual({
			accountId: null,
			report: reportOf('getInvitationStatus', { degree: 3, message: 'No invitation found' }),
		});
	});
});

describe('Invitations', () => {
	const message = 'Invitation sent';
	test.each([
		['v2', v2Answers.invite, 'Hi', 'acc_v2', { invitationId: ID, credits: 1 }],
		['v2', { success: true, data: { invitation_id: ID } }, null, null, { invitationId: ID }],
		['v1', v1({ invitation_id: ID, message }), 'Hi', null, { invitationId: ID, message }],
		['v1', { status: 'success', message }, null, null, { message }],
	] as const)(
		'An invitation was sent if %s answers %j: with the note %j',
		async (version, body, note, accountId, more) => {
			const { call } = opened(version, reply(200, body));
			const sent = { noteSent: note !== null, sentAt: NOW, ...more };
			expect(valueOf(await call(sendConnectionViaLinkupApi, { ...JOHN, note }))).toEqual({
				accountId,
				report: reportOf('sendConnection', sent),
			});
		},
	);

	// An invitation only counts as sent if the response says so.
	test.each([
		['v1', { status: 'failed', message: 'Could not send' }],
		['v1', { status: 'queued' }],
		['v1', { status: 'ERROR', message: 'Could not send' }],
		['v1', { message: 'Thank you' }],
		['v2', { data: {} }],
		['v2', { success: true }],
	] as const)('The result of an invitation is unknown if %s answers %j', async (version, body) => {
		const { call } = opened(version, reply(200, body));
		expect(failureIn(await call(sendConnectionViaLinkupApi, JOHN)).accepted).toBe('unknown');
	});

	const CONNECTED_ALREADY = { code: 'INVALID_PARAMS', message: 'Already connected' };
	test.each([
		[400, { success: false, error: CONNECTED_ALREADY }, 'already_connected'],
		[200, { status: 'error', message: 'Invitation already sent' }, 'already_pending'],
	])('An invitation refused with %d and %j is %s', async (status, body, outcome) => {
		const { call } = opened('v2', reply(status, body));
		expect(valueOf(await call(sendConnectionViaLinkupApi, JOHN)).report).toMatchObject({
			outcome,
			invited: false,
		});
	});
});

test.each([
	[{ invitation_state: 'NO_INVITATION' }, true],
	[{ invitation_state: 'ACCEPTED' }, true],
	[{ invitation_state: 'PENDING', invitation_type: 'RECEIVED' }, true],
	[{ invitation_state: 'PENDING', invitation_type: 'SENT' }, false],
	[{ invitation_state: 'NEW' }, false],
	[{ invitation_state: 'NEW', member_distance: 2 }, false],
])('With %j it is %j that no sent invitation can be pending', (data, isNone) => {
	expect(isNonePending(v2Schemas.invitation.parse(v2(data)))).toBe(isNone);
});

test('Fields of a response in another form count as absent', () => {
	const invite = v2Schemas.invite.parse(v2({ invitation_id: {}, invitation_urn: 7, message: 7 }));
	expect(toSendReport(invite, true, at(NOW)).report).toMatchObject({
		outcome: 'sent',
		invitationId: null,
		message: null,
	});
	const withdraw = v1Schemas.withdraw.parse({ status: 'success', data: { withdrawn: 'no' } });
	const withdrawn = { outcome: 'withdrawn', invitationId: ID, message: null };
	expect(toWithdrawReport(withdraw, ID, 0).report).toEqual(withdrawn);
});

test('An accepted invitation is reported with LinkupAPI’s message', () => {
	const answer = v1Schemas.accept.parse({ status: 'success', message: 'Done', data: null });
	expect(toAcceptReport(answer, ID)).toEqual({
		accountId: null,
		report: { outcome: 'accepted', invitationId: ID, message: 'Done' },
	});
});

test.each([
	['active', 'available', true],
	['Connected', 'available', true],
	['OK', 'available', true],
	['checkpoint', 'needs_attention', false],
	['disconnected', 'needs_attention', false],
	['expired', 'needs_attention', false],
	['error', 'needs_attention', false],
	['pending', 'needs_attention', false],
	['inactive', 'disabled', false],
	['disabled', 'disabled', false],
	['hibernating', 'unknown', null],
])('An account with the status %s is %s', (status, outcome, canSend) => {
	const { report } = toAccountReport(accountSchema.parse({ account_id: 'a', status }));
	expect(report).toMatchObject({ outcome, canSend, providerStatus: status });
});

describe('The status of an account', () => {
	const read = async (accountId: string) =>
		await opened('v2', reply(200, accounts)).call(
			getAccountStatusViaLinkupApi,
			inputOf({ accountId }),
		);

	test('The status of an account is reported with every field', async () => {
		const answer = await read('acc_v2');
		expect(valueOf(answer)).toEqual({
			accountId: 'acc_v2',
			report: reportOf('getAccountStatus', {
				name: 'John Doe',
				providerStatus: 'active',
				enabled: true,
				lastUsedAt: '2026-02-24T04:53:13.750Z',
			}),
		});
		// The body is that of the account, not of the list.
		expect(answer).toMatchObject({ response: { body: { account_id: 'acc_v2', country: 'FR' } } });
	});

	test.each([
		['acc_checkpoint', 'needs_attention', false, 'checkpoint', false],
		['acc_off', 'disabled', false, 'active', false],
		['acc_new', 'unknown', null, 'hibernating', true],
		['acc_bare', 'available', true, null, true],
		['acc_silent', 'unknown', null, null, null],
	])('The account %s is %s', async (accountId, outcome, canSend, providerStatus, enabled) => {
		expect(valueOf(await read(accountId))).toMatchObject({
			accountId,
			report: { outcome, canSend, providerStatus, enabled, name: null, lastUsedAt: null },
		});
	});

	test('The status of an account that does not exist is an error', async () => {
		expect(failureIn(await read('acc_9')).message).toBe(
			"LinkupAPI lists no account with the ID 'acc_9'",
		);
	});

	test.each([[accounts], [{ success: true, data: accounts }]])(
		'All accounts are listed, with and without an envelope',
		async (body) => {
			const { api } = opened('v2', reply(200, body));
			expect(valueOf(await linkupApi.accounts?.list(api)).slice(0, 2)).toMatchObject([
				{ accountId: 'acc_v2', report: { name: 'John Doe', outcome: 'available' } },
				{ accountId: 'acc_checkpoint', report: { name: null, outcome: 'needs_attention' } },
			]);
		},
	);
});

test('Accounts of v1 are an error before any request', async () => {
	const { api, requests } = opened('v1', reply(200));
	expect(failureIn(await api.accountPage(0, null))).toMatchObject({
		source: 'workflow',
		message: 'LinkupAPI v1 does not have accounts',
		description: "Set 'API Version' of the LinkupAPI credential to v2.",
	});
	expect(requests).toEqual([]);
});

test.each<[string, unknown, object]>([
	['v2, with the credits', v2({ a: 1 }), { a: 1, credits: 1 }],
	['credits in another form', { data: { a: 1 }, metadata: { credits_consumed: 'one' } }, { a: 1 }],
	['metadata in another form', { data: { a: 1 }, metadata: null }, { a: 1 }],
	['no data: all that is there', { message: 'Done' }, { message: 'Done' }],
	['no object', 'Done', {}],
])('A response returns its data: %s', (_case, body, fields) => {
	expect(linkupApiNode.fieldsOf(body)).toEqual(fields);
});

import {
	relationshipOf,
	toAccountV1,
	toAccountV2,
	toConnectionReport,
	toInvitationReport,
	toPersonV1,
	toPersonV2,
	toRespondReport,
	toSendReport,
	toWithdrawReport,
	type Person,
} from '../../nodes/Unipile/mapping';
import { v1Schemas, v2Schemas } from '../../nodes/Unipile/responses';
import { reportOf } from '../harness/reports';
import { at, inputOf } from '../outreach/fakes';

const ROSA = inputOf({ profile: 'rosa-quill-17', accountId: 'acc_1' });
const NOW = '2024-01-15T10:30:00.000Z';

const v1 = (fields: object) =>
	toPersonV1(v1Schemas.person.parse({ object: 'UserProfile', provider: 'LINKEDIN', ...fields }));
const v2 = (specifics: unknown, fields: object = {}) =>
	toPersonV2(
		v2Schemas.person.parse({ id: 'ACoAArosa', provider: 'linkedin', specifics, ...fields }),
	);

/** Connected, degree, distance and invitation of the two reports, and the relationship. */
function read(person: Person) {
	const { report } = toConnectionReport(person, ROSA);
	const { outcome } = toInvitationReport(person, ROSA).report;
	return [
		report.outcome,
		report.degree,
		report.networkDistance,
		report.invitationState,
		outcome,
		relationshipOf(person),
	];
}

const [FIRST, SECOND, THIRD, FAR] = [
	'FIRST_DEGREE',
	'SECOND_DEGREE',
	'THIRD_DEGREE',
	'OUT_OF_NETWORK',
];
const CONNECTED = ['connected', 1, FIRST, 'none', 'accepted', 'connected'];
const apart = (state: string, relationship = state === 'unknown' ? 'not_connected' : state) => [
	'not_connected',
	2,
	SECOND,
	state,
	state,
	relationship,
];
const UNKNOWN = ['unknown', null, null, 'unknown', 'unknown', 'unknown'];
/** Not connected, and not invited. */
const distant = (degree: number | null, distance: string | null) => [
	...['not_connected', degree, distance],
	...['none', 'none', 'none'],
];
const PENDING = ['unknown', null, null, 'pending_sent', 'pending_sent', 'pending_sent'];
const PAST = ['unknown', null, null, 'none', 'none', 'unknown'];
const AT_SECOND = { network_distance: SECOND };

describe('Profiles of v1', () => {
	const of = (type: unknown, status: unknown) => ({ invitation: { type, status } });
	const invitation = (type: unknown, status: unknown) => ({ ...AT_SECOND, ...of(type, status) });
	const RELATED = { is_relationship: true };
	const UNRELATED = { is_relationship: false };

	test.each<[string, object, readonly unknown[]]>([
		['connected', { ...RELATED, network_distance: FIRST }, CONNECTED],
		['connected, which the distance does not know yet', { ...RELATED, ...AT_SECOND }, CONNECTED],
		['connected by its distance alone', { network_distance: FIRST }, CONNECTED],
		['connected, against its flag', { ...UNRELATED, network_distance: FIRST }, CONNECTED],
		['connected by its flag alone', RELATED, CONNECTED],
		['connected, and once invited', { ...RELATED, ...invitation('SENT', 'PENDING') }, CONNECTED],
		['connected, with an unknown invitation', { ...RELATED, invitation: 'x' }, CONNECTED],
		['invited', invitation('SENT', 'PENDING'), apart('pending_sent')],
		['invited, in other spellings', invitation(' sent', 'Pending '), apart('pending_sent')],
		['inviting', invitation('RECEIVED', 'PENDING'), apart('pending_received')],
		['who ignored an invitation', invitation('SENT', 'IGNORED'), apart('none')],
		['whose invitation was ignored', invitation('RECEIVED', 'IGNORED'), apart('none')],
		['whose invitation was withdrawn', invitation('SENT', 'WITHDRAWN'), apart('none')],
		['with an unknown direction', invitation('FORWARDED', 'PENDING'), apart('unknown')],
		['with an unknown status', invitation('SENT', 'SNOOZED'), apart('unknown')],
		['with a status that is none', invitation('SENT', null), apart('unknown')],
		['with an unreadable invitation', { ...AT_SECOND, invitation: 'PENDING' }, apart('unknown')],
		['with a status in another form', invitation('SENT', 7), apart('unknown')],
		['without an invitation', { ...AT_SECOND, invitation: null }, apart('none')],
		['of the third degree', { network_distance: THIRD }, distant(3, THIRD)],
		['out of the network', { network_distance: FAR }, distant(null, FAR)],
		['in lower case, with blanks', { network_distance: 'second degree' }, apart('none')],
		['not connected, at an unknown distance', UNRELATED, distant(null, null)],
		['at a distance nobody knows', { network_distance: 'FOURTH_DEGREE' }, UNKNOWN],
		['about whom nothing is told', {}, UNKNOWN],
		['about whom only an invitation is told', of('SENT', 'PENDING'), PENDING],
		['about whom only an old invitation is told', of('SENT', 'WITHDRAWN'), PAST],
	])('A profile of v1 tells the relationship: %s', (_case, fields, expected) => {
		expect(read(v1(fields))).toEqual(expected);
	});

	test('A profile of v1 has its person’s ID and the account’s provider', () => {
		expect(v1({ provider_id: 'ACoAArosa', network_distance: SECOND })).toEqual({
			provider: 'LINKEDIN',
			memberId: 'ACoAArosa',
			distance: SECOND,
			isConnected: false,
			invitation: 'none',
			invitationId: null,
		});
		expect(v1({ provider: null })).toMatchObject({ provider: null, memberId: null });
	});
});

describe('Profiles of v2', () => {
	const withStatus = (status: unknown) => ({ ...AT_SECOND, relation_request_status: status });
	const request = (type: unknown, status?: unknown) => ({
		...(status === undefined ? AT_SECOND : withStatus(status)),
		relation_request: { id: 'rr_1', type },
	});
	const OLD = { ...request('sent', 'PENDING'), network_distance: FIRST };
	const NONE = { ...withStatus(null), relation_request: null };
	const ONLY_SENT = { relation_request: { id: 'rr_1', type: 'sent' } };

	test.each<[string, unknown, readonly unknown[]]>([
		['connected', { network_distance: FIRST }, CONNECTED],
		['connected, with an old request', OLD, CONNECTED],
		['invited', request('sent', 'PENDING'), apart('pending_sent')],
		['invited, with a request that has no status', request('sent'), apart('pending_sent')],
		['inviting', request('received', 'PENDING'), apart('pending_received')],
		['inviting, in capitals', request('RECEIVED', 'pending'), apart('pending_received')],
		['who ignored a request', request('sent', 'IGNORED'), apart('none')],
		['whose request was withdrawn', request('sent', 'WITHDRAWN'), apart('none')],
		['whose request was withdrawn, and is not there', withStatus('WITHDRAWN'), apart('none')],
		['with a request of an unknown kind', request('forwarded', 'PENDING'), apart('unknown')],
		['with a request of an unknown status', request('sent', 'SNOOZED'), apart('unknown')],
		['with an unreadable request', { ...AT_SECOND, relation_request: 'sent' }, apart('unknown')],
		['with a status alone', withStatus('PENDING'), apart('unknown')],
		['without a request', AT_SECOND, apart('none')],
		['without a request, said so', NONE, apart('none')],
		['in the older form', { linkedin: request('sent', 'PENDING') }, apart('pending_sent')],
		['in the older form, connected', { linkedin: { network_distance: FIRST } }, CONNECTED],
		['of the third degree', { network_distance: THIRD }, distant(3, THIRD)],
		['that is one’s own', { network_distance: 'SELF' }, UNKNOWN],
		['that is incomplete', {}, UNKNOWN],
		['without specifics', undefined, UNKNOWN],
		['with specifics in another form', 'linkedin', UNKNOWN],
		['that is incomplete but for a request', ONLY_SENT, PENDING],
	])('A profile of v2 tells the relationship: %s', (_case, specifics, expected) => {
		expect(read(v2(specifics))).toEqual(expected);
	});

	test('A profile of v2 has its person, the request and the account’s provider', () => {
		expect(v2(request('sent', 'PENDING'))).toEqual({
			provider: 'linkedin',
			memberId: 'ACoAArosa',
			distance: SECOND,
			isConnected: false,
			invitation: 'pending_sent',
			invitationId: 'rr_1',
		});
		const long = { ...AT_SECOND, relation_request: { id: '7310081824666365952', type: 'sent' } };
		expect(toInvitationReport(v2(long), ROSA)).toEqual({
			accountId: 'acc_1',
			report: reportOf('getInvitationStatus', {
				outcome: 'pending_sent',
				invitationId: '7310081824666365952',
				degree: 2,
			}),
		});
		const unnamed = { ...AT_SECOND, relation_request: { type: 'sent' } };
		expect(v2(unnamed)).toMatchObject({ invitation: 'pending_sent', invitationId: null });
		expect(v2({}, { id: null, provider: 7 })).toMatchObject({ provider: null, memberId: null });
	});
});

describe('Accounts of v1', () => {
	const account = (statuses: readonly unknown[] | undefined, fields: object = {}) =>
		toAccountV1(
			v1Schemas.account.parse({
				id: 'k7',
				type: 'LINKEDIN',
				name: 'Otto Sample',
				...(statuses
					? { sources: statuses.map((status, index) => ({ id: `k7_PRODUCT${index}`, status })) }
					: {}),
				...fields,
			}),
		);

	test.each<[readonly unknown[] | undefined, string, boolean | null, string | null]>([
		[['OK'], 'available', true, 'OK'],
		[['SYNC_SUCCESS'], 'available', true, 'SYNC_SUCCESS'],
		[['CREATION_SUCCESS'], 'available', true, 'CREATION_SUCCESS'],
		[['RECONNECTED'], 'available', true, 'RECONNECTED'],
		[['CREDENTIALS'], 'needs_attention', false, 'CREDENTIALS'],
		[['PERMISSIONS'], 'needs_attention', false, 'PERMISSIONS'],
		[['ERROR'], 'needs_attention', false, 'ERROR'],
		[['STOPPED'], 'needs_attention', false, 'STOPPED'],
		[['PAUSED'], 'disabled', false, 'PAUSED'],
		[['DELETED'], 'disabled', false, 'DELETED'],
		[['CONNECTING'], 'unknown', null, 'CONNECTING'],
		[['IDLE'], 'unknown', null, 'IDLE'],
		[['HIBERNATING'], 'unknown', null, 'HIBERNATING'],
		[['ok '], 'available', true, 'ok '],
		[['OK', 'OK'], 'available', true, 'OK'],
		[['OK', 'CREDENTIALS'], 'needs_attention', false, 'PRODUCT0 OK, PRODUCT1 CREDENTIALS'],
		[['OK', 'HIBERNATING'], 'unknown', null, 'PRODUCT0 OK, PRODUCT1 HIBERNATING'],
		[['PAUSED', 'HIBERNATING'], 'disabled', false, 'PRODUCT0 PAUSED, PRODUCT1 HIBERNATING'],
		[['PAUSED', 'ERROR'], 'needs_attention', false, 'PRODUCT0 PAUSED, PRODUCT1 ERROR'],
		[['OK', null], 'unknown', null, 'PRODUCT0 OK, PRODUCT1 none'],
		[[], 'unknown', null, null],
		[undefined, 'unknown', null, null],
	])('An account of v1 with products %j is %s', (statuses, outcome, canSend, providerStatus) => {
		expect(account(statuses)).toEqual({
			accountId: 'k7',
			report: reportOf('getAccountStatus', {
				outcome,
				canSend,
				name: 'Otto Sample',
				providerStatus,
			}),
		});
	});

	test('An account of v1 has the names of its products, or LinkedIn’s if there is none', () => {
		const sources = [
			{ id: 'k7', status: 'OK' },
			{ id: null, status: 'OK' },
			{ id: 'k7-MAILS', status: 'ERROR' },
			{ id: 'k7__SALES_NAVIGATOR', status: 'OK' },
			{ id: 'ADS_API', status: 'OK' },
		];
		expect(account(undefined, { sources }).report.providerStatus).toBe(
			'LINKEDIN OK, LINKEDIN OK, MAILS ERROR, SALES_NAVIGATOR OK, ADS_API OK',
		);
	});

	test.each<[unknown, string | null, object | null]>([
		[
			{ im: { publicIdentifier: 'otto', premiumFeatures: ['recruiter'], premiumContractId: 'c1' } },
			'otto',
			{ premiumFeatures: ['recruiter'], premiumContractId: 'c1' },
		],
		[{ im: { premiumContractId: 'c1' } }, null, { premiumContractId: 'c1' }],
		[{ im: { premiumFeatures: 'recruiter', premiumContractId: null } }, null, null],
		[{ im: 7 }, null, null],
		['none', null, null],
		[null, null, null],
	])('An account of v1 with %j has the public identifier %j', (params, publicIdentifier, plan) => {
		const { report } = account(['OK'], { connection_params: params });
		expect([report.publicIdentifier, report.plan]).toEqual([publicIdentifier, plan]);
	});
});

test.each<[object, string, boolean | null, string | null]>([
	[{ status: 'running' }, 'available', true, 'running'],
	[{ status: 'errored' }, 'needs_attention', false, 'errored'],
	[{ status: 'error' }, 'needs_attention', false, 'error'],
	[{ status: 'degraded' }, 'needs_attention', false, 'degraded'],
	[{ status: 'partial' }, 'needs_attention', false, 'partial'],
	[{ status: 'disconnected' }, 'needs_attention', false, 'disconnected'],
	[{ status: 'paused' }, 'disabled', false, 'paused'],
	[{ status: 'locked' }, 'disabled', false, 'locked'],
	[{ status: 'hibernating' }, 'unknown', null, 'hibernating'],
	[{ status: null }, 'unknown', null, null],
	[{ status: 'running', is_locked: false }, 'available', true, 'running'],
	[{ status: 'running', is_locked: true }, 'disabled', false, 'running (locked)'],
	[{ is_locked: true }, 'disabled', false, '(locked)'],
])('An account of v2 with %j is %s', (fields, outcome, canSend, providerStatus) => {
	const account = v2Schemas.account.parse({
		id: 'acc_1',
		provider: 'linkedin',
		name: 'O',
		...fields,
	});
	expect(toAccountV2(account)).toEqual({
		accountId: 'acc_1',
		report: reportOf('getAccountStatus', { outcome, canSend, name: 'O', providerStatus }),
	});
});

test.each([
	['Hi', true],
	[null, false],
])('An invitation with the note %j is reported as sent now', (note, noteSent) => {
	expect(toSendReport('rr_1', { ...ROSA, note }, at(NOW))).toEqual({
		accountId: 'acc_1',
		report: reportOf('sendConnection', { noteSent, invitationId: 'rr_1', sentAt: NOW }),
	});
});

test('A withdrawal and a response are reported with the invitation’s ID', () => {
	expect(toWithdrawReport(ROSA, 'withdrawn', 'rr_1')).toEqual({
		accountId: 'acc_1',
		report: { outcome: 'withdrawn', invitationId: 'rr_1', message: null },
	});
	expect(toWithdrawReport(ROSA, 'not_pending', null).report.message).toBe(
		'No invitation to this person is pending.',
	);
	expect(toRespondReport(ROSA, 'declined', 'rr_1')).toEqual({
		accountId: 'acc_1',
		report: { outcome: 'declined', invitationId: 'rr_1', message: null },
	});
});

test.each([
	[v1Schemas.invite, { invitation_id: 'i1' }, true],
	[v1Schemas.invite, { invitation_id: '7310081824666365952', usage: '75' }, true],
	[v1Schemas.invite, { object: 'UserInvitationSent' }, false],
	[v1Schemas.invite, { success: false, error: 'No' }, false],
	[v2Schemas.invite, { id: 'rr_1' }, true],
	[v2Schemas.invite, { request_id: 'rr_1' }, true],
	[v2Schemas.invite, { id: null, request_id: null }, false],
	[v2Schemas.invite, { object: 'RelationRequest' }, false],
])('An invitation counts as sent only if the response names one (%#)', (schema, body, isRead) => {
	expect(schema.safeParse(body).success).toBe(isRead);
});

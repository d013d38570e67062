import { unipile } from '../../nodes/Unipile/manifest';
import {
	answerInvitation,
	getConnectionStatusViaUnipile,
	getInvitationStatusViaUnipile,
	readRelationship,
	sendConnectionViaUnipile,
	sendMessageViaUnipile,
	withdrawInvitationViaUnipile,
} from '../../nodes/Unipile/operations';
import { failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './opened';

const ROSA = inputOf({ profile: 'rosa-quill-17', accountId: 'acc_1' });
const BY_ID = inputOf({ profile: 'ACoAArosa-1', accountId: 'acc_1' });
const NORA = inputOf({ profile: 'nora-none', accountId: 'acc_1' });

const profile = (fields: object = {}) =>
	reply(200, { provider: 'LINKEDIN', provider_id: 'ACoAArosa-1', ...fields });
const FAR = { network_distance: 'SECOND_DEGREE' };
const PENDING = { ...FAR, invitation: { type: 'SENT', status: 'PENDING' } };
const SNOOZED = { ...FAR, invitation: { type: 'SENT', status: 'SNOOZED' } };
const row = (fields: object = {}) => ({ id: 'i1', invited_user_id: 'ACoAArosa-1', ...fields });
const list = (items: readonly object[], cursor: string | null = null) =>
	reply(200, { items, cursor });
const REFUSED = reply(403, { type: 'errors/insufficient_permissions', title: 'Not allowed' });
const DONE = reply(200, { object: 'InvitationCanceled' });

test('Reads of profiles share one limit, and nothing else uses it', () => {
	const reads = unipile.operations.filter(({ limit }) => limit === 'profile');
	expect(reads.map(({ record }) => record.id)).toEqual([
		'getConnectionStatus',
		'getInvitationStatus',
		'getProfile',
	]);
	expect(sendMessageViaUnipile.recipient?.limit).toBe('profile');
	expect(sendConnectionViaUnipile.recipient?.limit).toBe('profile');
	expect(unipile.relationship?.limit).toBe('profile');
});

describe('Profiles with an unknown invitation', () => {
	test.each([
		['shows it', SNOOZED, [row()], 'pending_sent'],
		['shows it, where nothing else is told', {}, [row()], 'pending_sent'],
		['does not show it', SNOOZED, [row({ invited_user_id: 'ACoAAnora-1' })], 'not_connected'],
		['is empty', {}, [], 'unknown'],
	])('A list settles an unknown invitation: it %s', async (_case, fields, rows, expected) => {
		const { api, requests } = opened('v1', profile(fields), list(rows));
		expect(valueOf(await readRelationship(api, ROSA))).toBe(expected);
		expect(requests.map(({ path }) => path)).toEqual([
			'/users/rosa-quill-17',
			'/users/invite/sent',
		]);
	});

	test('An unknown invitation that is in the list has its ID', async () => {
		const { call } = opened('v1', profile(SNOOZED), list([row()]));
		expect(valueOf(await call(getInvitationStatusViaUnipile, ROSA)).report).toMatchObject({
			outcome: 'pending_sent',
			invitationId: 'i1',
		});
	});

	test('An unknown invitation stays unknown if the list cannot be read', async () => {
		const { api } = opened('v1', profile(SNOOZED), REFUSED);
		expect(valueOf(await readRelationship(api, ROSA))).toBe('not_connected');
	});

	test('An unknown invitation of a connected person is not looked up', async () => {
		const { call, requests } = opened('v1', profile({ ...SNOOZED, is_relationship: true }));
		expect(valueOf(await call(getConnectionStatusViaUnipile, ROSA)).report).toMatchObject({
			outcome: 'connected',
			invitationState: 'none',
		});
		expect(requests).toHaveLength(1);
	});

	test('An unknown invitation is looked up by the public identifier if there is no ID', async () => {
		const rows = [row({ invited_user_id: null, invited_user_public_id: 'Rosa-Quill-17' })];
		const { api } = opened('v1', profile({ provider_id: null, ...SNOOZED }), list(rows));
		expect(valueOf(await readRelationship(api, ROSA))).toBe('pending_sent');
	});
});

describe('Answers about a person', () => {
	test.each([
		[ROSA, { public_identifier: 'ROSA-Quill-17' }],
		[ROSA, { public_identifier: null }],
		[BY_ID, { public_identifier: 'whoever' }],
		[inputOf({ profile: 'ACwAArosa-1', accountId: 'acc_1' }), {}],
	])('A profile may be of the requested person (%#)', async (input, fields) => {
		const { api } = opened('v1', profile({ ...FAR, ...fields }));
		expect(valueOf(await readRelationship(api, input))).toBe('none');
	});

	test.each([
		[ROSA, { public_identifier: 'somebody-else' }],
		[BY_ID, { provider_id: 'ACoAAsomebody' }],
		[BY_ID, { provider_id: 'ACoAArosa-2', public_identifier: 'rosa-quill-17' }],
	])('A profile of a different person is an error (%#)', async (input, fields) => {
		const { api } = opened('v1', profile({ ...FAR, ...fields }));
		expect(failureIn(await readRelationship(api, input)).message).toMatch(
			/^Unipile answered about a different person/,
		);
	});
});

describe('Withdrawals', () => {
	const paths = (requests: ReadonlyArray<{ readonly path: string }>) =>
		requests.map(({ path }) => path);

	test.each([
		['connected', { network_distance: 'FIRST_DEGREE' }],
		['not invited', FAR],
		['inviting', { ...FAR, invitation: { type: 'RECEIVED', status: 'PENDING' } }],
	])('A withdrawal from a person who is %s makes no request', async (_case, fields) => {
		const { call, requests } = opened('v1', profile(fields));
		expect(valueOf(await call(withdrawInvitationViaUnipile, ROSA)).report).toMatchObject({
			outcome: 'not_pending',
			invitationId: null,
		});
		expect(requests).toHaveLength(1);
	});

	test.each([
		['the profile tells', PENDING, list([row()]), DONE],
		['the profile does not tell', SNOOZED, list([row()]), DONE],
	])('A withdrawal looks up the ID of an invitation that %s', async (_case, fields, ...replies) => {
		const { call, requests } = opened('v1', profile(fields), ...replies);
		expect(valueOf(await call(withdrawInvitationViaUnipile, ROSA)).report).toEqual({
			outcome: 'withdrawn',
			invitationId: 'i1',
			message: null,
		});
		expect(paths(requests)).toEqual([
			'/users/rosa-quill-17',
			'/users/invite/sent',
			'/users/invite/sent/i1',
		]);
	});

	test.each([
		['is not in the list', list([])],
		['is in the list without an ID', list([row({ id: null })])],
	])('A withdrawal of an invitation that %s fails', async (_case, listed) => {
		const { call } = opened('v1', profile(PENDING), listed);
		expect(failureIn(await call(withdrawInvitationViaUnipile, ROSA)).message).toBe(
			'Unipile does not say which invitation to this person is pending',
		);
	});

	test('A withdrawal fails if the list cannot be read', async () => {
		const { call } = opened('v1', profile(PENDING), REFUSED);
		expect(failureIn(await call(withdrawInvitationViaUnipile, ROSA)).message).toContain('allowed');
	});

	const refused = (type: string, title: string) => ({ object: 'Error', type, title });
	test.each([
		['v1', 404, { type: 'errors/resource_not_found', detail: 'Invitation not found' }],
		['v2', 404, refused('provider/resource_not_found', 'Invitation not found')],
		['v2', 409, refused('provider/conflict', 'Invitation already withdrawn')],
		['v2', 422, refused('provider/unprocessable_entity', 'No pending invitation')],
	] as const)('A missing invitation of %s is not pending: %d %j', async (version, status, body) => {
		const { call } = opened(version, reply(status, body));
		const input = inputOf({ invitationId: 'i1', accountId: 'acc_1' });
		expect(valueOf(await call(withdrawInvitationViaUnipile, input)).report).toMatchObject({
			outcome: 'not_pending',
			invitationId: 'i1',
		});
	});

	test('A withdrawal from several people reads the list once', async () => {
		const rows = [
			row(),
			row({ id: 'i2', invited_user_id: null, invited_user_public_id: 'nora-none' }),
		];
		const nora = profile({ ...PENDING, provider_id: null });
		const { call, requests } = opened('v1', profile(PENDING), list(rows), DONE, nora, DONE);
		await call(withdrawInvitationViaUnipile, ROSA);
		await call(withdrawInvitationViaUnipile, NORA);
		expect(paths(requests).filter((path) => path === '/users/invite/sent')).toHaveLength(1);
		expect(paths(requests).at(-1)).toBe('/users/invite/sent/i2');
	});
});

describe('Responses to invitations', () => {
	const received = (fields: object = {}) => ({
		id: 'i1',
		inviter: { inviter_id: 'ACoAArosa-1', inviter_public_identifier: 'rosa-quill-17' },
		specifics: { shared_secret: 's1' },
		...fields,
	});
	const ANSWERED = reply(200, { object: 'InvitationAnswered' });
	const accept = answerInvitation('accept');
	const byId = (fields: Record<string, string> = {}) =>
		inputOf({ invitationId: 'i1', accountId: 'acc_1', fields });

	test('A response takes v1’s secret from the list, by the invitation’s ID or by its sender', async () => {
		for (const input of [byId(), byId({ sharedSecret: '' }), ROSA, BY_ID]) {
			const { api, requests } = opened('v1', list([received()]), ANSWERED);
			expect(valueOf(await accept(api, input))).toEqual({
				accountId: 'acc_1',
				report: { outcome: 'accepted', invitationId: 'i1', message: null },
			});
			expect(requests[1]).toMatchObject({
				path: '/users/invite/received/i1',
				body: { shared_secret: 's1', action: 'accept' },
			});
		}
	});

	test.each([
		['v1', byId({ sharedSecret: 's2' }), 's2'],
		['v2', byId(), undefined],
	] as const)('A response of %s needs no list if all is given', async (version, input, secret) => {
		const { api, requests } = opened(version, ANSWERED);
		expect(valueOf(await answerInvitation('decline')(api, input)).report.outcome).toBe('declined');
		expect(requests).toHaveLength(1);
		expect(requests[0]?.body?.shared_secret).toBe(secret);
	});

	test('A response to an invitation on no page is not pending', async () => {
		const { api, requests } = opened('v1', list([received({ id: 'i9' })], 'c2'), list([]));
		expect(valueOf(await accept(api, NORA)).report).toMatchObject({ outcome: 'not_pending' });
		expect(valueOf(await accept(api, byId())).report).toMatchObject({
			outcome: 'not_pending',
			invitationId: 'i1',
		});
		expect(requests).toHaveLength(2);
	});

	test.each([
		['of nobody', received({ inviter: null }), NORA, 'without an identifiable sender'],
		['that has no ID, of nobody', received({ id: null }), byId(), 'without an ID'],
		['that has no ID', received({ id: null }), ROSA, 'without an ID'],
		['that has no secret', received({ specifics: null }), ROSA, 'without the secret'],
	])('A response fails if the list has an invitation %s', async (_case, one, input, says) => {
		const { api } = opened('v1', list([one]));
		expect(failureIn(await accept(api, input)).message).toContain(says);
	});

	test('A response to an invitation that was answered meanwhile is not pending', async () => {
		const gone = reply(422, {
			type: 'errors/action_already_performed',
			detail: 'Already accepted',
		});
		const { api } = opened('v1', list([received()]), gone);
		expect(valueOf(await accept(api, ROSA)).report).toEqual({
			outcome: 'not_pending',
			invitationId: 'i1',
			message: 'Already accepted',
		});
	});
});

test('Accounts are read once in an execution, without those of other networks', async () => {
	const rows = [
		{ id: 'w', type: 'WHATSAPP' },
		{ id: 'l', type: 'LINKEDIN' },
	];
	const { api, requests } = opened('v1', list(rows, 'c2'), list([{ id: 'm', type: 'LINKEDIN' }]));
	const both = [await unipile.accounts?.list(api), await unipile.accounts?.list(api)];
	for (const listed of both) {
		expect(valueOf(listed).map(({ accountId }) => accountId)).toEqual(['l', 'm']);
	}
	expect(requests).toHaveLength(2);
});

test('An account that is not LinkedIn’s is one clear error', async () => {
	const { api } = opened('v1', reply(200, { id: 'w', type: 'WHATSAPP' }));
	expect(failureIn(await api.account('w'))).toMatchObject({
		message: 'The account does not belong to LinkedIn but to WHATSAPP',
		description: "Pick a LinkedIn account under 'Account'.",
	});
});

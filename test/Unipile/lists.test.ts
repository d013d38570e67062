import {
	isLinkedIn,
	simpleInvitation,
	simpleInvitationSchema,
	toAccountPageV1,
	toAccountPageV2,
	toInvitationPageV1,
	toInvitationPageV2,
	toPendingPage,
	toRelationPageV1,
	toRelationPageV2,
} from '../../nodes/Unipile/lists';
import { v1Schemas, v2Schemas } from '../../nodes/Unipile/responses';
import { anonymousKey, personRowKey } from '../../nodes/outreach/operations/pages';
import { parseProfile } from '../../nodes/outreach/people/profile';
import { at } from '../outreach/fakes';

const ROSA = parseProfile('https://www.linkedin.com/in/rosa-quill-17');
const MEMBER = parseProfile('ACoAArosa-1');

const sentV1 = (fields: object = {}) => ({
	object: 'InvitationSent',
	id: 'i1',
	date: '2 weeks ago',
	invited_user: 'Rosa Quill',
	invited_user_id: 'ACoAArosa-1',
	invited_user_public_id: 'rosa-quill-17',
	// The account itself.
	inviter: { inviter_id: 'ACoAAotto-1', inviter_public_identifier: 'otto-sample' },
	...fields,
});
const receivedV1 = (fields: object = {}) => ({
	object: 'InvitationReceived',
	id: 'i2',
	inviter: {
		inviter_name: 'Rosa Quill',
		inviter_id: 'ACoAArosa-1',
		inviter_public_identifier: 'rosa-quill-17',
		inviter_description: 'Head of Operations',
	},
	specifics: { provider: 'LINKEDIN', shared_secret: 'xyz' },
	...fields,
});
const requestV2 = (fields: object = {}) => ({
	object: 'RelationRequest',
	id: 'rr_1',
	type: 'sent',
	user: { id: 'ACoAArosa-1', public_identifier: 'rosa-quill-17', display_name: 'Rosa Quill' },
	created_at: '2024-01-01T09:00:00.000Z',
	...fields,
});

const pageV1 = (row: object, direction: 'sent' | 'received', cursor: unknown = null) =>
	toInvitationPageV1(v1Schemas.invitations.parse({ items: [row], cursor }), direction);
const pageV2 = (rows: readonly object[], more: object = {}, from: number | string = 0) =>
	toInvitationPageV2(v2Schemas.invitations.parse({ data: rows, ...more }), from);

describe('Pending invitations', () => {
	test.each([
		['v1, sent', () => pageV1(sentV1(), 'sent'), 'i1', null, sentV1()],
		['v1, received', () => pageV1(receivedV1(), 'received'), 'i2', 'xyz', receivedV1()],
		['v2', () => pageV2([requestV2()]), 'rr_1', null, requestV2()],
	])('An invitation has its person by both names: %s', (_case, page, key, sharedSecret, fields) => {
		expect(page().rows).toEqual([
			{
				key,
				profile: ROSA,
				since: null,
				invitationId: key,
				sharedSecret,
				names: [ROSA, MEMBER],
				fields,
			},
		]);
	});

	const BARE = { id: null, inviter: { inviter_id: 'ACoAArosa-1' }, specifics: null };
	test.each([
		['v1, sent', () => pageV1(sentV1({ id: null, invited_user_public_id: null }), 'sent')],
		['v1, received', () => pageV1(receivedV1(BARE), 'received')],
		['v2', () => pageV2([requestV2({ id: null, user: { id: 'ACoAArosa-1' } })])],
	])('A pending invitation without ID and name is known by the person’s ID: %s', (_case, page) => {
		const [row] = page().rows;
		expect(row).toMatchObject({ profile: MEMBER, names: [MEMBER], invitationId: null });
		expect(row).toMatchObject({ sharedSecret: null, key: anonymousKey(row?.fields ?? {}) });
	});

	test.each([
		['v1, sent', () => pageV1({ id: 'i1', inviter: sentV1().inviter }, 'sent')],
		['v1, received', () => pageV1({ ...sentV1(), inviter: null }, 'received')],
		['v1, in odd forms', () => pageV1({ id: 'i1', inviter: 7, specifics: 'x' }, 'received')],
		['v2', () => pageV2([{ id: 'rr_1' }])],
		['v2, in odd forms', () => pageV2([{ id: 'rr_1', user: 'x' }])],
	])('A pending invitation may be anonymous: %s', (_case, page) => {
		expect(page().rows[0]).toMatchObject({ profile: null, names: [], sharedSecret: null });
	});

	test('A pending invitation keeps long IDs, and accepts numbers as IDs', () => {
		expect(pageV1(sentV1({ id: 12 }), 'sent').rows[0]?.invitationId).toBe('12');
		expect(pageV2([requestV2({ id: '7310081824666365952' })]).rows[0]?.key).toBe(
			'7310081824666365952',
		);
	});
});

test.each([
	['c2', 'c2'],
	[null, null],
	[undefined, null],
	['', null],
])('A list of v1 continues at the cursor %j', (cursor, next) => {
	expect(pageV1(sentV1(), 'sent', cursor).next).toBe(next);
	const relations = v1Schemas.relations.parse({ items: [], cursor });
	expect(toRelationPageV1(relations).next).toBe(next);
	expect(toAccountPageV1(v1Schemas.accounts.parse({ items: [], cursor })).next).toBe(next);
});

test.each<[string, number | string, number, object, number | string | null]>([
	['more rows are counted', 0, 2, { total_count: 3 }, 2],
	['all rows are there', 1, 2, { total_count: 3 }, null],
	['more are there than counted', 2, 2, { total_count: 3 }, null],
	['nothing is counted', 4, 2, {}, 6],
	['nothing is counted, and nothing comes', 4, 0, {}, 4],
	['a cursor is given', 0, 2, { total_count: 2, next_cursor: 'c2' }, 'c2'],
	['a cursor is given in another form', 0, 2, { total_count: 9, next_cursor: 7 }, 2],
	['a cursor was the last', 'c2', 2, { total_count: 9 }, null],
	['a cursor follows a cursor', 'c2', 2, { next_cursor: 'c3' }, 'c3'],
	['a count is text', 0, 2, { total_count: '2' }, null],
])('A list of v2 continues, or ends, where %s', (_case, from, count, more, next) => {
	const rows = Array.from({ length: count }, (_one, index) => requestV2({ id: `rr_${index}` }));
	expect(pageV2(rows, more, from).next).toBe(next);
	const relations = v2Schemas.relations.parse({ data: rows, ...more });
	expect(toRelationPageV2(relations, from).next).toBe(next);
});

test.each([
	[true, 0, 1],
	[true, 40, 41],
	[false, 0, null],
	[undefined, 0, null],
	['yes', 0, null],
])('Accounts of v2 with has_more %j, from %d on, continue at %j', (hasMore, from, next) => {
	const page = v2Schemas.accounts.parse({
		data: [{ id: 'acc_1', provider: 'linkedin', status: 'running' }],
		has_more: hasMore,
	});
	expect(toAccountPageV2(page, from)).toEqual({
		rows: [
			{
				key: 'acc_1',
				provider: 'linkedin',
				account: expect.objectContaining({ accountId: 'acc_1' }) as unknown,
				fields: { id: 'acc_1', provider: 'linkedin', status: 'running' },
			},
		],
		next,
	});
});

test('An account of v1 is listed with all its fields, whatever its network', () => {
	const fields = { id: 'k7', type: 'WHATSAPP', name: '+351 900' };
	const page = toAccountPageV1(v1Schemas.accounts.parse({ items: [fields], cursor: null }));
	expect(page.rows).toEqual([
		{
			key: 'k7',
			provider: 'WHATSAPP',
			account: expect.objectContaining({ accountId: 'k7' }) as unknown,
			fields,
		},
	]);
});

test.each([
	['LINKEDIN', true],
	['linkedin', true],
	[' LinkedIn ', true],
	['mock', true],
	[null, true],
	['WHATSAPP', false],
	['LINKEDIN_ADS', false],
	['X_LINKEDIN', false],
	['', false],
])('An account of the provider %j is LinkedIn’s: %j', (provider, expected) => {
	expect(isLinkedIn(provider)).toBe(expected);
});

describe('Relations', () => {
	const v1 = (row: object) =>
		toRelationPageV1(v1Schemas.relations.parse({ items: [row], cursor: null })).rows[0];
	const v2 = (row: object) =>
		toRelationPageV2(v2Schemas.relations.parse({ data: [row] }), 0).rows[0];
	const SINCE = at('2024-01-01T00:00:00.000Z');

	test.each([
		['public identifier', { public_identifier: 'rosa-quill-17', member_id: 'ACoAArosa-1' }, ROSA],
		['member ID', { member_id: 'ACoAArosa-1', provider_id: 'ACoAAother-1' }, MEMBER],
		['provider ID', { provider_id: 'ACoAArosa-1' }, MEMBER],
		['address', { public_profile_url: 'https://www.linkedin.com/in/rosa-quill-17/' }, ROSA],
	])('A relation of v1 is known by its %s', (_case, names, profile) => {
		const fields = { ...names, created_at: SINCE };
		expect(v1(fields)).toEqual({ key: personRowKey(profile, {}), profile, since: SINCE, fields });
	});

	test.each([
		['public identifier', { public_identifier: 'rosa-quill-17', id: 'ACoAArosa-1' }, ROSA],
		['ID', { id: 'ACoAArosa-1' }, MEMBER],
		['address', { profile_url: 'https://www.linkedin.com/in/rosa-quill-17/' }, ROSA],
	])('A relation of v2 is known by its %s', (_case, user, profile) => {
		const fields = { id: 'rel_1', user, created_at: '2024-01-01T00:00:00Z' };
		expect(v2(fields)).toEqual({ key: personRowKey(profile, {}), profile, since: SINCE, fields });
	});

	test('A relation may be anonymous, and without a date', () => {
		for (const row of [v1({ headline: 'X' }), v2({ headline: 'X' })]) {
			expect(row).toEqual({
				key: anonymousKey({ headline: 'X' }),
				profile: null,
				since: null,
				fields: { headline: 'X' },
			});
		}
	});
});

describe('Simplify', () => {
	const simple = (row: object) => simpleInvitationSchema.parse(simpleInvitation({ ...row }));
	const OF_ROSA = {
		publicIdentifier: 'rosa-quill-17',
		memberId: 'ACoAArosa-1',
		name: 'Rosa Quill',
		headline: 'Head of Operations',
	};
	const NOTHING = {
		id: null,
		publicIdentifier: null,
		memberId: null,
		name: null,
		headline: null,
		message: null,
		date: null,
	};

	test('Simplify returns the recipient of a sent invitation of v1, and not the account', () => {
		const texts = { invited_user_description: 'Head of Operations', invitation_text: 'Hi' };
		expect(simple(sentV1(texts))).toEqual({
			id: 'i1',
			...OF_ROSA,
			message: 'Hi',
			date: '2 weeks ago',
		});
		expect(simple(sentV1({ invited_user_public_id: null }))).toMatchObject({
			publicIdentifier: null,
			memberId: 'ACoAArosa-1',
		});
		expect(simple(sentV1({ invited_user_id: null }))).toMatchObject({
			publicIdentifier: 'rosa-quill-17',
			memberId: null,
		});
	});

	test('Simplify returns the sender of a received invitation of v1, and the secret that answers it', () => {
		expect(simple(receivedV1({ parsed_datetime: '2024-01-01T09:00:00.000Z' }))).toEqual({
			id: 'i2',
			...OF_ROSA,
			message: null,
			date: '2024-01-01T09:00:00.000Z',
			shared_secret: 'xyz',
		});
	});

	test('Simplify returns the user of an invitation of v2', () => {
		const user = { ...requestV2().user, description: 'Head of Operations' };
		expect(simple(requestV2({ user, message: 'Hi' }))).toEqual({
			id: 'rr_1',
			...OF_ROSA,
			message: 'Hi',
			date: '2024-01-01T09:00:00.000Z',
		});
	});

	test.each([{}, { user: 7, inviter: 'x', specifics: [], id: {}, date: 3 }])(
		'Simplify returns null for every field of %j',
		(row) => {
			expect(simple(row)).toEqual(NOTHING);
		},
	);
});

test.each([
	['v1', '1 month ago', '2023-12-15T10:30:00.000Z', '2023-12-18T10:30:00.000Z'],
	['v1', 'il y a 2 jours', '2024-01-13T10:30:00.000Z', '2024-01-13T10:30:00.000Z'],
	['v1', '2 weeks ago', null, '2024-01-01T10:30:00.000Z'],
	['v1', null, null, null],
	['v2', null, '2024-01-01T09:00:00.000Z', '2024-01-01T09:00:00.000Z'],
])(
	'An invitation of %s with the words %j and the time %j was sent at the latest at %j',
	(version, date, moment, latest) => {
		const page =
			version === 'v1'
				? pageV1(sentV1({ date, parsed_datetime: moment }), 'sent', 'c2')
				: pageV2([requestV2({ created_at: moment })], { next_cursor: 'c2' });
		expect(toPendingPage(page, at('2024-01-15T10:30:00.000Z'))).toMatchObject({
			rows: [{ profile: ROSA, sentAtLatest: latest === null ? null : at(latest) }],
			next: 'c2',
		});
	},
);

import {
	idOfUrn,
	simpleInvitation,
	simpleInvitationSchema,
	toAccountPage,
	toConnectionPage,
	toInvitationPage,
	toPendingPage,
	type Generation,
} from '../../nodes/LinkupApi/lists';
import {
	accountsSchema,
	connectionSchema,
	v1Schemas,
	v2Schemas,
	withdrawSchema,
} from '../../nodes/LinkupApi/responses';
import { anonymousKey, Collected, type ListedRow } from '../../nodes/outreach/operations/pages';
import lists from '../fixtures/LinkupApi/lists.json';
import v2Answers from '../fixtures/LinkupApi/v2-answers.json';
import { at } from '../outreach/fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const DAY_BEFORE = '2024-01-14T10:30:00.000Z';

const v1Sent = v1Schemas.invitations.parse(lists.v1.sent).data;
const v2Sent = v2Schemas.invitations.parse(lists.v2.sent).data;
const v2Received = v2Schemas.invitations.parse(lists.v2.received).data;

const [v1Row] = lists.v1.sent.data.invitations;
const [v2Row] = lists.v2.sent.data.invitations;
const [v2ReceivedRow] = lists.v2.received.data.invitations;

/** A page of v2 with only this row. */
const pageOf = (row: object) =>
	toInvitationPage(
		v2Schemas.invitations.parse({ success: true, data: { invitations: [row] } }).data,
		'v2',
		0,
		NOW,
	);

describe('Invitations', () => {
	test('An invitation of v1 has its person in the row', () => {
		expect(toInvitationPage(v1Sent, 'v1', 0, NOW).rows).toEqual([
			{
				key: v1Row?.invitation_id,
				profile: expect.objectContaining({ publicIdentifier: 'michelle-heppler' }) as unknown,
				since: null,
				invitationId: '7329176687475109888',
				entityUrn: 'urn:li:fsd_invitation:7329176687475109888',
				sharedSecret: null,
				fields: { ...v1Row, sent_time_approximate: DAY_BEFORE },
			},
		]);
	});

	test('An invitation of v2 has its person in a field of the row', () => {
		expect(toInvitationPage(v2Sent, 'v2', 0, NOW).rows).toMatchObject([
			{
				key: '987654321',
				profile: { publicIdentifier: 'bobwilliams' },
				fields: {
					...v2Row,
					invitation_id: '987654321',
					sent_time_approximate: '2024-01-10T10:30:00.000Z',
				},
			},
		]);
		expect(toInvitationPage(v2Received, 'v2', 0, NOW).rows).toMatchObject([
			{
				profile: { publicIdentifier: 'alicejohnson' },
				sharedSecret: v2ReceivedRow?.shared_secret,
				fields: { sent_time_approximate: DAY_BEFORE },
			},
		]);
	});

	test.each([
		['in words, even if there are days', { sent_time: '1d', sent_time_days: 5 }, DAY_BEFORE],
		['in days', { sent_time: 'lately', sent_time_days: 1 }, DAY_BEFORE],
		['that is unreadable', { sent_time: 'lately' }, null],
	])('An invitation with a time %s has an approximate time', (_case, given, approximate) => {
		expect(pageOf(given).rows[0]?.fields.sent_time_approximate).toBe(approximate);
	});

	test('An invitation has all digits of its ID if they are in the URN', () => {
		const urn = { entity_urn: 'urn:li:invitation:7329176687475109889' };
		expect(pageOf({ ...urn, invitation_id: 7329176687475110000 }).rows[0]?.key).toBe(
			'7329176687475109889',
		);
		expect(pageOf({ invitation_id: 12 }).rows[0]?.key).toBe('12');
	});

	test('An invitation without an ID has all its fields as its key', () => {
		const row = { name: 'Ada' };
		expect(pageOf(row).rows[0]).toMatchObject({
			key: anonymousKey(row),
			invitationId: null,
			profile: null,
		});
	});

	test.each([
		['urn:li:invitation:12', '12'],
		['12', '12'],
		['urn:li:invitation:', null],
		[null, null],
	])('The URN %j has the ID %j', (urn, id) => {
		expect(idOfUrn(urn)).toBe(id);
	});
});

describe('Further pages', () => {
	const next = (generation: Generation, from: number, end: object) => {
		const data = { invitations: [{ name: 'a' }, { name: 'b' }], ...end };
		const schema = generation === 'v1' ? v1Schemas : v2Schemas;
		const envelope = { status: 'success', success: true, data };
		return toInvitationPage(schema.invitations.parse(envelope).data, generation, from, NOW).next;
	};

	const TWENTY = { total_available_results: 20 };
	test.each<[string, number, object, number | null]>([
		['nothing is said', 0, {}, 1],
		['more than a page is left', 0, { total_available_results: 11 }, 1],
		['a page is all', 0, { total_available_results: 10 }, null],
		['the second page is the last', 1, TWENTY, null],
		['a third follows', 1, { total_available_results: 21 }, 2],
		['a page is smaller', 1, { ...TWENTY, pagination: { results_per_page: 9 } }, 2],
	])('A list of v1 continues by page: %s', (_case, from, end, expected) => {
		expect(next('v1', from, end)).toBe(expected);
	});

	test.each<[string, object, number | null]>([
		['nothing is said', {}, 42],
		['more is said to follow', { pagination: { has_more: true } }, 42],
		['the next offset is said', { pagination: { has_more: true, next_offset: 50 } }, 50],
		['nothing more follows', { pagination: { has_more: false, next_offset: 50 } }, null],
		['a total says nothing', { total_available_results: 2 }, 42],
	])('A list of v2 continues by offset: %s', (_case, end, expected) => {
		expect(next('v2', 40, end)).toBe(expected);
	});
});

test('A connection has its person as its key, or else all its fields', () => {
	const { data } = v2Schemas.connections.parse(lists.v2.connections);
	expect(toConnectionPage(data, 'v2', 0)).toEqual({
		rows: [
			{
				key: 'in:jane-doe-42',
				profile: expect.objectContaining({ publicIdentifier: 'jane-doe-42' }) as unknown,
				since: null,
				fields: lists.v2.connections.data.connections[0],
			},
		],
		next: null,
	});
	const nobody = { success: true, data: { connections: [{ name: 'Ada', profile_url: 7 }] } };
	const page = toConnectionPage(v2Schemas.connections.parse(nobody).data, 'v2', 10);
	const key = anonymousKey(nobody.data.connections[0] ?? {});
	expect(page).toMatchObject({ rows: [{ key, profile: null }], next: 11 });
});

test.each([
	[{ profile_url: 'https://www.linkedin.com/in/UNKNOWN/' }],
	[{ profile_url: 'https://www.linkedin.com/in/unknown', name: 'LinkedIn Member' }],
	[{ name: 'LinkedIn Member' }],
])('Hidden members remain separate rows: %j', (row) => {
	const rows = [row, { ...row, job_title: 'CFO' }, row];
	const connections = v2Schemas.connections.parse({ success: true, data: { connections: rows } });
	const invitations = v2Schemas.invitations.parse({ success: true, data: { invitations: rows } });
	for (const page of [
		toConnectionPage(connections.data, 'v2', 0),
		toInvitationPage(invitations.data, 'v2', 0, NOW),
	]) {
		const collected = new Collected<ListedRow>(0);
		collected.add(page);
		expect(collected.rows.map(({ fields }) => fields)).toMatchObject(rows);
	}
});

test.each([
	['a full page, no total', 2, undefined, 12],
	['a page that is not full, no total', 3, undefined, null],
	['a total beyond it', 2, 13, 12],
	['a total reached', 2, 12, null],
	['a page that is not full, a total beyond it', 3, 13, 12],
])('A list of accounts continues, or ends, after %s', (_case, limit, total, next) => {
	const items = [{ account_id: 'a' }, { account_id: 'b' }];
	const page = toAccountPage(accountsSchema.parse({ items, total }), 10, limit);
	expect(page.rows.map(({ key, fields }) => [key, fields])).toEqual([
		['a', items[0]],
		['b', items[1]],
	]);
	expect(page.next).toBe(next);
});

describe('Simplify', () => {
	test('Simplify returns the same fields for both generations', () => {
		const [one] = toInvitationPage(v1Sent, 'v1', 0, NOW).rows;
		const [two] = toInvitationPage(v2Received, 'v2', 0, NOW).rows;
		expect(simpleInvitation(one?.fields ?? {})).toEqual({
			invitation_id: '7329176687475109888',
			entity_urn: 'urn:li:fsd_invitation:7329176687475109888',
			name: 'Michelle Heppler',
			headline: 'Co-Founder & CCO at Unique AI',
			profile_url: 'https://www.linkedin.com/in/michelle-heppler',
			message: null,
			sent_time: 'Sent yesterday',
			sent_time_approximate: DAY_BEFORE,
		});
		expect(simpleInvitation(two?.fields ?? {})).toEqual({
			invitation_id: '123456789',
			entity_urn: 'urn:li:invitation:123456789',
			shared_secret: v2ReceivedRow?.shared_secret,
			name: 'Alice Johnson',
			headline: 'Data Scientist',
			profile_url: 'https://www.linkedin.com/in/alicejohnson',
			message: null,
			sent_time: '1d',
			sent_time_approximate: DAY_BEFORE,
		});
	});

	const NONE = {
		invitation_id: null,
		entity_urn: null,
		name: null,
		headline: null,
		profile_url: null,
		message: null,
		sent_time: null,
		sent_time_approximate: null,
	};
	test.each([
		[{}, NONE],
		[{ sender: 'Ada' }, NONE],
		[{ sender: { first_name: 7, headline: 7, linkedin_url: [] } }, NONE],
		[{ recipient: { last_name: 'Roe' } }, { ...NONE, name: 'Roe' }],
		[{ recipient: { first_name: 7, last_name: 'Roe' } }, { ...NONE, name: 'Roe' }],
		[
			{ message: 'Hi', sender: { first_name: 'Ada', last_name: 7 } },
			{ ...NONE, name: 'Ada', message: 'Hi' },
		],
	])('Simplify returns every field of the row %j', (row, expected) => {
		// A sent invitation has no `shared_secret`.
		expect(simpleInvitation(row)).toStrictEqual(expected);
	});
});

test('The preview of a withdrawal has all documented fields', () => {
	expect(Object.keys(withdrawSchema.shape)).toEqual(Object.keys(v2Answers.withdraw.data));
});

test('The preview of a connection has its person', () => {
	const documented = Object.keys(lists.v1.connections.data.connections[0] ?? {});
	const shown = documented.filter((name) => name !== 'profile_picture');
	expect(Object.keys(connectionSchema.shape)).toEqual(shown);
});

test.each([
	['v1', toInvitationPage(v1Sent, 'v1', 0, NOW)],
	['v2', toInvitationPage(v2Received, 'v2', 0, NOW)],
])('The preview of an invitation has the fields of Simplify for %s', (_version, { rows }) => {
	const simple = simpleInvitation(rows[0]?.fields ?? {});
	expect(simpleInvitationSchema.strict().parse(simple)).toEqual(simple);
});

test.each([
	['2w', 14, '2024-01-01T10:30:00.000Z'],
	['1mo', 30, '2023-12-18T10:30:00.000Z'],
	[null, 3, '2024-01-12T10:30:00.000Z'],
	['2 weeks ago', null, '2024-01-01T10:30:00.000Z'],
	['soon', null, null],
])('An invitation with time %j and %j days was sent at the latest at %j', (words, days, latest) => {
	const page = pageOf({ ...v2Row, sent_time: words, sent_time_days: days });
	const [row] = toPendingPage(page, NOW).rows;
	expect(row).toMatchObject({ key: page.rows[0]?.key, profile: page.rows[0]?.profile });
	expect(row?.sentAtLatest).toBe(latest === null ? null : at(latest));
});

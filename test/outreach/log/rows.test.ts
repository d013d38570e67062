import { NEW_COLUMNS, rowSchema } from '../../../nodes/outreach/log/columns';
import {
	attemptedAt,
	claimedBy,
	earlierOf,
	isOf,
	isOwnDoubt,
	isUnderWay,
	personOf,
	sameAs,
	stateOf,
	stateOfRow,
} from '../../../nodes/outreach/log/rows';
import { where } from '../../../nodes/outreach/log/table';
import { at } from '../fakes';
import { invitation, message } from './workers';

const MORNING = '2026-03-02T09:00:00.000Z';
const NOON = '2026-03-02T12:00:00.000Z';
const CLAIM = claimedBy('0123456789abcdef');

const rowOf = (cells: Readonly<Record<string, unknown>> = {}) =>
	rowSchema.parse({ id: 1, ...cells });
const rowsOf = (...rows: Array<Readonly<Record<string, unknown>>>) => rows.map(rowOf);

test('A row is read whatever types its columns have, without spaces around its values, and found again as it was', () => {
	const given = { person: ' in:ada ', profileUrl: null, status: 7, account: true, sentAt: 'soon' };
	const row = rowOf({ ...given, acceptedAt: '2026-03-02T10:00:00+01:00', mine: 'kept out' });
	expect(row).toMatchObject({ person: 'in:ada', profileUrl: '', status: '7', account: 'true' });
	expect(row).toMatchObject({ action: '', workflow: '', sentAt: null, acceptedAt: MORNING });
	expect(row).not.toHaveProperty('mine');
	expect(sameAs(row)).toEqual(where({ id: 1, person: ' in:ada ', profileUrl: null, status: 7 }));
});

test('A new table has the columns of a log in a readable order', () => {
	expect(NEW_COLUMNS.map(({ name, type }) => `${name} ${type}`).join()).toBe(
		'person string,profileUrl string,action string,status string,account string,provider string,workflow string,execution string,fingerprint string,sentAt date,acceptedAt date',
	);
});

test.each([
	[CLAIM, 'claimed'],
	[`${CLAIM}0`, 'sent'],
	[`un${CLAIM}`, 'sent'],
	['claimed', 'sent'],
	['OPEN', 'inDoubt'],
	['reopen', 'sent'],
	['', 'sent'],
])('A row with the status %j has the state %s', (status, state) => {
	expect(stateOfRow(rowOf({ status }))).toBe(state);
});

test.each([
	[['open', 'sent', CLAIM], 'sent'],
	[[CLAIM, 'open'], 'inDoubt'],
	[[CLAIM], 'none'],
	[[], 'none'],
])('Rows with the statuses %j give a send the state %s', (statuses, state) => {
	expect(stateOf(statuses.map((status) => rowOf({ status })))).toBe(state);
});

test.each([
	[{ person: 'in:ada', action: 'Invitation' }, true, false],
	[{ person: 'in:ada', action: 'message' }, false, true],
	[{ person: 'in:ada', action: 'message', fingerprint: 'f' }, false, true],
	[{ person: 'in:ada', action: 'message', fingerprint: 'e' }, false, false],
	[{ person: 'in:ada', action: 'coffee' }, true, true],
	[{ person: 'in:ben', action: '' }, false, false],
])(
	'A row %j belongs to Ada’s invitation: %s, and to a message to her: %s',
	(cells, ofOne, ofOther) => {
		expect(isOf(rowOf(cells), invitation('ada'))).toBe(ofOne);
		expect(isOf(rowOf(cells), message('ada', 'f'))).toBe(ofOther);
	},
);

test('The latest of several sends is reported, and what its row lacks is unknown', () => {
	const early = { sentAt: MORNING, account: 'a', workflow: 'A' };
	const late = { sentAt: NOON, account: 'b', workflow: 'B' };
	const doubt = { sentAt: '2026-03-03T09:00:00.000Z', status: 'open', workflow: 'C' };
	const expected = { sentAt: NOON, by: { account: 'b', workflow: 'B' } };
	expect(earlierOf(rowsOf(early, late, doubt, {}))).toEqual(expected);
	expect(earlierOf(rowsOf({}, late, early))).toEqual(expected);
	const unknown = { sentAt: null, by: { account: null, workflow: null } };
	expect([earlierOf(rowsOf({})), earlierOf([])]).toEqual([unknown, unknown]);
});

test.each([
	['another execution’s, changed a moment ago', true, {}],
	['another execution’s, changed three minutes ago', false, { updatedAt: MORNING }],
	['another execution’s, without the time of its last change', true, { updatedAt: null }],
	['this execution’s', false, { execution: '7' }],
	['sent', false, { status: 'sent' }],
])('A row that is %s belongs to a request under way: %s', (_case, isIt, cells) => {
	const open = { status: 'open', execution: '6', updatedAt: '2026-03-02T09:00:00.001Z' };
	expect(isUnderWay(rowOf({ ...open, ...cells }), '7', at(MORNING) + 180_000)).toBe(isIt);
});

test.each([
	[[{ status: 'open', provider: 'acme', account: 'acc_1' }, { status: 'sent' }], 'acc_1', true],
	[[{ status: 'open', provider: 'acme', account: 'acc_1' }, { status: 'open' }], 'acc_1', false],
	[[{ status: 'open', provider: 'acme', account: 'acc_2' }], 'acc_1', false],
	[[{ status: 'open', provider: 'other', account: 'acc_1' }], 'acc_1', false],
	[[{ status: 'sent', provider: 'acme', account: 'acc_1' }], 'acc_1', false],
	[[{ status: 'open', provider: 'acme' }], null, true],
])('Every doubt in the rows %j belongs to the account %j: %s', (rows, accountId, isOwn) => {
	expect(isOwnDoubt(rowsOf(...rows), invitation('ada', { accountId }))).toBe(isOwn);
});

test.each([
	[[{ sentAt: MORNING }, { sentAt: NOON }, { sentAt: null }], NOON],
	[[{ sentAt: MORNING, status: 'sent' }, { sentAt: null }], null],
	[[], null],
])('The latest request of the doubts %j was made at %j', (rows, moment) => {
	const open = rows.map((cells) => ({ status: 'open', ...cells }));
	expect(attemptedAt(rowsOf(...open))).toBe(moment === null ? null : at(moment));
});

test.each([
	[{ person: 'IN:Ada' }, 'in:ada'],
	[{ person: 'Ada' }, 'in:ada'],
	[{ person: 'linkedin.com/in/Ada' }, 'in:ada'],
	[{ profileUrl: 'linkedin.com/in/Ada' }, 'in:ada'],
	[{ person: 'see id:ada' }, 'see id:ada'],
	[{ person: 'sn:AB/12' }, 'sn:AB/12'],
	[{}, 'unreadable'],
])('The row %j added by hand belongs to %s', (cells, person) => {
	expect(personOf(rowOf(cells))).toBe(person);
});

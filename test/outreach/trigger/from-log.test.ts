import type { IPollFunctions } from 'n8n-workflow';
import { DataTables as TablesClient } from '../../../nodes/outreach/log/table';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { OutreachEvent } from '../../../nodes/outreach/trigger/events';
import { onlyFromLog } from '../../../nodes/outreach/trigger/from-log';
import { DataTables } from '../../simulator/data-tables';
import { newLog, quiet, transportTo } from '../log/workers';

let tables: DataTables;
jest.mock('../../../nodes/outreach/log/open-log', () => ({
	openLog: async () =>
		await Promise.resolve({ tables: new TablesClient(transportTo(tables)), siteId: 'site' }),
}));

let table: string;
beforeEach(() => {
	tables = new DataTables();
	table = newLog(tables);
});

const AT = '2026-03-02T09:00:00.000Z';
const accepted = (name: string | null, more: Partial<OutreachEvent> = {}): OutreachEvent => ({
	event: 'connection_accepted',
	provider: 'acme',
	accountId: 'acc_1',
	profile: name === null ? null : parseProfile(name),
	occurredAt: AT,
	providerEvent: {},
	...more,
});
const told = async (...events: OutreachEvent[]) =>
	await onlyFromLog({ logger: quiet } as unknown as IPollFunctions, table, events);

const SENT = { action: 'invitation', status: 'sent', execution: '7', provider: 'acme' };

test('Of nobody nothing is asked, and of events without a person no rows.', async () => {
	expect(await told()).toEqual([]);
	expect(tables.requests).toEqual([]);
	expect(await told(accepted(null))).toEqual([]);
	expect(tables.requests).toHaveLength(1);
});

test('Told are events of those who were sent something, in their order, and of nobody else.', async () => {
	const claim = { status: 'claimed 0123456789abcdef' };
	for (const [person, more] of [
		['in:ada', {}],
		['in:ben', claim],
		['in:cat', { status: 'open' }],
	] as const) {
		tables.insertByHand(table, { person, ...SENT, ...more });
	}
	const [cat, ada] = [accepted('cat'), accepted('ada')];
	expect(await told(accepted('dan'), cat, accepted('ben'), ada)).toEqual([cat, ada]);
	expect(tables.rows(table).map(({ status }) => status)).toEqual([
		'accepted',
		claim.status,
		'accepted',
	]);
});

test.each<[string, object, Partial<OutreachEvent>, boolean]>([
	['of the account that asked', { account: 'acc_1' }, {}, true],
	['of nobody knows which account', { account: '' }, {}, true],
	['of another account', { account: 'acc_2' }, {}, false],
	['of another provider’s account', { account: 'acc_2', provider: 'other' }, {}, true],
	['of an account, where the event names none,', { account: 'acc_2' }, { accountId: null }, true],
	['that is in other words', { action: 'Connect' }, {}, true],
	['that is a message', { action: 'Message' }, {}, false],
	['that was accepted before', { acceptedAt: '2026-01-01T00:00:00.000Z' }, {}, false],
	['of a person who replied', {}, { event: 'reply_received' }, false],
])('Into a row %s it is entered that the person accepted, or not.', async (_, row, event, isIt) => {
	tables.insertByHand(table, { person: 'in:ada', ...SENT, ...row });
	expect(await told(accepted('ada', event))).toHaveLength(1);
	const [found] = tables.rows(table);
	expect([found?.status === 'accepted', found?.acceptedAt === AT]).toEqual([isIt, isIt]);
});

test('Into each row of a person it is entered, and no other one’s.', async () => {
	for (const person of ['in:ada', 'in:ada', 'in:ben']) {
		tables.insertByHand(table, { person, ...SENT });
	}
	await told(accepted('ada'));
	expect(tables.rows(table).map(({ status }) => status)).toEqual(['accepted', 'accepted', 'sent']);
});

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

test('The log is not read for no events, and no rows are read for events without a person', async () => {
	expect(await told()).toEqual([]);
	expect(tables.requests).toEqual([]);
	expect(await told(accepted(null))).toEqual([]);
	expect(tables.requests).toHaveLength(1);
});

test('Only events of people who were sent something remain, in their order', async () => {
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

test.each<[string, boolean, object, Partial<OutreachEvent>]>([
	['of the account that sent', true, { account: 'acc_1' }, {}],
	['without an account', true, { account: '' }, {}],
	['of another account', false, { account: 'acc_2' }, {}],
	['of another provider', true, { account: 'acc_2', provider: 'other' }, {}],
	['of an account, for an event without one,', true, { account: 'acc_2' }, { accountId: null }],
	['with an action in other words', true, { action: 'Connect' }, {}],
	['of a message', false, { action: 'Message' }, {}],
	['that has an acceptance date', false, { acceptedAt: '2026-01-01T00:00:00.000Z' }, {}],
	['of a person who replied', false, {}, { event: 'reply_received' }],
])('A row %s is marked as accepted: %s', async (_case, isIt, row, event) => {
	tables.insertByHand(table, { person: 'in:ada', ...SENT, ...row });
	expect(await told(accepted('ada', event))).toHaveLength(1);
	const [found] = tables.rows(table);
	expect([found?.status === 'accepted', found?.acceptedAt === AT]).toEqual([isIt, isIt]);
});

test('Every row of the person is marked as accepted, and no other', async () => {
	for (const person of ['in:ada', 'in:ada', 'in:ben']) {
		tables.insertByHand(table, { person, ...SENT });
	}
	await told(accepted('ada'));
	expect(tables.rows(table).map(({ status }) => status)).toEqual(['accepted', 'accepted', 'sent']);
});

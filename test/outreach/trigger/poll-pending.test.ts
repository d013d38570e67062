import { anonymousKey } from '../../../nodes/outreach/operations/pages';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { PendingInvitation } from '../../../nodes/outreach/provider/provider';
import { MOST_PAGES } from '../../../nodes/outreach/trigger/polled';
import { FAILED, limitedBy } from '../acme';
import { AcmePolls, DAY, later, usePollTimes, type Instead } from './acme-polls';

/** A 429 from the time the test runs. */
const limited = () => limitedBy({ scope: 'minute', retryAfterSeconds: 90 });

/** An invitation sent this many days ago; null for no date. */
const sent = (name: string, daysAgo: number | null): PendingInvitation => ({
	key: name,
	profile: parseProfile(`person-${name}`),
	sentAtLatest: daysAgo === null ? null : Date.now() - daysAgo * DAY,
	fields: { name },
});

let rows: PendingInvitation[] = [];
/** By a cursor that is a count. */
let size = 3;
let scene: AcmePolls;

usePollTimes();
beforeEach(() => {
	rows = [];
	size = 3;
	scene = new AcmePolls('invitation_not_accepted', (one) => ({
		pending: {
			limit: 'invitations',
			page: async (_api, _account, at) => {
				const start = Number(String(at).replace('at ', ''));
				const next = start + size < rows.length ? `at ${start + size}` : null;
				return one.answer(`page ${start}`, { rows: rows.slice(start, start + size), next });
			},
		},
	}));
});

const found = async (instead?: Instead) => {
	const events = await scene.poll({}, instead);
	return typeof events === 'string' ? events : events.map(({ providerEvent: { name } }) => name);
};

test('Invitations already overdue at activation start the workflow, oldest first, each once', async () => {
	rows = [sent('new', 1), sent('b', 15), sent('c', 14), sent('a', 300)];
	expect(await found()).toEqual(['a', 'b', 'c']);
	later(DAY / 2);
	expect(await found()).toEqual([]);
});

test('An invitation starts the workflow once its days are over, and its event has the time at which they were', async () => {
	rows = [sent('ada', 13)];
	expect(await found()).toEqual([]);
	later(DAY - 1);
	expect(await found()).toEqual([]);
	later(3600_000);
	expect(await scene.poll()).toEqual([
		{
			event: 'invitation_not_accepted',
			provider: 'acme',
			accountId: 'acc',
			profile: parseProfile('person-ada'),
			occurredAt: '2024-01-16T10:30:00.000Z',
			providerEvent: { name: 'ada' },
		},
	]);
	later(DAY);
	expect(await found()).toEqual([]);
});

test('An invitation that was accepted or withdrawn meanwhile starts nothing', async () => {
	rows = [sent('ada', 13), sent('ben', 13)];
	await found();
	rows = [sent('ben', 13)];
	later(DAY);
	expect(await found()).toEqual(['ben']);
});

test('A lower number of days starts what is overdue then, and nothing twice', async () => {
	rows = [sent('ada', 20), sent('ben', 5)];
	expect(await found()).toEqual(['ada']);
	scene.days = 3;
	expect(await found()).toEqual(['ben']);
	scene.days = 30;
	later(11 * DAY);
	scene.days = 1;
	expect(await found()).toEqual([]);
});

test('An invitation accepted before it was due causes one reading', async () => {
	rows = [sent('ada', 13), sent('ben', 1)];
	await found();
	rows = [sent('ben', 1)];
	later(DAY);
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 0']);
	later(5 * 3600_000);
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual([]);
	later(3600_000);
	await found();
	expect(scene.asked).toEqual(['page 0']);
});

test('If an invitation’s rough date changes, its longest certain wait counts', async () => {
	rows = [sent('ada', 7)];
	await found();
	later(7 * DAY);
	rows = [sent('ada', 7)];
	expect(await found()).toEqual(['ada']);
});

test('An invitation without a date waits from when it was first seen', async () => {
	rows = [sent('ada', null)];
	expect(await found()).toEqual([]);
	later(13 * DAY);
	expect(await found()).toEqual([]);
	later(DAY + 60_000);
	expect(await scene.poll()).toMatchObject([{ occurredAt: '2024-01-29T10:31:00.000Z' }]);
});

test('A hidden person starts nothing, and an invitation without an ID is recognised by its person', async () => {
	const anonymous = sent('ada', 20);
	rows = [
		{ ...anonymous, key: anonymousKey({ sentAt: '2 weeks ago' }) },
		{ ...anonymous, key: anonymousKey({}), profile: null },
	];
	expect(await found()).toEqual(['ada']);
	later(DAY);
	rows = [{ ...anonymous, key: anonymousKey({ sentAt: '3 weeks ago' }) }];
	expect(await found()).toEqual([]);
});

test('A long list is continued in the next poll, and starts nothing twice', async () => {
	size = 1;
	rows = Array.from({ length: MOST_PAGES + 5 }, (_, index) => sent(String(index), 20));
	expect(await found()).toHaveLength(MOST_PAGES);
	expect(await found()).toHaveLength(5);
	expect(scene.asked[0]).toBe(`page ${MOST_PAGES}`);
	later(DAY);
	expect(await found()).toEqual([]);
	expect(scene.asked[0]).toBe('page 0');
});

test('A list that cannot be continued is read from its start', async () => {
	size = 1;
	rows = Array.from({ length: MOST_PAGES + 2 }, (_, index) => sent(String(index), 20));
	await found();
	expect(await found({ [`page ${MOST_PAGES}`]: FAILED })).toEqual([]);
	expect(scene.asked.slice(0, 3)).toEqual([`page ${MOST_PAGES}`, 'page 0', 'page 1']);
	expect(await found()).toEqual([String(MOST_PAGES + 1), String(MOST_PAGES)]);
});

test('A limit ends the poll with what was found, and the next poll continues', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	expect(await found({ 'page 3': limited() })).toEqual(['c', 'b', 'a']);
	expect(await found()).toEqual([]);
	later(91_000);
	expect(await found()).toEqual(['d']);
});

test('An interrupted reading continues at once, and nothing is forgotten before it is complete', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	expect(await found()).toHaveLength(4);
	later(40 * DAY);
	rows.splice(3, 0, sent('new', 20));
	expect(await found({ 'page 3': limited() })).toEqual([]);
	later(91_000);
	expect(await found()).toEqual(['new']);
	later(DAY);
	expect(await found()).toEqual([]);
});

test('A list is read again after a reading that was not complete', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 5));
	await found({ 'page 0': limited() });
	later(91_000);
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 0', 'page 3']);
	scene.days = 5;
	expect(await found({ 'page 3': limited() })).toHaveLength(3);
	scene.days = 14;
	later(91_000);
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 3']);
});

test('A failed poll changes no state', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	expect(await found({ 'page 3': FAILED })).toBe('No');
	expect(await found()).toEqual(['d', 'c', 'b', 'a']);
});

test('An invitation that is no longer listed is forgotten after a month, and not before', async () => {
	rows = [sent('ada', 20)];
	await found();
	rows = [];
	later(DAY);
	await found();
	rows = [sent('ada', 20)];
	later(DAY);
	expect(await found()).toEqual([]);
	rows = [];
	later(31 * DAY);
	await found();
	expect(JSON.stringify(scene.stored)).toContain('"invitations":[]');
});

test('Another account has its own list', async () => {
	rows = [sent('ada', 20)];
	await found();
	scene.accountId = null;
	expect(await scene.poll()).toMatchObject([{ accountId: 'default' }]);
});

test('After a change of the default account, what is overdue there already starts nothing', async () => {
	scene.accountId = null;
	size = 1;
	rows = [sent('ada', 20)];
	expect(await found()).toEqual(['ada']);
	later(DAY);
	scene.usedAccount = 'other';
	rows = [sent('old', 30), sent('ben', 13), sent('older', 31)];
	expect(await found({ 'page 1': limited() })).toEqual([]);
	expect(scene.log.join()).toContain('The default account is now other');
	later(91_000);
	expect(await found()).toEqual([]);
	later(DAY);
	expect(await scene.poll()).toMatchObject([
		{ accountId: 'other', providerEvent: { name: 'ben' } },
	]);
});

test('The example is an overdue invitation, otherwise a waiting one, and changes no state', async () => {
	expect(await scene.newest()).toBeNull();
	rows = [sent('new', 1)];
	expect(await scene.newest()).toMatchObject({ providerEvent: { name: 'new' } });
	rows.push(sent('old', 20));
	expect(await scene.newest()).toMatchObject({ providerEvent: { name: 'old' } });
	expect(scene.stored).toBeNull();
});

import { processState } from '../../../nodes/outreach/base/process-state';
import { anonymousKey } from '../../../nodes/outreach/operations/pages';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { PendingInvitation } from '../../../nodes/outreach/provider/provider';
import { MOST_PENDING, newPending, PendingWatch } from '../../../nodes/outreach/trigger/pending';
import { MOST_PAGES } from '../../../nodes/outreach/trigger/polled';
import { FAILED, limitedBy } from '../acme';
import { AcmePolls, DAY, later, NOW } from './acme-polls';

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

beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	processState.reset();
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
afterEach(() => jest.useRealTimers());

const found = async () => {
	const events = await scene.poll();
	return typeof events === 'string' ? events : events.map(({ providerEvent: { name } }) => name);
};

test('What is overdue when the workflow is activated starts it too, oldest first, each once.', async () => {
	rows = [sent('new', 1), sent('b', 15), sent('c', 14), sent('a', 300)];
	expect(await found()).toEqual(['a', 'b', 'c']);
	later(DAY / 2);
	expect(await found()).toEqual([]);
});

test('An invitation starts it as soon as its days are over, and its event says when that was.', async () => {
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

test('What was accepted or withdrawn meanwhile starts nothing.', async () => {
	rows = [sent('ada', 13), sent('ben', 13)];
	await found();
	rows = [sent('ben', 13)];
	later(DAY);
	expect(await found()).toEqual(['ben']);
});

test('Fewer days start what is over them then, and nothing anew.', async () => {
	rows = [sent('ada', 20), sent('ben', 5)];
	expect(await found()).toEqual(['ada']);
	scene.days = 3;
	expect(await found()).toEqual(['ben']);
	scene.days = 30;
	later(11 * DAY);
	scene.days = 1;
	expect(await found()).toEqual([]);
});

test('A list is not read again for nothing: nothing is due before it, nor what was sent since.', async () => {
	rows = [sent('ada', 13)];
	await found();
	later(5 * 3600_000);
	await found();
	expect(scene.asked).toEqual([]);
	later(3600_000);
	await found();
	expect(scene.asked).toEqual(['page 0']);
});

test('What was accepted before it was due costs one reading, and then none before the rest is over.', async () => {
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

test('What a reading over two polls lists in the first of them is due as soon as its days are over.', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 13));
	scene.instead.set('page 3', limitedBy({ scope: 'minute', retryAfterSeconds: 90 }));
	await found();
	scene.instead.clear();
	later(2 * 3600_000);
	await found();
	later(DAY - 2 * 3600_000);
	expect(await found()).toEqual(['d', 'c', 'b', 'a']);
});

test('Of rough dates that move, the longest wait counts that was once certain.', async () => {
	rows = [sent('ada', 7)];
	await found();
	later(7 * DAY);
	rows = [sent('ada', 7)];
	expect(await found()).toEqual(['ada']);
});

test('An invitation without a date waits from when it was first seen.', async () => {
	rows = [sent('ada', null)];
	expect(await found()).toEqual([]);
	later(13 * DAY);
	expect(await found()).toEqual([]);
	later(DAY + 60_000);
	expect(await scene.poll()).toMatchObject([{ occurredAt: '2024-01-29T10:31:00.000Z' }]);
});

test('A person who is hidden cannot be known again, and starts nothing; one without an ID is known by name.', async () => {
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

test('A long list is read on in the next poll, and nothing of it comes twice.', async () => {
	size = 1;
	rows = Array.from({ length: MOST_PAGES + 5 }, (_, index) => sent(String(index), 20));
	expect(await found()).toHaveLength(MOST_PAGES);
	expect(await found()).toHaveLength(5);
	expect(scene.asked[0]).toBe(`page ${MOST_PAGES}`);
	later(DAY);
	expect(await found()).toEqual([]);
	expect(scene.asked[0]).toBe('page 0');
});

test('A list that cannot be read on is read from its start.', async () => {
	size = 1;
	rows = Array.from({ length: MOST_PAGES + 2 }, (_, index) => sent(String(index), 20));
	await found();
	scene.instead.set(`page ${MOST_PAGES}`, FAILED);
	expect(await found()).toEqual([]);
	expect(scene.asked.slice(0, 3)).toEqual([`page ${MOST_PAGES}`, 'page 0', 'page 1']);
	scene.instead.clear();
	expect(await found()).toEqual([String(MOST_PAGES + 1), String(MOST_PAGES)]);
});

test('A limit breaks the reading off with what was found, and the next poll goes on.', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	scene.instead.set('page 3', limitedBy({ scope: 'minute', retryAfterSeconds: 90 }));
	expect(await found()).toEqual(['c', 'b', 'a']);
	scene.instead.clear();
	expect(await found()).toEqual([]);
	later(91_000);
	expect(await found()).toEqual(['d']);
});

test('A reading that was broken off goes on at once, and until it is through nothing is forgotten.', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	expect(await found()).toHaveLength(4);
	later(40 * DAY);
	rows.splice(3, 0, sent('new', 20));
	scene.instead.set('page 3', limitedBy({ scope: 'minute', retryAfterSeconds: 90 }));
	expect(await found()).toEqual([]);
	scene.instead.clear();
	later(91_000);
	expect(await found()).toEqual(['new']);
	later(DAY);
	expect(await found()).toEqual([]);
});

test('A reading that did not come to its end is no reason not to read again.', async () => {
	const limited = limitedBy({ scope: 'minute', retryAfterSeconds: 90 });
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 5));
	scene.instead.set('page 0', limited);
	await found();
	later(91_000);
	scene.instead.clear();
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 0', 'page 3']);
	scene.days = 5;
	scene.instead.set('page 3', limited);
	expect(await found()).toHaveLength(3);
	scene.days = 14;
	later(91_000);
	scene.instead.clear();
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 3']);
});

test('A poll that fails changes nothing.', async () => {
	rows = ['a', 'b', 'c', 'd'].map((name) => sent(name, 20));
	scene.instead.set('page 3', FAILED);
	expect(await found()).toBe('No');
	scene.instead.clear();
	expect(await found()).toEqual(['d', 'c', 'b', 'a']);
});

test('A row that is missed once is not forgotten, and is after a month.', async () => {
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

test('More than can be remembered starts nothing, and is said.', async () => {
	const watch = new PendingWatch(newPending('', null), NOW, 14);
	const many = Array.from({ length: MOST_PENDING + 1 }, (_, index) => sent(String(index), 20));
	watch.take({ rows: many, next: null });
	expect(watch.found).toHaveLength(MOST_PENDING);
	expect(watch.isFull).toBe(true);
});

test('Another account has a list of its own.', async () => {
	rows = [sent('ada', 20)];
	await found();
	scene.accountId = null;
	expect(await scene.poll()).toMatchObject([{ accountId: 'default' }]);
});

test('Where the default account changes, what is overdue there already starts nothing.', async () => {
	scene.accountId = null;
	size = 1;
	rows = [sent('ada', 20)];
	expect(await found()).toEqual(['ada']);
	later(DAY);
	scene.usedAccount = 'other';
	rows = [sent('old', 30), sent('ben', 13), sent('older', 31)];
	scene.instead.set('page 1', limitedBy({ scope: 'minute', retryAfterSeconds: 90 }));
	expect(await found()).toEqual([]);
	expect(scene.log.join()).toContain('The default account is now other');
	scene.instead.clear();
	later(91_000);
	expect(await found()).toEqual([]);
	later(DAY);
	expect(await scene.poll()).toMatchObject([
		{ accountId: 'other', providerEvent: { name: 'ben' } },
	]);
});

test('A test shows one that is overdue, else one that waits, and changes nothing.', async () => {
	expect(await scene.newest()).toBeNull();
	rows = [sent('new', 1)];
	expect(await scene.newest()).toMatchObject({ providerEvent: { name: 'new' } });
	rows.push(sent('old', 20));
	expect(await scene.newest()).toMatchObject({ providerEvent: { name: 'old' } });
	expect(scene.stored).toBeNull();
});

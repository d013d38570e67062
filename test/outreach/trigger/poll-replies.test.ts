import { z } from 'zod';
import type {
	Conversation,
	ConversationMessage,
} from '../../../nodes/outreach/operations/conversations';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import { MOST_RETRIES, MOST_THREADS } from '../../../nodes/outreach/trigger/poll-replies';
import {
	hasUnread,
	MOST_TRIES,
	MOST_WAITING,
	repliesStateSchema,
} from '../../../nodes/outreach/trigger/replies';
import { FAILED, limitedBy } from '../acme';
import { AcmePolls, later, NOW, usePollTimes, type Instead } from './acme-polls';

const HOUR = 60 * 60_000;
/** A 429 from the time the test runs. */
const limited = () => limitedBy({ scope: 'minute', retryAfterSeconds: 30 });

type Direction = ConversationMessage['direction'];

/** A message written this many seconds after the baseline. */
const message = (
	text: string,
	seconds: number,
	direction: Direction = 'inbound',
	more: Partial<ConversationMessage> = {},
): ConversationMessage => ({
	key: text,
	id: `id-${text}`,
	at: new Date(NOW + seconds * 1000).toISOString(),
	direction,
	text,
	kind: 'message',
	fields: { row: text },
	...more,
});

/** Whether the provider's list has the last message. */
let showsLast = true;
/** Whether a conversation's messages say who wrote them. */
let threadsProve = true;
/** How many of the newest messages a conversation does not have yet. */
let threadsLag = 0;
/** Messages by person, newest first. */
let threads = new Map<string, ConversationMessage[]>();
let rowFields: Partial<Conversation> = {};
let size = 10;
let scene: AcmePolls;

function listed(): Conversation[] {
	const rows = [...threads].map(([name, [last]]) => ({
		key: name,
		conversationId: name,
		owner: null,
		profile: parseProfile(`person-${name}`),
		isGroup: false,
		lastActivityAt: last ? Date.parse(last.at ?? '') : null,
		lastMessage: showsLast && last ? { ...last, fields: {} } : null,
		fields: { conversation: name },
		...rowFields,
	}));
	return rows.sort((one, other) => (other.lastActivityAt ?? 0) - (one.lastActivityAt ?? 0));
}

const write = (name: string, ...messages: ConversationMessage[]) =>
	threads.set(name, [...messages.reverse(), ...(threads.get(name) ?? [])]);

usePollTimes();
beforeEach(() => {
	showsLast = true;
	threadsProve = true;
	threadsLag = 0;
	threads = new Map();
	rowFields = {};
	size = 10;
	scene = new AcmePolls('reply_received', (one) => ({
		quietPages: 1,
		conversations: {
			limit: 'conversations',
			page: async (_api, _account, at) => {
				const start = Number(at);
				const next = start + size < threads.size ? start + size : null;
				return one.answer(`page ${start}`, { rows: listed().slice(start, start + size), next });
			},
			messages: async (_api, { conversationId, size: most }) => {
				const written = (threads.get(conversationId) ?? []).slice(threadsLag, most);
				const rows = written.map((one) =>
					threadsProve ? one : { ...one, direction: 'unknown' as const },
				);
				return one.answer(conversationId, { rows, next: null });
			},
		},
	}));
});

const texts = async (instead?: Instead) => {
	const events = await scene.poll({}, instead);
	return typeof events === 'string' ? events : events.map((event) => event.message?.text);
};

/** The state for the next poll. */
const repliesState = () => z.object({ watch: repliesStateSchema }).parse(scene.stored).watch;

/** The first poll, with an old conversation. */
async function baseline(shows = false): Promise<void> {
	showsLast = shows;
	write('ada', message('old', -60));
	expect(await texts()).toEqual([]);
	later(60_000);
}

describe.each([true, false])('Where a list shows last messages: %s,', (shows) => {
	beforeEach(async () => await baseline(shows));

	test('A reply is one event', async () => {
		write('ada', message('Gladly', 30));
		expect(await texts()).toEqual(['Gladly']);
		expect(scene.asked).toEqual(['page 0', 'ada']);
		expect(await texts()).toEqual([]);
		expect(scene.asked).toEqual(['page 0']);
	});

	test('A message from the account itself is no event', async () => {
		write('ada', message('Hello', 30, 'outbound'));
		expect(await texts()).toEqual([]);
		write('ada', message('Gladly', 40));
		expect(await texts()).toEqual(['Gladly']);
	});

	test('The first message of a new person is an event, and messages from before the baseline are not', async () => {
		write('ben', message('long ago', -30 * 86_400), message('Hi', 20));
		expect(await texts()).toEqual(['Hi']);
	});

	test('A message to a group is no event', async () => {
		write('ada', message('Hi all', 30));
		rowFields = { isGroup: true };
		expect(await texts()).toEqual([]);
		rowFields = {};
		expect(await texts()).toEqual([]);
	});

	test.each(['note', 'system'] as const)(
		'A %s message is no event, and hides no reply',
		async (kind) => {
			write('ada', message('Gladly', 20), message('x', 30, 'inbound', { kind }));
			expect(await texts()).toEqual(['Gladly']);
		},
	);

	test('A message of unknown direction is no event, and is logged once', async () => {
		write('ada', message('Gladly', 30, 'unknown'));
		expect(await texts()).toEqual([]);
		expect(await texts()).toEqual([]);
		expect(scene.log).toEqual(['It is not certain who wrote a message, so it starts nothing']);
	});
});

test('An event has the message, its person and its conversation', async () => {
	await baseline();
	write('ada', message('Gladly', 30));
	expect(await scene.poll()).toEqual([
		{
			event: 'reply_received',
			provider: 'acme',
			accountId: 'acc',
			profile: parseProfile('person-ada'),
			occurredAt: '2024-01-15T10:30:30.000Z',
			message: {
				id: 'id-Gladly',
				text: 'Gladly',
				at: '2024-01-15T10:30:30.000Z',
				conversationId: 'ada',
			},
			providerEvent: { row: 'Gladly' },
		},
	]);
});

test('Each new message of a conversation is an event, whoever wrote last', async () => {
	await baseline(true);
	write('ada', message('one', 10), message('two', 20), message('Thanks', 30, 'outbound'));
	expect(await texts()).toEqual(['one', 'two']);
	write('ada', message('three', 40));
	expect(await texts()).toEqual(['three']);
});

test('A conversation that changes without a message starts nothing, and a message listed late is found', async () => {
	await baseline();
	rowFields = { lastActivityAt: NOW + 50_000 };
	expect(await texts()).toEqual([]);
	// It was written earlier, and is listed late.
	write('ada', message('late', 45));
	rowFields = { lastActivityAt: NOW + 55_000 };
	expect(await texts()).toEqual(['late']);
});

test('The first message after the baseline of an empty account is an event', async () => {
	expect(await texts()).toEqual([]);
	write('ada', message('long ago', -2 * 86_400), message('Hi', 20));
	expect(await texts()).toEqual(['Hi']);
});

test('A message from long before the baseline that is listed late starts nothing', async () => {
	write('ada', message('old', -30 * 86_400));
	await texts();
	write('ben', message('older than a day', -2 * 86_400));
	expect(await texts()).toEqual([]);
});

test('Conversations of an account that was not listed before begin with a baseline', async () => {
	rowFields = { owner: 'ACoAAone' };
	await baseline(true);
	write('ada', message('Gladly', 30));
	expect(await texts()).toEqual(['Gladly']);
	rowFields = { owner: 'ACoAAtwo' };
	write('ben', message('other account', 40));
	expect(await texts()).toEqual([]);
	write('ben', message('news', 50));
	expect(await texts()).toEqual(['news']);
});

test('A conversation without a time is not watched, and is logged', async () => {
	await baseline(true);
	write('ben', message('Hi', 20, 'inbound', { at: null }));
	rowFields = { lastActivityAt: null };
	expect(await texts()).toEqual([]);
	expect(scene.log.join()).toContain('gives no time for 1 conversations');
});

test('A poll reads pages until one has no news', async () => {
	size = 2;
	for (let index = 0; index < 9; index++)
		write(`old-${index}`, message(`old ${index}`, -90 - index));
	await texts();
	expect(scene.asked).toEqual(['page 0', 'page 2']);
	for (let index = 0; index < 3; index++)
		write(`new-${index}`, message(`new ${index}`, 10 + index));
	expect(await texts()).toEqual(['new 0', 'new 1', 'new 2']);
	expect(scene.asked).toEqual(['page 0', 'page 2', 'page 4', 'new-0', 'new-1', 'new-2']);
});

test(`A poll reads ${MOST_THREADS} conversations at most, and the next ones go on`, async () => {
	size = 100;
	await baseline();
	const names = Array.from({ length: MOST_THREADS + 5 }, (_, index) => `p-${index}`);
	names.forEach((name, index) => write(name, message(name, index + 1)));
	expect(await texts()).toEqual(names.slice(0, MOST_THREADS));
	expect(await texts()).toEqual(names.slice(MOST_THREADS));
	expect(await texts()).toEqual([]);
});

test('What a limit left unread is found below pages without news', async () => {
	size = 1;
	await baseline();
	write('ben', message('early', 10));
	write('cat', message('late', 20));
	expect(await texts({ ben: limited() })).toEqual([]);
	later(31_000);
	write('dan', message('newest', 80));
	expect(await texts()).toEqual(['early', 'late', 'newest']);
});

const refused = (status: number) => ({
	...FAILED,
	response: { status, body: null, rateLimit: null },
});

test('A conversation that cannot be read delays no other, and is tried again later', async () => {
	size = 1;
	await baseline();
	write('ada', message('Gladly', 30));
	write('ben', message('Hi', 40));
	expect(await texts({ ada: FAILED })).toEqual(['Hi']);
	expect(scene.log).toEqual(['A conversation could not be read and will be retried: No']);
	expect(await texts()).toEqual([]);
	expect(scene.asked).toEqual(['page 0']);
	later(HOUR);
	expect(await texts()).toEqual(['Gladly']);
});

test('A conversation that always fails is given up until it changes', async () => {
	await baseline();
	write('ada', message('Gladly', 30));
	let tries = 0;
	for (let polls = 0; polls < 20; polls++) {
		expect(await texts({ ada: refused(403) })).toEqual([]);
		tries += scene.asked.includes('ada') ? 1 : 0;
		later(25 * HOUR);
	}
	expect(tries).toBe(MOST_TRIES);
	expect(scene.log.at(-1)).toContain('will not be retried until it changes');
	expect(repliesState()).toMatchObject({ place: null, waiting: [] });
	write('ada', message('More', 26 * 3600));
	expect(await texts()).toEqual(['Gladly', 'More']);
});

test('Many conversations that fail neither delay new ones nor make polls longer', async () => {
	size = 10;
	await baseline();
	for (let index = 0; index < 2 * MOST_THREADS; index++) {
		write(`bad-${index}`, message(`bad ${index}`, index));
		scene.instead.set(`bad-${index}`, refused(422));
	}
	expect(await texts()).toEqual([]);
	expect(await texts()).toEqual([]);
	later(HOUR);
	write('ben', message('Hi', 3600));
	expect(await texts()).toEqual(['Hi']);
	expect(scene.asked).toHaveLength(2 + 1 + MOST_RETRIES);
	for (let polls = 0; polls < 60; polls++) {
		later(6 * HOUR);
		await texts();
	}
	expect(scene.asked).toEqual(['page 0']);
	expect(repliesState()).toMatchObject({ place: null, waiting: [] });
});

test('A refused key fails the poll unless something was found before', async () => {
	await baseline();
	write('ada', message('Gladly', 30));
	write('ben', message('Hi', 40));
	const instead = { ben: refused(401) };
	expect(await texts(instead)).toEqual(['Gladly']);
	expect(await texts(instead)).toBe('No');
	expect(await texts()).toEqual(['Hi']);
});

test('The last message in the list is used if its conversation cannot be read', async () => {
	await baseline(true);
	write('ada', message('one', 20), message('two', 30));
	expect(await scene.poll({}, { ada: FAILED })).toMatchObject([
		{ message: { text: 'two' }, providerEvent: { conversation: 'ada' } },
	]);
	expect(scene.log.join()).toContain('Only its last message is used');
	later(HOUR);
	expect(await texts()).toEqual([]);
	expect(scene.asked).toEqual(['page 0']);
});

test('The list can prove who wrote the last message, and no other one', async () => {
	await baseline(true);
	write('ada', message('one', 20, 'unknown'), message('two', 30));
	threadsProve = false;
	expect(await texts()).toEqual(['two']);
});

test('A last message that its conversation does not have yet is one event', async () => {
	await baseline(true);
	write('ada', message('one', 20), message('two', 30));
	threadsLag = 1;
	expect(await texts()).toEqual(['one', 'two']);
	threadsLag = 0;
	write('ada', message('three', 40));
	expect(await texts()).toEqual(['three']);
	expect(await texts()).toEqual([]);
});

test('A last message of unknown direction that its conversation does not have yet is found later', async () => {
	await baseline(true);
	write('ada', message('one', 20), message('two', 30, 'unknown'));
	threadsLag = 1;
	expect(await texts()).toEqual(['one']);
	threadsLag = 0;
	threads.set('ada', [message('two', 30), message('one', 20)]);
	write('ada', message('three', 40));
	expect(await texts()).toEqual(['two', 'three']);
});

test('A poll that a limit held back is soon followed by another, which reads no page twice', async () => {
	await baseline(true);
	write('ada', message('Gladly', 30));
	expect(await texts({ 'page 0': limited() })).toEqual([]);
	expect(hasUnread(repliesState())).toBe(true);
	later(31_000);
	expect(await texts()).toEqual(['Gladly']);
	expect(scene.asked).toEqual(['page 0', 'ada']);
	expect(hasUnread(repliesState())).toBe(false);
});

test('A message without a time is no event, and is logged', async () => {
	await baseline(true);
	write('ada', message('one', 20), message('timeless', 30, 'inbound', { at: null }));
	rowFields = { lastActivityAt: NOW + 30_000 };
	expect(await texts()).toEqual(['one']);
	expect(scene.log.join()).toContain('A message has no time');
	write('ben', message('again', 40, 'inbound', { at: null }));
	rowFields = { lastActivityAt: NOW + 40_000 };
	expect(await texts({ ben: FAILED })).toEqual([]);
	expect(repliesState().waiting).toHaveLength(1);
});

test('A page that fails further down loses neither what was read nor what is added on top', async () => {
	size = 2;
	await baseline();
	for (let index = 0; index < 6; index++) write(`p-${index}`, message(`p ${index}`, index));
	expect(await texts({ 'page 4': FAILED })).toEqual(['p 2', 'p 3', 'p 4', 'p 5']);
	expect(repliesState().place).toMatchObject({ tries: 1 });
	write('ben', message('Hi', 20));
	expect(await texts({ 'page 4': FAILED })).toEqual(['Hi']);
	expect(await texts()).toEqual(['p 0', 'p 1']);
	expect(repliesState().place).toBeNull();
});

test('A page that always fails is given up, and is logged', async () => {
	size = 2;
	await baseline();
	for (let index = 0; index < 6; index++) write(`p-${index}`, message(`p ${index}`, index));
	for (let polls = 0; polls < MOST_TRIES; polls++) await texts({ 'page 4': FAILED });
	expect(scene.log.at(-1)).toContain('older changes are not known');
	expect(await texts({ 'page 4': FAILED })).toEqual([]);
	expect(scene.asked).toEqual(['page 0']);
	expect(repliesState().place).toBeNull();
});

test('Slow pages take half of the time, and the next poll continues below them', async () => {
	size = 1;
	await baseline();
	for (let index = 0; index < 6; index++) write(`p-${index}`, message(`p ${index}`, index));
	scene.slowly = 15_000;
	expect(await texts()).toEqual(['p 4', 'p 5']);
	expect(scene.asked).toEqual(['page 0', 'page 1', 'p-4', 'p-5']);
	scene.slowly = 0;
	expect(await texts()).toEqual(['p 0', 'p 1', 'p 2', 'p 3']);
});

test('One conversation is read however slow the pages were, and the number of unread ones is logged', async () => {
	await baseline();
	write('ada', message('one', 10));
	write('ben', message('two', 20));
	scene.slowly = 70_000;
	expect(await texts()).toEqual(['one']);
	expect(scene.log).toEqual(['1 conversations have changed and will be read by the next polls']);
	expect(await texts()).toEqual(['two']);
});

test('A list is continued once fewer conversations are waiting', async () => {
	size = 50;
	await baseline();
	const names = Array.from({ length: MOST_WAITING + 120 }, (_, index) => `p-${index}`);
	names.forEach((name, index) => write(name, message(name, index + 1)));
	const found: unknown[] = [];
	for (let polls = 0; polls < 30; polls++) {
		found.push(...(await texts()));
		expect(repliesState().waiting.length).toBeLessThan(MOST_WAITING + size);
	}
	expect(found.sort()).toEqual(names.sort());
	expect(repliesState().place).toBeNull();
});

test('A conversation that was deleted is not read again until it changes', async () => {
	await baseline();
	write('ada', message('Gladly', 30));
	expect(await texts({ ada: refused(404) })).toEqual([]);
	expect(await texts()).toEqual([]);
	expect(scene.asked).toEqual(['page 0']);
	write('ada', message('More', 40));
	expect(await texts()).toEqual(['Gladly', 'More']);
});

test('A poll whose list fails, or is held back by a limit, changes no state', async () => {
	expect(await texts({ 'page 0': limited() })).toEqual([]);
	later(31_000);
	await baseline(true);
	write('ada', message('Gladly', 100));
	expect(await texts({ 'page 0': FAILED })).toBe('No');
	expect(await texts()).toEqual(['Gladly']);
});

test('Another account begins with a baseline, and the default account is the one that the provider names', async () => {
	await baseline(true);
	write('ada', message('Gladly', 30));
	scene.accountId = null;
	expect(await texts()).toEqual([]);
	write('ada', message('More', 40));
	expect(await scene.poll()).toMatchObject([{ accountId: 'default' }]);
});

test('The example is the newest reply, and changes no state', async () => {
	expect(await scene.newest()).toBeNull();
	write('ada', message('old', -60));
	write('ben', message('mine', -30, 'outbound'));
	expect(await scene.newest()).toMatchObject({ message: { text: 'old', conversationId: 'ada' } });
	showsLast = false;
	write('ben', message('newest', -20));
	expect(await scene.newest()).toMatchObject({ message: { text: 'newest' } });
	expect(scene.stored).toBeNull();
});

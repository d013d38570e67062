import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { byId } from '../harness/exchange';
import { activateTrigger } from '../harness/run-poll';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const HOUR_MS = 3_600_000;
const API = 'https://api8.unipile.com:13424';
const settings = (parameters: IDataObject = {}) => ({
	parameters: {
		provider: 'unipile',
		event: 'connection_accepted',
		accountId: byId('acc_1'),
		...parameters,
	},
	credentials: { unipileApi: { apiVersion: 'v1', apiKey: 'key-to-hide', dsn: API.slice(8) } },
});

/** Answers each request to this path of Unipile. */
const answers = (path: string, status: number, answer: (uri: string) => object) =>
	nock(API).persist().get(`/api/v1/${path}`).query(true).reply(status, answer);

/** Unipile's relations of an account, newest first; the cursor of the second page is text. */
function listing(...names: string[]) {
	const asked: string[] = [];
	const rows = names.map((name) => ({
		object: 'UserRelation',
		public_identifier: name,
		member_id: `ACoAA${name}000`,
		created_at: NOW,
	}));
	answers('users/relations', 200, (uri) => {
		const at = new URL(uri, API).searchParams.get('cursor');
		asked.push(at ?? 'start');
		return at === null
			? { object: 'UserRelationsList', items: rows.slice(0, 2), cursor: 'page-2' }
			: { object: 'UserRelationsList', items: rows.slice(2), cursor: null };
	});
	return asked;
}

let log: string[] = [];

/** Polls every five minutes for this many hours. Returns when the list was requested, in hours from the start. */
async function pollFor(hours: number, given = settings()) {
	const trigger = await activateTrigger(given);
	const times: number[] = [];
	const found: unknown[] = [];
	for (let minutes = 0; minutes <= hours * 60; minutes += 5) {
		stopClock(NOW + minutes * 60_000);
		const asked = log.length;
		found.push(...((await trigger.poll()) ?? []));
		if (log.length > asked) times.push(minutes / 60);
	}
	return { times, found, trigger };
}

test('A list is read a few times a day, whatever the poll times, and never at the same hours', async () => {
	log = listing('ada-one', 'ben-two', 'cat-three');
	const { times, found } = await pollFor(72);
	expect(found).toEqual([]);
	expect(times[0]).toBe(0);
	const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	for (const gap of gaps) {
		expect(gap).toBeGreaterThanOrEqual(4);
		expect(gap).toBeLessThanOrEqual(8.1);
	}
	expect(gaps.length).toBeGreaterThanOrEqual(8);
	expect(new Set(gaps).size).toBeGreaterThan(1);
});

test('A new person between two random times is returned once, however often n8n polls', async () => {
	log = listing('ada-one', 'ben-two', 'cat-three');
	const { trigger } = await pollFor(0);
	nock.cleanAll();
	log = listing('dan-four', 'ada-one', 'ben-two', 'cat-three');
	const found: unknown[] = [];
	for (let hours = 0; hours <= 24; hours++) {
		stopClock(NOW + hours * HOUR_MS);
		found.push(...((await trigger.poll()) ?? []));
	}
	expect(found).toMatchObject([
		{ event: 'connection_accepted', profile: { publicIdentifier: 'dan-four' } },
	]);
});

test('Another account does not wait for its baseline', async () => {
	log = listing('ada-one');
	const first = await activateTrigger(settings());
	await first.poll();
	const before = log.length;
	const other = await activateTrigger(settings({ accountId: byId('acc_2') }), first.saved());
	await other.poll();
	expect(log.length).toBeGreaterThan(before);
});

test('A failed poll is retried within half an hour, and not at every poll time', async () => {
	const failures: number[] = [];
	const refusal = { type: 'errors/disconnected_account', title: 'Disconnected account' };
	answers('users/relations', 401, () => ({ status: 401, ...refusal }));
	const trigger = await activateTrigger(settings());
	for (let minutes = 0; minutes <= 60; minutes += 1) {
		stopClock(NOW + minutes * 60_000);
		await trigger.poll().catch(() => failures.push(minutes));
	}
	expect(failures.length).toBeGreaterThanOrEqual(2);
	expect(failures.length).toBeLessThanOrEqual(7);
});

test('A time far ahead, set by a wrong clock, is not waited for', async () => {
	log = listing('ada-one');
	stopClock(NOW + 30 * 24 * HOUR_MS);
	const ahead = await activateTrigger(settings());
	await ahead.poll();
	stopClock();
	const before = log.length;
	const trigger = await activateTrigger(settings(), ahead.saved());
	await trigger.poll();
	expect(log.length).toBeGreaterThan(before);
});

test('An unreadable conversation causes one more poll each time its tries start', async () => {
	const asked: string[] = [];
	const chat = (at: number) => ({
		id: 'c1',
		attendee_provider_id: 'ACoAAada0',
		type: 0,
		timestamp: at,
	});
	answers('chats', 200, () => {
		asked.push('chats');
		return { object: 'ChatList', items: [chat(Date.now())], cursor: null };
	});
	answers('chats/c1/messages', 403, () => {
		asked.push('messages');
		return { status: 403, type: 'errors/feature_not_subscribed', title: 'Not subscribed' };
	});
	log = asked;
	const { times } = await pollFor(72, settings({ event: 'reply_received' }));
	const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	expect(gaps.filter((gap) => gap < 4).length).toBeLessThanOrEqual(3);
	expect(asked.filter((one) => one === 'messages').length).toBeLessThanOrEqual(12);
});

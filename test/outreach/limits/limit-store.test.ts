import type { IDataObject } from 'n8n-workflow';
import {
	forgetStoredLimits,
	loadLimits,
	MOST_STORED,
	storeLimit,
} from '../../../nodes/outreach/limits/limit-store';
import {
	NO_RATE_LIMIT_INFO,
	LimitBook,
	type ActiveLimit,
} from '../../../nodes/outreach/limits/limits';
import { saved } from '../acme';
import { at } from '../fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const MONDAY = at('2024-01-22T00:00:00.000Z');
const BUCKET = 'connectSafely|key|default|connect';

const holdUntil = (retryAt: number, more: Partial<ActiveLimit> = {}): ActiveLimit => ({
	info: {
		...NO_RATE_LIMIT_INFO,
		action: 'connect',
		scope: 'week',
		limit: 90,
		used: 90,
		remaining: 0,
	},
	scope: 'week',
	retryAt,
	message: 'Connection request limit exceeded: 90/90 used.',
	...more,
});
const HOLD = holdUntil(MONDAY);

/** Static data with one limit. */
function withHold(staticData: IDataObject = {}) {
	storeLimit(staticData, BUCKET, HOLD, NOW);
	return staticData;
}

function loaded(staticData: IDataObject, now = NOW) {
	const book = new LimitBook();
	loadLimits(saved(staticData), book, now);
	return book;
}

test('A stored limit is loaded unchanged, under its own key', () => {
	const staticData = withHold();
	expect(loaded(staticData).find(BUCKET, null, NOW)).toEqual(HOLD);
	expect(loaded(staticData).find(`${BUCKET}2`, null, NOW)).toBeNull();
});

test('A newer limit replaces the stored one of the same key and no other', () => {
	const staticData = withHold();
	storeLimit(staticData, 'other', holdUntil(MONDAY + 1), NOW);
	storeLimit(staticData, BUCKET, holdUntil(MONDAY + 2), NOW);
	const book = loaded(staticData);
	expect(book.find(BUCKET, null, NOW)?.retryAt).toBe(MONDAY + 2);
	expect(book.find('other', null, NOW)?.retryAt).toBe(MONDAY + 1);
});

test.each([
	['ends within the minute', NOW + 59_999, 0],
	['ends in a minute', NOW + 60_000, 1],
	['has ended', NOW - 1, 0],
])('A limit is stored only if it lasts a minute or more: one that %s', (_case, retryAt, kept) => {
	const staticData: IDataObject = {};
	storeLimit(staticData, BUCKET, holdUntil(retryAt), NOW);
	expect(Object.keys((staticData.limits ?? {}) as object)).toHaveLength(kept);
});

test('Limits that have ended are not loaded, and are removed when another is stored', () => {
	const staticData: IDataObject = {};
	storeLimit(staticData, 'ended', holdUntil(NOW + 3_600_000), NOW);
	const later = NOW + 3_600_000;
	expect(loaded(staticData, later).find('ended', null, NOW)).toBeNull();
	expect(loaded(staticData, later - 1).find('ended', null, later - 1)).not.toBeNull();
	storeLimit(staticData, BUCKET, HOLD, later);
	expect(staticData.limits).toEqual({ [BUCKET]: HOLD });
});

test('A longer limit that the process knows is kept when stored limits are loaded', () => {
	const staticData = withHold();
	const book = new LimitBook();
	book.enterLimit(BUCKET, holdUntil(MONDAY + 5));
	loadLimits(staticData, book, NOW);
	expect(book.find(BUCKET, null, NOW)?.retryAt).toBe(MONDAY + 5);
});

const without = (name: keyof ActiveLimit) =>
	Object.fromEntries(Object.entries(HOLD).filter(([key]) => key !== name));

describe.each<[string, unknown]>([
	['none', undefined],
	['null', null],
	['a word', 'holds'],
	['a list', [HOLD]],
	['a number', 7],
	['a bucket that is a word', { [BUCKET]: 'held' }],
	['a bucket that is null', { [BUCKET]: null }],
	['no end', { [BUCKET]: without('retryAt') }],
	['no reading', { [BUCKET]: without('info') }],
	['no message', { [BUCKET]: without('message') }],
	['an end in words', { [BUCKET]: { ...HOLD, retryAt: '2024-01-22T00:00:00.000Z' } }],
	['a scope that is none', { [BUCKET]: { ...HOLD, scope: 'year' } }],
	['a reading of another kind', { [BUCKET]: { ...HOLD, info: { used: '90' } } }],
])('Malformed stored limits: %s', (_case, holds) => {
	test('Malformed stored limits hold nothing back', () => {
		expect(loaded({ limits: holds } as IDataObject).find(BUCKET, null, NOW)).toBeNull();
	});

	test('A new limit replaces malformed stored limits', () => {
		const staticData = { limits: holds } as IDataObject;
		storeLimit(staticData, BUCKET, HOLD, NOW);
		expect(staticData.limits).toEqual({ [BUCKET]: HOLD });
	});
});

test('One malformed stored limit does not affect the others', () => {
	const staticData = { limits: { odd: 7, [BUCKET]: { ...HOLD } } } as IDataObject;
	expect(loaded(staticData).find(BUCKET, null, NOW)).toEqual(HOLD);
	storeLimit(staticData, 'other', HOLD, NOW);
	expect(staticData.limits).toEqual({ [BUCKET]: HOLD, other: HOLD });
});

describe('Forgotten limits', () => {
	test('Forgetting removes stored limits and no other static data', () => {
		const staticData: IDataObject = { invitedAt: { ada: '2024-01-15T10:30:00.000Z' } };
		storeLimit(staticData, BUCKET, HOLD, NOW);
		forgetStoredLimits(staticData, new Set([BUCKET]));
		expect(loaded(staticData).find(BUCKET, null, NOW)).toBeNull();
		expect(staticData.invitedAt).toEqual({ ada: '2024-01-15T10:30:00.000Z' });
	});

	test('Forgetting writes nothing if nothing is stored', () => {
		const staticData: IDataObject = {};
		forgetStoredLimits(staticData, new Set([BUCKET]));
		expect(staticData).toEqual({});
	});

	test('Forgetting no key changes nothing, so that n8n has nothing to save', () => {
		const staticData = withHold();
		const holds = staticData.limits;
		forgetStoredLimits(staticData, new Set());
		expect(staticData.limits).toBe(holds);
	});

	test('Forgetting two key prefixes removes the limits of both, and no others', () => {
		const staticData: IDataObject = {};
		for (const bucket of ['one|a', 'two|a', 'three|a']) storeLimit(staticData, bucket, HOLD, NOW);
		forgetStoredLimits(staticData, new Set(['one|', 'two|']));
		expect(staticData.limits).toEqual({ 'three|a': HOLD });
	});
});

/** As many limits as may be stored, each ending a millisecond after the one before. */
const fullOf = (name: string, from = MONDAY) =>
	Object.fromEntries(
		Array.from({ length: MOST_STORED }, (_, index) => [
			`${name}${index}`,
			saved({ ...holdUntil(from + index) }),
		]),
	);

test('If there are more limits than may be stored, those that end last are stored', () => {
	const staticData: IDataObject = { limits: fullOf('account ') };
	for (let account = MOST_STORED; account < MOST_STORED + 20; account++) {
		storeLimit(staticData, `account ${account}`, holdUntil(MONDAY + account), NOW);
	}
	expect(Object.keys((staticData.limits ?? {}) as object)).toHaveLength(MOST_STORED);
	const book = loaded(staticData);
	expect(book.find('account 19', null, NOW)).toBeNull();
	expect(book.find('account 20', null, NOW)).not.toBeNull();
});

test('A stored limit that is renewed removes no other if the store is full', () => {
	const staticData: IDataObject = { limits: fullOf('account ') };
	const stored = Object.keys((staticData.limits ?? {}) as object);
	storeLimit(staticData, 'account 9', holdUntil(MONDAY + MOST_STORED), NOW);
	expect(Object.keys((staticData.limits ?? {}) as object).sort()).toEqual(stored.sort());
});

test('Limits of many people remove no limit of an account, and are forgotten with the account', () => {
	const staticData = withHold({ personLimits: fullOf(`${BUCKET}|person-`, MONDAY + 1) });
	const last = holdUntil(MONDAY + 1 + MOST_STORED);
	storeLimit(staticData, `${BUCKET}|person-${MOST_STORED}`, last, NOW, 'personLimits');
	const book = loaded(staticData);
	expect(book.find(BUCKET, null, NOW)).toEqual(HOLD);
	expect(book.find(`${BUCKET}|person-0`, null, NOW)).toBeNull();
	expect(book.find(`${BUCKET}|person-${MOST_STORED}`, null, NOW)).not.toBeNull();
	forgetStoredLimits(staticData, new Set(['connectSafely|key|default|']));
	expect(loaded(staticData).find(`${BUCKET}|person-${MOST_STORED}`, null, NOW)).toBeNull();
});

import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import { isStatusNews, type ReportedStatus } from '../../../nodes/outreach/trigger/account-status';
import { webhookNode } from '../fakes';

beforeEach(() => processState.reset());

/** A node whose static data a test can roll back, and read in another process. */
function nodeWith(stored: IDataObject = {}, mode?: string) {
	const context = webhookNode(stored, 'n', mode);
	let clock = 0;
	const tell = (word: string, given: Partial<ReportedStatus> = {}) => {
		clock += 1;
		return isStatusNews(context, {
			accountId: 'a',
			product: null,
			word,
			isGood: ['ok', 'back'].includes(word),
			impliesRecovery: word === 'back',
			at: clock,
			...given,
		});
	};
	return { tell, stored };
}

test.each([
	[
		'A bad status is a change once, and again after the account has recovered',
		'bad bad ok ok bad bad',
		[true, false, true, false, true, false],
	],
	['A different bad status is a change', 'bad worse bad', [true, true, true]],
	['A good status without a bad one before it is no change', 'ok', [false]],
	['A good status whose word implies a recovery is a change', 'back', [true]],
	['A recovery in several words is one change', 'bad back ok back', [true, true, false, false]],
])('%s', (_title, words, changes) => {
	const { tell } = nodeWith();
	expect(words.split(' ').map((word) => tell(word))).toEqual(changes);
});

const MESSAGING = { product: 'messaging' };

test('Each product of each account has its own status', () => {
	const { tell } = nodeWith();
	expect(tell('bad', MESSAGING)).toBe(true);
	expect(tell('bad', { product: 'inbox' })).toBe(true);
	expect(tell('ok', MESSAGING)).toBe(true);
	expect(tell('bad', { ...MESSAGING, accountId: 'b' })).toBe(true);
	expect(tell('ok', MESSAGING)).toBe(false);
	expect(tell('ok', { product: 'inbox' })).toBe(true);
});

test('The recovery of a whole account is one of all its products', () => {
	const { tell } = nodeWith();
	tell('bad', MESSAGING);
	tell('bad', { ...MESSAGING, accountId: 'b' });
	expect(tell('ok')).toBe(true);
	expect(tell('ok', MESSAGING)).toBe(false);
	expect(tell('ok', { ...MESSAGING, accountId: 'b' })).toBe(true);
});

test('A status that is delivered late is no change', () => {
	const { tell } = nodeWith();
	tell('bad', { at: 10 });
	tell('ok', { at: 20 });
	expect(tell('bad', { at: 10 })).toBe(false);
	expect(tell('ok', { at: 21 })).toBe(false);
});

test('A status is remembered after a restart, and by another process', () => {
	const { stored, tell } = nodeWith();
	tell('bad');
	processState.reset();
	expect(nodeWith(stored).tell('bad', { at: 5 })).toBe(false);
	processState.reset();
	expect(nodeWith(stored).tell('ok', { at: 6 })).toBe(true);
});

test('An older status that another execution writes back is not used', () => {
	const { stored, tell } = nodeWith();
	tell('bad');
	const old = structuredClone(stored);
	tell('ok');
	Object.assign(stored, old);
	expect(tell('ok')).toBe(false);
});

test('A newer status that another process stored replaces the one in this process', () => {
	const { stored, tell } = nodeWith();
	tell('bad', { at: 1 });
	const good = { word: 'ok', isGood: true, at: 2 };
	Object.assign(stored, { accountStatus: [['a ', good]] });
	expect(tell('bad', { at: 3 })).toBe(true);
});

test('A test from the editor shows every status and remembers none', () => {
	const { tell, stored } = nodeWith({}, 'manual');
	expect(['bad', 'bad', 'ok', 'ok'].map((word) => tell(word))).toEqual([true, true, true, true]);
	expect(stored).toEqual({});
});

test('Unreadable static data counts as none', () => {
	expect(nodeWith({ accountStatus: 'x' }).tell('bad')).toBe(true);
});

test('Static data keeps the statuses of fifty products at most', () => {
	const { tell, stored } = nodeWith();
	for (let number = 0; number < 200; number += 1) tell('bad', { product: `p${number}` });
	expect(stored.accountStatus).toHaveLength(50);
});

import type { IDataObject } from 'n8n-workflow';
import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import type { Failed } from '../../../nodes/outreach/operations/result';
import { limitedBy, FAILED, sendGift, sendGiftViaAcme } from '../acme';
import { reply } from '../fakes';
import {
	BEN,
	DAY_SECONDS,
	Executions,
	GIVEN,
	KEY,
	NOW,
	provider,
	refused,
	type Related,
} from './executions';

const executions = new Executions();
beforeEach(() => executions.reset());
afterEach(() => jest.useRealTimers());

const COOLDOWN_SECONDS = 21 * DAY_SECONDS;
const CAP = { dailyCap: 1 };
const run = async (...given: Parameters<ReturnType<typeof provider>['task']>) =>
	await executions.execution()(acme.task(...given));
let acme = provider([]);

const held = (seconds: number, more: object = {}) =>
	expect.objectContaining({
		kind: 'rateLimited',
		limit: expect.objectContaining({ retryAt: NOW + seconds * 1000, ...more }) as unknown,
	}) as unknown;

describe('A refusal that leaves a doubt', () => {
	test.each([
		['doubtful', 'connected', 'needless'],
		['doubtful', 'pending_sent', 'underway'],
		['account', 'pending_sent', 'underway'],
		['person', 'connected', 'needless'],
		['person', 'pending_received', 'skipped'],
	] as const)(
		'A doubtful refusal (%s) to a person who is %s has the outcome %s, and frees the slot',
		async (code, related, outcome) => {
			acme = provider([refused(code), GIVEN], [related]);
			const one = executions.execution();
			expect(await one(acme.task({ options: CAP }))).toMatchObject({
				kind: 'answered',
				value: { report: { outcome } },
			});
			expect(await executions.known()).toBe('none');
			expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject({
				value: { report: { outcome: 'given' } },
			});
			expect(acme.read).toHaveBeenCalledTimes(1);
		},
	);

	test.each<[string, readonly [Related] | null]>([
		['is unknown', ['unknown']],
		['cannot be read', [FAILED]],
		['is held back by a limit', [limitedBy()]],
		['is not offered by the provider', null],
	])(
		'A send with a doubtful refusal stays in doubt if the relationship %s',
		async (_case, related) => {
			acme = provider([refused('account'), GIVEN], related);
			const one = executions.execution();
			expect(await one(acme.task({ options: CAP }))).toMatchObject({
				value: { report: { outcome: 'lost', message: 'Acme answered: Refused for account' } },
			});
			expect(await executions.known()).toBe('inDoubt');
			expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject({ kind: 'rateLimited' });
			expect(acme.requests).toHaveLength(1);
		},
	);

	test('A doubtfully refused send that the evidence shows as made is remembered, and keeps its slot', async () => {
		const reports = {
			...sendGift.once.reports,
			refused: () => ({ outcome: 'given', message: null }),
		};
		const via = {
			...sendGiftViaAcme,
			record: { ...sendGift, once: { ...sendGift.once, reports } },
		};
		acme = provider([refused('doubtful'), GIVEN], ['pending_sent']);
		const one = executions.execution();
		expect(await one(acme.task({ via, options: CAP }))).toMatchObject({
			value: { report: { outcome: 'given' } },
		});
		expect(await executions.known()).toBe('sent');
		expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject({ kind: 'rateLimited' });
	});

	test.each([
		['doubtful', 'unknown', { kind: 'answered', value: { report: { outcome: 'needless' } } }],
		['doubtful', 'none', { kind: 'failed', accepted: 'no' }],
		['account', 'unknown', { kind: 'rateLimited', httpStatus: 422 }],
	] as const)(
		'A doubtful refusal (%s) has the meaning of its words only if the evidence (%s) alone does not prove that nothing was sent',
		async (code, related, expected) => {
			const record = {
				...sendGift,
				readRefusal: ({ accepted }: Failed) =>
					accepted === 'no' ? { outcome: 'needless', message: null } : null,
				once: {
					...sendGift.once,
					provesNotSent: (now: Relationship, _cutOff: unknown, isRefused: boolean) =>
						isRefused || now === 'none',
				},
			};
			acme = provider([refused(code)], [related]);
			expect(await run({ via: { ...sendGiftViaAcme, record } })).toMatchObject(expected);
			expect(await executions.known()).toBe('none');
		},
	);

	test('A send with a doubtful refusal stays in doubt, without a further request, if the execution is cancelled', async () => {
		const cancel = new AbortController();
		acme = provider([refused('doubtful')], ['none']);
		const askNow: typeof acme.open.askNow = async (endpoint) => {
			const answer = await acme.open.askNow(endpoint);
			cancel.abort();
			return answer;
		};
		const task = acme.task({ open: { ...acme.open, askNow } });
		expect(await executions.execution({ signal: cancel.signal })(task)).toMatchObject({
			value: { report: { outcome: 'lost' } },
		});
		expect(acme.read).not.toHaveBeenCalled();
	});

	test('A doubtful refusal counts if nothing was sent, also in another try, without a request', async () => {
		const stored: IDataObject = {};
		acme = provider([refused('doubtful'), GIVEN], ['none']);
		const refusal = {
			kind: 'failed',
			accepted: 'no',
			failure: { message: 'Acme answered: Refused for doubtful', code: 'doubtful' },
		};
		const first = await executions.execution({ stored })(acme.task({ options: CAP }));
		expect(first).toMatchObject(refusal);
		const again = await executions.execution({ stored })(acme.task({ options: CAP }));
		expect(again).toMatchObject({ kind: 'failed', failure: refusal.failure });
		expect(acme.requests).toHaveLength(1);
		expect(await executions.known()).toBe('none');
		expect(await run({ options: CAP })).toMatchObject({ value: { report: { outcome: 'given' } } });
	});

	test('A doubtful refusal does not change the state of a person who was sent to before', async () => {
		acme = provider([GIVEN]);
		await run();
		acme = provider([refused('doubtful')], ['none']);
		await run({ options: { skipAlreadyInvited: false } });
		expect(await executions.known()).toBe('sent');
	});

	test('A doubtful refusal reports the limits of its response', async () => {
		const limits = { scope: 'day' as const, headers: { remaining: 'x-left' } };
		acme = provider([refused('doubtful', { 'x-left': '0' })], ['none'], { limits });
		const one = executions.execution();
		expect(await one(acme.task())).toMatchObject({ kind: 'failed' });
		expect(await one(acme.task(BEN))).toMatchObject({ kind: 'rateLimited', httpStatus: null });
	});
});

describe('A limit of the account', () => {
	beforeEach(() => {
		acme = provider([refused('account'), refused('account'), GIVEN], ['none']);
	});

	test('A limit of the account applies for the time in the rules, and the other items are not tried', async () => {
		const one = executions.execution();
		const message = 'Acme answered: Refused for account';
		expect(await one(acme.task())).toEqual(held(3600, { scope: 'day', message }));
		expect(await one(acme.task(BEN))).toEqual(held(3600));
		expect(acme.requests).toHaveLength(1);
		executions.restart(NOW + 3_599_000);
		expect(await run(BEN)).toMatchObject({ kind: 'rateLimited', httpStatus: null });
		expect(acme.requests).toHaveLength(1);
	});

	test('A limit met twice by the same person is that person’s, and the other items continue', async () => {
		await run();
		executions.restart(NOW + 3_600_000);
		const one = executions.execution();
		expect(await one(acme.task())).toEqual(
			held(3600 + COOLDOWN_SECONDS, {
				scope: 'unknown',
				message: 'Acme answered: Refused for account This applies only to this person.',
			}),
		);
		expect(await one(acme.task(BEN))).toMatchObject({ value: { report: { outcome: 'given' } } });
		executions.restart(NOW + 3_600_000 + COOLDOWN_SECONDS * 1000 - 1000);
		const later = executions.execution();
		expect(await later(acme.task())).toMatchObject({ kind: 'rateLimited', httpStatus: null });
		expect(acme.requests).toHaveLength(3);
	});

	test('A limit met the second time by another person is the account’s', async () => {
		await run();
		executions.restart(NOW + 3_600_000);
		const one = executions.execution();
		expect(await one(acme.task(BEN))).toEqual(held(7200, { scope: 'day' }));
		expect(await one(acme.task())).toMatchObject({ kind: 'rateLimited', httpStatus: null });
		expect(acme.requests).toHaveLength(2);
	});

	test('A limit is the account’s if memory cannot record whose it was', async () => {
		await run();
		executions.restart(NOW + 3_600_000);
		const add = executions.store.checkProcessedAndRecord.bind(executions.store);
		jest
			.spyOn(executions.store, 'checkProcessedAndRecord')
			.mockImplementation(async (values, ...how) => {
				if (values.includes(`throttled ${KEY}`)) throw new Error('SQLITE_FULL');
				return await add(values, ...how);
			});
		expect(await run()).toEqual(held(7200, { scope: 'day' }));
	});
});

describe('A limit of one person', () => {
	test.each([
		['person', COOLDOWN_SECONDS],
		['longer', 30 * DAY_SECONDS],
	])(
		'A limit of one person (%s) lasts at least three weeks, and holds back nobody else',
		async (code, seconds) => {
			acme = provider([refused(code), GIVEN], ['none']);
			const one = executions.execution();
			expect(await one(acme.task({ options: CAP }))).toMatchObject({ isOfPerson: true });
			expect(await one(acme.task({ itemIndex: 2, options: CAP }))).toEqual(held(seconds));
			expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject({
				value: { report: { outcome: 'given' } },
			});
			expect(acme.requests).toHaveLength(2);
		},
	);

	test('A limit of one person is not waited for, and is found before memory’s answer is needed', async () => {
		acme = provider([refused('person'), GIVEN], ['none']);
		const options = { onRateLimit: 'wait', maxWaitSeconds: 60 };
		expect(await run({ options })).toMatchObject({ isOfPerson: true, httpStatus: 422 });
		expect(await run({ options })).toMatchObject({ isOfPerson: true, httpStatus: null });
		expect(acme.requests).toHaveLength(1);
	});
});

test('A plain refusal causes no read', async () => {
	acme = provider([reply(422, { error: 'No such person', code: 'gone' })], ['connected']);
	expect(await run()).toMatchObject({ kind: 'failed', accepted: 'no' });
	expect(acme.read).not.toHaveBeenCalled();
});

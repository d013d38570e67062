import type { IDataObject } from 'n8n-workflow';
import { FAILED, limitedBy } from '../acme';
import { reply } from '../fakes';
import {
	afterAnswer,
	BEN,
	DAY_SECONDS,
	Executions,
	GIVEN,
	KEY,
	limited,
	NOW,
	outcome,
	provider,
	refused,
	viaRules,
} from './executions';

const n8n = Executions.inEachTest();

const COOLDOWN_SECONDS = 21 * DAY_SECONDS;
const CAP = { dailyCap: 1 };
const run = async (...given: Parameters<ReturnType<typeof provider>['task']>) =>
	await n8n.run(acme.task(...given));
let acme = provider([]);

const held = (seconds: number, more: object = {}) =>
	expect.objectContaining({
		kind: 'rateLimited',
		limit: expect.objectContaining({ retryAt: NOW + seconds * 1000, ...more }) as unknown,
	}) as unknown;

test.each([
	['doubtful', 'connected', 'needless'],
	['doubtful', 'pending_sent', 'underway'],
	['account', 'pending_sent', 'underway'],
	['person', 'connected', 'needless'],
	['person', 'pending_received', 'skipped'],
] as const)(
	'A doubtful refusal (%s) to a person who is %s has the outcome %s, and frees the slot',
	async (code, related, word) => {
		acme = provider([refused(code), GIVEN], related);
		const one = n8n.execution();
		expect(await one(acme.task({ options: CAP }))).toMatchObject(outcome(word));
		expect(await n8n.known()).toBe('none');
		expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject(outcome('given'));
		expect(acme.read).toHaveBeenCalledTimes(1);
	},
);

test.each([
	['is unknown', 'unknown'],
	['cannot be read', FAILED],
	['cannot be read because of a limit', limitedBy()],
	['is not offered by the provider', null],
] as const)(
	'A send with a doubtful refusal stays in doubt if the relationship %s',
	async (_case, related) => {
		acme = provider([refused('account'), GIVEN], related);
		const one = n8n.execution();
		expect(await one(acme.task({ options: CAP }))).toMatchObject({
			value: { report: { outcome: 'lost', message: 'Acme answered: Refused for account' } },
		});
		expect(await n8n.known()).toBe('inDoubt');
		expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject(limited(null));
		expect(acme.requests).toHaveLength(1);
	},
);

test('A doubtfully refused send that the evidence shows as made is remembered, and keeps its slot', async () => {
	const via = viaRules({}, { refused: () => ({ outcome: 'given', message: null }) });
	acme = provider([refused('doubtful'), GIVEN], 'pending_sent');
	const one = n8n.execution();
	expect(await one(acme.task({ via, options: CAP }))).toMatchObject(outcome('given'));
	expect(await n8n.known()).toBe('sent');
	expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject(limited(null));
});

test.each([
	['doubtful', 'unknown', outcome('needless')],
	['doubtful', 'none', { kind: 'failed', accepted: 'no' }],
	['account', 'unknown', limited(422)],
] as const)(
	'A doubtful refusal (%s) has the meaning of its words only if the evidence (%s) alone does not prove that nothing was sent',
	async (code, related, expected) => {
		const via = viaRules(
			{ provesNotSent: (now, _cutOff, isRefused) => isRefused || now === 'none' },
			{},
			({ accepted }) => (accepted === 'no' ? { outcome: 'needless', message: null } : null),
		);
		acme = provider([refused(code)], related);
		expect(await run({ via })).toMatchObject(expected);
		expect(await n8n.known()).toBe('none');
	},
);

test('A send with a doubtful refusal stays in doubt, without a further request, if the execution is cancelled', async () => {
	const cancel = new AbortController();
	acme = provider([refused('doubtful')], 'none');
	const task = acme.task({ open: afterAnswer(acme.open, () => cancel.abort()) });
	expect(await n8n.run(task, { signal: cancel.signal })).toMatchObject(outcome('lost'));
	expect(acme.read).not.toHaveBeenCalled();
});

test('A doubtful refusal counts if nothing was sent, also in another try, without a request', async () => {
	const stored: IDataObject = {};
	acme = provider([refused('doubtful'), GIVEN], 'none');
	const refusal = {
		kind: 'failed',
		accepted: 'no',
		failure: { message: 'Acme answered: Refused for doubtful', code: 'doubtful' },
	};
	const first = await n8n.execution({ stored })(acme.task({ options: CAP }));
	expect(first).toMatchObject(refusal);
	const again = await n8n.execution({ stored })(acme.task({ options: CAP }));
	expect(again).toMatchObject({ kind: 'failed', failure: refusal.failure });
	expect(acme.requests).toHaveLength(1);
	expect(await n8n.known()).toBe('none');
	expect(await run({ options: CAP })).toMatchObject(outcome('given'));
});

test('A doubtful refusal does not change the state of a person who was sent to before', async () => {
	acme = provider([GIVEN]);
	await run();
	acme = provider([refused('doubtful')], 'none');
	await run({ options: { skipAlreadyInvited: false } });
	expect(await n8n.known()).toBe('sent');
});

test('A doubtful refusal reports the limits of its response', async () => {
	const limits = { scope: 'day' as const, headers: { remaining: 'x-left' } };
	acme = provider([refused('doubtful', { 'x-left': '0' })], 'none', { limits });
	const one = n8n.execution();
	expect(await one(acme.task())).toMatchObject({ kind: 'failed' });
	expect(await one(acme.task(BEN))).toMatchObject(limited(null));
});

describe('A limit of the account', () => {
	beforeEach(() => {
		acme = provider([refused('account'), refused('account'), GIVEN], 'none');
	});

	test('A limit of the account applies for the time in the rules, and the other items are not tried', async () => {
		const one = n8n.execution();
		const message = 'Acme answered: Refused for account';
		expect(await one(acme.task())).toEqual(held(3600, { scope: 'day', message }));
		expect(await one(acme.task(BEN))).toEqual(held(3600));
		expect(acme.requests).toHaveLength(1);
		n8n.restart(NOW + 3_599_000);
		expect(await run(BEN)).toMatchObject(limited(null));
		expect(acme.requests).toHaveLength(1);
	});

	test('A limit met twice by the same person is that person’s, and the other items continue', async () => {
		await run();
		n8n.restart(NOW + 3_600_000);
		const one = n8n.execution();
		expect(await one(acme.task())).toEqual(
			held(3600 + COOLDOWN_SECONDS, {
				scope: 'unknown',
				message: 'Acme answered: Refused for account This applies only to this person.',
			}),
		);
		expect(await one(acme.task(BEN))).toMatchObject(outcome('given'));
		n8n.restart(NOW + 3_600_000 + COOLDOWN_SECONDS * 1000 - 1000);
		const later = n8n.execution();
		expect(await later(acme.task())).toMatchObject(limited(null));
		expect(acme.requests).toHaveLength(3);
	});

	test('A limit met the second time by another person is the account’s', async () => {
		await run();
		n8n.restart(NOW + 3_600_000);
		const one = n8n.execution();
		expect(await one(acme.task(BEN))).toEqual(held(7200, { scope: 'day' }));
		expect(await one(acme.task())).toMatchObject(limited(null));
		expect(acme.requests).toHaveLength(2);
	});

	test('A limit is the account’s if memory cannot record whose it was', async () => {
		await run();
		n8n.restart(NOW + 3_600_000);
		n8n.store.beforeWrite = (entries) => {
			if (entries.includes(`throttled ${KEY}`)) throw new Error('SQLITE_FULL');
		};
		expect(await run()).toEqual(held(7200, { scope: 'day' }));
	});
});

test.each([
	['person', COOLDOWN_SECONDS],
	['longer', 30 * DAY_SECONDS],
])(
	'A limit of one person (%s) lasts at least three weeks, and holds back nobody else',
	async (code, seconds) => {
		acme = provider([refused(code), GIVEN], 'none');
		const one = n8n.execution();
		expect(await one(acme.task({ options: CAP }))).toMatchObject({ isOfPerson: true });
		expect(await one(acme.task({ itemIndex: 2, options: CAP }))).toEqual(held(seconds));
		expect(await one(acme.task({ ...BEN, options: CAP }))).toMatchObject(outcome('given'));
		expect(acme.requests).toHaveLength(2);
	},
);

test('A limit of one person is not waited for, and is found before memory’s answer is needed', async () => {
	acme = provider([refused('person'), GIVEN], 'none');
	const options = { onRateLimit: 'wait', maxWaitSeconds: 60 };
	expect(await run({ options })).toMatchObject({ isOfPerson: true, httpStatus: 422 });
	expect(await run({ options })).toMatchObject({ isOfPerson: true, httpStatus: null });
	expect(acme.requests).toHaveLength(1);
});

test('A plain refusal causes no read', async () => {
	acme = provider([reply(422, { error: 'No such person', code: 'gone' })], 'connected');
	expect(await run()).toMatchObject({ kind: 'failed', accepted: 'no' });
	expect(acme.read).not.toHaveBeenCalled();
});

import { NOW } from '../harness/simulated';
import { DAY_MS, HOUR_MS, iso, refusedV1, refusedV2, useStage } from './staged';

const COOLDOWN_MS = 21 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
const untried = (retryAt: number) =>
	expect.objectContaining({ attempted: false, httpStatus: null, retryAt: iso(retryAt) }) as unknown;

const SHOWN = [
	['connected', 'already_connected'],
	['pending_sent', 'already_pending'],
	['pending_received', 'skipped'],
] as const;

describe('Refusals of v1 that may concern the account or the person', () => {
	const unipile = useStage('v1');
	const LATER = 'Please try again later.';
	const refusal = refusedV1(422, 'cannot_resend_yet', LATER);

	test.each(
		['cannot_resend_yet', 'cannot_resend_within_24hrs', 'already_invited_recently'].flatMap(
			(code) => SHOWN.map(([shows, outcome]) => [code, shows, outcome] as const),
		),
	)(
		'An invitation refused with %s to a person now shown as %s is %s, and the others continue',
		async (code, shows, outcome) => {
			unipile.meets({ ...refusedV1(422, code), shows });
			const { outcomes, methods, success, held } = await unipile.send(2);
			expect(outcomes).toEqual([outcome, 'sent']);
			expect(success[0]).toMatchObject({ invited: false, noteSent: false });
			expect(held).toEqual([]);
			expect(methods).toEqual(['GET', 'POST', 'GET', 'GET', 'POST']);
		},
	);

	test.each(['cannot_resend_yet', 'cannot_resend_within_24hrs'])(
		'The refusal %s without an effect is the account’s limit for a day, and the rest is not tried',
		async (code) => {
			unipile.meets(refusedV1(422, code, LATER));
			const { success, held, methods } = await unipile.send(3);
			expect(success).toEqual([]);
			expect(held).toEqual([
				expect.objectContaining({
					attempted: true,
					httpStatus: 422,
					scope: 'day',
					retryAfterSeconds: 86_400,
					retryAt: iso(NOW + DAY_MS),
					message: expect.stringContaining(LATER) as unknown,
				}),
				untried(NOW + DAY_MS),
				untried(NOW + DAY_MS),
			]);
			expect(methods).toEqual(['GET', 'POST', 'GET']);
		},
	);

	test('The account’s limit outlasts a restart, and ends after a day', async () => {
		unipile.meets(refusal);
		await unipile.send(1);
		unipile.later(DAY_MS - HOUR_MS);
		expect(await unipile.send(2)).toMatchObject({ outcomes: [], methods: [] });
		unipile.later(DAY_MS);
		expect(await unipile.send(2)).toMatchObject({ outcomes: ['sent', 'sent'], held: [] });
	});

	test('A second refusal of the same person is that person’s limit for a week, and the others continue', async () => {
		unipile.meets(refusal, refusal);
		await unipile.send(1);
		unipile.later(DAY_MS);
		const second = await unipile.send(2);
		const until = NOW + DAY_MS + WEEK_MS;
		expect(second.outcomes).toEqual(['sent']);
		expect(second.held).toEqual([
			expect.objectContaining({
				attempted: true,
				httpStatus: 422,
				retryAfterSeconds: WEEK_MS / 1000,
				retryAt: iso(until),
				message: expect.stringMatching(
					/Please try again later\. This applies only to this person/,
				) as unknown,
			}),
		]);

		unipile.later(until - NOW - HOUR_MS);
		const third = await unipile.send(3);
		expect(third.outcomes).toEqual(['skipped', 'sent']);
		expect(third.held).toEqual([untried(until)]);
		expect(third.methods).toEqual(['GET', 'POST']);

		unipile.later(until - NOW);
		expect((await unipile.send(1)).outcomes).toEqual(['sent']);
		expect(unipile.bodies()).toHaveLength(5);
	});

	test('The refusal already_invited_recently is the person’s limit from the first time on', async () => {
		unipile.meets(refusedV1(422, 'already_invited_recently', LATER));
		const { outcomes, held, methods } = await unipile.send(3);
		expect(outcomes).toEqual(['sent', 'sent']);
		expect(held).toEqual([
			expect.objectContaining({ attempted: true, retryAt: iso(NOW + COOLDOWN_MS) }),
		]);
		expect(methods).toEqual(['GET', 'POST', 'GET', 'GET', 'POST', 'GET', 'POST']);
	});
});

describe.each([
	['v1', refusedV1(422, 'cannot_resend_yet')],
	['v1', refusedV1(422, 'already_invited_recently')],
	['v2', refusedV2(422, 'provider/unprocessable_entity')],
] as const)('Refusals of %s that cannot be checked', (version, refusal) => {
	const unipile = useStage(version);

	test('A refusal that cannot be checked is unconfirmed, is not sent again, and holds back nobody else', async () => {
		unipile.meets({ ...refusal, shows: 'unknown' });
		const { outcomes, success, held } = await unipile.send(2);
		expect(outcomes).toEqual(['unconfirmed', 'sent']);
		expect(success[0]).toMatchObject({
			invited: null,
			message: expect.stringContaining('No.') as unknown,
		});
		expect(held).toEqual([]);
		unipile.later(HOUR_MS);
		const later = await unipile.send(2);
		expect(later.outcomes).toEqual(['unconfirmed', 'skipped']);
		expect(later.methods).toEqual(['GET', 'GET']);
	});
});

describe('LinkedIn’s refusals through v2', () => {
	const unipile = useStage('v2');
	const REFUSALS: ReadonlyArray<readonly [number, string]> = [
		[400, 'provider/invalid_parameters'],
		[409, 'provider/conflict'],
		[422, 'provider/unprocessable_entity'],
	];

	test.each(
		REFUSALS.flatMap(([status, type]) =>
			SHOWN.map(([shows, outcome]) => [status, type, shows, outcome] as const),
		),
	)('An invitation refused by %d %s, shown as %s, is %s', async (status, type, shows, outcome) => {
		unipile.meets({ ...refusedV2(status, type), shows });
		const { outcomes, methods } = await unipile.send(2);
		expect(outcomes).toEqual([outcome, 'sent']);
		expect(methods).toEqual(['GET', 'POST', 'GET', 'GET', 'POST']);
	});

	test.each(REFUSALS)('A refusal %d %s without effect fails in its words', async (status, type) => {
		const detail = 'LinkedIn answered: CANT_RESEND_YET (limit reached)';
		unipile.meets(refusedV2(status, type, detail));
		const { success, held, methods } = await unipile.send(2);
		expect(success).toEqual([
			expect.objectContaining({ error: expect.stringContaining(detail) as unknown }),
			expect.objectContaining({ outcome: 'sent' }),
		]);
		expect(JSON.stringify(success[0])).toContain(type);
		expect(held).toEqual([]);
		expect(methods).toEqual(['GET', 'POST', 'GET', 'GET', 'POST']);
		// Nothing was sent, so another execution may try.
		unipile.later(HOUR_MS);
		expect((await unipile.send(1)).outcomes).toEqual(['sent']);
	});

	test.each(['Already connected.', 'An invitation to this person is already pending.'])(
		'An invitation refused with %j without an effect fails too',
		async (detail) => {
			unipile.meets(refusedV2(422, 'provider/unprocessable_entity', detail));
			expect((await unipile.send(1)).outcomes).toEqual([`Unipile answered: ${detail}`]);
		},
	);
});

import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import { isOnce, successSchema } from '../../../nodes/outreach/operations/operation';
import { OPERATIONS } from '../../../nodes/outreach/operations';
import { notInvited, sendConnection } from '../../../nodes/outreach/operations/send-connection';
import { at, inputOf } from '../fakes';

const { once } = sendConnection;
const SINCE = '2024-01-15T10:30:00.000Z';
const cutOff = (note: string | null) => ({
	input: inputOf({ profile: 'ada-1', note }),
	providerName: 'Acme',
	happened: 'It was cut off',
	attemptedAt: null,
	now: at(SINCE),
});

test('The idempotency key of an invitation is the same as in every earlier release', () => {
	expect(once.idempotencyKey('acme|in:ada-1', inputOf({ note: 'Hi' }))).toBe(
		'invitation acme|in:ada-1',
	);
});

test.each([
	['sent', 'sent'],
	['unconfirmed', 'inDoubt'],
	['already_connected', 'none'],
	['already_pending', 'none'],
	['skipped', 'none'],
] as const)('An invitation that is reported as %s is remembered as %s', (outcome, state) => {
	expect(once.stateAfter(notInvited(outcome, null))).toBe(state);
});

test.each([
	'sent',
	'already_connected',
	'already_pending',
	'duplicate',
	'skipped',
	'dry_run',
	'unconfirmed',
] as const)('A report that an invitation is %s fits the schema of its operation', (outcome) => {
	const report = notInvited(outcome, 'It was cut off');
	expect(sendConnection.report.strict().parse(report)).toEqual(report);
	expect(once.isEarlier(report)).toBe(true);
});

test.each([
	['sent', true, true],
	['sent', false, true],
	['none', true, true],
	['none', false, false],
	['inDoubt', true, false],
] as const)(
	'With %s in memory and skipIfRelated %j, the relationship is read first: %j',
	(before, skipIfRelated, asks) => {
		expect(once.asksFirst({ skipIfRelated, requireConnection: true }, before)).toBe(asks);
	},
);

test('A report of an invitation that was not requested says that none was sent', () => {
	expect(once.reports.duplicate()).toEqual(
		notInvited('duplicate', 'The same person appeared earlier in this execution.'),
	);
	expect(once.reports.dryRun()).toMatchObject({ outcome: 'dry_run', invited: false });
	expect(once.reports.skipped({ sentAt: SINCE, by: null })).toMatchObject({
		outcome: 'skipped',
		sentAt: SINCE,
		message: `Invited by this node on ${SINCE}.`,
	});
	expect(once.reports.skipped({ sentAt: null, by: null })).toEqual(
		notInvited('skipped', 'Invited by this node in an earlier execution.'),
	);
});

test.each<[Relationship, string | null]>([
	['connected', 'already_connected'],
	['pending_sent', 'already_pending'],
	['pending_received', 'skipped'],
	['unknown', 'skipped'],
	['not_connected', 'skipped'],
	['none', null],
])(
	'An invitation to a person with the relationship %s has the outcome %j',
	(relationship, outcome) => {
		const report = once.reports.related(relationship, {
			skipIfRelated: true,
			requireConnection: true,
		});
		expect(report?.outcome ?? null).toBe(outcome);
		if (report) expect(report).toMatchObject({ invited: false, noteSent: false, sentAt: null });
	},
);

test.each<[Relationship, string | null, boolean]>([
	['connected', 'already_connected', false],
	['pending_sent', 'already_pending', false],
	['pending_received', 'skipped', false],
	['none', null, true],
	['not_connected', null, false],
	['unknown', null, false],
])(
	'With the relationship %s, a refused or earlier invitation has the outcome %j and is proven unsent: %j',
	(relationship, outcome, isProven) => {
		for (const report of [once.reports.refused, once.reports.earlier]) {
			expect(report(relationship, cutOff(null))?.outcome ?? null).toBe(outcome);
		}
		for (const isRefused of [true, false]) {
			expect(once.provesNotSent(relationship, cutOff(null), isRefused)).toBe(isProven);
		}
	},
);

test('The result of an invitation is looked up in the relationship', async () => {
	const relationship = jest.fn().mockResolvedValue(null);
	const report = jest.fn();
	expect(await once.readBack({ relationship, report }, cutOff(null))).toBeNull();
	expect(relationship).toHaveBeenCalledTimes(1);
	expect(report).not.toHaveBeenCalled();
});

test.each<[Relationship, object | null]>([
	['pending_sent', { outcome: 'sent', invited: true, noteSent: false, sentAt: SINCE }],
	['connected', { outcome: 'already_connected', invited: false, sentAt: null }],
	['pending_received', null],
	['none', null],
	['unknown', null],
])(
	'An invitation that was cut off is settled by the relationship %s as %j',
	(relationship, settled) => {
		const report = once.reports.reconciled(relationship, cutOff(null));
		if (settled === null) expect(report).toBeNull();
		else
			expect(report).toMatchObject({
				...settled,
				message: expect.stringMatching(/^It was cut off\. /) as unknown,
			});
	},
);

test.each([
	['Hi', null],
	[null, false],
])('An invitation with the note %j that was cut off reports noteSent as %j', (note, noteSent) => {
	expect(once.reports.reconciled('pending_sent', cutOff(note))).toMatchObject({ noteSent });
	expect(once.reports.unconfirmed(cutOff(note))).toMatchObject({
		outcome: 'unconfirmed',
		invited: null,
		noteSent,
		sentAt: null,
	});
});

test('Operations have different IDs, and only those of effect once have its rules', () => {
	expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
	expect(OPERATIONS.filter(isOnce).map(({ id }) => id)).toEqual(
		OPERATIONS.filter(({ effect }) => effect === 'once').map(({ id }) => id),
	);
	for (const record of OPERATIONS)
		expect(successSchema(record).shape.operation.value).toBe(record.id);
});

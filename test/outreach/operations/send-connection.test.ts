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

test('The key of an invitation is the person’s, the same as in every release before.', () => {
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
] as const)('An invitation that is reported as %s is remembered as %s.', (outcome, state) => {
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
] as const)('A report that an invitation is %s leaves the node whole.', (outcome) => {
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
	'Where memory knows %s and Skip if Related is %j, it is %j that the provider is asked first.',
	(before, skipIfRelated, asks) => {
		expect(once.asksFirst({ skipIfRelated, requireConnection: true }, before)).toBe(asks);
	},
);

test('What the runner reports of an invitation that it does not request says that none was sent.', () => {
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
])('To whom is related as %s, an invitation is %j.', (relationship, outcome) => {
	const report = once.reports.related(relationship, {
		skipIfRelated: true,
		requireConnection: true,
	});
	expect(report?.outcome ?? null).toBe(outcome);
	if (report) expect(report).toMatchObject({ invited: false, noteSent: false, sentAt: null });
});

test.each<[Relationship, string | null, boolean]>([
	['connected', 'already_connected', false],
	['pending_sent', 'already_pending', false],
	['pending_received', 'skipped', false],
	['none', null, true],
	['not_connected', null, false],
	['unknown', null, false],
])(
	'An invitation that was refused, or is of an earlier execution, is for a person who is %s %j; that it was not sent is proven: %j.',
	(relationship, outcome, isProven) => {
		for (const report of [once.reports.refused, once.reports.earlier]) {
			expect(report(relationship, cutOff(null))?.outcome ?? null).toBe(outcome);
		}
		for (const isRefused of [true, false]) {
			expect(once.provesNotSent(relationship, cutOff(null), isRefused)).toBe(isProven);
		}
	},
);

test('How an invitation ended is looked up in how the two are related.', async () => {
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
])('An invitation that was cut off is settled by %s: %j.', (relationship, settled) => {
	const report = once.reports.reconciled(relationship, cutOff(null));
	if (settled === null) expect(report).toBeNull();
	else
		expect(report).toMatchObject({
			...settled,
			message: expect.stringMatching(/^It was cut off\. /) as unknown,
		});
});

test.each([
	['Hi', null],
	[null, false],
])(
	'Of the note %j of an invitation that was cut off, it is known whether it was sent: %j.',
	(note, noteSent) => {
		expect(once.reports.reconciled('pending_sent', cutOff(note))).toMatchObject({ noteSent });
		expect(once.reports.unconfirmed(cutOff(note))).toMatchObject({
			outcome: 'unconfirmed',
			invited: null,
			noteSent,
			sentAt: null,
		});
	},
);

test('Operations have IDs of their own, and only those of effect `once` have its rules.', () => {
	expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
	expect(OPERATIONS.filter(isOnce).map(({ id }) => id)).toEqual(
		OPERATIONS.filter(({ effect }) => effect === 'once').map(({ id }) => id),
	);
	for (const record of OPERATIONS)
		expect(successSchema(record).shape.operation.value).toBe(record.id);
});

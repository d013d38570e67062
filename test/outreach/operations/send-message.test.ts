import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import type { ConversationMessage } from '../../../nodes/outreach/operations/conversations';
import {
	getConversation,
	toConversationReport,
} from '../../../nodes/outreach/operations/get-conversation';
import { failedWith } from '../../../nodes/outreach/operations/result';
import {
	notMessaged,
	sendMessage,
	toMessageReport,
} from '../../../nodes/outreach/operations/send-message';
import { at, inputOf } from '../fakes';

const { once } = sendMessage;
const ATTEMPTED = '2024-01-15T10:30:00.250Z';
const TEXT = 'Hello Ada,\n\nthank you for connecting!';
const input = inputOf({ profile: 'ada-1', message: TEXT });
const cutOff = (given: object = {}) => ({
	input,
	providerName: 'Acme',
	happened: 'It was cut off',
	attemptedAt: at(ATTEMPTED),
	now: at('2024-01-15T10:31:00Z'),
	...given,
});
const message = (given: Partial<ConversationMessage> = {}): ConversationMessage => ({
	key: 'm',
	id: 'm_1',
	at: '2024-01-15T10:30:01.000Z',
	direction: 'outbound',
	text: TEXT,
	kind: 'message',
	fields: {},
	...given,
});
const showing = (...rows: ConversationMessage[]) =>
	toConversationReport('conv_1', { rows, next: null }, 50);

describe('A message is told apart', () => {
	const key = (text: string, person = 'acme|in:ada-1') =>
		once.idempotencyKey(person, inputOf({ message: text }));

	test.each([`${TEXT}\n`, 'Hello Ada, thank  you for connecting!', ` ${TEXT}`])(
		'not by its whitespace: %j.',
		(other) => {
			expect(key(other)).toBe(key(TEXT));
		},
	);

	test.each(['Hello Ada', TEXT.toUpperCase(), `${TEXT}!`])('by its words: %j.', (other) => {
		expect(key(other)).not.toBe(key(TEXT));
	});

	test('by its person, and without keeping its words.', () => {
		expect(key(TEXT)).not.toBe(key(TEXT, 'acme|in:ben-2'));
		expect(key(TEXT)).toMatch(/^message [0-9a-f]{32} acme\|in:ada-1$/);
	});
});

describe('A message that was cut off', () => {
	test('counts as sent where the conversation shows it since the attempt.', () => {
		expect(once.reports.reconciled(showing(message()), cutOff())).toEqual({
			outcome: 'sent',
			messaged: true,
			messageId: 'm_1',
			conversationId: 'conv_1',
			sentAt: '2024-01-15T10:30:01.000Z',
			message: 'It was cut off. Acme shows the message as sent.',
		});
	});

	test.each([
		['in another whitespace', { text: 'Hello Ada, thank you  for connecting! ' }],
		['in a second that the provider cut short', { at: '2024-01-15T10:30:00.000Z' }],
	])('counts as sent %s.', (_how, given) => {
		expect(once.reports.reconciled(showing(message(given)), cutOff())?.outcome).toBe('sent');
	});

	test.each([
		['an earlier message with the same words', { at: '2024-01-15T10:29:59.999Z' }],
		['the person’s own message', { direction: 'inbound' as const }],
		['a message of somebody unknown', { direction: 'unknown' as const }],
		['a message without a time', { at: null }],
		['another text', { text: 'Hello Ada' }],
		['the note of an invitation', { kind: 'note' as const }],
	])('is not proven by %s.', (_what, given) => {
		expect(once.reports.reconciled(showing(message(given)), cutOff())).toBeNull();
		expect(once.reports.earlier(showing(message(given)), cutOff())).toBeNull();
	});

	test('is not even looked for where nobody knows when it was requested.', async () => {
		const report = jest.fn();
		const reads = { report, relationship: jest.fn() };
		expect(await once.readBack(reads, cutOff({ attemptedAt: null }))).toBeNull();
		expect(report).not.toHaveBeenCalled();
		expect(once.reports.reconciled(showing(message()), cutOff({ attemptedAt: null }))).toBeNull();
	});

	test('is looked for in the conversation where it is known when it was requested.', async () => {
		const conversation = showing(message());
		const report = jest.fn().mockResolvedValue(conversation);
		expect(await once.readBack({ report, relationship: jest.fn() }, cutOff())).toBe(conversation);
		expect(report).toHaveBeenCalledWith(getConversation, { limit: 50 });
	});

	test('is never proven to be unsent, unless the provider has said no as well.', () => {
		expect(once.provesNotSent(showing(), cutOff(), false)).toBe(false);
		expect(once.provesNotSent(showing(), cutOff(), true)).toBe(true);
	});

	test.each([
		['the message itself', {}, false],
		['one of somebody unknown', { direction: 'unknown' as const }, false],
		['one without a time', { at: null }, false],
		['one from before the attempt', { at: '2024-01-15T10:29:59.999Z' }, true],
		['the person’s own with the same words', { direction: 'inbound' as const }, true],
		['one with other words', { text: 'Hello Ada' }, true],
		['one without words', { text: null }, true],
	])('and refused is proven to be unsent beside %s: %s %j.', (_what, given, isProven) => {
		const other = message({ id: 'm_0', text: 'Another' });
		expect(once.provesNotSent(showing(other, message(given)), cutOff(), true)).toBe(isProven);
		expect(once.provesNotSent(showing(other, message(given)), cutOff(), false)).toBe(false);
	});

	test('and refused is not proven to be unsent where nobody knows when it was requested.', () => {
		const unknown = cutOff({ attemptedAt: null });
		const before = message({ at: '2024-01-01T00:00:00.000Z' });
		expect(once.provesNotSent(showing(before), unknown, true)).toBe(false);
	});

	test('of an earlier execution is skipped where the conversation shows it.', () => {
		expect(once.reports.earlier(showing(message()), cutOff())).toMatchObject({
			outcome: 'skipped',
			messaged: false,
			sentAt: '2024-01-15T10:30:01.000Z',
		});
	});

	test('is unconfirmed, and says what to look at.', () => {
		expect(once.reports.unconfirmed(cutOff())).toMatchObject({
			outcome: 'unconfirmed',
			messaged: null,
			message: expect.stringMatching(/^It was cut off\. .* check the conversation/) as unknown,
		});
	});
});

test.each(['sent', 'not_connected', 'duplicate', 'skipped', 'dry_run', 'unconfirmed'] as const)(
	'A report that a message is %s leaves the node whole.',
	(outcome) => {
		const report = notMessaged(outcome, 'It was cut off');
		expect(sendMessage.report.strict().parse(report)).toEqual(report);
	},
);

test('What the runner reports of a message that it does not request says that none was sent.', () => {
	expect(once.reports.duplicate()).toMatchObject({ outcome: 'duplicate', messaged: false });
	expect(once.reports.dryRun()).toMatchObject({ outcome: 'dry_run', messaged: false });
});

describe('A person whom memory knows', () => {
	test.each([
		['2024-01-15T10:30:01.000Z', /^This message .* on 2024-01-15T10:30:01\.000Z\.$/],
		[null, /^This message .* in an earlier execution\.$/],
	])('is skipped, with the date where it is known: %j.', (sentAt, sentence) => {
		const report = once.reports.skipped({ sentAt, by: null });
		expect(report).toMatchObject({ outcome: 'skipped', messaged: false, sentAt });
		expect(report.message).toMatch(sentence);
	});

	test.each([
		['not_connected', null, false],
		['not_connected', '2024-01-15T10:30:01.000Z', false],
		['skipped', null, false],
		['skipped', '2024-01-15T10:30:01.000Z', true],
		['sent', null, true],
		['unconfirmed', null, true],
	] as const)(
		'has an end of the same text if it was %s at %j: %j.',
		(outcome, sentAt, isEarlier) => {
			expect(once.isEarlier({ ...notMessaged(outcome, null), sentAt })).toBe(isEarlier);
		},
	);
});

test('An accepted message is reported with what the provider adds, and its own words are no news.', () => {
	const sent = { messageId: 'm_1', conversationId: 'conv_1', sentAt: null };
	const now = at('2024-01-15T10:31:00Z');
	expect(toMessageReport(input, { ...sent, message: ` ${TEXT}` }, now)).toEqual({
		...sent,
		outcome: 'sent',
		messaged: true,
		message: null,
		sentAt: '2024-01-15T10:31:00.000Z',
	});
	expect(
		toMessageReport(input, { ...sent, sentAt: ATTEMPTED, message: 'Queued' }, now),
	).toMatchObject({ message: 'Queued', sentAt: ATTEMPTED });
});

describe('Require Connection', () => {
	const checks = (requireConnection: boolean) => ({ skipIfRelated: true, requireConnection });

	test.each<[Relationship, string | null]>([
		['connected', null],
		['none', 'not_connected'],
		['pending_sent', 'not_connected'],
		['pending_received', 'not_connected'],
		['unknown', 'skipped'],
	])('makes of a person related as %s %j.', (relationship, outcome) => {
		expect(once.reports.related(relationship, checks(true))?.outcome ?? null).toBe(outcome);
		expect(once.reports.related(relationship, checks(false))).toBeNull();
	});

	test.each(['none', 'sent'] as const)('asks first, whatever memory knows: %s.', (before) => {
		expect(once.asksFirst(checks(true), before)).toBe(true);
		expect(once.asksFirst(checks(false), before)).toBe(false);
	});
});

test.each([
	['sent', 'sent'],
	['unconfirmed', 'inDoubt'],
	['not_connected', 'none'],
	['skipped', 'none'],
] as const)('A message that is reported as %s is remembered as %s.', (outcome, state) => {
	expect(once.stateAfter(notMessaged(outcome, null))).toBe(state);
});

describe('A refusal', () => {
	const refused = (sentence: string, code = '') => ({
		...failedWith({
			source: 'provider',
			message: sentence,
			description: '',
			code: code || undefined,
		}),
		sentence,
	});

	test.each([
		['You can only message your 1st-degree connections', ''],
		['Recipient is not a 1st degree connection of the sender', ''],
		['You are not connected to this person', ''],
		['YOU ARE NOT CONNECTED TO THIS PERSON', ''],
		['You must be connected with this member to message them', ''],
		['The recipient is no longer your connection', ''],
		['You can only send messages to your connections', ''],
		["You aren't connected with this member", ''],
		['No', 'errors/no_connection_with_recipient'],
	])('that the two are not connected is an outcome: %s', (sentence, code) => {
		expect(sendMessage.readRefusal(refused(sentence, code))).toMatchObject({
			outcome: 'not_connected',
			messaged: false,
		});
	});

	test.each([
		['Your LinkedIn account is not connected'],
		["Your LinkedIn account isn't connected"],
		['Sender is no longer connected'],
		['The LinkedIn account has not been connected yet'],
		['Sender must be connected'],
		['Your LinkedIn account must be connected before you can send messages'],
		['The user is not connected'],
		['The sender is not connected'],
		['Not connected to LinkedIn: log in again'],
		['Message is too long'],
		[''],
	])('of anything else is a failure: %s.', (sentence) => {
		expect(sendMessage.readRefusal(refused(sentence))).toBeNull();
	});

	test('that leaves open whether the message went out is none.', () => {
		const failed = {
			...refused('You are not connected to this person'),
			accepted: 'unknown' as const,
		};
		expect(sendMessage.readRefusal(failed)).toBeNull();
	});
});

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

describe('Idempotency keys of messages', () => {
	const key = (text: string, person = 'acme|in:ada-1') =>
		once.idempotencyKey(person, inputOf({ message: text }));

	test.each([`${TEXT}\n`, 'Hello Ada, thank  you for connecting!', ` ${TEXT}`])(
		'Messages that differ only in whitespace have the same key: %j',
		(other) => {
			expect(key(other)).toBe(key(TEXT));
		},
	);

	test.each(['Hello Ada', TEXT.toUpperCase(), `${TEXT}!`])(
		'Messages with other words have different keys: %j',
		(other) => {
			expect(key(other)).not.toBe(key(TEXT));
		},
	);

	test('The key of a message differs by person and does not contain its words', () => {
		expect(key(TEXT)).not.toBe(key(TEXT, 'acme|in:ben-2'));
		expect(key(TEXT)).toMatch(/^message [0-9a-f]{32} acme\|in:ada-1$/);
	});
});

describe('Messages that were cut off', () => {
	test('A message that was cut off counts as sent if the conversation shows it since the attempt', () => {
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
		['if the whitespace differs', { text: 'Hello Ada, thank you  for connecting! ' }],
		['if the provider’s time has no milliseconds', { at: '2024-01-15T10:30:00.000Z' }],
	])('A message that was cut off counts as sent %s', (_how, given) => {
		expect(once.reports.reconciled(showing(message(given)), cutOff())?.outcome).toBe('sent');
	});

	test.each([
		['an earlier message with the same words', { at: '2024-01-15T10:29:59.999Z' }],
		['the person’s own message', { direction: 'inbound' as const }],
		['a message of somebody unknown', { direction: 'unknown' as const }],
		['a message without a time', { at: null }],
		['another text', { text: 'Hello Ada' }],
		['the note of an invitation', { kind: 'note' as const }],
	])('A message that was cut off is not proven sent by %s', (_what, given) => {
		expect(once.reports.reconciled(showing(message(given)), cutOff())).toBeNull();
		expect(once.reports.earlier(showing(message(given)), cutOff())).toBeNull();
	});

	test('The conversation is not read if it is unknown when the message was requested', async () => {
		const report = jest.fn();
		const reads = { report, relationship: jest.fn() };
		expect(await once.readBack(reads, cutOff({ attemptedAt: null }))).toBeNull();
		expect(report).not.toHaveBeenCalled();
		expect(once.reports.reconciled(showing(message()), cutOff({ attemptedAt: null }))).toBeNull();
	});

	test('The conversation is read if it is known when the message was requested', async () => {
		const conversation = showing(message());
		const report = jest.fn().mockResolvedValue(conversation);
		expect(await once.readBack({ report, relationship: jest.fn() }, cutOff())).toBe(conversation);
		expect(report).toHaveBeenCalledWith(getConversation, { limit: 50 });
	});

	test('A message is proven unsent only if the provider refused it', () => {
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
	])(
		'A refused message is proven unsent unless the conversation may show it: %s',
		(_what, given, isProven) => {
			const other = message({ id: 'm_0', text: 'Another' });
			expect(once.provesNotSent(showing(other, message(given)), cutOff(), true)).toBe(isProven);
			expect(once.provesNotSent(showing(other, message(given)), cutOff(), false)).toBe(false);
		},
	);

	test('A refused message may have been sent if it is unknown when it was requested', () => {
		const unknown = cutOff({ attemptedAt: null });
		const before = message({ at: '2024-01-01T00:00:00.000Z' });
		expect(once.provesNotSent(showing(before), unknown, true)).toBe(false);
	});

	test('A message of an earlier execution is skipped if the conversation shows it', () => {
		expect(once.reports.earlier(showing(message()), cutOff())).toMatchObject({
			outcome: 'skipped',
			messaged: false,
			sentAt: '2024-01-15T10:30:01.000Z',
		});
	});

	test('A message that was cut off is reported as unconfirmed, with what to check', () => {
		expect(once.reports.unconfirmed(cutOff())).toMatchObject({
			outcome: 'unconfirmed',
			messaged: null,
			message: expect.stringMatching(/^It was cut off\. .* check the conversation/) as unknown,
		});
	});
});

test.each(['sent', 'not_connected', 'duplicate', 'skipped', 'dry_run', 'unconfirmed'] as const)(
	'A report that a message is %s fits the schema of its operation',
	(outcome) => {
		const report = notMessaged(outcome, 'It was cut off');
		expect(sendMessage.report.strict().parse(report)).toEqual(report);
	},
);

test('A report of a message that was not requested says that none was sent', () => {
	expect(once.reports.duplicate()).toMatchObject({ outcome: 'duplicate', messaged: false });
	expect(once.reports.dryRun()).toMatchObject({ outcome: 'dry_run', messaged: false });
});

describe('Messages in memory', () => {
	test.each([
		['2024-01-15T10:30:01.000Z', /^This message .* on 2024-01-15T10:30:01\.000Z\.$/],
		[null, /^This message .* in an earlier execution\.$/],
	])('A message in memory is skipped, with the date if it is known: %j', (sentAt, sentence) => {
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
		'A message reported as %s with sentAt %j counts as an earlier send of the same text: %j',
		(outcome, sentAt, isEarlier) => {
			expect(once.isEarlier({ ...notMessaged(outcome, null), sentAt })).toBe(isEarlier);
		},
	);
});

test('An accepted message is reported with what the provider adds, without a repetition of its text', () => {
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
	])(
		'With Require Connection, a message to a person with the relationship %s has the outcome %j',
		(relationship, outcome) => {
			expect(once.reports.related(relationship, checks(true))?.outcome ?? null).toBe(outcome);
			expect(once.reports.related(relationship, checks(false))).toBeNull();
		},
	);

	test.each(['none', 'sent'] as const)(
		'With Require Connection, the relationship is read first, with %s in memory',
		(before) => {
			expect(once.asksFirst(checks(true), before)).toBe(true);
			expect(once.asksFirst(checks(false), before)).toBe(false);
		},
	);
});

test.each([
	['sent', 'sent'],
	['unconfirmed', 'inDoubt'],
	['not_connected', 'none'],
	['skipped', 'none'],
] as const)('A message that is reported as %s is remembered as %s', (outcome, state) => {
	expect(once.stateAfter(notMessaged(outcome, null))).toBe(state);
});

describe('Refused messages', () => {
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
	])('A message refused for lack of a connection has its own outcome: %s', (sentence, code) => {
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
	])('A message refused for anything else is a failure: %s', (sentence) => {
		expect(sendMessage.readRefusal(refused(sentence))).toBeNull();
	});

	test('A refusal that leaves open whether the message was sent is a failure', () => {
		const failed = {
			...refused('You are not connected to this person'),
			accepted: 'unknown' as const,
		};
		expect(sendMessage.readRefusal(failed)).toBeNull();
	});
});

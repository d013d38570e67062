import { z } from 'zod';
import { withoutAnyInvisible } from '../base/invisible';
import { fingerprint, LONGEST_SENTENCE, shortened } from '../base/text';
import { toIso } from '../base/time';
import { nullableBoolean, nullableText } from '../base/vocabulary';
import { getConversation, type ConversationReport, type Message } from './get-conversation';
import {
	credits,
	type CutOff,
	type EarlierSend,
	type Input,
	type OnceRecord,
	type OnceRules,
} from './operation';
import { isRefusedAsNotConnected } from './refusals';
import { byWhomAndWhen } from './reports';
import type { Failed } from './result';
import { spaced } from './sentences';

const report = z.object({
	outcome: z.enum(['sent', 'not_connected', 'duplicate', 'skipped', 'dry_run', 'unconfirmed']),
	/** True: a message was sent for this item; false: none was; null: not known. */
	messaged: nullableBoolean,
	messageId: nullableText,
	conversationId: nullableText,
	sentAt: nullableText,
	/** What happened; never the text. */
	message: nullableText,
	credits,
});
export type MessageReport = z.infer<typeof report>;

/** The report of a message that was not sent, or that the provider did not act on. */
export function notMessaged(
	outcome: MessageReport['outcome'],
	message: string | null,
): MessageReport {
	return {
		outcome,
		messaged: false,
		messageId: null,
		conversationId: null,
		sentAt: null,
		message,
	};
}

const NOT_CONNECTED = 'The account and this person are not connected, so no message was sent.';

/** How many messages to search for one that may have been sent. */
const READ_BACK = 50;

/** The words of a text. Providers differ in whitespace, in invisible characters and in how they write accents. */
const wordsIn = (text: string | null) => spaced(withoutAnyInvisible(text ?? '').normalize('NFC'));

const hasWords = ({ text }: Message, { input }: CutOff) => wordsIn(text) === wordsIn(input.message);

const fingerprintOf = ({ message }: Input) => fingerprint(wordsIn(message));

/** Whether a message was written since the request was made. Some providers round down to a second. */
const isSince = ({ at }: Message, { attemptedAt }: CutOff) =>
	at !== null && attemptedAt !== null && Date.parse(at) >= Math.floor(attemptedAt / 1000) * 1000;

/** Whether it has the same words, and is not provably an earlier message or the person's. */
const mayBeThis = (message: Message, cutOff: CutOff) =>
	message.direction !== 'inbound' &&
	hasWords(message, cutOff) &&
	(message.at === null || cutOff.attemptedAt === null || isSince(message, cutOff));

/**
 * The sent message in the conversation: written by the account, with the same words, since the request was made.
 * An earlier one with the same words proves nothing.
 */
function reconciled(
	{ messages, conversationId }: ConversationReport,
	cutOff: CutOff,
): MessageReport | null {
	const found = messages.find(
		(message) =>
			message.direction === 'outbound' && hasWords(message, cutOff) && isSince(message, cutOff),
	);
	if (!found) return null;
	const { happened, providerName } = cutOff;
	return {
		...notMessaged('sent', `${happened}. ${providerName} shows the message as sent.`),
		messaged: true,
		messageId: found.id,
		conversationId,
		sentAt: found.at,
	};
}

function skipped(earlier: EarlierSend): MessageReport {
	const message = `This message was sent to this person ${byWhomAndWhen(earlier)}.`;
	return { ...notMessaged('skipped', message), sentAt: earlier.sentAt };
}

const once: OnceRules<MessageReport, ConversationReport> = {
	idempotencyKey: (person, input) => `message ${fingerprintOf(input)} ${person}`,
	fingerprint: fingerprintOf,
	noun: { one: 'message', many: 'messages' },
	byOtherWorker: 'Another n8n worker is sending this message right now',
	skipOption: 'skipAlreadySent',
	options: ['skipAlreadySent', 'requireConnection'],
	asksFirst: ({ requireConnection }) => requireConnection,
	readBack: async (reads, { attemptedAt }) =>
		attemptedAt === null ? null : await reads.report(getConversation, { limit: READ_BACK }),
	// A message missing from the conversation may still appear, unless the provider refused it.
	provesNotSent: ({ messages }, cutOff, isRefused) =>
		isRefused && !messages.some((message) => mayBeThis(message, cutOff)),
	// A message not sent because of a missing connection may be sent once there is one.
	isEarlier: ({ outcome, sentAt }) =>
		outcome !== 'not_connected' && (outcome !== 'skipped' || sentAt !== null),
	stateAfter: ({ outcome }) => {
		if (outcome === 'unconfirmed') return 'inDoubt';
		return outcome === 'sent' ? 'sent' : 'none';
	},
	reports: {
		duplicate: () =>
			notMessaged(
				'duplicate',
				'The same message to this person appeared earlier in this execution.',
			),
		skipped,
		dryRun: () => notMessaged('dry_run', 'Dry run: everything was checked, and nothing was sent.'),
		related: (relationship, { requireConnection }) => {
			if (!requireConnection || relationship === 'connected') return null;
			return relationship === 'unknown'
				? notMessaged(
						'skipped',
						'The provider does not say whether the account and this person are connected, so no message was sent.',
					)
				: notMessaged('not_connected', NOT_CONNECTED);
		},
		reconciled,
		earlier: (conversation, cutOff) => {
			const sent = reconciled(conversation, cutOff);
			if (!sent) return null;
			const message = `This message was sent to this person on ${sent.sentAt}, according to the conversation.`;
			return { ...notMessaged('skipped', message), sentAt: sent.sentAt };
		},
		refused: reconciled,
		unconfirmed: ({ happened }) => ({
			...notMessaged(
				'unconfirmed',
				`${happened}. The message may have gone out: check the conversation in LinkedIn before you write to this person again.`,
			),
			messaged: null,
		}),
	},
};

export const sendMessage = {
	id: 'sendMessage',
	name: 'Send Message',
	action: 'Send message',
	description: 'Send a message to a person, the same text at most once',
	effect: 'once',
	inputs: { person: 'profile', account: 'optional', message: true },
	report,
	readRefusal: (failed: Failed): MessageReport | null => {
		if (!isRefusedAsNotConnected(failed)) return null;
		const { sentence } = failed;
		return notMessaged(
			'not_connected',
			sentence ? shortened(sentence, LONGEST_SENTENCE) : NOT_CONNECTED,
		);
	},
	once,
} as const satisfies OnceRecord<typeof report>;

/** The report of a message that the provider accepted. `now` in ms since 1970. Never includes the text. */
export function toMessageReport(
	input: Input,
	sent: {
		readonly messageId: string | null;
		readonly conversationId: string | null;
		/** ISO 8601 UTC; null if the provider does not report it. */
		readonly sentAt: string | null;
		readonly message: string | null;
		readonly credits?: number;
	},
	now: number,
): MessageReport {
	const isEcho = wordsIn(sent.message) === wordsIn(input.message);
	const message = isEcho ? null : sent.message;
	const sentAt = sent.sentAt ?? toIso(now);
	return { outcome: 'sent', messaged: true, ...sent, message, sentAt };
}

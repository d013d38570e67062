import type { Relationship } from '../../nodes/outreach/base/vocabulary';
import { toConversationReport } from '../../nodes/outreach/operations/get-conversation';
import type { CutOff, OnceRecord } from '../../nodes/outreach/operations/operation';
import { sendConnection } from '../../nodes/outreach/operations/send-connection';
import { sendMessage } from '../../nodes/outreach/operations/send-message';
import { code, table } from './markdown';
import { NO_INPUT, offersOf } from './operations';
import { sampleOf, type Sample } from './samples';

/** The time of day of the samples: a Wednesday. */
const SAMPLED_AT = '2026-03-04T10:30:00.000Z';

type Ending = readonly [where: string, report: object | null];

/** The possible reports of a record's sends. `flag` is the field that says whether something was sent. */
export function endingsTable(record: OnceRecord): string {
	const flag = record.id === sendMessage.id ? 'messaged' : 'invited';
	return table(
		['`outcome`', 'Where', code(flag), '`message`, for example'],
		endingsOf(record)
			.flatMap(([where, report]) => (report ? [[where, { ...report } as Sample] as const] : []))
			.map(([where, report]) => [
				code(String(report.outcome)),
				where,
				code(JSON.stringify(report[flag])),
				String(report.message ?? ''),
			]),
	);
}

function endingsOf(record: OnceRecord): Ending[] {
	const { reports } = record.once;
	const offers = offersOf(record).map(({ provider }) => provider);
	const [first] = offers;
	const silent = offers.find(({ relationship }) => relationship === undefined);
	if (!first) throw new TypeError(`No provider has ${record.id}`);
	return [
		['the provider accepted it', sampleOf(first, record.id)],
		...(record.id === sendMessage.id ? messageEndings(first.name) : invitationEndings(first.name)),
		['*Dry Run* is on', reports.dryRun()],
		...(silent
			? [
					[
						`the request was interrupted, and the provider cannot be asked (${silent.name})`,
						reports.unconfirmed(cutOff(silent.name)),
					] as const,
				]
			: []),
	];
}

const CHECKS = { skipIfRelated: true, requireConnection: true };

function invitationEndings(providerName: string): Ending[] {
	const { reports } = sendConnection.once;
	const related = (relationship: Relationship) => reports.related(relationship, CHECKS);
	return [
		['the provider, or *Skip if Related*, finds them connected', related('connected')],
		['an invitation of yours is pending already', related('pending_sent')],
		['the same person appeared earlier in this execution', reports.duplicate()],
		[
			'this node invited the person in an earlier execution',
			reports.skipped({ sentAt: SAMPLED_AT, by: null }),
		],
		["*Skip if Related* finds the person's own invitation", related('pending_received')],
		[
			'the request was interrupted, and the provider now shows the invitation',
			reports.reconciled('pending_sent', cutOff(providerName)),
		],
	];
}

function messageEndings(providerName: string): Ending[] {
	const { reports } = sendMessage.once;
	const related = (relationship: Relationship) => reports.related(relationship, CHECKS);
	const text = 'Hello';
	const own = {
		key: 'msg_1',
		id: 'msg_1',
		at: SAMPLED_AT,
		direction: 'outbound' as const,
		text,
		kind: 'message' as const,
		fields: {},
	};
	const conversation = toConversationReport('conv_1', { rows: [own], next: null }, 1);
	const cut = { ...cutOff(providerName), input: { ...NO_INPUT, message: text } };
	return [
		['the provider, or *Require Connection*, finds them not connected', related('none')],
		['the provider does not say whether they are connected', related('unknown')],
		['the same text to the same person appeared earlier in this execution', reports.duplicate()],
		[
			'this node sent it in an earlier execution',
			reports.skipped({ sentAt: SAMPLED_AT, by: null }),
		],
		[
			'the request was interrupted, and the conversation now shows the message',
			reports.reconciled(conversation, cut),
		],
	];
}

const cutOff = (providerName: string): CutOff => ({
	input: NO_INPUT,
	providerName,
	happened: `${providerName} could not be reached: the connection was cut off before the answer was complete`,
	attemptedAt: Date.parse(SAMPLED_AT),
	now: Date.parse(SAMPLED_AT),
});

import { OPERATIONS } from '../../nodes/outreach/operations';
import { isOnce, type CutOff, type OnceRecord } from '../../nodes/outreach/operations/operation';
import { code, table } from './markdown';
import { NO_INPUT, offersOf } from './operations';
import { sampleOf, type Sample } from './samples';

/** The time of day of the samples: a Wednesday. */
const SAMPLED_AT = '2026-03-04T10:30:00.000Z';

/** How a send can end: what the records say of it. */
export function endingsTable(): string {
	return table(
		['`outcome`', 'Where', '`invited`', '`message`, for example'],
		OPERATIONS.filter(isOnce)
			.flatMap(endingsOf)
			.map(([where, { outcome, invited, message }]) => [
				code(String(outcome)),
				where,
				code(JSON.stringify(invited)),
				String(message ?? ''),
			]),
	);
}

function endingsOf(record: OnceRecord): Array<readonly [where: string, report: Sample]> {
	const { reports } = record.once;
	const offers = offersOf(record).map(({ provider }) => provider);
	const [first] = offers;
	const silent = offers.find(({ relationship }) => relationship === undefined);
	if (!first) throw new TypeError(`No provider has ${record.id}`);
	const endings: ReadonlyArray<readonly [string, object | null]> = [
		['the provider accepted it', sampleOf(first, record.id)],
		['the provider, or *Skip if Related*, finds the two connected', reports.related('connected')],
		['an invitation of yours is pending already', reports.related('pending_sent')],
		['the same person stood earlier in this execution', reports.duplicate()],
		['this node invited the person in an earlier execution', reports.skipped(SAMPLED_AT)],
		["*Skip if Related* finds the person's own invitation", reports.related('pending_received')],
		['*Dry Run* is on', reports.dryRun()],
		[
			'it was cut off, and the provider now shows it',
			reports.reconciled('pending_sent', cutOff(first.name)),
		],
		...(silent
			? ([
					[
						`it was cut off, and the provider cannot be asked (${silent.name})`,
						reports.unconfirmed(cutOff(silent.name)),
					],
				] as const)
			: []),
	];
	return endings.flatMap(([where, report]) => (report ? [[where, { ...report }] as const] : []));
}

const cutOff = (providerName: string): CutOff => ({
	input: NO_INPUT,
	providerName,
	happened: `${providerName} could not be reached: the connection was cut off before the answer was complete`,
	now: Date.parse(SAMPLED_AT),
});

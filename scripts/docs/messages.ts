import type { Failure } from '../../nodes/outreach/base/errors';
import { show } from '../../nodes/outreach/base/text';
import type { Provider } from '../../nodes/outreach/provider/provider';
import type { ErrorRule } from '../../nodes/outreach/provider/rules';
import { code, table } from './markdown';
import { failureIn, refusalOf } from './operations';

/** The messages specific to one provider: from its error table, and from its checks of parameters. */
export function messagesTable(provider: Provider): string {
	return table(['Where', 'Message', 'What to do'], [...answered(provider), ...checked(provider)]);
}

/** Rules with the same texts are one row. */
function answered({ name, errors }: Provider): string[][] {
	const rows = new Map<string, { said: string[]; rules: ErrorRule[] }>();
	for (const rule of errors.table) {
		const said = [`${rule.what ?? `${name} answered`}: …`, rule.description];
		const row = rows.get(said.join()) ?? { said, rules: [] };
		row.rules.push(rule);
		rows.set(said.join(), row);
	}
	// The part taken from the provider's sentence varies.
	return [...rows.values()].map(({ said, rules }) => [
		whereOf(rules),
		...said.map((text) => text.replaceAll('$1', '…')),
	]);
}

/** When a rule applies; a sentence pattern is shown if it is plain words. */
function whereOf(rules: readonly ErrorRule[]): string {
	const codes = rules.flatMap((rule) => (typeof rule.code === 'string' ? [code(rule.code)] : []));
	const statuses = rules.flatMap(({ status = [] }) => status);
	const words = rules.flatMap(({ sentence }) => {
		const { source = '' } = sentence ?? {};
		return /^[\w ]+$/.test(source) ? [`"${source}"`] : [];
	});
	const signs = [
		...codes,
		...(statuses.length > 0 ? [`HTTP status ${[...new Set(statuses)].join(' or ')}`] : []),
		...words,
	];
	return signs.join(', ') || 'by its sentence';
}

/** A text that is not an ID of any provider that checks its IDs. */
const NO_ID = 'jane-doe';

/** What a provider's own checks refuse before any request. */
function checked(provider: Provider): string[][] {
	const { name, ownId, node } = provider;
	const ofIds = [
		toRow(
			`*${ownId?.label}* cannot be an ID`,
			failureIn(() => ownId?.read(NO_ID, show), name),
		),
		toRow(
			'*Account* cannot be an ID',
			failureIn(() => provider.checkAccountId?.(NO_ID, show), name),
		),
	];
	const ofFields = node.operations.flatMap((operation) =>
		(operation.fields ?? []).map((field) =>
			toRow(`*${field.displayName}* is empty`, refusalOf(operation, field, name)),
		),
	);
	return [...ofIds, ...ofFields].flat();
}

const toRow = (where: string, failure: Failure | null) =>
	failure === null ? [] : [[where, failure.message, failure.description]];

import { z } from 'zod';
import { outputItems, type Execution } from '../test/n8n/execution';

const prospectSchema = z.object({ row: z.number(), name: z.string(), linkedin: z.string() });
const rateLimitSchema = z.object({
	action: z.string().nullable(),
	scope: z.string(),
	limit: z.number().nullable(),
	used: z.number().nullable(),
	accountId: z.string().nullable(),
	retryAt: z.string(),
	message: z.string().nullish(),
});
const heldBackSchema = z.object({ row: z.number(), rateLimit: rateLimitSchema });
const answeredSchema = z.object({
	row: z.number(),
	outcome: z.string(),
	invitationState: z.string().optional(),
	message: z.string().nullish(),
});
const failedSchema = z.object({ row: z.number(), error: z.string().min(1) });
const accountSchema = z.object({ outcome: z.string(), name: z.string().nullish() });

/** The result for one person of the list. */
export interface ReportRow {
	name: string;
	linkedin: string;
	became: string;
}

/** The names of the nodes to look at, in the example workflow. */
export interface ReportNodes {
	account: string;
	prospects: string;
	status: string;
	invite: string;
}

/** Those of `examples/prospects.json`. */
export const PROSPECTS_NODES: ReportNodes = {
	account: 'Account Status',
	prospects: 'Prospects',
	status: 'Connection Status',
	invite: 'Invite',
};

function rowsOf<T extends { row: number }>(
	schema: z.ZodType<T, z.ZodTypeDef, unknown>,
	execution: Execution,
	node: string,
	output: number,
): Map<number, T> {
	const rows = outputItems(execution, node, output).map((item) => schema.parse(item.json));
	return new Map(rows.map((row) => [row.row, row]));
}

function moment(iso: string): string {
	return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

const SEND_WORDS: Record<string, string | undefined> = {
	sent: 'invited',
	already_connected: 'already connected',
	already_pending: 'already invited',
	duplicate: 'same person as above, not invited twice',
	unconfirmed: 'not certain whether the invitation went out',
};

function sendWord({ outcome, message }: z.infer<typeof answeredSchema>): string {
	return SEND_WORDS[outcome] ?? [outcome.replace(/_/g, ' '), message].filter(Boolean).join(': ');
}

function statusWord({ outcome, invitationState }: z.infer<typeof answeredSchema>): string {
	if (outcome === 'connected') return 'already connected';
	if (invitationState === 'pending_sent') return 'already invited';
	return outcome.replace(/_/g, ' ');
}

function became(row: number, execution: Execution, nodes: ReportNodes): string {
	for (const node of [nodes.invite, nodes.status]) {
		const held = rowsOf(heldBackSchema, execution, node, 1).get(row);
		if (held) return `held back until ${moment(held.rateLimit.retryAt)}`;
		const answered = rowsOf(z.union([failedSchema, answeredSchema]), execution, node, 0).get(row);
		if (answered && 'error' in answered) return `not done: ${String(answered.error)}`;
		if (answered) return node === nodes.invite ? sendWord(answered) : statusWord(answered);
	}
	return 'nothing: it left on no output';
}

/** The result for each person, read from n8n's data of the execution. */
export function reportRows(execution: Execution, nodes: ReportNodes): ReportRow[] {
	return outputItems(execution, nodes.prospects).map((item) => {
		const { row, name, linkedin } = prospectSchema.parse(item.json);
		return { name, linkedin, became: became(row, execution, nodes) };
	});
}

/** One line for the account that the workflow checked first. */
function accountLine(execution: Execution, nodes: ReportNodes): string | undefined {
	const [item] = outputItems(execution, nodes.account);
	const account = accountSchema.safeParse(item?.json);
	if (!account.success) return undefined;
	return `Account: ${account.data.name ?? 'unnamed'}, ${account.data.outcome.replace(/_/g, ' ')}`;
}

/** One line for each limit that held people back. */
function limitLines(execution: Execution, nodes: ReportNodes): string[] {
	const counts = new Map<string, number>();
	for (const node of [nodes.status, nodes.invite]) {
		for (const { rateLimit } of rowsOf(heldBackSchema, execution, node, 1).values()) {
			const { scope, action, used, limit, accountId, retryAt } = rateLimit;
			const level = used === null || limit === null ? 'level not told' : `${used} of ${limit} used`;
			const line = `${scope} limit${action ? ` on "${action}"` : ''}, account ${accountId ?? '(default)'}: ${level}, try again at ${retryAt}`;
			counts.set(line, (counts.get(line) ?? 0) + 1);
		}
	}
	return [...counts].map(([line, count]) => `Limit met: ${line}; ${count} held back`);
}

function width(text: string): number {
	return [...text.normalize('NFC')].reduce(
		(sum, character) =>
			sum +
			(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character)
				? 2
				: 1),
		0,
	);
}

function shorten(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The rows as a table of text. */
function formatTable(rows: ReportRow[]): string {
	const cells = [
		['Prospect', 'As pasted', 'What became of it'],
		...rows.map((row) => [row.name, shorten(row.linkedin, 48), row.became]),
	];
	const widths = [0, 1, 2].map((column) =>
		Math.max(...cells.map((line) => width(line[column] ?? ''))),
	);
	const lines = cells.map((line) =>
		line
			.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
			.join('  ')
			.trimEnd(),
	);
	const rule = widths.map((count) => '─'.repeat(count)).join('  ');
	return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** The whole report: the account, the table, and the limits that were met. */
export function reportText(execution: Execution, nodes: ReportNodes): string {
	const rows = reportRows(execution, nodes);
	const limits = limitLines(execution, nodes);
	return [
		accountLine(execution, nodes),
		rows.length > 0 ? formatTable(rows) : undefined,
		limits.length > 0 ? limits.join('\n') : 'No limit was met.',
	]
		.filter((part) => part !== undefined)
		.join('\n\n');
}

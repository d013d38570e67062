import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { toIso } from '../base/time';
import type { OnceTask, Prepared } from '../tasks/task';
import type { ItemResult } from './items';

/** What the workflow's author should know about a run without having to search its items. */
export function hintsOf(
	prepared: readonly Prepared[],
	results: readonly ItemResult[],
): NodeExecutionHint[] {
	return [
		limitedHint(results),
		countHint(results, 'duplicate', (count) => [
			`${items(count)} skipped because the same person appeared earlier in this execution.`,
			'info',
		]),
		countHint(results, 'skipped', (count) => [
			`${count === 1 ? '1 person was' : `${count} people were`} skipped, for example because this had been sent to them before. See 'message' in ${count === 1 ? 'the item' : 'each item'}.`,
			'info',
		]),
		notConnectedHint(prepared, results),
		unconfirmedHint(prepared, results),
		noteHint(prepared, results),
	].filter((hint) => hint !== null);
}

/** For a node that sends with an empty memory, because it cannot tell whether it was copied or imported. */
export function emptyMemoryHint(): NodeExecutionHint {
	return hint([
		'This node does not remember anyone yet. It does not know whom other nodes have invited or, if it was copied or imported, whom the original has invited, and may invite those people again.',
		'warning',
	]);
}

/** n8n has no store for the workflow, for example because it was never saved. */
export function noMemoryHint(): NodeExecutionHint {
	return hint([
		'n8n stores no data for this workflow yet, so the node remembers its invitations only during this execution. Save the workflow first.',
		'warning',
	]);
}

/** Whether anything was sent, or may have been. */
export function hasSent(prepared: readonly Prepared[], results: readonly ItemResult[]): boolean {
	return sendsOf(prepared, results).some(
		({ row: { outcome } }) => outcome === 'sent' || outcome === 'unconfirmed',
	);
}

type Words = readonly [message: string, type: 'info' | 'warning'];

function hint([message, type]: Words): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}

/** Must be true whether or not the output is connected, since n8n does not tell a node which outputs are. */
function limitedHint(results: readonly ItemResult[]): NodeExecutionHint | null {
	const moments = results.flatMap(retryAtOf).sort();
	const [first] = moments;
	const last = moments.at(-1);
	if (first === undefined || last === undefined) return null;
	const held =
		first === last
			? `held back by a limit until ${readable(first)}`
			: `held back by limits, the first until ${readable(first)} and the last until ${readable(last)}`;
	return hint([
		`${items(moments.length)} ${held}. ${moments.length === 1 ? 'It is' : 'They are'} on the Rate Limited output, and ${moments.length === 1 ? 'is' : 'are'} lost if nothing is connected to it.`,
		'warning',
	]);
}

/** When a held-back item may be tried again: one time, or none. */
function retryAtOf(result: ItemResult): string[] {
	if (result.kind === 'answered') return result.value.rest ? [result.value.rest.retryAt] : [];
	if (result.kind === 'failed') return [];
	return [toIso(Math.max(result.limit.retryAt, Date.now()))];
}

/** "2026-11-23 00:00 UTC" */
const readable = (iso: string) => iso.replace('T', ' ').replace(/(:00)?\.\d+Z$/, ' UTC');

function countHint(
	results: readonly ItemResult[],
	outcome: string,
	words: (count: number) => Words,
): NodeExecutionHint | null {
	const count = results.flatMap(rowsOf).filter((row) => row.outcome === outcome).length;
	return count === 0 ? null : hint(words(count));
}

/** For sends only: for a read, it is an answer like any other. */
function notConnectedHint(
	prepared: readonly Prepared[],
	results: readonly ItemResult[],
): NodeExecutionHint | null {
	const sends = sendsOf(prepared, results).filter(({ row }) => row.outcome === 'not_connected');
	return sends.length === 0
		? null
		: hint([
				`${counted(sends)} ${sends.length === 1 ? 'was' : 'were'} not sent because the account and the person are not connected.`,
				'info',
			]);
}

function unconfirmedHint(
	prepared: readonly Prepared[],
	results: readonly ItemResult[],
): NodeExecutionHint | null {
	const sends = sendsOf(prepared, results).filter(({ row }) => row.outcome === 'unconfirmed');
	const { length: count } = sends;
	return count === 0
		? null
		: hint([
				`${counted(sends)} may or may not have been sent. The node does not send ${count === 1 ? 'it' : 'them'} again: check the account on LinkedIn.`,
				'warning',
			]);
}

/** Whether a note is delivered depends on the account, and not every provider reports it. */
function noteHint(
	prepared: readonly Prepared[],
	results: readonly ItemResult[],
): NodeExecutionHint | null {
	const withNote = sendsOf(prepared, results).filter(
		({ task, row }) => task.input.note !== null && row.outcome === 'sent',
	);
	const without = withNote.filter(({ row }) => row.noteSent === false);
	const isUnknown = withNote.some(({ row }) => row.noteSent === null);
	if (without.length > 0) {
		return hint([
			`${counted(without)} ${without.length === 1 ? 'was sent without its note' : 'were sent without their notes'}.`,
			'warning',
		]);
	}
	return isUnknown
		? hint([
				'The provider does not report whether notes were delivered. LinkedIn limits notes from accounts without Premium.',
				'info',
			])
		: null;
}

interface SentRow {
	readonly task: OnceTask;
	readonly row: IDataObject;
}

function sendsOf(prepared: readonly Prepared[], results: readonly ItemResult[]): SentRow[] {
	return prepared.flatMap((task, index) => {
		const result = results[index];
		if (task.kind === 'failed' || task.effect !== 'once' || !result) return [];
		return rowsOf(result).map((row) => ({ task, row }));
	});
}

const rowsOf = (result: ItemResult) => (result.kind === 'answered' ? result.value.rows : []);

const items = (count: number) => (count === 1 ? '1 item was' : `${count} items were`);

/** "1 invitation" */
function counted(sends: readonly SentRow[]): string {
	const [first] = sends;
	const { one, many } = first?.task.record.once.noun ?? { one: 'send', many: 'sends' };
	return sends.length === 1 ? `1 ${one}` : `${sends.length} ${many}`;
}

import type { NodeExecutionHint } from 'n8n-workflow';
import type { Leaving } from './items';
import type { Prepared } from './settled';

/** What the author of a workflow should know about a run, and would otherwise have to look for in its items. */
export function hintsOf(
	prepared: readonly Prepared[],
	leavings: readonly Leaving[],
): NodeExecutionHint[] {
	return [
		limitedHint(leavings),
		countHint(leavings, 'duplicate', (count) => [
			`${items(count)} skipped because the same person appeared earlier in this execution.`,
			'info',
		]),
		countHint(leavings, 'skipped', (count) => [
			`${count === 1 ? '1 person was' : `${count} people were`} skipped, for example because they had been invited before. See 'message' in ${count === 1 ? 'the item' : 'each item'}.`,
			'info',
		]),
		countHint(leavings, 'unconfirmed', (count) => [
			`${invitations(count)} may or may not have been sent. The node does not send ${count === 1 ? 'it' : 'them'} again: check the account on LinkedIn.`,
			'warning',
		]),
		noteHint(prepared, leavings),
	].filter((hint) => hint !== null);
}

/** For a node that sends while its memory is empty, which it cannot tell from a copied or imported node. */
export function emptyMemoryHint(): NodeExecutionHint {
	return hint([
		'This node does not remember anyone yet. It does not know whom other nodes have invited or, if it was copied or imported, whom the original has invited, and may invite those people again.',
		'warning',
	]);
}

/** n8n has no store for the workflow, as where it was never saved. */
export function noMemoryHint(): NodeExecutionHint {
	return hint([
		'n8n keeps no data for this workflow, so the node remembers only within this execution whom it invited. Save the workflow first.',
		'warning',
	]);
}

/** Whether an invitation went out, or may have. */
export function hasSent(leavings: readonly Leaving[]): boolean {
	return rowsOf(leavings).some(({ outcome }) => outcome === 'sent' || outcome === 'unconfirmed');
}

type Words = readonly [message: string, type: 'info' | 'warning'];

function hint([message, type]: Words): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}

/** Has to be right whether or not the output is connected: n8n does not tell a node which of its outputs are. */
function limitedHint(leavings: readonly Leaving[]): NodeExecutionHint | null {
	const moments = leavings
		.flatMap((leaving) => ('rateLimit' in leaving ? [leaving.rateLimit.retryAt] : []))
		.sort();
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

/** "2026-11-23 00:00 UTC" */
const readable = (iso: string) => iso.replace('T', ' ').replace(/(:00)?\.\d+Z$/, ' UTC');

function countHint(
	leavings: readonly Leaving[],
	outcome: string,
	words: (count: number) => Words,
): NodeExecutionHint | null {
	const count = rowsOf(leavings).filter((row) => row.outcome === outcome).length;
	return count === 0 ? null : hint(words(count));
}

/** Whether a note is delivered depends on the account, and not every provider reports it. */
function noteHint(
	prepared: readonly Prepared[],
	leavings: readonly Leaving[],
): NodeExecutionHint | null {
	const sent = prepared.flatMap((task, index) => {
		const leaving = leavings[index];
		const hasNote = 'effect' in task && task.effect === 'send' && task.hasNote;
		return hasNote && leaving ? rowsOf([leaving]).filter((row) => row.outcome === 'sent') : [];
	});
	const without = sent.filter((row) => row.noteSent === false).length;
	const unknown = sent.filter((row) => row.noteSent === null).length;
	if (without > 0) {
		return hint([
			`${invitations(without)} ${without === 1 ? 'was sent without its note' : 'were sent without their notes'}.`,
			'warning',
		]);
	}
	return unknown === 0
		? null
		: hint([
				'The provider does not report whether notes were delivered. LinkedIn limits notes from accounts without Premium.',
				'info',
			]);
}

function rowsOf(leavings: readonly Leaving[]) {
	return leavings.flatMap((leaving) => (leaving.kind === 'success' ? leaving.rows : []));
}

const items = (count: number) => (count === 1 ? '1 item was' : `${count} items were`);
const invitations = (count: number) => (count === 1 ? '1 invitation' : `${count} invitations`);

import type { NodeExecutionHint } from 'n8n-workflow';
import type { Leaving } from './items';
import type { Prepared } from './settled';

/** What is worth a word beside a run's items: what its author would else have to find in them. */
export function hintsOf(
	prepared: readonly Prepared[],
	leavings: readonly Leaving[],
): NodeExecutionHint[] {
	return [
		limitedHint(leavings),
		countHint(leavings, 'duplicate', (count) => [
			`${count === 1 ? 'One item names' : `${count} items name`} a person who stood earlier in this execution, and led to no second invitation.`,
			'info',
		]),
		countHint(leavings, 'skipped', (count) => [
			`${people(count)} ${were(count)} skipped: invited before, or related already. Each item's 'message' says why.`,
			'info',
		]),
		countHint(leavings, 'unconfirmed', (count) => [
			`Of ${count === 1 ? 'one invitation' : `${count} invitations`} it is not known whether ${count === 1 ? 'it' : 'they'} went out. ${count === 1 ? 'It is' : 'They are'} not sent again, so look at the account in LinkedIn.`,
			'warning',
		]),
		noteHint(prepared, leavings),
	].filter((hint) => hint !== null);
}

type Words = readonly [message: string, type: 'info' | 'warning'];

function hint([message, type]: Words): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}

function limitedHint(leavings: readonly Leaving[]): NodeExecutionHint | null {
	const moments = leavings
		.flatMap((leaving) => ('rateLimit' in leaving ? [leaving.rateLimit.retryAt] : []))
		.sort();
	const [first] = moments;
	const last = moments.at(-1);
	if (first === undefined || last === undefined) return null;
	const until =
		first === last ? readable(first) : `${readable(first)} to ${readable(last)}, by account`;
	return hint([
		`A limit held back ${moments.length === 1 ? 'one item' : `${moments.length} items`}, until ${until}. Connect 'Rate Limited' to keep what leaves there.`,
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

/** LinkedIn delivers the note of some accounts only, and the invitation goes out without it. */
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
			`${without === 1 ? 'One invitation' : `${without} invitations`} went out without the note: the provider said so.`,
			'warning',
		]);
	}
	return unknown === 0
		? null
		: hint([
				'The provider does not say whether notes went along: LinkedIn delivers them for Premium accounts only.',
				'info',
			]);
}

function rowsOf(leavings: readonly Leaving[]) {
	return leavings.flatMap((leaving) => (leaving.kind === 'success' ? leaving.rows : []));
}

const people = (count: number) => (count === 1 ? 'One person' : `${count} people`);
const were = (count: number) => (count === 1 ? 'was' : 'were');

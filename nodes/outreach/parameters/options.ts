import { z } from 'zod';
import { attempt, InvalidInput } from '../base/errors';
import { isPlainObject } from '../base/objects';
import { shower, truncateText, type Show } from '../base/text';
import { isExpression, isNothing, nothing, type ItemParameters } from './item-parameters';
import { count, days, oneOf, seconds, tableId, timeOfDay, yesOrNo } from './plain-values';

/** LinkedIn's limit on an invitation's note; all providers document the same. */
export const NOTE_MAX_LENGTH = 300;

/**
 * The `options` collection; an option not added has its default. Units are seconds if the name says so. An
 * option's description says what it takes, for messages.
 */
export const optionsSchema = z.object({
	onRateLimit: oneOf('output', 'wait').default('output'),
	maxWaitSeconds: seconds.default(60),
	keepInReserve: count(0).default(0),
	dailyCap: count(0).default(0),
	weeklyCap: count(0).default(0),
	longNote: oneOf('fail', 'truncate', 'omit').default('fail'),
	ifNoteRefused: oneOf('fail', 'sendWithoutNote').default('fail'),
	maxNoteLength: count(1, NOTE_MAX_LENGTH).default(NOTE_MAX_LENGTH),
	skipAlreadyInvited: yesOrNo.default(true),
	skipAlreadySent: yesOrNo.default(true),
	skipIfRelated: yesOrNo.default(false),
	requireConnection: yesOrNo.default(true),
	/** Where sends are remembered. */
	memory: oneOf('node', 'dataTable').default('node'),
	/** The ID of a Data Table, used with `memory` only. */
	logTable: tableId.optional(),
	dryRun: yesOrNo.default(false),
	/** "HH:mm" in the workflow's time zone. Absent: from 00:00. */
	sendFrom: timeOfDay(false).optional(),
	/** "HH:mm", exclusive, up to "24:00"; earlier than `sendFrom`: on the next day. Absent: 24:00. */
	sendUntil: timeOfDay(true).optional(),
	/** Days of the week, 1 is Monday; empty: every day. */
	sendOn: days.default([]),
	delayMinSeconds: seconds.default(0),
	delayMaxSeconds: seconds.default(0),
	maxConcurrentRequests: count(1).default(5),
	/** Absent: the provider's documented limit for a key. 0: not paced. */
	requestsPerMinute: count(0).optional(),
	forgetLimits: yesOrNo.default(false),
	includeProviderResponse: yesOrNo.default(false),
	includeRateLimit: yesOrNo.default(false),
	includeInputFields: yesOrNo.default(true),
});
export type Options = z.infer<typeof optionsSchema>;

/** The displayed names of the options. */
export const OPTION_LABELS: Readonly<Record<keyof Required<Options>, string>> = {
	onRateLimit: 'On Rate Limit',
	maxWaitSeconds: 'Max Wait (Seconds)',
	keepInReserve: 'Keep in Reserve',
	dailyCap: 'Daily Cap',
	weeklyCap: 'Weekly Cap',
	forgetLimits: 'Forget Known Limits',
	requestsPerMinute: 'Requests per Minute',
	skipAlreadyInvited: 'Skip Already Invited',
	skipAlreadySent: 'Skip Already Sent',
	requireConnection: 'Require Connection',
	longNote: 'Long Note',
	ifNoteRefused: 'If Note Refused',
	maxNoteLength: 'Max Note Length',
	skipIfRelated: 'Skip if Related',
	memory: 'Memory',
	logTable: 'Log Table',
	dryRun: 'Dry Run',
	sendFrom: 'Send From',
	sendUntil: 'Send Until',
	sendOn: 'Send On',
	delayMinSeconds: 'Delay Min (Seconds)',
	delayMaxSeconds: 'Delay Max (Seconds)',
	maxConcurrentRequests: 'Max Concurrent Requests',
	includeProviderResponse: 'Include Provider Response',
	includeRateLimit: 'Include Rate Limit',
	includeInputFields: 'Include Input Fields',
};

function labelOf(name: PropertyKey | undefined): string {
	return Object.entries(OPTION_LABELS).find(([key]) => key === name)?.[1] ?? 'Options';
}

/** The defaults of options that depend on the operation. */
type Defaults = Partial<Pick<Options, 'includeInputFields'>>;

/**
 * Reads the options of one item after the other. Items with the same options share the parsed result. The returned
 * function throws InvalidInput naming the option: an option without a value never takes its default.
 */
export function optionsReader(
	parameters: ItemParameters,
	defaults: Defaults = {},
): (itemIndex: number) => Options {
	const added = Object.entries(asRecord(parameters.writtenFor('options')));
	let last: { readonly given: unknown; readonly options: Options } | null = null;
	return (itemIndex) => {
		const given = givenOptions(parameters, added, itemIndex);
		if (last && haveSameValues(given, last.given)) return last.options;
		const options = readOptions(given, defaults, parameters.show);
		last = { given, options };
		return options;
	};
}

function givenOptions(
	parameters: ItemParameters,
	added: ReadonlyArray<[name: string, written: unknown]>,
	itemIndex: number,
): unknown {
	const read = attempt(() => parameters.read('options', 'Options', itemIndex, {}));
	if (read.kind === 'threw') {
		const failures = added.map(([name]) => parameters.failureOf(name, labelOf(name), itemIndex));
		throw failures.find((failure) => failure !== null) ?? read.thrown;
	}
	const given = read.value;
	const values = asRecord(given);
	const missing = added.find(
		([name, written]) =>
			isExpression(written) && isNothing(values[name]) && !Number.isNaN(values[name]),
	);
	if (missing) throw nothing(`option '${labelOf(missing[0])}'`, 'remove the option');
	return given;
}

/** @throws InvalidInput naming the option */
export function readOptions(
	given: unknown,
	defaults: Defaults = {},
	show: Show = shower(),
): Options {
	// An empty list of days means every day; any other empty value is an error.
	const empty = Object.entries(asRecord(given)).find(
		([, value]) => !Array.isArray(value) && isNothing(value),
	);
	if (empty) throw unusable(empty[0], empty[1], show);
	const parsed = optionsSchema.safeParse(
		isPlainObject(given) ? { ...defaults, ...given } : (given ?? defaults),
	);
	if (!parsed.success) {
		const [name] = parsed.error.issues[0]?.path ?? [];
		throw unusable(name, name === undefined ? given : asRecord(given)[String(name)], show);
	}
	checkHours(parsed.data);
	return parsed.data;
}

function unusable(name: PropertyKey | undefined, value: unknown, show: Show): InvalidInput {
	const found =
		isNothing(value) && !Number.isNaN(value) ? 'no value' : 'a value that cannot be used';
	const shown = typeof value === 'object' || found === 'no value' ? '' : `: ${show(value)}`;
	const takes = Object.entries(optionsSchema.shape).find(([key]) => key === name)?.[1].description;
	return new InvalidInput(
		`The option '${labelOf(name)}' has ${found}${shown}`,
		`${takes === undefined ? 'The options are a collection' : `It takes ${takes}`}. Correct the option, or remove it to use its default.`,
	);
}

/**
 * Checks that the options say where sends are remembered.
 * @throws InvalidInput
 */
export function checkMemory({ memory, logTable }: Options): void {
	if (memory === 'node' || logTable !== undefined) return;
	throw new InvalidInput(
		"The option 'Memory' is a Data Table, but no table is chosen in the option 'Log Table'",
		"Add the option 'Log Table' and pick a table, or remove the option 'Memory'.",
	);
}

function checkHours({ sendFrom, sendUntil }: Options): void {
	if (sendUntil === undefined || sendUntil !== (sendFrom ?? '00:00')) return;
	throw new InvalidInput(
		`The options 'Send From' and 'Send Until' are both ${sendUntil}, so there is no time to send`,
		"Set 'Send Until' to a later time. An earlier one means the next day. Remove both options to send at any time.",
	);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
	return isPlainObject(value) ? value : {};
}

/** n8n creates a new list for each item, even if all have the same days. */
function haveSameValues(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) && Array.isArray(other)) {
		return one.length === other.length && one.every((value, at) => Object.is(value, other[at]));
	}
	if (!isPlainObject(one) || !isPlainObject(other)) return Object.is(one, other);
	const names = Object.keys(one);
	return (
		names.length === Object.keys(other).length &&
		names.every((name) => name in other && haveSameValues(one[name], other[name]))
	);
}

/**
 * Fits a note into the author's limit, at most LinkedIn's, as the options say. A blank note counts as none.
 * @throws InvalidInput if it is too long and is to fail
 */
export function fitNote(
	note: string,
	{ longNote, maxNoteLength }: Pick<Options, 'longNote' | 'maxNoteLength'>,
): string | null {
	const text = note.trim();
	if (text === '') return null;
	if (text.length <= maxNoteLength) return text;
	if (longNote === 'omit') return null;
	if (longNote === 'truncate') return truncateText(text, maxNoteLength);
	const limit =
		maxNoteLength < NOTE_MAX_LENGTH
			? `'Max Note Length' allows ${maxNoteLength}`
			: `LinkedIn accepts at most ${NOTE_MAX_LENGTH}`;
	throw new InvalidInput(
		`The note is ${text.length} characters long, but ${limit}`,
		"Shorten 'Note', or set the option 'Long Note' to truncate or omit it.",
	);
}

import { z } from 'zod';
import { InvalidInput } from '../answer';
import { haveSameFields } from '../objects';

/** LinkedIn's limit on an invitation's note; every provider documents the same. */
export const NOTE_MAX_LENGTH = 300;

/** The `options` collection; an option not added has its default. Seconds where the name says so. */
export const optionsSchema = z.object({
	onRateLimit: z.enum(['output', 'wait']).default('output'),
	maxWaitSeconds: z.number().min(0).default(60),
	keepInReserve: z.number().int().min(0).default(0),
	dailyCap: z.number().int().min(0).default(0),
	weeklyCap: z.number().int().min(0).default(0),
	longNote: z.enum(['fail', 'truncate', 'omit']).default('fail'),
	skipAlreadyInvited: z.boolean().default(true),
	skipIfRelated: z.boolean().default(false),
	dryRun: z.boolean().default(false),
	delayMinSeconds: z.number().min(0).default(0),
	delayMaxSeconds: z.number().min(0).default(0),
	maxConcurrentRequests: z.number().int().min(1).default(5),
	/** Absent: the provider's documented limit for a key. 0: not paced. */
	requestsPerMinute: z.number().int().min(0).optional(),
	forgetLimits: z.boolean().default(false),
	includeProviderResponse: z.boolean().default(false),
	includeInputFields: z.boolean().default(false),
});
export type Options = z.infer<typeof optionsSchema>;

/** The labels under which a person sees the options. */
export const OPTION_LABELS: Readonly<Record<keyof Required<Options>, string>> = {
	onRateLimit: 'On Rate Limit',
	maxWaitSeconds: 'Max Wait (Seconds)',
	keepInReserve: 'Keep in Reserve',
	dailyCap: 'Daily Cap',
	weeklyCap: 'Weekly Cap',
	forgetLimits: 'Forget Known Limits',
	requestsPerMinute: 'Requests per Minute',
	skipAlreadyInvited: 'Skip Already Invited',
	longNote: 'Long Note',
	skipIfRelated: 'Skip if Related',
	dryRun: 'Dry Run',
	delayMinSeconds: 'Delay Min (Seconds)',
	delayMaxSeconds: 'Delay Max (Seconds)',
	maxConcurrentRequests: 'Max Concurrent Requests',
	includeProviderResponse: 'Include Provider Response',
	includeInputFields: 'Include Input Fields',
};

let last: { readonly given: unknown; readonly options: Options } | null = null;

/**
 * Items as a rule have the same options, and then share what was read of them.
 * @throws InvalidInput naming the option
 */
export function readOptions(given: unknown): Options {
	if (last && haveSameFields(given, last.given)) return last.options;
	const parsed = optionsSchema.safeParse(given ?? {});
	if (parsed.success) {
		last = { given, options: parsed.data };
		return parsed.data;
	}
	const issue = parsed.error.issues[0];
	const label = Object.entries(OPTION_LABELS).find(([key]) => key === issue?.path[0])?.[1];
	throw new InvalidInput(
		`The option '${label ?? 'Options'}' has a value that cannot be used`,
		`${issue?.message ?? 'It is not of the expected form'}. Correct the option, or remove it to use its default.`,
	);
}

/**
 * Brings a note within LinkedIn's limit as the option says. A blank note is none.
 * @throws InvalidInput where it is too long and is to fail
 */
export function fitNote(note: string, longNote: Options['longNote']): string | null {
	const text = note.trim();
	if (text === '') return null;
	if (text.length <= NOTE_MAX_LENGTH) return text;
	if (longNote === 'omit') return null;
	if (longNote === 'truncate') return truncateAtWord(text);
	throw new InvalidInput(
		`The note is ${text.length} characters long, and LinkedIn accepts at most ${NOTE_MAX_LENGTH}`,
		"Shorten 'Note', or set the option 'Long Note' to truncate or omit it.",
	);
}

function truncateAtWord(text: string): string {
	const head = text.slice(0, NOTE_MAX_LENGTH);
	const endsAtWord = /\s/.test(text.charAt(NOTE_MAX_LENGTH));
	const cut = endsAtWord ? head.length : head.search(/\s\S*$/);
	// A text without blanks is cut hard, though never through a surrogate pair.
	return (cut > 0 ? head.slice(0, cut) : head.replace(/[\uD800-\uDBFF]$/, '')).trimEnd();
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../base/errors';
import { isPlainObject } from '../base/objects';
import { LONGEST_SENTENCE, shortened } from '../base/text';
import { rateLimitInfoSchema } from '../limits/limits';
import { onceReportSchema } from '../operations/operation';
import type { Answered, ResponseInfo, WithAccount } from '../operations/result';
import { bounded } from './errors';

/** Maximum size of an answer kept for another try, and of all of a node's together (characters of JSON). */
export const LARGEST_KEPT = 64 * 1024;
export const MOST_KEPT = 2 * 1024 * 1024;
/** Maximum refusals, and maximum items held back. */
export const MOST_REFUSED = 2_000;
export const MOST_LIMITED = 10_000;

const responseSchema = z.object({
	status: z.number(),
	/** Absent if no item needs it. */
	body: z.unknown(),
	rateLimit: rateLimitInfoSchema.nullable(),
});

const answeredSchema = z.object({
	value: z.object({ accountId: z.string().nullable(), report: z.unknown() }),
	response: responseSchema.nullable(),
});

const sentSchema = z.object({
	value: z.object({ accountId: z.string().nullable(), report: onceReportSchema }),
	response: responseSchema.nullable(),
});

const sendRecordSchema = z.object({
	run: z.number(),
	item: z.number(),
	/** When its request was made (ms since 1970). */
	attemptedAt: z.number().nullable().catch(null),
	/** Null from before the request until its end is known, and if the stored record cannot be read. */
	sent: sentSchema.nullable().catch(null),
});

/** What an execution knows about a send. */
export interface SendRecord {
	readonly run: number;
	readonly item: number;
	/** When its request was made (ms since 1970); null if not known. */
	readonly attemptedAt: number | null;
	/** Its result; null while unknown. */
	readonly answered: Answered<WithAccount<unknown>> | null;
}

/** An unreadable record still stands for a send, by some other item. */
const UNREADABLE_RECORD: SendRecord = { run: -1, item: -1, attemptedAt: null, answered: null };

const failureSchema = z.object({
	source: z.enum(['workflow', 'provider', 'database']),
	message: z.string(),
	description: z.string(),
	httpStatus: z.number().optional(),
	code: z.string().optional(),
});

const limitedSchema = z.object({ run: z.number() });

/**
 * What this node remembers during the execution. n8n keeps it across the tries of *Retry On Fail* and the rounds
 * of a loop, and saves it with the execution's data: so it must have no secrets, and no more than is needed. It
 * never forgets that a send was requested.
 */
export class ExecutionMemory {
	private readonly sends: Record<string, unknown>;
	private readonly refused: Record<string, unknown>;
	private readonly reads: Record<string, unknown>;
	private readonly limited: Record<string, unknown>;
	private refusals: number;
	private limits: number;
	/** The round of a loop; the tries of *Retry On Fail* share one. */
	readonly run: number;

	private readonly executionId: string;
	private readonly stored: IDataObject;

	/** `triesAgain`: whether n8n runs the items again; otherwise no answer is needed a second time. */
	constructor(
		context: IExecuteFunctions,
		private readonly triesAgain = true,
	) {
		this.executionId = context.getExecutionId();
		this.stored = context.getContext('node');
		this.run = z.number().catch(0).parse(context.getWorkflowDataProxy(0).$runIndex);
		const { stored } = this;
		this.sends = openRecord(stored, 'sends');
		this.refused = openRecord(stored, 'refused');
		this.reads = openRecord(stored, 'reads');
		this.limited = openRecord(stored, 'limited');
		this.dropOtherTries(this.refused);
		stored.kept = this.kept - this.dropOtherTries(this.reads);
		this.refusals = Object.keys(this.refused).length;
		this.limits = Object.keys(this.limited).length;
	}

	findSend(key: string): SendRecord | null {
		const stored = this.sends[key];
		if (stored === undefined) return null;
		const known = read(sendRecordSchema, stored);
		if (!known) return UNREADABLE_RECORD;
		const { run, item, attemptedAt, sent } = known;
		return { run, item, attemptedAt, answered: sent && toAnswered(sent) };
	}

	/** The answer to a read in an earlier try: repeating it may cost a credit again. */
	findRead(readKey: string, needsBody = false): Answered<WithAccount<unknown>> | null {
		const known = read(answeredSchema, this.reads[this.tryOf(readKey)]);
		if (!known || (needsBody && known.response?.body === undefined)) return null;
		return toAnswered(known);
	}

	/** An answer too large to be kept is requested again. */
	keepRead(
		readKey: string,
		{ value, response }: Answered<WithAccount<unknown>>,
		needsBody = true,
	): void {
		// Several items may have shared the request.
		if (this.findRead(readKey, needsBody)) return;
		const kept = { value, response: response && toKept(response, needsBody) };
		if (this.takeRoom(kept)) this.reads[this.tryOf(readKey)] = kept;
	}

	/** Called before the request: all that remains of a try that crashes before its response. */
	intend(key: string, item: number, attemptedAt: number): void {
		this.sends[key] = { run: this.run, item, attemptedAt, sent: null };
	}

	/** Stores the result of a send. Omits a body that is too large; the outcome is known anyway. */
	keepSend(
		key: string,
		item: number,
		{ value, response }: Answered<WithAccount<unknown>>,
		needsBody = true,
	): void {
		const { accountId, report } = value;
		const { data } = onceReportSchema.safeParse(report);
		const message = data?.message;
		const short = message ? { ...data, message: shortened(message, LONGEST_SENTENCE) } : report;
		const isNeeded = needsBody && this.triesAgain && response?.body != null;
		const sent = {
			value: { accountId, report: short },
			response: response && toKept(response, isNeeded && this.takeRoom(response.body)),
		};
		this.sends[key] = { run: this.run, item, sent };
	}

	/** The provider's refusal of this item in an earlier try. */
	findRefusal(item: number): Failure | null {
		return read(failureSchema, this.refused[this.tryOf(item)]);
	}

	/** Stores the provider's refusal, because another try of the item would request it again. */
	refuse(item: number, failure: Failure): void {
		if (!this.triesAgain || this.refusals >= MOST_REFUSED) return;
		this.refusals += 1;
		this.refused[this.tryOf(item)] = bounded(failure);
	}

	/** n8n's *Retry execution* restores the memory under a new ID, and is meant to send again. */
	private tryOf(item: number | string): string {
		return [this.executionId, this.run, item].join(' ');
	}

	/** Nothing was accepted, so the send may be tried again. */
	clear(key: string): void {
		delete this.sends[key];
	}

	/** Records that a limit holds the call back in this round of a loop. */
	rememberLimited(subject: string): void {
		if (subject in this.limited) return;
		if (this.limits >= MOST_LIMITED) return;
		this.limits += 1;
		this.limited[subject] = { run: this.run };
	}

	/** Whether a limit held such a call back in an earlier round of a loop. */
	wasLimitedBefore(subject: string): boolean {
		const known = read(limitedSchema, this.limited[subject]);
		return known !== null && known.run < this.run;
	}

	/** Whether there is room for one more answer; if so, reserves it. */
	private takeRoom(answer: unknown): boolean {
		const length = lengthOf(answer);
		if (length > LARGEST_KEPT || this.kept + length > MOST_KEPT) return false;
		this.stored.kept = this.kept + length;
		return true;
	}

	private get kept(): number {
		return z.number().min(0).catch(0).parse(this.stored.kept);
	}

	/**
	 * Drops entries of earlier rounds, or of an execution that was retried, which are no longer looked up. Returns
	 * their size.
	 */
	private dropOtherTries(record: Record<string, unknown>): number {
		let dropped = 0;
		for (const [key, stored] of Object.entries(record)) {
			if (key.startsWith(this.tryOf(''))) continue;
			dropped += lengthOf(stored);
			delete record[key];
		}
		return dropped;
	}
}

type Kept = z.infer<typeof answeredSchema>;

function toKept({ status, body, rateLimit }: ResponseInfo, withBody: boolean): ResponseInfo {
	return { status, rateLimit, body: withBody ? body : undefined };
}

function toAnswered({ value, response }: Kept): Answered<WithAccount<unknown>> {
	const { accountId, report } = value;
	return {
		kind: 'answered',
		value: { accountId, report },
		response: response && {
			status: response.status,
			rateLimit: response.rateLimit,
			body: response.body ?? null,
		},
	};
}

const lengthOf = (value: unknown) => (JSON.stringify(value) ?? '').length;

/** Most items have no stored entry, and zod is slow at reporting errors. */
function read<S extends z.ZodTypeAny>(schema: S, stored: unknown): z.output<S> | null {
	if (stored === undefined) return null;
	const parsed = schema.safeParse(stored);
	return parsed.success ? parsed.data : null;
}

function openRecord(stored: Record<string, unknown>, name: string): Record<string, unknown> {
	const known = stored[name];
	if (isPlainObject(known)) return known;
	const fresh: Record<string, unknown> = {};
	stored[name] = fresh;
	return fresh;
}

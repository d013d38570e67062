import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Answered, Failure } from '../answer';
import { limitReadingSchema } from '../limits/limits';
import { isPlainObject } from '../objects';
import type { Attributed } from '../provider';
import { reportSchemas } from '../vocabulary';

const sentSchema = z.object({
	report: reportSchemas.sendConnection,
	accountId: z.string().nullable(),
	body: z.unknown(),
	status: z.number(),
	reading: limitReadingSchema.nullable(),
});
/** What came of a send, as far as it is told again when the item is run once more. */
export type Sent = z.infer<typeof sentSchema>;

const readSchema = z.object({
	value: z.object({ accountId: z.string().nullable(), report: z.unknown() }),
	body: z.unknown(),
	status: z.number(),
	reading: limitReadingSchema.nullable(),
});

const sendRecordSchema = z.object({
	run: z.number(),
	item: z.number(),
	/** Null from before the request leaves until its end is known. */
	sent: sentSchema.nullable(),
});
export type SendRecord = z.infer<typeof sendRecordSchema>;

const failureSchema = z.object({
	source: z.enum(['workflow', 'provider', 'database']),
	message: z.string(),
	description: z.string(),
	httpStatus: z.number().optional(),
	code: z.string().optional(),
});

const limitedSchema = z.object({ run: z.number() });

/**
 * What this node remembers for as long as the execution lives. n8n keeps it over the tries of *Retry On Fail* and the
 * rounds of a loop, and saves it with the execution's data: nothing secret belongs here.
 */
export class ExecutionMemory {
	private readonly sends: Record<string, unknown>;
	private readonly refused: Record<string, unknown>;
	private readonly reads: Record<string, unknown>;
	private readonly limited: Record<string, unknown>;
	/** The round of a loop; the tries of *Retry On Fail* share one. */
	readonly run: number;

	private readonly executionId: string;

	constructor(context: IExecuteFunctions) {
		this.executionId = context.getExecutionId();
		const stored = context.getContext('node');
		this.sends = openRecord(stored, 'sends');
		this.refused = openRecord(stored, 'refused');
		this.reads = openRecord(stored, 'reads');
		this.limited = openRecord(stored, 'limited');
		this.run = z.number().catch(0).parse(context.getWorkflowDataProxy(0).$runIndex);
	}

	findSend(person: string): SendRecord | null {
		return read(sendRecordSchema, this.sends[person]);
	}

	/** What a read was answered in an earlier try: asked again it may cost a credit again. */
	findRead(readKey: string): Answered<Attributed<unknown>> | null {
		const known = read(readSchema, this.reads[this.tryOf(readKey)]);
		if (!known) return null;
		const { accountId, report } = known.value;
		return { kind: 'answered', body: null, ...known, value: { accountId, report } };
	}

	keepRead(readKey: string, { value, body, status, reading }: Answered<Attributed<unknown>>): void {
		this.reads[this.tryOf(readKey)] = { value, body, status, reading };
	}

	/** Before the request leaves: a try that dies in mid-send leaves this behind. */
	intend(person: string, item: number): void {
		this.sends[person] = { run: this.run, item, sent: null } satisfies SendRecord;
	}

	settle(person: string, item: number, sent: Sent): void {
		this.sends[person] = { run: this.run, item, sent } satisfies SendRecord;
	}

	/** What the provider answered when it refused this item in an earlier try. */
	findRefusal(item: number): Failure | null {
		return read(failureSchema, this.refused[this.tryOf(item)]);
	}

	/** The provider answered, and the answer was no: another try of the item would ask a second time. */
	refuse(item: number, failure: Failure): void {
		this.refused[this.tryOf(item)] = failure;
	}

	/** n8n's *Retry execution* brings the memory back under a new id, and is to ask again. */
	private tryOf(item: number | string): string {
		return [this.executionId, this.run, item].join(' ');
	}

	/** Nothing was accepted, so the person may be tried again. */
	clear(person: string): void {
		delete this.sends[person];
	}

	/** A limit holds the call back, in this round of a loop if not in an earlier one. */
	rememberLimited(subject: string): void {
		this.limited[subject] ??= { run: this.run };
	}

	/** Whether a limit held such a call back in an earlier round of a loop. */
	wasLimitedBefore(subject: string): boolean {
		const known = read(limitedSchema, this.limited[subject]);
		return known !== null && known.run < this.run;
	}
}

/** Of most items nothing is stored, and zod takes long to say what is wrong with that. */
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

import { z } from 'zod';

const itemSchema = z
	.object({ json: z.record(z.unknown()), pairedItem: z.unknown().optional() })
	.passthrough();
const errorSchema = z
	.object({ message: z.string(), description: z.string().nullish() })
	.passthrough();
const taskSchema = z
	.object({
		executionStatus: z.string().optional(),
		executionIndex: z.number().optional(),
		error: errorSchema.optional(),
		data: z.object({ main: z.array(z.array(itemSchema).nullable()).optional() }).optional(),
		hints: z.array(z.unknown()).optional(),
	})
	.passthrough();

const runSchema = z
	.object({
		resultData: z
			.object({
				runData: z.record(z.array(taskSchema)).default({}),
				lastNodeExecuted: z.string().optional(),
				error: errorSchema.optional(),
			})
			.passthrough(),
	})
	.passthrough();

const executionSchema = z.object({
	id: z.coerce.string(),
	status: z.string(),
	mode: z.string(),
	workflowId: z.coerce.string().optional(),
	retryOf: z.coerce.string().nullish(),
	data: z.string(),
});

/** One item as n8n stored it. */
export type ExecutionItem = z.infer<typeof itemSchema>;
/** One run of one node, as n8n stored it. */
export type ExecutionTask = z.infer<typeof taskSchema>;

/** An execution with its data. */
export interface Execution {
	id: string;
	status: string;
	mode: string;
	runData: Record<string, ExecutionTask[]>;
	lastNodeExecuted: string | undefined;
	error: z.infer<typeof errorSchema> | undefined;
}

/**
 * Decodes n8n's storage format for execution data: one list of values, in which every string within a list or an
 * object is the index of a value.
 */
export function parseFlatted(text: string): unknown {
	const values = z.array(z.unknown()).parse(JSON.parse(text));
	const done = new Map<number, unknown>();
	const reviveEntry = (entry: unknown) =>
		typeof entry === 'string' ? revive(Number(entry)) : entry;
	function revive(position: number): unknown {
		if (done.has(position)) return done.get(position);
		const value = values[position];
		if (Array.isArray(value)) {
			const list: unknown[] = [];
			done.set(position, list);
			for (const entry of value) list.push(reviveEntry(entry));
			return list;
		}
		if (typeof value === 'object' && value !== null) {
			const record: Record<string, unknown> = {};
			done.set(position, record);
			for (const [key, entry] of Object.entries(value)) record[key] = reviveEntry(entry);
			return record;
		}
		return value;
	}
	return revive(0);
}

/** Parses the response of `GET /rest/executions/:id`. */
export function parseExecution(answer: unknown): Execution {
	const { id, status, mode, data } = executionSchema.parse(answer);
	return executionOf({ id, status, mode, data: parseFlatted(data) });
}

/** An execution from its run data, which has the same form in n8n's engine and database. */
export function executionOf(run: {
	id: string;
	status: string;
	mode: string;
	data: unknown;
}): Execution {
	const { id, status, mode, data } = run;
	const { resultData } = runSchema.parse(data);
	return {
		id,
		status,
		mode,
		runData: resultData.runData,
		lastNodeExecuted: resultData.lastNodeExecuted,
		error: resultData.error,
	};
}

/** A node's items on one of its outputs, in all its runs. */
export function outputItems(execution: Execution, nodeName: string, output = 0): ExecutionItem[] {
	return (execution.runData[nodeName] ?? []).flatMap((task) => task.data?.main?.[output] ?? []);
}

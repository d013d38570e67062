import { z } from 'zod';

/** The contender: this package, n8n's HTTP Request node, or a node that is only a loop over n8n's client. */
export const CONTENDERS = ['package', 'httpRequest', 'bareLoop'] as const;
export type Contender = (typeof CONTENDERS)[number];

const settingsSchema = z.object({
	/** The package's own options, as its node has them. */
	options: z.record(z.union([z.string(), z.number(), z.boolean()])).default({}),
	/** *Batching* of HTTP Request; without it, all requests are made at once. */
	batching: z.object({ batchSize: z.number(), batchInterval: z.number() }).optional(),
	/** *Retry On Fail* of n8n: at most 5 tries, at most 5 seconds between them. */
	retryOnFail: z.object({ maxTries: z.number(), waitBetweenTries: z.number() }).optional(),
	/** *On Error* of n8n. */
	onError: z.enum(['continueRegularOutput', 'stopWorkflow']).default('continueRegularOutput'),
	/** Whether the node is run for each item anew, as behind *Loop Over Items* with a batch size of 1. */
	oneByOne: z.boolean().default(false),
	/** The bare loop's number of parallel requests. */
	atOnce: z.number().default(1),
	/** Whether the bare loop lets n8n evaluate an expression for each item, as a node does. */
	evaluates: z.boolean().default(false),
	/** Whether the bare loop reads responses as streams, as needed to limit their size. */
	streams: z.boolean().default(false),
});
export type Settings = z.input<typeof settingsSchema>;

/** One execution of a workflow with one node over some items. */
export const jobSchema = z.object({
	/** The simulated ConnectSafely's. */
	baseUrl: z.string(),
	apiKey: z.string(),
	/** A connection check, an invitation or a message for each person, or the list of connections. */
	task: z.enum(['check', 'send', 'write', 'list']),
	count: z.number(),
	/** The number of different people in the items, in two spellings each; default the number of items. */
	people: z.number().optional(),
	settings: settingsSchema.default({}),
	/** Whether to watch the heap: needs `--expose-gc`. */
	watchHeap: z.boolean().default(false),
});
export type Job = z.input<typeof jobSchema>;
export type ParsedJob = z.output<typeof jobSchema>;

/** Bytes of live objects, in addition to those before there were items. */
const heapSchema = z.object({
	input: z.number(),
	/** Input and output, with n8n's data of the run. */
	kept: z.number(),
	peak: z.number(),
	/** The process's peak memory, as reported by the system, in addition to that before. */
	resident: z.number(),
});

export const outcomeSchema = z.object({
	wallMs: z.number(),
	/** User and system time of this process only. */
	cpuMs: z.number(),
	/** The number of items on Success. */
	answered: z.number(),
	/** The number of items on Rate Limited, to try again. */
	heldBack: z.number(),
	heap: heapSchema.optional(),
});
export type Outcome = z.output<typeof outcomeSchema>;

import { z } from 'zod';

/** Who does the work: this package, n8n's HTTP Request node, or a node that is nothing but a loop over n8n's client. */
export const CONTENDERS = ['package', 'httpRequest', 'bareLoop'] as const;
export type Contender = (typeof CONTENDERS)[number];

export const settingsSchema = z.object({
	/** The package's own options, as its node has them. */
	options: z.record(z.union([z.string(), z.number(), z.boolean()])).default({}),
	/** *Batching* of HTTP Request; without it all requests leave at once. */
	batching: z.object({ batchSize: z.number(), batchInterval: z.number() }).optional(),
	/** *Retry On Fail* of n8n: at most 5 tries, at most 5 seconds between them. */
	retryOnFail: z.object({ maxTries: z.number(), waitBetweenTries: z.number() }).optional(),
	/** *On Error* of n8n. */
	onError: z.enum(['continueRegularOutput', 'stopWorkflow']).default('continueRegularOutput'),
	/** Whether the node is run for each item anew, as behind *Loop Over Items* with a batch size of 1. */
	oneByOne: z.boolean().default(false),
	/** How many requests the bare loop has under way. */
	atOnce: z.number().default(1),
	/** Whether the bare loop, as a node does, has n8n evaluate an expression for each item. */
	evaluates: z.boolean().default(false),
	/** Whether the bare loop reads answers as streams, as who caps them has to. */
	streams: z.boolean().default(false),
});
export type Settings = z.input<typeof settingsSchema>;

/** One execution of a workflow with one node over some items. */
export const jobSchema = z.object({
	/** The simulated ConnectSafely's. */
	baseUrl: z.string(),
	apiKey: z.string(),
	/** Whether the account is connected to each person, an invitation or a message to each, or the list of connections. */
	task: z.enum(['check', 'send', 'write', 'list']),
	count: z.number(),
	/** The items name so many people in turn, in two spellings each; as many as there are items where it is not said. */
	people: z.number().optional(),
	settings: settingsSchema.default({}),
	/** Whether to watch the heap: needs `--expose-gc`. */
	watchHeap: z.boolean().default(false),
});
export type Job = z.input<typeof jobSchema>;
export type ParsedJob = z.output<typeof jobSchema>;

/** Bytes of live objects, beyond what the process held before there were items. */
const heapSchema = z.object({
	input: z.number(),
	/** Input and output together, with what n8n keeps of the run. */
	kept: z.number(),
	peak: z.number(),
	/** The process's memory at its largest, as the system counts it, beyond what it had before. */
	resident: z.number(),
});

export const outcomeSchema = z.object({
	wallMs: z.number(),
	/** Of this process alone: user and system time. */
	cpuMs: z.number(),
	/** How many items left with an answer. */
	answered: z.number(),
	/** How many left on Rate Limited, to be tried again. */
	heldBack: z.number(),
	heap: heapSchema.optional(),
});
export type Outcome = z.output<typeof outcomeSchema>;

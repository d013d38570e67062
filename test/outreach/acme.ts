import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { toDataObject } from '../../nodes/outreach/base/objects';
import { nullableText, type Relationship } from '../../nodes/outreach/base/vocabulary';
import type { NoReply, Reply } from '../../nodes/outreach/http/transport';
import {
	activeLimitOf,
	NO_RATE_LIMIT_INFO,
	type RateLimitInfo,
} from '../../nodes/outreach/limits/limits';
import { getConnectionStatus } from '../../nodes/outreach/operations/get-connection-status';
import { countOf } from '../../nodes/outreach/operations/pages';
import type {
	OnceRecord,
	OnceReport,
	OnceRules,
	SendState,
} from '../../nodes/outreach/operations/operation';
import {
	answeredWith,
	failedWith,
	type Answered,
	type RateLimited,
	type ResponseInfo,
} from '../../nodes/outreach/operations/result';
import { readOptions } from '../../nodes/outreach/parameters/options';
import { createAsk } from '../../nodes/outreach/provider/ask';
import { implement } from '../../nodes/outreach/provider/implement';
import type { OpenProvider } from '../../nodes/outreach/provider/open';
import type {
	ByRequest,
	NodeList,
	NodeRun,
	Provider,
} from '../../nodes/outreach/provider/provider';
import { saysNoSuccess } from '../../nodes/outreach/provider/rules';
import { ExecutionMemory } from '../../nodes/outreach/tasks/execution-memory';
import {
	ListTask,
	makeTask,
	OnceTask,
	TaskScope,
	type ReadTask,
	type WriteTask,
	type Plan,
	type Task,
	type TaskResult,
} from '../../nodes/outreach/tasks/task';
import { answering, inputOf } from './fakes';

/** An invented provider, as data. */
export const acme: Provider = {
	id: 'acme',
	name: 'Acme',
	limits: { scope: 'minute' },
	errors: { isRefusal: saysNoSuccess, sentence: ['error'], code: 'code', table: [] },
	credential: {
		type: 'acmeApi',
		schema: z.unknown(),
		labels: {},
		connection: () => ({ baseUrl: 'https://acme.example', secrets: [], identity: ['key'] }),
	},
	versions: [{ id: 'only', name: 'Acme', account: 'optional' }],
	open: () => null,
	operations: [],
	account: { fromList: false, description: 'An account', placeholder: 'e.g. acc_1' },
	node: { resources: [], operations: [], fieldsOf: toDataObject },
};

/** Acme, opened, with its responses to requests in order; the last one repeats. */
export function openAcme(
	provider: Partial<Provider> = {},
	...replies: ReadonlyArray<Reply | NoReply>
): OpenProvider & { readonly requests: readonly unknown[] } {
	const [first = { kind: 'no-reply', delivered: 'no', cancelled: false, reason: 'no script' }] =
		replies;
	const { transport, requests } = answering(first, ...replies.slice(1));
	const ask = createAsk(transport, { ...acme, ...provider });
	return {
		provider: { ...acme, ...provider },
		version: { id: 'only', name: 'Acme', account: 'optional' },
		api: null,
		ask,
		askNow: ask,
		turn: async () => true,
		keyId: 'key',
		siteId: 'site',
		defaultAccountId: 'key',
		hide: (text) => text.replaceAll('hunter2', '[hidden]'),
		requests,
	};
}

const RELATED: Readonly<Partial<Record<Relationship, string>>> = {
	connected: 'needless',
	pending_sent: 'underway',
	pending_received: 'skipped',
	unknown: 'skipped',
};
function related(relationship: Relationship): OnceReport | null {
	const outcome = RELATED[relationship];
	return outcome === undefined ? null : gift(outcome);
}
const unlessUnknown = (relationship: Relationship) =>
	relationship === 'unknown' ? null : related(relationship);
const gift = (outcome: string, message: string | null = null): OnceReport => ({ outcome, message });
const STATES: Readonly<Record<string, SendState>> = { given: 'sent', lost: 'inDoubt' };

/** A send other than an invitation, with its own words, which must not matter for at most once. */
export const sendGift = {
	id: 'sendGift',
	name: 'Send Gift',
	action: 'Send gift',
	description: 'Send a gift, at most once',
	effect: 'once',
	inputs: { person: 'profile', account: 'optional' },
	report: z.object({ outcome: z.string(), message: nullableText }),
	once: {
		idempotencyKey: (person) => `gift ${person}`,
		noun: { one: 'gift', many: 'gifts' },
		byOtherWorker: 'Somebody else is wrapping it',
		skipOption: 'skipAlreadyInvited',
		options: [],
		asksFirst: ({ skipIfRelated }, before) =>
			before === 'sent' || (before === 'none' && skipIfRelated),
		readBack: async ({ relationship }) => await relationship(),
		provesNotSent: (relationship) => relationship === 'none',
		isEarlier: () => true,
		stateAfter: ({ outcome }) => STATES[outcome] ?? 'none',
		reports: {
			duplicate: () => gift('repeated'),
			skipped: ({ sentAt }) => gift('known', sentAt),
			dryRun: () => gift('rehearsed'),
			related,
			earlier: unlessUnknown,
			refused: unlessUnknown,
			reconciled: (relationship, { happened }) => {
				if (relationship === 'pending_sent') return gift('given', happened);
				return relationship === 'connected' ? gift('needless', happened) : null;
			},
			unconfirmed: ({ happened }) => gift('lost', happened),
		},
	} satisfies OnceRules<OnceReport, Relationship>,
} as const satisfies OnceRecord;

export const giftSchema = z.object({ outcome: z.string(), accountId: z.string().optional() });

/** How Acme sends gifts. */
export const sendGiftViaAcme = implement(sendGift, {
	limit: 'gifts',
	endpoint: () => ({ method: 'POST', path: '/gifts', response: giftSchema }),
	report: ({ outcome, accountId = null }) => ({ accountId, report: gift(outcome) }),
});

/** The fields of a test's task; the others have defaults. */
export interface Given {
	readonly itemIndex?: number;
	readonly account?: string | null;
	readonly person?: string;
	readonly note?: string;
	readonly limit?: string;
	readonly operation?: string;
	readonly options?: IDataObject;
	readonly open?: OpenProvider;
	readonly toRows?: Plan['toRows'];
	readonly showsBody?: boolean;
	/** How a gift is sent. */
	readonly via?: ByRequest<unknown>;
}

export const REPORT = { outcome: 'connected' };
/** The response of a read without a person. */
export const ANSWERED: TaskResult = answered({ accountId: null, report: REPORT });
export const FAILURE = { source: 'provider', message: 'No', description: 'Ask again.' } as const;
export const FAILED = failedWith(FAILURE);

/** A provider's response with status 200 and no body. */
export function answered<T>(value: T, response: Partial<ResponseInfo> = {}): Answered<T> {
	return {
		...answeredWith(value),
		response: { status: 200, body: null, rateLimit: null, ...response },
	};
}

/** A 429 whose limit starts now. */
export function limitedBy(info: Partial<RateLimitInfo> = {}): RateLimited {
	const limit = activeLimitOf({ ...NO_RATE_LIMIT_INFO, ...info }, Date.now());
	return { kind: 'rateLimited', limit, httpStatus: 429 };
}

function make(run: NodeRun<unknown>, given: Given, size: number | null = null, start = 0): Task {
	const { itemIndex = 0, account = 'acc_1', options = {}, open = openAcme() } = given;
	const { person, note = null } = given;
	const { operation = 'getConnectionStatus', limit = 'views', showsBody } = given;
	const inputs = { person: 'profile', account: 'optional' } as const;
	const toRows = given.toRows ?? (({ report }) => [toDataObject(report)]);
	const scope = new TaskScope({ open, operation, limit, inputs, run, toRows, showsBody }, account);
	const input = inputOf({
		accountId: account,
		note,
		...(person === undefined ? {} : { profile: person }),
	});
	const cursor = { start, remaining: size, fields: {} };
	return makeTask(scope, itemIndex, input, readOptions(options), { size, cursor });
}

function asA<T>(kind: abstract new (...given: never[]) => T, task: Task): T {
	if (task instanceof kind) return task;
	throw new TypeError(`It is a ${task.effect}`);
}

type Call = () => Promise<TaskResult>;

export function readTask(call: Call = async () => ANSWERED, given: Given = {}): ReadTask {
	const { inputs } = getConnectionStatus;
	const run = {
		kind: 'function',
		record: getConnectionStatus,
		limit: 'views',
		inputs,
		call,
	} as const;
	const task = make(run, given);
	if (task.effect === 'read') return task;
	throw new TypeError(`It is a ${task.effect}`);
}

export function writeTask(call: Call = async () => ANSWERED, given: Given = {}): WriteTask {
	const task = make({ kind: 'write', call }, given);
	if (task.effect === 'write') return task;
	throw new TypeError(`It is a ${task.effect}`);
}

type PageOf = (at: number) => ReturnType<NodeList<unknown>['page']>;

export function listTask(
	page: PageOf = async () => answered({ rows: [], next: null }),
	given: Given & { readonly size?: number | null; readonly start?: number } = {},
): ListTask {
	const list: NodeList<unknown> = {
		kind: 'list',
		page: async (_api, _input, at) => await page(countOf(at)),
	};
	const { size = null, start = 0 } = given;
	return asA(ListTask, make(list, { limit: 'lists', ...given }, size, start));
}

export function giftTask(given: Given = {}): OnceTask {
	const usual = { operation: 'sendGift', limit: 'gifts', person: 'ada-1' };
	return asA(OnceTask, make(given.via ?? sendGiftViaAcme, { ...usual, ...given }));
}

interface Execution {
	/** n8n's data of the execution, and of the node. */
	readonly stored?: IDataObject;
	readonly staticData?: IDataObject;
	readonly executionId?: string;
	/** The round of a loop. */
	readonly run?: unknown;
	readonly signal?: AbortSignal;
	/** Other values from n8n. */
	readonly more?: object;
}

/** The part of an execution that tasks and layers need. */
export function executionOf(given: Execution = {}): IExecuteFunctions {
	const { stored = {}, staticData = {}, executionId = '1', run = 0, signal, more } = given;
	return {
		getExecutionId: () => executionId,
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
		getWorkflowStaticData: () => staticData,
		getExecutionCancelSignal: () => signal,
		getTimezone: () => 'UTC',
		...more,
	} as unknown as IExecuteFunctions;
}

export function memoryOf(stored: IDataObject = {}, given: Execution = {}, triesAgain = true) {
	return new ExecutionMemory(executionOf({ stored, ...given }), triesAgain);
}

/** Stores the data the way n8n does. */
export const saved = (stored: IDataObject): IDataObject =>
	JSON.parse(JSON.stringify(stored)) as IDataObject;

/** Lets everything continue that can. */
export async function settled() {
	for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import { onceLayers } from '../../../nodes/outreach/once/layers';
import type { NoReply, Reply } from '../../../nodes/outreach/http/transport';
import type { OnceRecord } from '../../../nodes/outreach/operations/operation';
import type { Result } from '../../../nodes/outreach/operations/result';
import { implement } from '../../../nodes/outreach/provider/implement';
import type { OpenProvider } from '../../../nodes/outreach/provider/open';
import type { ByRequest, Provider, Recipient } from '../../../nodes/outreach/provider/provider';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import type { OnceTask } from '../../../nodes/outreach/tasks/task';
import {
	acme,
	answered,
	executionOf,
	FAILED,
	giftSchema,
	giftTask,
	memoryOf,
	openAcme,
	saved,
	sendGift,
	sendGiftViaAcme,
	type Given,
} from '../acme';
import { at, reply } from '../fakes';
import { FakeStore, chosenOn, memoryOn } from '../sends/stores';

export const NOW = at('2024-01-15T10:30:00.000Z');
export const DAY_SECONDS = 86_400;
export const KEY = 'gift acme|in:ada-1';
export const BEN = { person: 'ben-2', itemIndex: 1 };
export const GIVEN = reply(200, { outcome: 'given', accountId: 'acc_1' });
export const outcome = (word: string, message?: unknown) => ({
	kind: 'answered',
	value: { report: { outcome: word, ...(message === undefined ? {} : { message }) } },
});
/** Held back: after a response with this status, or by what was known before. */
export const limited = (httpStatus: number | null, limit: object = {}) => ({
	kind: 'rateLimited',
	httpStatus,
	limit,
});

/** How a send to somebody who is related to the account is reported. */
export const RELATED_REPORTS = [
	['connected', 'needless'],
	['pending_sent', 'underway'],
	['pending_received', 'skipped'],
	['unknown', 'skipped'],
] as const;

/** A relationship, or why it is not known. */
export type Related = Relationship | Result<Relationship>;

/** A refusal in Acme's form. */
export const refused = (code: string, headers: Record<string, string> = {}) =>
	reply(422, { error: `Refused for ${code}`, code }, headers);

/** Acme, with refusals whose code says what they leave in doubt. */
const errors: Provider['errors'] = {
	...acme.errors,
	noteCodes: ['note'],
	doubt: ({ code }) => {
		const personSeconds = 21 * DAY_SECONDS;
		if (code === 'account') return { kind: 'limit', accountSeconds: 3600, personSeconds };
		if (code === 'person') return { kind: 'limit', accountSeconds: null, personSeconds };
		if (code === 'longer') {
			return { kind: 'limit', accountSeconds: null, personSeconds: 30 * DAY_SECONDS };
		}
		return code === 'doubtful' || code === 'doubtful note' ? { kind: 'refusal' } : null;
	},
};

/** Executions of one workflow, with what n8n keeps between them. */
export class Executions {
	store = new FakeStore();
	staticData: IDataObject = {};

	/** New ones in each test of a file, which starts at the same time. */
	static inEachTest() {
		const n8n = new Executions();
		beforeEach(() => {
			jest.useFakeTimers({ now: NOW });
			processState.reset();
			n8n.store = new FakeStore();
			n8n.staticData = {};
		});
		afterEach(() => jest.useRealTimers());
		return n8n;
	}

	/** Simulates a restart of n8n at this time. */
	restart(now: number) {
		processState.reset();
		jest.setSystemTime(now);
		this.staticData = saved(this.staticData);
	}

	/** One execution, or one of its tries with the same `stored` context. */
	execution({
		stored = {} as IDataObject,
		run = 0,
		signal = undefined as AbortSignal | undefined,
		memory = chosenOn(this.store, this.staticData),
	} = {}) {
		const given = { stored, staticData: this.staticData, run, signal };
		const context = executionOf(given);
		const limits = new RunLimits(context);
		limits.recall([]);
		return onceLayers({ context, execution: memoryOf(stored, given), memory, limits });
	}

	/** An execution of one item. */
	async run(task: OnceTask, ...given: Parameters<Executions['execution']>) {
		return await this.execution(...given)(task);
	}

	async known(key = KEY) {
		return await memoryOn(this.store).lookUp(key);
	}
}

/** Acme with these responses, and with this relationship, if any. */
export function provider(
	replies: ReadonlyArray<Reply | NoReply>,
	related: Related | null = null,
	more: Partial<Provider> = {},
) {
	const read = jest.fn(
		async (): Promise<Result<Relationship>> =>
			typeof related === 'string' ? answered(related) : (related ?? FAILED),
	);
	const relationship = related === null ? undefined : { limit: 'views', read };
	const open = openAcme({ relationship, errors, ...more }, ...replies);
	return {
		open,
		read,
		requests: open.requests,
		/** How many sends were requested, and how many relationships read. */
		counts: () => [open.requests.length, read.mock.calls.length],
		task: (given: Given = {}) => giftTask({ open, ...given }),
	};
}

type Rules = OnceRecord['once'];

/** How Acme sends gifts if the record has these rules and reports instead. */
export const viaRules = (
	rules: Partial<Rules>,
	reports: Partial<Rules['reports']> = {},
	readRefusal?: OnceRecord['readRefusal'],
): ByRequest<unknown> => {
	const { once } = sendGift;
	const changed = { ...once, ...rules, reports: { ...once.reports, ...reports } };
	const record: OnceRecord = { ...sendGift, once: changed as Rules, readRefusal };
	return { ...sendGiftViaAcme, record };
};

/** A provider after whose answer to a send something happens. */
export const afterAnswer = (open: OpenProvider, happens: () => void): OpenProvider => ({
	...open,
	askNow: async (endpoint) => {
		const answer = await open.askNow(endpoint);
		happens();
		return answer;
	},
});

/** Gifts that need an address, and have a text on the card. */
export function viaAddress(
	read: () => Promise<Result<Recipient>>,
	knownId?: () => string | null,
	record: OnceRecord<typeof sendGift.report> = sendGift,
): ByRequest<unknown> {
	return implement(record, {
		limit: 'gifts',
		recipient: { limit: 'addresses', read, knownId },
		endpoint: (input, _api: unknown, recipientId) => requestOf(input.note, recipientId),
		report: ({ outcome }) => ({ accountId: null, report: { outcome, message: null } }),
	});
}

export const viaNote: ByRequest<unknown> = implement(sendGift, {
	limit: 'gifts',
	endpoint: ({ note }) => requestOf(note),
	report: ({ outcome }) => ({ accountId: null, report: { outcome, message: null } }),
});

const requestOf = (note: string | null, address = '') => ({
	method: 'POST' as const,
	path: `/gifts/${address}`,
	body: { note },
	response: giftSchema,
});

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Answered } from '../../nodes/outreach/operations/result';
import type { RateLimitInfo } from '../../nodes/outreach/limits/limits';
import { readOptions } from '../../nodes/outreach/parameters/options';
import type { WithAccount } from '../../nodes/outreach/provider/provider';
import type { ListTask, ReadTask, SendTask } from '../../nodes/outreach/tasks/task';

const base = (options: IDataObject) => ({
	itemIndex: 0,
	subject: { provider: 'connectSafely', operation: 'getConnectionStatus', accountId: null },
	providerName: 'ConnectSafely',
	accountKey: 'connectSafely|key|acc_1',
	sendLimitName: 'connect',
	personKey: null,
	options: readOptions(options),
	present: () => [],
});

export function answered<T>(value: T, reading: RateLimitInfo | null = null): Answered<T> {
	return { kind: 'answered', value, body: null, status: 200, reading };
}

/** What a read of nobody in particular answers. */
export const REPORT: WithAccount<unknown> = { accountId: null, report: { outcome: 'connected' } };

export function readTask(given: Partial<ReadTask> = {}, options: IDataObject = {}): ReadTask {
	return {
		...base(options),
		effect: 'read',
		readKey: 'read',
		call: { bucket: 'bucket', run: async () => answered(REPORT) },
		...given,
	} as ReadTask;
}

export function listTask(given: Partial<ListTask> = {}, options: IDataObject = {}): ListTask {
	return {
		...base(options),
		effect: 'list',
		readKey: 'list',
		bucket: 'bucket',
		place: { start: 0, remaining: null, fields: {} },
		page: async () => answered({ accountId: null, report: { rows: [], next: null } }),
		...given,
	} as ListTask;
}

export function sendTask(given: Partial<SendTask> = {}, options: IDataObject = {}): SendTask {
	return {
		key: `invitation ${given.personKey ?? 'connectSafely|ada'}`,
		...base(options),
		effect: 'send',
		personKey: 'connectSafely|ada',
		hasNote: false,
		bucket: 'connectSafely|key|acc_1|connect',
		send: async () => {
			throw new TypeError('Nothing is to be sent');
		},
		standing: null,
		quota: null,
		...given,
	} as SendTask;
}

/** An execution as far as waiting and limits need it. */
export function executionOf({
	staticData = {},
	signal,
}: { staticData?: IDataObject; signal?: AbortSignal } = {}) {
	return {
		getWorkflowStaticData: () => staticData,
		getExecutionCancelSignal: () => signal,
	} as unknown as IExecuteFunctions;
}

/** Lets whatever could go on without being told to go on. */
export async function settled() {
	for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

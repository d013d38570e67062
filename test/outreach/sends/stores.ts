import { sleep, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { ChosenMemory } from '../../../nodes/outreach/log/chosen-memory';
import { NodeMemory } from '../../../nodes/outreach/sends/node-memory';
import type { SendState } from '../../../nodes/outreach/operations/operation';
import { at } from '../fakes';

export const NOW = at('2024-01-15T10:30:00.000Z');
export const ADA = 'invitation connectSafely|ada';
export const BEN = 'invitation connectSafely|ben';

/** The entries of an invitation to Ada. */
export const SENT = [`sent 1 ${ADA}`, `sent 2 ${ADA}`];
export const DOUBT = [`doubt 1 ${ADA}`, `doubt 2 ${ADA}`];
export const doubtOf = (account: string) => [
	`doubt of ${account} ${ADA}`,
	`doubt 2 of ${account} ${ADA}`,
];

/** n8n's table of processed data for one node: in order of entry, dropping the oldest first. */
export class FakeStore {
	entries: string[] = [];
	/** Arguments of each operation: n8n's scope and options. */
	readonly calls: unknown[] = [];
	/** From this operation on, counted from 1, all fail, as after a crash. */
	crashesAt = Infinity;
	/** The failure of single operations, counted from 1. */
	readonly failures = new Map<number, Error>();
	/** Called before entries are written. */
	beforeWrite: (entries: readonly string[]) => void = () => undefined;
	private operations = 0;

	/** The operations so far. */
	get count() {
		return this.operations;
	}

	startCounting() {
		this.operations = 0;
		this.calls.length = 0;
	}

	async checkProcessedAndRecord(values: string[], ...how: unknown[]) {
		this.beforeWrite(values);
		const before = await this.read(how);
		const fresh = values.filter((value) => !before.includes(value));
		const { maxEntries } = how[1] as { maxEntries: number };
		// Writes back everything that was read before, like n8n: other writes in between are lost.
		this.entries = [...before, ...fresh].slice(-maxEntries);
		return { new: fresh, processed: values.filter((value) => before.includes(value)) };
	}

	async removeProcessed(values: string[], ...how: unknown[]) {
		const before = await this.read(how);
		this.entries = before.filter((entry) => !values.includes(entry));
	}

	async getProcessedDataCount(...how: unknown[]) {
		return (await this.read(how)).length;
	}

	private async read(how: unknown[]) {
		this.calls.push(how);
		this.operations += 1;
		const failure = this.failures.get(this.operations);
		if (failure) throw failure;
		if (this.operations >= this.crashesAt) throw new Error('The process is gone');
		const before = [...this.entries];
		await this.betweenReadAndWrite();
		return before;
	}

	/** Other writes in the meantime are lost. */
	protected async betweenReadAndWrite(): Promise<void> {}
}

/** Each operation takes five milliseconds, so that there may be other workers to wait for. */
export class BusyStore extends FakeStore {
	/** What was there before entries were last removed. */
	removed: readonly string[] = [];

	constructor(private readonly pass: (ms: number) => void) {
		super();
	}

	override async removeProcessed(values: string[], ...how: unknown[]) {
		this.removed = this.entries;
		await super.removeProcessed(values, ...how);
	}

	protected override async betweenReadAndWrite() {
		this.pass(5);
	}
}

/** The memory of an execution whose node has this store; another ID is another node. */
export function memoryOn(
	store: FakeStore,
	staticData: IDataObject = {},
	nodeId = 'n',
	warn: (...logged: unknown[]) => void = () => undefined,
	workflowId = 'w',
) {
	return new NodeMemory({
		getWorkflow: () => ({ id: workflowId }),
		getNode: () => ({ id: nodeId }),
		getWorkflowStaticData: () => staticData,
		logger: { debug: () => undefined, warn },
		helpers: {
			checkProcessedAndRecord: store.checkProcessedAndRecord.bind(store),
			removeProcessed: store.removeProcessed.bind(store),
			getProcessedDataCount: store.getProcessedDataCount.bind(store),
		},
	} as unknown as IExecuteFunctions);
}

/** The same, in the form that layers use. */
export function chosenOn(store: FakeStore, staticData: IDataObject = {}) {
	const context = {} as unknown as IExecuteFunctions;
	return new ChosenMemory(context, memoryOn(store, staticData));
}

/** Never cancelled. */
export const wait = async (ms: number) => {
	await sleep(ms);
	return true;
};

/** The claim of a send, which has to be granted. */
export async function claimed(
	memory: NodeMemory,
	key: string,
	before: SendState = 'none',
	accountId?: string,
) {
	const claim = await memory.claim(key, before, wait, accountId);
	if (claim === null || typeof claim === 'string') throw new TypeError(`Not claimed: ${claim}`);
	return claim;
}

/** A complete send. */
export async function makeSend(memory: NodeMemory, key: string, at: number) {
	await (await claimed(memory, key)).markSent(at);
}

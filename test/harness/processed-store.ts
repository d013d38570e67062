import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

import { useStore } from './store-in-use.cjs';

/** n8n's store for `checkProcessedAndRecord`, in memory instead of its database: by workflow and node. */
class ProcessedStore implements IDataDeduplicator {
	private readonly processed = new Map<string, Set<DeduplicationItemTypes>>();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		{ maxEntries = Infinity }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const known = this.of(scope, context);
		const answer: IDeduplicationOutput = { new: [], processed: [] };
		for (const item of items) (known.has(item) ? answer.processed : answer.new).push(item);
		for (const item of items) known.add(item);
		for (const oldest of known) {
			if (known.size <= maxEntries) break;
			known.delete(oldest);
		}
		return answer;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	) {
		for (const item of items) this.of(scope, context).delete(item);
	}

	async clearAllProcessedItems(scope: DeduplicationScope, context: ICheckProcessedContextData) {
		this.of(scope, context).clear();
	}

	async getProcessedDataCount(scope: DeduplicationScope, context: ICheckProcessedContextData) {
		return this.of(scope, context).size;
	}

	forget() {
		this.processed.clear();
	}

	private of(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData) {
		const key = JSON.stringify([workflow.id, scope === 'node' ? node?.name : '']);
		const known = this.processed.get(key) ?? new Set();
		this.processed.set(key, known);
		return known;
	}
}

/** The store of this test file. */
export const processedStore = new ProcessedStore();
useStore(processedStore);

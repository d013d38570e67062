const { DataDeduplicationService } = require('n8n-core');

/** n8n-core takes one store in the life of a process: this one asks that of the test file which is running. */
const shared = { store: undefined };
const asking =
	(name) =>
	async (...given) =>
		await shared.store[name](...given);
void DataDeduplicationService.init({
	checkProcessedAndRecord: asking('checkProcessedAndRecord'),
	removeProcessed: asking('removeProcessed'),
	clearAllProcessedItems: asking('clearAllProcessedItems'),
	getProcessedDataCount: asking('getProcessedDataCount'),
});

exports.useStore = (store) => {
	shared.store = store;
};

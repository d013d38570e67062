// n8n-core has one store in the life of a process: where test files share n8n, they share who asks for it.
module.exports = globalThis.loadOnce
	? globalThis.loadOnce('./shared-store.cjs')
	: require('./shared-store.cjs');

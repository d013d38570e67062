if (!globalThis.loadOnce) require('./setup.cjs');

// Where a test asks for jest's own environment, n8n is loaded within jest.
module.exports = globalThis.loadOnce
	? globalThis.loadOnce('n8n-core')
	: require('../../node_modules/n8n-core');

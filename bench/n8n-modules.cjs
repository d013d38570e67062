// Preloaded where nodes run, so that n8n's packages are those of the installed n8n instead of this clone.
const Module = require('node:module');

const FROM_N8N = /^(n8n-core|n8n-workflow|@n8n\/[^/]+|reflect-metadata|zod)(\/|$)/;
const n8n = Module.createRequire(process.env.BENCH_N8N_BIN);
const resolveAsUsual = Module._resolveFilename;

Module._resolveFilename = function resolve(request, parent, ...rest) {
	const isOfClone = parent?.filename?.includes('node_modules') === false;
	if (isOfClone && FROM_N8N.test(request)) return n8n.resolve(request);
	return resolveAsUsual.call(this, request, parent, ...rest);
};

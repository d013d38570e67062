// Loads a package as n8n does when it starts, in a process of its own, and prints what that took.
const { performance } = require('node:perf_hooks');

const { folder, nodes, credentials } = JSON.parse(process.argv[2]);
const n8n = require('node:module').createRequire(process.env.BENCH_N8N_BIN);
n8n('reflect-metadata');
const { PackageDirectoryLoader } = n8n('n8n-core');
// What n8n has loaded before any package.
for (const name of ['n8n-workflow', 'zod', 'luxon', 'lodash', 'p-limit']) n8n(name);

async function main() {
	const loader = new PackageDirectoryLoader(folder);
	if (nodes) loader.packageJson.n8n = { nodes, credentials };
	const known = new Set(Object.keys(require.cache));
	globalThis.gc();
	const heap = process.memoryUsage().heapUsed;
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	await loader.loadAll();
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	globalThis.gc();
	const heapBytes = process.memoryUsage().heapUsed - heap;
	const files = Object.keys(require.cache).filter((file) => !known.has(file)).length;
	const descriptionBytes = JSON.stringify(loader.types).length;
	const loaded = loader.loadedNodes.length;
	process.stdout.write(
		JSON.stringify({
			wallMs,
			cpuMs: (user + system) / 1000,
			heapBytes,
			files,
			nodes: loaded,
			descriptionBytes,
		}),
	);
}

void main();

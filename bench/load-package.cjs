// Loads a package as n8n does at its start, in its own process, and prints time and memory.
const { statSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const { folder, nodes, credentials } = JSON.parse(process.argv[2]);
const n8n = require('node:module').createRequire(process.env.BENCH_N8N_BIN);
n8n('reflect-metadata');
const { PackageDirectoryLoader } = n8n('n8n-core');
// The modules n8n has loaded before any package.
for (const name of ['n8n-workflow', 'zod', 'luxon', 'lodash', 'p-limit']) n8n(name);

/** Bytes of live objects. Collects garbage several times, since freeing some objects makes others collectable. */
async function live() {
	for (let times = 0; times < 5; times++) {
		globalThis.gc();
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return process.memoryUsage().heapUsed;
}

async function main() {
	const loader = new PackageDirectoryLoader(folder);
	if (nodes) loader.packageJson.n8n = { nodes, credentials };
	const known = new Set(Object.keys(require.cache));
	const heap = await live();
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	await loader.loadAll();
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	const heapBytes = (await live()) - heap;
	const files = Object.keys(require.cache).filter((file) => !known.has(file));
	const fileBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
	const descriptionBytes = JSON.stringify(loader.types).length;
	const loaded = loader.loadedNodes.length;
	process.stdout.write(
		JSON.stringify({
			wallMs,
			cpuMs: (user + system) / 1000,
			heapBytes,
			files: files.length,
			fileBytes,
			nodes: loaded,
			descriptionBytes,
		}),
	);
}

void main();

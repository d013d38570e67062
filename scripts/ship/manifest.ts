import { z } from 'zod';
import type { Contents } from './contents';

const names = z.record(z.string()).default({});
const manifestSchema = z
	.object({
		optionalDependencies: names,
		scripts: names,
		n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
	})
	.passthrough();

/** Scripts that npm runs automatically, in addition to those that n8n's scanner forbids. */
const LIFECYCLE = /^(pre|post)?(pack|publish|uninstall)$|^prepublishOnly$|^dependencies$/;
/** Fields that bring in other packages, run something, or put something on the PATH. */
const UNWANTED = ['bundleDependencies', 'bundledDependencies', 'bin', 'gypfile'];

/**
 * What a packed package.json must not have, and the files that it names or fails to name. n8n's scanner forbids
 * run-time dependencies, other peers, overrides and install scripts, so those are not repeated here.
 */
export function manifestFaults(contents: Contents): string[] {
	const text = contents.get('package.json')?.toString() ?? '{}';
	const manifest = manifestSchema.parse(JSON.parse(text));
	const { optionalDependencies, scripts, n8n } = manifest;
	const listed = [...n8n.nodes, ...n8n.credentials];
	const loadable = [...contents.keys()].filter((path) => /\.(node|credentials)\.js$/.test(path));
	return [
		...Object.keys(optionalDependencies).map((name) => `depends on ${name}`),
		...Object.keys(scripts)
			.filter((name) => LIFECYCLE.test(name))
			.map((name) => `the script ${name} runs by itself`),
		...UNWANTED.filter((name) => name in manifest).map((name) => `has the field ${name}`),
		...listed.filter((path) => !contents.has(path)).map((path) => `${path} is not there`),
		...loadable
			.filter((path) => !listed.includes(path))
			.map((path) => `${path} is not listed for n8n`),
	].map((fault) => `package.json: ${fault}`);
}

import type { Contents } from '../../scripts/ship/contents';
import { faults } from '../../scripts/ship/rules';

const MANIFEST = {
	name: 'a',
	scripts: { build: 'gulp build' },
	n8n: { nodes: ['dist/nodes/A/A.node.js'], credentials: [] },
};
const CODE = `"use strict";
const zod_1 = require("zod");
const n8n_workflow_1 = require("n8n-workflow");
const node_crypto_1 = require("node:crypto");
const help_1 = require("../help");
exports.A = [zod_1, n8n_workflow_1, node_crypto_1, help_1, Buffer.from("")];
`;

const shipped = (more: Record<string, string> = {}, manifest: object = {}): Contents =>
	new Map(
		Object.entries({
			'package.json': JSON.stringify({ ...MANIFEST, ...manifest }),
			'dist/nodes/A/A.node.js': CODE,
			'dist/nodes/help.js': 'exports.help = 1;',
			'dist/nodes/A/a.dark.svg': '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
			'dist/nodes/A/__schema__/v1.0.0/one/get.json': '{}',
			...more,
		}).map(([path, text]) => [path, Buffer.from(text)]),
	);

const code = (text: string) => faults(shipped({ 'dist/nodes/A/A.node.js': `${CODE}${text}` }));

test('A correct package has no faults', () => {
	expect(faults(shipped())).toEqual([]);
});

test.each([
	'dist/nodes/A/A.node.js.map',
	'dist/nodes/A/A.node.d.ts',
	'dist/nodes/A/A.test.js',
	'dist/test/simulator.js',
	'dist/tsconfig.tsbuildinfo',
	'dist/nodes/A/.env',
	'dist/nodes/A/keys.json',
	'dist/nodes/A/addon.node',
	'binding.gyp',
	'.npmrc',
	'node_modules/zod/index.js',
	'package-lock.json',
])('The file %s is not shipped', (path) => {
	expect(faults(shipped({ [path]: '' }))).toContain(`${path}: no file of a kind that is shipped`);
});

test.each([
	['<svg onload="x()"></svg>'],
	['<svg><script>x()</script></svg>'],
	['<svg><image href="https://x.example/p.png"/></svg>'],
])('A picture that runs or loads something is a fault: %s', (picture) => {
	expect(faults(shipped({ 'dist/nodes/A/a.svg': picture }))).toHaveLength(1);
});

test.each([
	[
		'an optional dependency',
		{ optionalDependencies: { fsevents: '2.3.3' } },
		'depends on fsevents',
	],
	['a bundled dependency', { bundledDependencies: ['zod'] }, 'has the field bundledDependencies'],
	['a script when packing', { scripts: { prepack: 'node x.js' } }, 'prepack runs by itself'],
	['a command', { bin: 'dist/nodes/A/A.node.js' }, 'has the field bin'],
	[
		'a node that does not exist',
		{ n8n: { nodes: ['dist/nodes/A/A.node.js', 'dist/nodes/B.node.js'], credentials: [] } },
		'dist/nodes/B.node.js is not there',
	],
	[
		'a node that is not listed',
		{ n8n: { nodes: [], credentials: [] } },
		'dist/nodes/A/A.node.js is not listed',
	],
])('A package.json with %s is a fault', (_what, manifest, fault) => {
	expect(faults(shipped({}, manifest))).toEqual([expect.stringContaining(fault)]);
});

test.each([
	['a development package', 'require("n8n-core");', 'requires n8n-core'],
	['a package that later versions of n8n may lack', 'require("moment");', 'requires moment'],
	['a file that is not shipped', 'require("./gone");', 'requires ./gone'],
	['a file outside', 'require("../../../../../etc/x");', 'requires ../../'],
	['a computed name', 'require("n8n" + "-workflow");', 'not written out'],
	['a template', 'require(`zod`);', 'not written out'],
	['require under another name', 'const r = require; r("fs");', 'otherwise than to call it'],
	['require.main', 'require.main.require("fs");', 'otherwise than to call it'],
	['module.require', 'module.require("fs");', "'module'"],
	['import()', 'import("n8n" + "-core");', 'imports at run time'],
	['eval indirectly', '(0, eval)("1");', "'eval'"],
	['Function by another name', 'const F = Function; F("return 1")();', "'Function'"],
	['WebAssembly', 'new WebAssembly.Module(Buffer.from(""));', "'WebAssembly'"],
	['fetch', 'fetch("https://x.example");', "'fetch' is not defined"],
	['fetch, with rules turned off', '/* eslint-disable */ fetch("https://x.example");', "'fetch'"],
])('Shipped code that uses %s is a fault', (_what, text, fault) => {
	const found = code(text);
	expect(found.length).toBeGreaterThan(0);
	expect(found.join('\n')).toContain(fault);
});

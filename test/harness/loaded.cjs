const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');
const { n8n } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');

const load = (file) => Object.values(require(path.join(ROOT, file)));
/** The source of a built file. */
const sourceOf = (file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts');

exports.nodeClasses = () => n8n.nodes.map(sourceOf).flatMap(load);
exports.credentialClasses = () => n8n.credentials.map(sourceOf).flatMap(load);
exports.harnesses = () =>
	readdirSync(path.join(ROOT, 'test'))
		.map((folder) => `test/${folder}/conformance.ts`)
		.filter((file) => existsSync(path.join(ROOT, file)))
		.flatMap(load);

const path = require('node:path');
const { zodToJsonSchema } = require('zod-to-json-schema');
const { n8n } = require('../../package.json');

exports.toJsonSchema = (schema) =>
	zodToJsonSchema(schema, { $refStrategy: 'none', effectStrategy: 'input' });

/** The source of a built file. */
const load = (file) =>
	require(path.join(__dirname, '../..', file.replace(/^dist\//, '').replace(/\.js$/, '.ts')));
const instancesOf = (files) =>
	files.flatMap((file) => Object.values(load(file)).map((Class) => new Class()));

exports.credentialTypes = () => instancesOf(n8n.credentials);
exports.nodeTypes = () => instancesOf(n8n.nodes);

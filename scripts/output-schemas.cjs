const path = require('node:path');
const { n8n } = require('../package.json');

const VERSION = 'v1.0.0';
/** n8n looks for a trigger's preview in either place, depending on who asks. */
const OF_A_TRIGGER = [VERSION, `${VERSION}/output`];

const files = n8n.nodes.map((file) => path.join(__dirname, '..', file));
const foldersWith = (isWanted) => [...new Set(files.filter(isWanted).map(path.dirname))];

/** The output of each operation and trigger of the built nodes, as its zod schema: `{ node, file, schema }`. */
exports.outputSchemas = () => {
	const { OPERATIONS } = require('../dist/nodes/outreach/operations/index.js');
	const { successSchema } = require('../dist/nodes/outreach/operations/operation.js');
	const { PROVIDERS } = require('../dist/nodes/LinkedInOutreach/registry.js');
	const { outreachEventSchema } = require('../dist/nodes/outreach/trigger/events.js');
	const unified = OPERATIONS.map((operation) => ({
		node: 'LinkedInOutreach',
		file: `${VERSION}/${operation.id}`,
		schema: successSchema(operation),
	}));
	const providers = PROVIDERS.flatMap(({ id, node }) =>
		node.operations.map(({ resource, operation, output }) => ({
			node: id.charAt(0).toUpperCase() + id.slice(1),
			file: `${VERSION}/${resource}/${operation}`,
			schema: output,
		})),
	);
	const triggers = foldersWith((file) => file.endsWith('Trigger.node.js')).flatMap((folder) =>
		OF_A_TRIGGER.map((file) => ({
			node: path.basename(folder),
			file,
			schema: outreachEventSchema,
		})),
	);
	return [...unified, ...providers, ...triggers];
};

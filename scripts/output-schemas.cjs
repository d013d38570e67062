const { existsSync } = require('node:fs');
const path = require('node:path');
const { n8n } = require('../package.json');

const VERSION = 'v1.0.0';
/** n8n looks for a trigger's preview in either place, depending on who asks. */
const OF_A_TRIGGER = [VERSION, `${VERSION}/output`];

const files = n8n.nodes.map((file) => path.join(__dirname, '..', file));
const foldersWith = (isWanted) => [...new Set(files.filter(isWanted).map(path.dirname))];
const definitionOf = (folder) => path.join(folder, 'operations.js');

/** What each operation and each trigger of the built nodes gives, as its zod schema: `{ node, file, schema }`. */
exports.outputSchemas = () => {
	const { OPERATIONS, successSchema } = require('../dist/nodes/outreach/vocabulary.js');
	const { outreachEventSchema } = require('../dist/nodes/outreach/trigger/events.js');
	const unified = OPERATIONS.map((operation) => ({
		node: 'LinkedInOutreach',
		file: `${VERSION}/${operation}`,
		schema: successSchema(operation),
	}));
	const providers = foldersWith((file) => existsSync(definitionOf(path.dirname(file)))).flatMap(
		(folder) => {
			const [definition] = Object.values(require(definitionOf(folder)));
			return definition.operations.map(({ resource, operation, output }) => ({
				node: path.basename(folder),
				file: `${VERSION}/${resource}/${operation}`,
				schema: output,
			}));
		},
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

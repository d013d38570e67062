const VERSION = 'v1.0.0';
/** The folders that hold a trigger; n8n looks for its preview in either place, depending on who asks. */
const WITH_TRIGGER = ['LinkedInOutreach', 'LinkupApi', 'SendPilot'];
const OF_A_TRIGGER = [VERSION, `${VERSION}/output`];

/** What each operation and each trigger of the built nodes gives, as its zod schema: `{ node, file, schema }`. */
exports.outputSchemas = () => {
	const { OPERATIONS, successSchema } = require('../dist/nodes/outreach/vocabulary.js');
	const { outreachEventSchema } = require('../dist/nodes/outreach/trigger/events.js');
	const unified = OPERATIONS.map((operation) => ({
		node: 'LinkedInOutreach',
		file: `${VERSION}/${operation}`,
		schema: successSchema(operation),
	}));
	const providers = ['ConnectSafely', 'LinkupApi', 'Seleqt', 'SendPilot'].flatMap((node) => {
		const [definition] = Object.values(require(`../dist/nodes/${node}/operations.js`));
		return definition.operations.map(({ resource, operation, output }) => ({
			node,
			file: `${VERSION}/${resource}/${operation}`,
			schema: output,
		}));
	});
	const triggers = WITH_TRIGGER.flatMap((node) =>
		OF_A_TRIGGER.map((file) => ({ node, file, schema: outreachEventSchema })),
	);
	return [...unified, ...providers, ...triggers];
};

/** What each operation of each built node answers with, as its zod schema: `{ node, file, schema }`. */
exports.outputSchemas = () => {
	const { OPERATIONS, successSchema } = require('../dist/nodes/outreach/vocabulary.js');
	const unified = OPERATIONS.map((operation) => ({
		node: 'LinkedInOutreach',
		file: operation,
		schema: successSchema(operation),
	}));
	const providers = ['ConnectSafely', 'LinkupApi', 'Seleqt', 'SendPilot'].flatMap((node) => {
		const [definition] = Object.values(require(`../dist/nodes/${node}/operations.js`));
		return definition.operations.map(({ resource, operation, output }) => ({
			node,
			file: `${resource}/${operation}`,
			schema: output,
		}));
	});
	return [...unified, ...providers];
};

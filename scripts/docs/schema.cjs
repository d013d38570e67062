const { zodToJsonSchema } = require('zod-to-json-schema');

exports.toJsonSchema = (schema) =>
	zodToJsonSchema(schema, { $refStrategy: 'none', effectStrategy: 'input' });

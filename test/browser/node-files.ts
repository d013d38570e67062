// `X.node` has an `X.node.json` beside its `X.node.ts`, and Node looks for `.json` first:
// let it look there last.
const extensions: Partial<NodeJS.RequireExtensions> = require.extensions;
const { '.json': json } = extensions;
delete extensions['.json'];
extensions['.json'] = json;

export {};

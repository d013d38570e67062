// `X.node` has an `X.node.json` beside its `X.node.ts`, and Node looks for `.json` first.
const { '.json': json } = require.extensions;
delete require.extensions['.json'];
require.extensions['.json'] = json;
// Tells n8n-core where it may write.
require('../../test/harness/setup.cjs');

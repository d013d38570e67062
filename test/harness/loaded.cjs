const path = require('node:path');
const { n8n } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');

const load = (file) => Object.values(require(path.join(ROOT, file)));
/** The source of a built file. */
const sourceOf = (file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** The providers' folders. */
const folders = () =>
	[...new Set(n8n.nodes.map((file) => path.basename(path.dirname(file))))].filter(
		(folder) => folder !== 'LinkedInOutreach',
	);

exports.nodeClasses = () => n8n.nodes.map(sourceOf).flatMap(load);
exports.credentialClasses = () => n8n.credentials.map(sourceOf).flatMap(load);
exports.harnesses = () => folders().flatMap((folder) => load(`test/${folder}/conformance.ts`));

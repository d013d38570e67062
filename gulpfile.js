const { execFile } = require('node:child_process');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const { dest, series, parallel, src } = require('gulp');

const run = promisify(execFile);
const DIST = path.join(__dirname, 'dist');

async function clean() {
	await rm(DIST, { recursive: true, force: true });
}

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	try {
		await run(process.execPath, [tsc, '-p', path.join(__dirname, 'tsconfig.json')]);
	} catch (error) {
		throw new Error(`tsc:\n${error.stdout}`);
	}
}

function icons() {
	return src('nodes/**/*.svg', { base: '.' }).pipe(dest('dist'));
}

/** What n8n's node picker knows of a node: category, aliases, links. */
function codex() {
	return src('nodes/**/*.node.json', { base: '.' }).pipe(dest('dist'));
}

/** The output previews that the editor shows before a node has run, from the schemas that build the output. */
async function schemas() {
	const { zodToJsonSchema } = require('zod-to-json-schema');
	const { outputSchemas } = require('./scripts/output-schemas.cjs');
	for (const { node, file, schema } of outputSchemas()) {
		const target = path.join(DIST, 'nodes', node, '__schema__', `${file}.json`);
		const { $schema: _, ...json } = zodToJsonSchema(schema, { $refStrategy: 'none', effectStrategy: 'input' });
		await mkdir(path.dirname(target), { recursive: true });
		await writeFile(target, `${JSON.stringify({ ...forPreview(json), version: 1 }, null, '\t')}\n`);
	}
}

/** The editor's preview reads one type for each field: of "this or null" it is shown this. */
function forPreview(json) {
	if (json === null || typeof json !== 'object') return json;
	if (Array.isArray(json)) return json.map(forPreview);
	const { anyOf, ...rest } = json;
	if (Array.isArray(json.type)) return forPreview({ ...json, type: json.type.find((type) => type !== 'null') });
	if (!anyOf) return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, forPreview(value)]));
	const [first = {}] = anyOf.filter((one) => one.type !== 'null' && Object.keys(one).some((key) => key !== 'not'));
	return forPreview({ ...rest, ...first });
}

exports.clean = clean;
exports.build = series(clean, compile, parallel(icons, codex, schemas));
exports.default = exports.build;

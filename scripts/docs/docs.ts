/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// Before all others.
import './setup.cjs';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withParts } from './markdown';
import { generatedPages } from './pages';
import { readmeParts } from './operations-table';

const root = path.join(__dirname, '../..');
const rewrite = (file: string, change: (document: string) => string) =>
	writeFileSync(file, change(readFileSync(file, 'utf8')));

async function main() {
	rewrite(path.join(root, 'README.md'), (document) => withParts(document, readmeParts()));
	for (const [page, parts] of Object.entries(await generatedPages())) {
		rewrite(path.join(root, 'docs', page), (document) => withParts(document, parts));
	}
}

void main();

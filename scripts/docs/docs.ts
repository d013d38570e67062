/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withParts } from './markdown';
import { generatedParts } from './pages';

const root = path.join(__dirname, '../..');

for (const [page, parts] of Object.entries(generatedParts())) {
	const file = path.join(root, page);
	writeFileSync(file, withParts(readFileSync(file, 'utf8'), parts));
}

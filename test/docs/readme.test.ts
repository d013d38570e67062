/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withParts } from '../../scripts/docs/markdown';
import { readmeParts } from '../../scripts/docs/operations-table';

test('the table of operations in the README is what the code offers (npm run docs)', () => {
	const readme = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
	expect(withParts(readme, readmeParts())).toBe(readme);
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withOperationsTable } from './operations-table';

const readme = path.join(__dirname, '..', 'README.md');
writeFileSync(readme, withOperationsTable(readFileSync(readme, 'utf8')));

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The clone's own folder. */
export const repositoryFolder = resolve(__dirname, '..', '..');

/** Where the demo and the tests keep data between runs: outside the clone. */
export function cacheFolder(): string {
	const base =
		process.env.N8N_OUTREACH_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(resolve(base), 'n8n-nodes-linkedin-outreach');
}

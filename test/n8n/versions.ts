/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCommand } from './command';
import { CURRENT_N8N, n8nVersions } from './install';
import { exitCode, stopGroup } from './processes';

/** `npm run test:versions -- [VERSION …]`: `test:e2e` in each n8n of `versions/`, or in those named, one after the other. */
runCommand(async ({ say, signal, atEnd }) => {
	const named = process.argv.slice(2);
	const versions = named.length > 0 ? named : n8nVersions().filter((one) => one !== CURRENT_N8N);
	const ended: string[] = [];
	let failed = 0;
	for (const version of versions) {
		signal.throwIfAborted();
		const startedAt = Date.now();
		const child = spawn(
			process.execPath,
			['--import', 'tsx', join(__dirname, 'e2e.ts'), '--n8n', version],
			{ stdio: 'inherit', detached: process.platform !== 'win32' },
		);
		atEnd(async () => await stopGroup(child));
		const code = await exitCode(child);
		if (code !== 0) failed++;
		const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
		ended.push(`n8n ${version}: ${code === 0 ? 'passed' : 'FAILED'} in ${minutes} minutes`);
	}
	for (const line of ended) say(line);
	return failed === 0 ? 0 : 1;
});

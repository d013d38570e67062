/**
 * Runs the rules of n8n's published package scanner over what it looks at: the source of nodes, credentials and
 * package.json, and the packed tarball. The scanner itself only takes packages that are on the registry already.
 * Then those of our own over the tarball (`ship/rules.ts`): what files it holds, and what they reach for at run time.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { readContents } from './ship/contents.ts';
import { faults } from './ship/rules.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(path.join(tmpdir(), 'outreach-scan-'));

const legs = [
	['source', prepareSource(), ['package.json', '{nodes,credentials}/**/*.{js,ts,json}']],
	['tarball', prepareTarball(), ['**/*.js', 'package.json']],
];
let failed = 0;
for (const [name, directory, patterns] of legs) {
	const { passed, message, details } = await analyzePackage(directory, patterns);
	console.log(passed ? `${name}: no problems` : `${name}: ${message}\n${details ?? ''}`);
	if (!passed) failed += 1;
}
const complaints = faults(readContents(path.join(scratch, 'package')));
console.log(
	complaints.length === 0
		? 'contents: no problems'
		: `contents: ${complaints.length} problems\n${complaints.join('\n')}`,
);
if (complaints.length > 0) failed += 1;
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;

/** Outside the repository, so that no other ESLint configuration or ignore file applies. */
function prepareSource() {
	const directory = path.join(scratch, 'source');
	for (const entry of ['package.json', 'nodes', 'credentials']) {
		cpSync(path.join(root, entry), path.join(directory, entry), { recursive: true });
	}
	return directory;
}

function prepareTarball() {
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const packed = execFileSync(
		npm,
		['pack', '--json', '--ignore-scripts', '--pack-destination', scratch],
		{
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		},
	);
	const [{ filename, files, size }] = JSON.parse(packed);
	console.log(`${filename}: ${files.length} files, ${size} bytes`);
	execFileSync('tar', ['-xzf', path.join(scratch, filename), '-C', scratch]);
	return path.join(scratch, 'package');
}

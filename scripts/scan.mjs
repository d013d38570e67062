/**
 * Runs the rules of n8n's published package scanner on what it checks: the source of nodes, credentials and
 * package.json, and the packed tarball. The scanner itself only accepts packages already on the registry. Then
 * runs our own rules on the tarball (`ship/rules.ts`), which check what the scanner does not.
 */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { pack } from './ship/build.ts';
import { faults } from './ship/rules.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(path.join(tmpdir(), 'outreach-scan-'));
try {
	process.exitCode = (await scan()) ? 0 : 1;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}

async function scan() {
	const { tarball, contents } = await pack(root, scratch);
	const size = statSync(tarball).size;
	console.log(`${path.basename(tarball)}: ${contents.size} files, ${size} bytes`);
	const legs = [
		['source', copySource(), SOURCE_FILE_PATTERNS],
		['tarball', path.join(scratch, 'package'), ['**/*.js', 'package.json']],
	];
	let isClean = true;
	for (const [name, directory, patterns] of legs) {
		const { passed, message, details } = await analyzePackage(directory, patterns);
		console.log(passed ? `${name}: no problems` : `${name}: ${message}\n${details ?? ''}`);
		isClean &&= passed;
	}
	const complaints = faults(contents);
	console.log(
		complaints.length === 0
			? 'contents: no problems'
			: `contents: ${complaints.length} problems\n${complaints.join('\n')}`,
	);
	return isClean && complaints.length === 0;
}

/** Outside the repository, so that no other ESLint configuration or ignore file applies. */
function copySource() {
	const directory = path.join(scratch, 'source');
	for (const entry of ['package.json', 'nodes', 'credentials']) {
		cpSync(path.join(root, entry), path.join(directory, entry), { recursive: true });
	}
	return directory;
}

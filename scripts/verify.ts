/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { repositoryFolder } from '../test/n8n/cache';
import { buildCommit, describeCommit, pack, uncommitted, unpack } from './ship/build';
import { differences, installedDifferences, readContents } from './ship/contents';

const say = (line: string) => process.stdout.write(`${line}\n`);
const integrity = (file: string) =>
	`sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;

/**
 * `npm run verify -- [TARBALL | FOLDER]`: checks that a published tarball, an installed package or (without
 * either) the build in this working tree is identical, byte for byte, to a build of the checked-out commit.
 */
async function main(): Promise<number> {
	const [argument] = process.argv.slice(2);
	const given = argument && resolve(argument);
	const scratch = mkdtempSync(join(tmpdir(), 'outreach-verify-'));
	try {
		const built = await buildCommit(repositoryFolder, join(scratch, 'built'));
		say(`commit ${describeCommit(repositoryFolder)} builds into ${built.contents.size} files`);
		let complaints: string[];
		if (given && statSync(given).isDirectory()) {
			complaints = installedDifferences(readContents(given), built.contents);
		} else {
			const other = join(scratch, 'given');
			const packed = given ? unpack(given, other) : await pack(repositoryFolder, other);
			complaints = differences(packed.contents, built.contents);
			// The compression of a tarball may change with npm and Node; its contents must not.
			say(`${integrity(built.tarball)}  packed here`);
			say(`${integrity(packed.tarball)}  ${given ?? 'of the working tree'}`);
		}
		for (const complaint of complaints) say(complaint);
		if (complaints.length === 0) {
			say('Verified: the same files, with the same bytes');
			return 0;
		}
		const changed = given ? [] : uncommitted(repositoryFolder);
		if (changed.length > 0) say(`${changed.length} files are not as committed`);
		say(`Not verified: ${complaints.length} differences`);
		return 1;
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

void main().then((code) => (process.exitCode = code));

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage, packPackage } from '../../test/n8n/pack';
import { readContents, type Contents } from './contents';

/** A tarball and its contents. */
export interface Packed {
	tarball: string;
	contents: Contents;
}

const git = (root: string, ...args: string[]) =>
	execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 28 });

/** The checked-out commit, with its tag if it has one. */
export function describeCommit(root: string): string {
	const tags = git(root, 'tag', '--points-at', 'HEAD').toString().split('\n').filter(Boolean);
	return [git(root, 'rev-parse', 'HEAD').toString().trim(), ...tags].join(' ');
}

/** Files that differ from the commit, or are not in it and not ignored. */
export function uncommitted(root: string): string[] {
	return git(root, 'status', '--porcelain').toString().split('\n').filter(Boolean);
}

/** Packs a folder that is built, and unpacks that into another. */
export async function pack(folder: string, scratch: string): Promise<Packed> {
	return unpack(await packPackage(scratch, folder), scratch);
}

/** Reads a tarball. */
export function unpack(tarball: string, scratch: string): Packed {
	mkdirSync(scratch, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', scratch]);
	return { tarball, contents: readContents(join(scratch, 'package')) };
}

/**
 * Builds and packs the checked-out commit, using nothing else from the working tree except its installed
 * development packages.
 */
export async function buildCommit(root: string, scratch: string): Promise<Packed> {
	const folder = join(scratch, 'source');
	mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-x', '-C', folder], { input: git(root, 'archive', 'HEAD') });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
	await buildPackage(folder);
	return await pack(folder, join(scratch, 'packed'));
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** The files of a package, by their paths within it (with forward slashes). */
export type Contents = Map<string, Buffer>;

/** What n8n removes from a package.json when it installs a community package. */
const TAKEN_OUT_BY_N8N = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
/** What npm adds to the folder of an installed package. */
const LEFT_BY_NPM = 'node_modules/.package-lock.json';

/** Reads an unpacked tarball, or the folder in which n8n installed one. */
export function readContents(folder: string): Contents {
	const contents: Contents = new Map();
	const read = (within: string) => {
		for (const entry of readdirSync(join(folder, within), { withFileTypes: true })) {
			const path = within === '' ? entry.name : `${within}/${entry.name}`;
			if (entry.isDirectory()) read(path);
			// A link would be followed to a file outside the package.
			else if (entry.isSymbolicLink()) contents.set(path, Buffer.from('a symbolic link'));
			else contents.set(path, readFileSync(join(folder, path)));
		}
	};
	read('');
	return contents;
}

/** The differences between a package and the build; empty if the files are identical. */
export function differences(given: Contents, built: Contents): string[] {
	const paths = [...new Set([...given.keys(), ...built.keys()])].sort();
	return paths.flatMap((path) => {
		const [one, other] = [given.get(path), built.get(path)];
		if (!other) return `${path}: not in the build`;
		if (!one) return `${path}: missing`;
		return one.equals(other) ? [] : `${path}: not as built`;
	});
}

/** The same for a package that n8n has installed, whose package.json n8n has rewritten. */
export function installedDifferences(installed: Contents, built: Contents): string[] {
	const given = new Map(installed);
	given.delete(LEFT_BY_NPM);
	const [one, other] = [given.get('package.json'), built.get('package.json')];
	if (one && other && isDeepStrictEqual(asInstalled(one), asInstalled(other))) {
		given.set('package.json', other);
	}
	return differences(given, built);
}

function asInstalled(manifest: Buffer): Record<string, unknown> {
	const fields = z.record(z.unknown()).parse(JSON.parse(manifest.toString()));
	return Object.fromEntries(
		Object.entries(fields).filter(([name]) => !TAKEN_OUT_BY_N8N.includes(name)),
	);
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const names = z.record(z.string()).default({});
const entrySchema = z.object({
	integrity: z.string().optional(),
	resolved: z.string().optional(),
	link: z.boolean().default(false),
	inBundle: z.boolean().default(false),
	optional: z.boolean().default(false),
	os: z.array(z.string()).default([]),
	cpu: z.array(z.string()).default([]),
	libc: z.array(z.string()).default([]),
	dependencies: names,
	devDependencies: names,
	optionalDependencies: names,
	peerDependencies: names,
});
const { packages } = z
	.object({ packages: z.record(entrySchema) })
	.parse(JSON.parse(read('package-lock.json')));
const entries = Object.entries(packages).filter(([path]) => path !== '');

/** Whether npm would install an entry where releases are built: Linux on x64. */
const isForReleases = ({ optional, os, cpu }: z.infer<typeof entrySchema>) =>
	!optional ||
	((os.length === 0 || os.includes('linux')) && (cpu.length === 0 || cpu.includes('x64')));

test('The lock file can be read', () => {
	expect(entries.length).toBeGreaterThan(500);
});

test('Every package that is installed for a release has a hash', () => {
	const unchecked = entries.filter(
		([, entry]) => !/^sha512-[\w+/]{86}==$/.test(entry.integrity ?? '') && isForReleases(entry),
	);
	expect(unchecked.map(([path]) => path)).toEqual([]);
});

test('Every package comes from the configured registry', () => {
	const elsewhere = entries.filter(([, entry]) => entry.link || entry.resolved !== undefined);
	expect(elsewhere.map(([path]) => path)).toEqual([]);
	const ranges = Object.values(packages).flatMap((entry) => [
		...Object.values(entry.dependencies),
		...Object.values(entry.devDependencies),
		...Object.values(entry.optionalDependencies),
		...Object.values(entry.peerDependencies),
	]);
	// git, http and file dependencies, and "owner/repository"; `npm:` renames a package of the registry.
	expect(ranges.filter((range) => /[:/]/.test(range) && !/^npm:/.test(range))).toEqual([]);
});

test('Development packages have exact versions and run no install scripts', () => {
	const { devDependencies } = z
		.object({ devDependencies: names })
		.parse(JSON.parse(read('package.json')));
	const loose = Object.entries(devDependencies).filter(
		([, range]) => !/^\d+\.\d+\.\d+$/.test(range),
	);
	expect(loose).toEqual([]);
	expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
});

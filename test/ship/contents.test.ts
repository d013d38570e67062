import { differences, installedDifferences, type Contents } from '../../scripts/ship/contents';

const INSTALLED = { name: 'a', version: '1.0.0' };
const MANIFEST = { ...INSTALLED, peerDependencies: { 'n8n-workflow': '*' } };

const files = (texts: Record<string, string>): Contents =>
	new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

const built = files({ 'package.json': JSON.stringify(MANIFEST), 'dist/a.js': 'one' });

const changed = (texts: Record<string, string | undefined>): Contents => {
	const contents = new Map(built);
	for (const [path, text] of Object.entries(texts)) {
		if (text === undefined) contents.delete(path);
		else contents.set(path, Buffer.from(text));
	}
	return contents;
};

describe('Packages compared with a build', () => {
	it('A package with the same files and bytes as the build is verified', () => {
		expect(differences(changed({}), built)).toEqual([]);
	});

	it.each([
		[{ 'dist/a.js': 'one ' }, ['dist/a.js: not as built']],
		[{ 'dist/a.js': undefined }, ['dist/a.js: missing']],
		[{ 'dist/b.js': '' }, ['dist/b.js: not in the build']],
		[{ 'package.json': `${JSON.stringify(MANIFEST)}\n` }, ['package.json: not as built']],
	])('A package that differs from the build is not verified: %j', (change, complaints) => {
		expect(differences(changed(change), built)).toEqual(complaints);
	});
});

describe('Installed packages compared with a build', () => {
	it('An installed package with the package.json that n8n writes is verified', () => {
		const installed = changed({
			'package.json': JSON.stringify(INSTALLED, null, 2),
			'node_modules/.package-lock.json': '{}',
		});
		expect(installedDifferences(installed, built)).toEqual([]);
	});

	it.each([
		['another version', { 'package.json': JSON.stringify({ ...INSTALLED, version: '1.0.1' }) }],
		['a dependency', { 'package.json': JSON.stringify({ ...INSTALLED, dependencies: {} }) }],
		['a package within it', { 'node_modules/b/index.js': '' }],
		['other code', { 'dist/a.js': 'two' }],
	])('An installed package with %s is not verified', (_what, change) => {
		const installed = changed({ 'package.json': JSON.stringify(INSTALLED), ...change });
		expect(installedDifferences(installed, built)).toHaveLength(1);
	});
});

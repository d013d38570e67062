/**
 * Run after `npm install` wrote the lock file: removes registry addresses from it, and adds the optional packages
 * for other platforms that npm omitted because the available registry does not have them. `npm ci` refuses a lock
 * file without them.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const OS = [
	'darwin',
	'linux',
	'win32',
	'freebsd',
	'android',
	'openharmony',
	'aix',
	'sunos',
	'netbsd',
	'openbsd',
];
const CPU = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'arm', 'wasm32'];

for (const [location, entry] of Object.entries(lock.packages)) {
	delete entry.resolved;
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		if (!isLocked(location, name))
			lock.packages[`node_modules/${name}`] = forPlatform(name, version);
	}
}
lock.packages = Object.fromEntries(
	Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);

/** Node looks in the package's own folder first, then in those above it. */
function isLocked(location, name) {
	for (let at = location; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
		if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
		if (at === '') return false;
	}
}

function forPlatform(name, version) {
	const words = name.split('/').pop().split('-');
	const os = OS.filter((one) => words.includes(one));
	const cpu = CPU.filter((one) => words.includes(one)).slice(0, 1);
	return {
		version: version.replace(/^[~^]/, ''),
		...(cpu.length > 0 ? { cpu } : {}),
		dev: true,
		optional: true,
		...(os.length > 0 ? { os } : {}),
	};
}

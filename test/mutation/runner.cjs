/**
 * jest's runner, which runs a mutant's test files in the order of the target's list, only those that have a test for it,
 * and none after one that failed. Stryker asks for tests by name alone, so that every file would be loaded for every
 * mutant, and jest's own `bail` does not work under it.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

const NAMES = path.join(process.cwd(), 'test-names.json');

module.exports = class FirstFailureRunner extends TestRunner {
	async runTests(tests, watcher, options) {
		const isDryRun = process.env.__STRYKER_ACTIVE_MUTANT__ === undefined;
		const { testNamePattern, ordered } = this.orders();
		const known = isDryRun ? {} : JSON.parse(readFileSync(NAMES, 'utf8'));
		const wanted = testNamePattern && new RegExp(testNamePattern, 'i');
		const inOrder = [...tests].sort((a, b) => ordered(a.path) - ordered(b.path));
		let result;
		this.on('test-file-success', ([, ended]) => (result = ended));
		this.on('test-file-failure', () => (result = { numFailingTests: 1 }));
		for (const test of inOrder) {
			if (!isDryRun && wanted && !known[test.path].some((name) => wanted.test(name))) continue;
			await super.runTests([test], watcher, options);
			if (isDryRun) known[test.path] = result.testResults.map(({ fullName }) => fullName);
			else if (result.numFailingTests > 0 || result.testExecError) break;
		}
		if (isDryRun) writeFileSync(NAMES, JSON.stringify(known));
	}

	orders() {
		const { testNamePattern, rootDir } = this._globalConfig;
		const files = JSON.parse(process.env.MUTATION_TESTS);
		return {
			testNamePattern,
			ordered: (file) => files.indexOf(path.relative(rootDir, file).split(path.sep).join('/')),
		};
	}
};

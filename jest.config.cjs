/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/harness/environment.cjs',
	moduleNameMapper: {
		'^@n8n/di$': '<rootDir>/test/harness/n8n-di.cjs',
		'^n8n-core$': '<rootDir>/test/harness/n8n-core.cjs',
		'^n8n-workflow$': '<rootDir>/test/harness/n8n-workflow.cjs',
	},
	// jest would keep one processor for itself.
	maxWorkers: '100%',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// Twice jest's own, for machines that are busy with other things.
	testTimeout: 10_000,
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2021' }, module: { type: 'commonjs' } },
		],
	},
};

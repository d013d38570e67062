/**
 * Stryker's environment, which passes over the rest of a file's tests once one of them has failed. As in `npm test`, n8n is
 * loaded once, outside of jest: it would be loaded anew for each mutant.
 */
require('../harness/setup.cjs');
const { createRequire } = require('node:module');
const StrykerEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

const loadOnce = createRequire(require.resolve('../harness/setup.cjs'));

module.exports = class FirstFailureEnvironment extends StrykerEnvironment {
	constructor(config, context) {
		super(config, context);
		this.global.loadOnce = loadOnce;
		this.global.process.env = process.env;
		const inner = this.handleTestEvent;
		let failed = false;
		this.handleTestEvent = async (event, state) => {
			await inner?.call(this, event, state);
			if (event.name === 'test_done' && event.test.errors.length > 0) failed = true;
			if (event.name === 'test_start' && failed) event.test.mode = 'skip';
		};
	}
};

require('./setup.cjs');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Lets the test files of a worker share one n8n-core and one n8n-workflow, loaded outside of jest: that takes seconds, and
 * jest would load both anew for each file.
 */
module.exports = class SharedN8n extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		this.global.loadOnce = require;
		// n8n reads proxies from it.
		this.global.process.env = process.env;
	}
};

require('./setup.cjs');
const http = require('node:http');
const https = require('node:https');
const { TestEnvironment } = require('jest-environment-node');

const { ClientRequest } = http;
const OWN = [http, https].map((module) => [module, { request: module.request, get: module.get }]);

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

	/** Loading nock changes Node's modules, which the next test file of this worker shares. */
	async teardown() {
		Object.assign(http, { ClientRequest });
		for (const [module, own] of OWN) Object.assign(module, own);
		await super.teardown();
	}
};

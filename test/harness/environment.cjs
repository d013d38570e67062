require('./setup.cjs');
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const https = require('node:https');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What nock changes when it is loaded, and does not always put back. */
const CHANGED = [http, https, Headers, Headers.prototype].map((target) => [
	target,
	Object.getOwnPropertyDescriptors(target),
]);

function restore([target, own]) {
	for (const key of Reflect.ownKeys(target)) {
		if (!Object.hasOwn(own, key)) Reflect.deleteProperty(target, key);
	}
	Object.defineProperties(target, own);
}

const compiled = new Map();
const { compileFunction } = vm;
/** jest compiles each module anew for each test file. Without V8’s cached data that is a fifth of a small file’s time. */
vm.compileFunction = (code, parameters, options) => {
	const known = compiled.get(options.filename);
	if (known?.code === code) {
		return compileFunction(code, parameters, { ...options, cachedData: known.data });
	}
	const compiledNow = compileFunction(code, parameters, { ...options, produceCachedData: true });
	compiled.set(options.filename, { code, data: compiledNow.cachedData });
	return compiledNow;
};

/** jest opens one for each file and closes none, so that each promise would pass through those of all earlier files. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
	storages.add(this);
	return run.apply(this, given);
};

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

	/** The next test file of this worker shares Node's modules. */
	async teardown() {
		for (const storage of storages) storage.disable();
		storages.clear();
		CHANGED.forEach(restore);
		await super.teardown();
	}
};

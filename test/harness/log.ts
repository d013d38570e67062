import { ExecuteContext } from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';

/** Everything written into n8n's log from now on; for `beforeEach`. */
export function recordLog(): string[] {
	const lines: string[] = [];
	const write = (...told: unknown[]) => lines.push(JSON.stringify(told));
	const logger = { error: write, warn: write, info: write, debug: write };
	LoggerProxy.init(logger);
	const contexts: object = Object.getPrototypeOf(Object.getPrototypeOf(ExecuteContext.prototype));
	Object.defineProperty(contexts, 'logger', { configurable: true, get: () => logger });
	return lines;
}

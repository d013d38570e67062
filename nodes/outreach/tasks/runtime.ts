import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendMemory } from '../sends/send-memory';
import type { ExecutionMemory } from './execution-memory';
import type { RunLimits } from './run-limits';

/** What the layers work with, one of each per run. */
export interface Runtime {
	readonly context: IExecuteFunctions;
	/** What this execution remembers. */
	readonly execution: ExecutionMemory;
	/** What all executions remember. */
	readonly memory: SendMemory;
	readonly limits: RunLimits;
}

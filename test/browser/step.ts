import type { Stage } from './stage';

/** One user action in the editor; throws if something is wrong. */
export interface Step {
	name: string;
	/** Returns a note for the report, if any. */
	run(stage: Stage): Promise<string | void>;
}

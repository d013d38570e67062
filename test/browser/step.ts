import type { Stage } from './stage';

/** One thing that a person does in the editor; it throws where something is not as it should be. */
export interface Step {
	name: string;
	/** Answers with what is worth telling, if anything. */
	run(stage: Stage): Promise<string | void>;
}

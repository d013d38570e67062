import type { Answer } from '../answer';
import type { ExecutionMemory } from './memory';
import type { Attributed } from '../provider';
import type { LimitedCall } from './task';

type Read = LimitedCall<Attributed<unknown>>;

/** Lets the reads of a run that ask the same share one request, and keeps what was answered for another try. */
export class SharedReads {
	private readonly asked = new Map<string, Promise<Answer<Attributed<unknown>>>>();

	constructor(
		private readonly memory: ExecutionMemory,
		/** Only *Retry On Fail* runs the items again; without it there is nothing to keep answers for. */
		private readonly keepsReads: boolean,
	) {}

	/** The call, or the answer that another one with this key has, or will have. */
	share(readKey: string, call: Read): Read {
		return {
			bucket: call.bucket,
			run: async () => {
				const earlier = this.keepsReads ? this.memory.findRead(readKey) : null;
				if (earlier) return earlier;
				const asked = this.asked.get(readKey) ?? call.run();
				this.asked.set(readKey, asked);
				const answer = await asked;
				// What was limited is asked again once the limit allows it.
				if (answer.kind === 'limited') this.asked.delete(readKey);
				if (answer.kind === 'answered' && this.keepsReads) this.memory.keepRead(readKey, answer);
				return answer;
			},
		};
	}
}

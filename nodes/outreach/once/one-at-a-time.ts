import { takeTurns } from '../base/one-at-a-time';
import type { Layer } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { Send } from './send';

/**
 * One send at a time for an account, and for each key in a memory, across all executions of this process.
 * Otherwise two sends could look up the same last slot and both try to use it.
 */
export function oneAtATime({ context, memory }: Runtime): Layer<Send> {
	return (next) => async (send) => {
		const { accountKey, sendSubject } = send.task;
		const names = [`sends of ${accountKey}`, memory.nameOf(sendSubject)];
		const endTurns = await takeTurns(names, context.getExecutionCancelSignal());
		try {
			return await next(send);
		} finally {
			endTurns();
		}
	};
}

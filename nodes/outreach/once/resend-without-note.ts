import type { Layer } from '../tasks/layers';
import type { Send } from './send';

/**
 * *If Note Refused*: an invitation that was refused for its note alone goes out without it. The refusal proves that
 * nothing was sent, so the person is still invited once at most.
 */
export const resendWithoutNote: Layer<Send> = (next) => async (send) => {
	const result = await next(send);
	const { task } = send;
	const isWanted = task.options.ifNoteRefused === 'sendWithoutNote' && task.input.note !== null;
	if (result.kind !== 'failed' || !isWanted || !task.isOfNote(result)) return result;
	send.task = task.withoutNote();
	return await next(send);
};

import type { Layer, Perform } from '../tasks/layers';
import type { Send } from './send';

/**
 * *If Note Refused*: sends an invitation again without its note if only the note was refused. The refusal proves
 * that nothing was sent, so the person is still invited at most once.
 */
export const resendWithoutNote: Layer<Send> = (next) => (send) =>
	mayGoWithoutNote(send) ? sendOrResend(next, send) : next(send);

const mayGoWithoutNote = ({ task: { options, input } }: Send) =>
	options.ifNoteRefused === 'sendWithoutNote' && input.note !== null;

async function sendOrResend(next: Perform<Send>, send: Send) {
	const result = await next(send);
	if (result.kind !== 'failed' || !send.task.isOfNote(result)) return result;
	send.task = send.task.withoutNote();
	return await next(send);
}

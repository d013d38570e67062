/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { ClientRequest } from 'node:http';

/** Shortens two-minute timeouts to a moment (ms), including the time to connect. `jest.restoreAllMocks` ends it. */
export function hurry(moment = 40) {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(moment));
	onTimeoutSet(moment, () => {});
}

/** The same, but starting once all requests are written, so that only responses are late. */
export function hurryOnceWritten(moment = 10) {
	let unwritten = 0;
	let timer: NodeJS.Timeout | undefined;
	const end = holdTimeouts();
	onTimeoutSet(moment, (request) => {
		unwritten += 1;
		clearTimeout(timer);
		request.once('finish', () => {
			unwritten -= 1;
			if (unwritten === 0) timer = setTimeout(end, moment);
		});
	});
}

/** Ends all started waits for a response when this happens; others never end. */
export function endWaitsWhen(happens: Promise<unknown>) {
	void happens.then(holdTimeouts());
}

/** Timeouts end only when the returned function is called. */
function holdTimeouts(): () => void {
	const deadlines: AbortController[] = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const deadline = new AbortController();
		deadlines.push(deadline);
		return deadline.signal;
	});
	return () => {
		for (const deadline of deadlines.splice(0)) deadline.abort();
	};
}

/** Node measures a request's own timeout from its connection. */
function onTimeoutSet(moment: number, meet: (request: ClientRequest) => void) {
	const { setTimeout: real } = ClientRequest.prototype;
	jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
		this: ClientRequest,
		_ms,
		callback,
	) {
		meet(this);
		return real.call(this, moment, callback);
	});
}

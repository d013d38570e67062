/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { ClientRequest } from 'node:http';

/** What takes two minutes takes a moment (ms), the making of a connection included. `jest.restoreAllMocks` ends it. */
export function hurry(moment = 40) {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(moment));
	onTimeoutSet(moment, () => {});
}

/** The same once all requests are written, however long that takes: so it is the answers that are late. */
export function hurryOnceWritten(moment = 10) {
	let unwritten = 0;
	let timer: NodeJS.Timeout | undefined;
	const deadlines: AbortController[] = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const deadline = new AbortController();
		deadlines.push(deadline);
		return deadline.signal;
	});
	onTimeoutSet(moment, (request) => {
		unwritten += 1;
		clearTimeout(timer);
		request.once('finish', () => {
			unwritten -= 1;
			if (unwritten > 0) return;
			timer = setTimeout(() => {
				for (const deadline of deadlines.splice(0)) deadline.abort();
			}, moment);
		});
	});
}

/** All waits for an answer that have begun end as soon as this happens; others never do. */
export function endWaitsWhen(happens: Promise<unknown>) {
	const deadlines: AbortController[] = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const deadline = new AbortController();
		deadlines.push(deadline);
		return deadline.signal;
	});
	void happens.then(() => {
		for (const deadline of deadlines.splice(0)) deadline.abort();
	});
}

/** Node counts a request's own time from when it is connected. */
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

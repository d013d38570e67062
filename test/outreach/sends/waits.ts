import { isSleptBy } from '../../harness/sleep';
import { processState } from '../../../nodes/outreach/base/process-state';

/** Milliseconds pass only in waits, and in operations of a `BusyStore`. `meanwhile` is what other workers do in a wait. */
export const time = { clock: 0, meanwhile: () => {} };

/** Each test of the file begins with this time, in a new process. */
export function useTime() {
	isSleptBy(async (ms, signal) => {
		time.clock += ms;
		time.meanwhile();
		signal?.throwIfAborted();
	});
	beforeEach(() => {
		processState.reset();
		time.clock = 0;
		time.meanwhile = () => {};
		jest.spyOn(performance, 'now').mockImplementation(() => time.clock);
	});
	afterEach(() => jest.restoreAllMocks());
}

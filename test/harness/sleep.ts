import type * as Workflow from 'n8n-workflow';

type Sleep = typeof Workflow.sleep;
let sleep: Sleep | null = null;

// Hoisted, so it applies to everything loaded after this file.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof Workflow>('n8n-workflow');
	return {
		...actual,
		sleep: async (...given: Parameters<Sleep>) => await (sleep ?? actual.sleep)(...given),
	};
});

/** Replaces n8n's sleep. A test file imports this file, or `clock.ts`, before everything that sleeps. */
export function isSleptBy(other: Sleep) {
	sleep = other;
}

/** Ends each wait at once; jest's time only passes in them. Returns the waits (ms). */
export function skipWaits(): number[] {
	const slept: number[] = [];
	isSleptBy(async (ms) => {
		slept.push(Math.round(ms));
		jest.advanceTimersByTime(ms);
	});
	return slept;
}

/** For `afterEach`. */
export function sleepAsUsual() {
	sleep = null;
}

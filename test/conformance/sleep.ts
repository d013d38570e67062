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

/** Replaces n8n's sleep until the test ends. */
export function isSleptBy(other: Sleep) {
	sleep = other;
}

/** For `afterEach`. */
export function sleepAsUsual() {
	sleep = null;
}

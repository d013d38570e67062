import nock from 'nock';
import { describeDocumented } from './documented';
import { describeFaults } from './faults';
import type { ProviderHarness } from './harness';
import { Stage, subjectsOf } from './stage';

/** Everything that has to hold for a provider, for each of its operations and each version of its API. */
export function describeProvider(harness: ProviderHarness) {
	// It would stand between the client and the wire, and take timeouts and broken answers another way.
	beforeAll(() => nock.restore());

	describe.each(subjectsOf(harness).map((subject) => ({ name: subject.api.name, subject })))(
		'$name',
		({ subject }) => {
			const stage = new Stage(subject);
			beforeAll(async () => await stage.server.start());
			beforeEach(() => stage.reset());
			afterEach(() => {
				jest.restoreAllMocks();
				jest.useRealTimers();
			});
			afterAll(async () => await stage.server.close());

			describe('what is documented', () => describeDocumented(stage));
			describe('whatever goes wrong on the wire', () => describeFaults(stage));
		},
	);
}

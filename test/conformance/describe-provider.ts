import { sleepAsUsual } from '../harness/sleep';
import nock from 'nock';
import { describeCredential } from './credential';
import { describeDocumented } from './documented';
import { describeFaults } from './faults';
import type { ProviderHarness } from './harness';
import { describeInput } from './input';
import { describeLimits } from './limits';
import { describeDatabase, describeOnce } from './once';
import { describePeople } from './people';
import { describeBounds, describeSecrets } from './secrets';
import { IS_WHOLE, Stage, subjectsOf } from './stage';

/**
 * Everything that must hold for a provider, for each operation and each version of its API. Versions share their
 * operations and all layers, so each further version runs only what is specific to it; EVERY_FAULT=1 runs
 * everything for each.
 */
export function describeProvider(harness: ProviderHarness) {
	// nock would replace the network, and handle timeouts and broken responses differently.
	beforeAll(() => nock.restore());

	describe.each(
		subjectsOf(harness).map((subject, index) => ({ name: subject.api.name, subject, index })),
	)('$name', ({ subject, index }) => {
		const stage = new Stage(subject);
		beforeAll(async () => await stage.start());
		beforeEach(() => stage.reset());
		afterEach(() => {
			sleepAsUsual();
			jest.restoreAllMocks();
			jest.useRealTimers();
		});
		afterAll(async () => await stage.close());

		describe('Credential', () => describeCredential(stage));
		describe('Documented exchanges', () => describeDocumented(stage));
		describe('Limits', () => describeLimits(stage));
		if (index > 0 && !IS_WHOLE) return;
		describe('Network faults', () => describeFaults(stage));
		describe('Secrets', () => describeSecrets(stage));
		describe('Long responses', () => describeBounds(stage));
		describe('People', () => describePeople(stage));
		describe('Invalid input', () => describeInput(stage));
		const sends = subject.distinct.filter(({ effect }) => effect === 'once');
		for (const operation of sends) {
			// All sends pass the same layers, and these do not know where sends are remembered, so testing one operation is enough.
			const isWhole = IS_WHOLE || operation === sends[0];
			describe(`${operation.title}, at most once`, () => describeOnce(stage, operation, isWhole));
			if (!operation.isUnified || !isWhole) continue;
			describe(`n8n’s database, ${operation.title}`, () => describeDatabase(stage, operation));
			// Nor do providers know: one that cannot be asked about a send in doubt is enough.
			if (stage.canReadBack(operation) && !IS_WHOLE) continue;
			describe(`${operation.title}, at most once, with a log`, () => {
				beforeAll(() => {
					stage.usesLog = true;
				});
				afterAll(() => {
					stage.usesLog = false;
				});
				describeOnce(stage, operation, IS_WHOLE);
			});
		}
	});
}

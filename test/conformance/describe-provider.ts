/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { sleepAsUsual } from './sleep';
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
import { Stage, subjectsOf } from './stage';

/** Versions of an API share their operations and all layers: the first one shows what is not of the version itself. */
const IS_WHOLE = process.env.EVERY_FAULT !== undefined;

/**
 * Everything that has to hold for a provider, for each of its operations and each version of its API; of a further version,
 * what is its own. EVERY_FAULT=1 has each version meet everything.
 */
export function describeProvider(harness: ProviderHarness) {
	// It would stand between the client and the wire, and take timeouts and broken answers another way.
	beforeAll(() => nock.restore());

	describe.each(
		subjectsOf(harness).map((subject, index) => ({ name: subject.api.name, subject, index })),
	)('$name', ({ subject, index }) => {
		const stage = new Stage(subject);
		beforeAll(async () => await stage.server.start());
		beforeEach(() => stage.reset());
		afterEach(() => {
			sleepAsUsual();
			jest.restoreAllMocks();
			jest.useRealTimers();
		});
		afterAll(async () => await stage.server.close());

		describe('its credential', () => describeCredential(stage));
		describe('what is documented', () => describeDocumented(stage));
		describe('its limits', () => describeLimits(stage));
		if (index > 0 && !IS_WHOLE) return;
		describe('whatever goes wrong on the wire', () => describeFaults(stage));
		describe('what it echoes', () => describeSecrets(stage));
		describe('what it says at length', () => describeBounds(stage));
		describe('whom it asks for', () => describePeople(stage));
		describe('input that cannot be meant', () => describeInput(stage));
		for (const operation of subject.operations.filter(({ effect }) => effect === 'once')) {
			describe(`${operation.title}, at most once`, () => describeOnce(stage, operation));
			if (!operation.isUnified) continue;
			describe(`n8n’s database, ${operation.title}`, () => describeDatabase(stage, operation));
		}
	});
}

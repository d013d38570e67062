/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';

/** The same cases each time, so that a red run means a change. PROPERTY_SEED and PROPERTY_RUNS look further. */
const { PROPERTY_SEED = '20260115', PROPERTY_RUNS, EVERY_FAULT } = process.env;

fc.configureGlobal({
	seed: Number(PROPERTY_SEED),
	...(PROPERTY_RUNS === undefined ? {} : { numRuns: Number(PROPERTY_RUNS) }),
});

/** How often a property is tried: a quarter of it with every test run, and all with EVERY_FAULT=1. */
export const runs = (all: number) => ({
	numRuns: Number(PROPERTY_RUNS ?? (EVERY_FAULT === undefined ? Math.ceil(all / 4) : all)),
});

/** How long a property may take (ms); as long as it wants, where more is asked for than usual. */
export const PROPERTY_TIMEOUT_MS = PROPERTY_RUNS === undefined ? 120_000 : 3_600_000;

/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';

/** Fixed cases, so that a failure means a change. PROPERTY_SEED and PROPERTY_RUNS try others. */
const { PROPERTY_SEED = '20260115', PROPERTY_RUNS, EVERY_FAULT } = process.env;

fc.configureGlobal({
	seed: Number(PROPERTY_SEED),
	...(PROPERTY_RUNS === undefined ? {} : { numRuns: Number(PROPERTY_RUNS) }),
});

/** How many times to try a property: a tenth of them in every test run, all with EVERY_FAULT=1. */
export const runs = (all: number) => ({
	numRuns: Number(PROPERTY_RUNS ?? (EVERY_FAULT === undefined ? Math.ceil(all / 10) : all)),
});

/** Any text. fast-check's own `unit: 'binary'` takes a second to list all characters. */
export const anyText = fc.string({
	unit: fc
		.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.nat(0x10ffff))
		.filter((code) => code < 0xd800 || code > 0xdfff)
		.map((code) => String.fromCodePoint(code)),
});

/** How long a property may take (ms); unlimited if more runs than usual are requested. */
export const PROPERTY_TIMEOUT_MS = PROPERTY_RUNS === undefined ? 120_000 : 3_600_000;

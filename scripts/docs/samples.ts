/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { rateLimitSchema } from '../../nodes/outreach/base/vocabulary';
import type { Provider } from '../../nodes/outreach/provider/provider';
import { toolAnswer } from '../../nodes/outreach/run/items';
import type { LimitSample, Samples, VersionHarness } from '../../test/conformance/harness';
import { harnesses } from '../../test/harness/loaded.cjs';

export type Sample = Readonly<Record<string, unknown>>;

const eventsSchema = z.record(z.record(z.unknown()));

/** The conformance suite's samples of operations, so that the documentation shows what was tested. */
function versionsOf({ id }: Provider): readonly VersionHarness[] {
	const harness = harnesses().find((one) => one.id === id);
	if (!harness) throw new Error(`There is no conformance harness of ${id}`);
	return harness.versions;
}

/** Every sample of a provider's operations, by API version. */
export function samplesOf(
	provider: Provider,
): Readonly<Record<string, Readonly<Record<string, Sample>>>> {
	return Object.fromEntries(
		versionsOf(provider).map((version) => [
			version.id,
			{ ...firstOutputs(version.operations), ...firstOutputs(version.node) },
		]),
	);
}

function firstOutputs(operations: Readonly<Record<string, Samples>>): Record<string, Sample> {
	return Object.fromEntries(
		Object.entries(operations).flatMap(([name, samples]) => {
			const [output] = Object.values(samples).flatMap((sample) => sample.output);
			return output ? [[name, output]] : [];
		}),
	);
}

/**
 * The output item of an operation: of the shared vocabulary by its ID, of the provider's own node by
 * `resource.operation`. Uses the newest of several API versions.
 */
export function sampleOf(
	provider: Provider,
	operation: string,
	version = provider.versions.at(-1)?.id ?? '',
): Sample {
	const sample = samplesOf(provider)[version]?.[operation];
	if (!sample) throw new Error(`There is no sample of ${provider.name} (${version}): ${operation}`);
	return sample;
}

/**
 * The item on Rate Limited for a provider's limit: the first limit of the newest API version, met through LinkedIn
 * Outreach or the provider's own node.
 */
export function limitedSampleOf(provider: Provider, node: 'unified' | 'own' = 'unified'): Sample {
	const rateLimit = rateLimitOf(provider);
	const own = provider.node.operations.find(
		({ run }) => 'record' in run && run.record.id === rateLimit.operation,
	);
	const operation =
		own && node === 'own' ? `${own.resource}.${own.operation}` : rateLimit.operation;
	const linkedin = 'https://www.linkedin.com/in/jane-doe';
	return { row: 7, linkedin, rateLimit: { ...rateLimit, operation } };
}

/** The output of a tool instead. */
export function limitedToolSampleOf(provider: Provider): Sample {
	return toolAnswer(rateLimitOf(provider));
}

function rateLimitOf(provider: Provider) {
	const version = versionsOf(provider).at(-1);
	const [limit]: ReadonlyArray<LimitSample | undefined> = Object.values(version?.limits ?? {});
	if (!version || !limit) throw new Error(`There is no sample of a limit of ${provider.name}`);
	const { accountId } = version;
	// Parsed, so that the fields are in the node's order.
	return rateLimitSchema.parse({
		...limit.rateLimit,
		provider: provider.id,
		operation: limit.operation,
		accountId,
	});
}

/** The items that a provider's triggers start with, by event. */
export function eventSamplesOf({ id }: Provider): Readonly<Record<string, Sample>> {
	const folder = id.charAt(0).toUpperCase() + id.slice(1);
	const file = path.join(__dirname, '../../test/fixtures', folder, 'events.json');
	return existsSync(file) ? eventsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Provider } from '../../nodes/outreach/provider/provider';

/** The items that a provider's operations give, by API version and by operation. */
const outputsSchema = z.record(z.record(z.record(z.unknown())));
export type Sample = Readonly<Record<string, unknown>>;

/** Every sample of a provider, by API version. */
export function samplesOf({
	id,
}: Provider): Readonly<Record<string, Readonly<Record<string, Sample>>>> {
	const folder = id.charAt(0).toUpperCase() + id.slice(1);
	const file = path.join(__dirname, '../../test/fixtures', folder, 'outputs.json');
	return outputsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The item that an operation gives: of the one vocabulary by its id, of the provider's own node by `resource.operation`, of a
 * trigger by its event. With ` limited` behind it, the item on Rate Limited. Of several API versions, the newest counts.
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

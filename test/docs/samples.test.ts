import type { z } from 'zod';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { rateLimitSchema } from '../../nodes/outreach/base/vocabulary';
import { OPERATIONS } from '../../nodes/outreach/operations';
import { successSchema } from '../../nodes/outreach/operations/operation';
import { EVENTS, outreachEventSchema } from '../../nodes/outreach/trigger/events';
import { samplesOf } from '../../scripts/docs/samples';

const samples = PROVIDERS.flatMap((provider) =>
	Object.entries(samplesOf(provider)).flatMap(([version, ofVersion]) =>
		Object.entries(ofVersion).map(([name, sample]) => ({ provider, version, name, sample })),
	),
);

/** The schema of what a sample is called after; null: it is a sample of nothing that there is. */
function schemaOf({ provider, name }: (typeof samples)[number]): z.ZodTypeAny | null {
	const record = OPERATIONS.find(({ id }) => id === name);
	// Any other field would be one that nobody documented.
	if (record) return successSchema(record).strict();
	const own = provider.node.operations.find((one) => `${one.resource}.${one.operation}` === name);
	if (own) return own.output;
	return EVENTS.some((event) => event === name) ? outreachEventSchema.strict() : null;
}

test.each(samples.filter(({ name }) => !name.includes(' limited')))(
	'the sample of $provider.name ($version) $name is what its schema describes',
	(sample) => {
		expect(schemaOf(sample)?.safeParse(sample.sample)).toMatchObject({ success: true });
	},
);

test.each(samples.filter(({ name }) => name.includes(' limited')))(
	'the sample of $provider.name $name has a rate limit of that operation',
	({ provider, name, sample }) => {
		const rateLimit = rateLimitSchema.strict().parse(sample.rateLimit);
		expect(rateLimit).toMatchObject({ provider: provider.id, operation: name.split(' ')[0] });
	},
);

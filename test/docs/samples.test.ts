import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import { eventSamplesOf } from '../../scripts/docs/samples';

const samples = PROVIDERS.flatMap((provider) =>
	Object.entries(eventSamplesOf(provider)).map(([event, sample]) => ({
		name: provider.name,
		event,
		sample,
	})),
);

test.each(samples)('The sample of the event $event of $name fits its schema', (one) => {
	expect(outreachEventSchema.strict().parse(one.sample).event).toBe(one.event);
});

import type { INodeProperties, INodeType } from 'n8n-workflow';
import { triggerProperties } from '../../nodes/LinkedInOutreach/polling';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import type { Provider } from '../../nodes/outreach/provider/provider';
import { EVENTS, type EventName } from '../../nodes/outreach/trigger/events';
import { code, json, sentence, table, type Parts } from './markdown';
import { eventSamplesOf, type Sample } from './samples';
import { nodeTypes } from './untyped.cjs';

/** A provider's own trigger, to which the provider posts events. */
interface Posted {
	readonly provider: Provider;
	readonly trigger: INodeType;
}

const POSTED: readonly Posted[] = nodeTypes().flatMap((trigger) =>
	PROVIDERS.filter(({ id }) => trigger.description.name === `${id}Trigger`).map((provider) => ({
		provider,
		trigger,
	})),
);

/** The parts of `docs/triggers.md`; a provider's own trigger has two, named after its id in lower case. */
export function triggerParts(): Parts {
	const posted = POSTED.flatMap(({ provider, trigger }) => {
		const prefix = provider.id.toLowerCase();
		return [
			[`${prefix}-events`, eventChoices(trigger)],
			[`${prefix}-sample`, json(eventSampleOf(provider))],
		];
	});
	const polledSample = POLLED.flatMap((provider) => Object.values(eventSamplesOf(provider))).find(
		({ event }) => event === 'connection_accepted',
	);
	if (!polledSample) throw new TypeError('There is no sample of an accepted invitation');
	return {
		events: eventsTable(),
		polled: table(['Event', 'Providers', 'What starts the workflow'], groupedByText(polledRows())),
		'polled-sample': json(polledSample),
		...Object.fromEntries(posted),
	};
}

const POLLED = PROVIDERS.filter(({ polls }) => polls !== undefined);

const choicesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [option] : []));

/** Every value of `event`, and the triggers with it. */
function eventsTable(): string {
	const polled = polledRows();
	const rows = EVENTS.map((event) => [
		code(event),
		polled
			.filter(([name]) => name === code(event))
			.map(([, provider]) => provider)
			.join(', ') || '–',
		...POSTED.map(({ trigger }) => whenPosted(trigger, event)),
	]);
	const names = POSTED.map(({ trigger }) => trigger.description.displayName);
	return table(['`event`', 'LinkedIn Outreach Trigger', ...names], rows);
}

/** An event that cannot be chosen may be named in quotation marks, in a description. */
function whenPosted(trigger: INodeType, event: EventName): string {
	const events = eventsParameter(trigger);
	const choices = choicesOf(events);
	const names = ({ description }: { readonly description?: string }) =>
		description?.includes(`"${event}"`) === true;
	if (choices.some(({ value }) => value === event)) return 'yes';
	if (names(events)) return 'always';
	const telling = choices.filter(names).map(({ name }) => `with *${name}*`);
	return telling.join(', ') || '–';
}

/** What LinkedIn Outreach Trigger can watch. */
function polledRows(): string[][] {
	return triggerProperties
		.filter(({ name }) => name === 'event')
		.flatMap((property) =>
			POLLED.filter(({ id }) => property.displayOptions?.show?.provider?.includes(id)).flatMap(
				(provider) =>
					choicesOf(property).map(({ value, description }) => [
						code(String(value)),
						provider.name,
						sentence(description ?? ''),
					]),
			),
		);
}

/** Providers whose event has the same description share one row. */
function groupedByText(rows: string[][]): string[][] {
	const grouped: string[][] = [];
	for (const [event = '', provider = '', text = ''] of rows) {
		const same = grouped.find((row) => row[0] === event && row[2] === text);
		if (same) same[1] += `, ${provider}`;
		else grouped.push([event, provider, text]);
	}
	return grouped;
}

function eventChoices(trigger: INodeType): string {
	return table(
		['Choice', '`event`', ''],
		choicesOf(eventsParameter(trigger)).map(({ name, value, description }) => [
			name,
			code(String(value)),
			sentence(description ?? ''),
		]),
	);
}

function eventsParameter({ description }: INodeType): INodeProperties {
	const events = description.properties.find(({ name }) => name === 'events');
	if (!events) throw new TypeError(`${description.name} has no events to choose`);
	return events;
}

/** An item of a trigger, for any event with a sample. */
function eventSampleOf(provider: Provider): Sample {
	const [sample] = Object.values(eventSamplesOf(provider));
	if (!sample) throw new Error(`There is no sample of an event of ${provider.name}`);
	return sample;
}

import type { INodeProperties, INodeType } from 'n8n-workflow';
import { toConnectionsPage } from '../../nodes/ConnectSafely/lists';
import { connectionsSchema } from '../../nodes/ConnectSafely/responses';
import { LinkedInOutreachTrigger } from '../../nodes/LinkedInOutreach/LinkedInOutreachTrigger.node';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { LinkupApiTrigger } from '../../nodes/LinkupApi/LinkupApiTrigger.node';
import { readLinkupApiEvent } from '../../nodes/LinkupApi/events';
import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';
import { readSendPilotEvent, SEND_PILOT_EVENTS } from '../../nodes/SendPilot/events';
import type { OutreachSession } from '../../nodes/outreach/provider/provider';
import { Budget } from '../../nodes/outreach/trigger/poll-client';
import { EVENTS, outreachEventSchema, type EventName } from '../../nodes/outreach/trigger/events';
import { newestEvent } from '../../nodes/outreach/trigger/poll';
import connectSafelyLists from '../../test/fixtures/ConnectSafely/lists.json';
import linkupApiEvents from '../../test/fixtures/LinkupApi/webhook-events.json';
import sendPilotEvents from '../../test/fixtures/SendPilot/webhook-events.json';
import { code, json, sentence, table, type Parts } from './markdown';
import { SAMPLED_AT } from './run';

const polling: INodeType = new LinkedInOutreachTrigger();
const sendPilot: INodeType = new SendPilotTrigger();
const linkupApi: INodeType = new LinkupApiTrigger();

export async function triggerParts(): Promise<Parts> {
	return {
		events: eventsTable(),
		polled: table(['Event', 'Provider', 'What starts the workflow'], polledRows()),
		'sendpilot-events': eventChoices(sendPilot),
		'linkupapi-events': eventChoices(linkupApi),
		'polled-sample': json(await polledSample()),
		'sendpilot-sample': json(sendPilotSample()),
		'linkupapi-sample': json(linkupApiSample()),
	};
}

const valuesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [option] : []));

const parametersNamed = ({ description }: INodeType, wanted: string) =>
	description.properties.filter(({ name }) => name === wanted);

/** Every word that `event` can be, and which trigger says it. */
function eventsTable(): string {
	const polled = polledRows();
	const rows = EVENTS.map((event) => [
		code(event),
		polled
			.filter(([name]) => name === code(event))
			.map(([, provider]) => provider)
			.join(', ') || '–',
		vendorWords(event) || '–',
		tellsOf(linkupApi, event),
	]);
	return table(
		['`event`', 'LinkedIn Outreach Trigger', 'SendPilot Trigger', 'LinkupAPI Trigger'],
		rows,
	);
}

function vendorWords(event: EventName): string {
	if (event === 'unknown') return 'any other event';
	return Object.entries(SEND_PILOT_EVENTS)
		.filter(([, name]) => name === event)
		.map(([word]) => code(word))
		.join(', ');
}

function tellsOf(trigger: INodeType, event: EventName): string {
	const [events] = parametersNamed(trigger, 'events');
	const isChosen = events && valuesOf(events).some(({ value }) => value === event);
	if (isChosen === true) return 'yes';
	return events?.description?.includes(`"${event}"`) === true ? 'always' : '–';
}

/** What LinkedIn Outreach Trigger can watch. */
function polledRows(): string[][] {
	return parametersNamed(polling, 'event').flatMap((property) =>
		(property.displayOptions?.show?.provider ?? []).flatMap((provider) =>
			valuesOf(property).map(({ value, description }) => [
				code(String(value)),
				Object.values(PROVIDERS).find(({ id }) => id === provider)?.name ?? String(provider),
				sentence(description ?? ''),
			]),
		),
	);
}

function eventChoices(trigger: INodeType): string {
	const [events] = parametersNamed(trigger, 'events');
	if (!events) throw new TypeError(`${trigger.description.name} has no events to choose`);
	return table(
		['Choice', '`event`', ''],
		valuesOf(events).map(({ name, value, description }) => [
			name,
			code(String(value)),
			sentence(description ?? ''),
		]),
	);
}

/** The newest row of the documented list, as *Fetch Test Event* shows it. */
async function polledSample() {
	const session: OutreachSession = {
		accountRequired: false,
		apiName: PROVIDERS.connectSafely.name,
		connections: async () => ({
			kind: 'answered',
			value: toConnectionsPage(connectionsSchema.parse(connectSafelyLists.connections), 0),
			body: connectSafelyLists.connections,
			status: 200,
			reading: null,
		}),
	};
	const event = await newestEvent({
		provider: PROVIDERS.connectSafely,
		opened: { session, keyId: 'sample' },
		event: 'connection_accepted',
		accountId: null,
		limitName: 'connections',
		stored: null,
		budget: new Budget(Infinity),
		log: () => undefined,
		now: SAMPLED_AT,
	});
	return outreachEventSchema.parse(event);
}

function sendPilotSample() {
	const body = sendPilotEvents['connection_request.accepted'];
	return readSendPilotEvent(body, SAMPLED_AT, [])?.events[0];
}

function linkupApiSample() {
	return readLinkupApiEvent(linkupApiEvents.message, SAMPLED_AT, []).events[0];
}

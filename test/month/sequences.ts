import { z } from 'zod';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { parametersSchema, readExample, withParameters } from '../n8n/checks-examples-files';
import { SECRET } from '../n8n/checks-triggers';
import { people } from '../n8n/people';
import type { N8nRest, WorkflowFile } from '../n8n/rest';
import { byId, codeOf, next, nodeOf, PACKAGE, type NodeUnderTest } from '../n8n/workflows';
import { credentialsFor } from '../simulator/credentials';
import { connectSafelyAccount } from '../simulator/connect-safely/world';
import { linkupAccount } from '../simulator/linkup-api/world';
import { sendPilotSender } from '../simulator/send-pilot/world';
import type { Simulator } from '../simulator/simulator';
import { unipileAccount } from '../simulator/unipile/world';
import type { ProviderName } from '../simulator/providers';
import type { Sequence } from './judge';

const FILE = 'sequence-on-the-log.json';
export const LOG_NAME = 'LinkedIn Outreach Log';
export const INVITE = 'Invite';
export const CHECK = 'Check';
/** The webhook of the SendPilot Trigger. */
export const SEND_PILOT_WEBHOOK = 'month-send-pilot';

/** Who sends, each with an account of its own; the first two people lists of neighbours overlap. */
const SENDERS = ['connectSafely', 'linkupApi', 'sendPilot', 'unipile'] as const;
type Sender = (typeof SENDERS)[number];

const ACCOUNTS: Readonly<Record<Sender, string>> = {
	connectSafely: 'month-connect-safely',
	linkupApi: 'month-linkup-api',
	sendPilot: 'month-send-pilot',
	unipile: 'acc_month',
};

/** The nodes that SendPilot cannot do: it shows neither conversations nor who is connected, and withdraws nothing. */
const NOT_WITH_SEND_PILOT = [
	'When Someone Accepts',
	'Accepted 5 to 14 Days Ago',
	'Read the Conversation',
	'Silent for Five Days?',
	'Follow Up',
	'Pending for Three Weeks',
	'Withdraw',
	'Mark Withdrawn',
];

/** How many people there are: of each sender, shared by it and the next sender, and those who are only looked up. */
export interface Sizes {
	readonly own: number;
	readonly shared: number;
	readonly prospects: number;
}

/** A list of people for each sender: its own, and some whom its neighbours have too. */
function listsOf({ own, shared }: Sizes): Array<[Sender, string[]]> {
	return SENDERS.map((sender, index) => {
		const before = SENDERS.at(index - 1) ?? sender;
		return [
			sender,
			[
				...people(`shared-${before.toLowerCase()}`, shared),
				...people(`prospect-${sender.toLowerCase()}`, own),
				...people(`shared-${sender.toLowerCase()}`, shared),
			],
		];
	});
}

/** Lists hold profiles in whatever form people paste. */
const FORMS: ReadonlyArray<(name: string) => string> = [
	(name) => `https://www.linkedin.com/in/${name}`,
	(name) => `de.linkedin.com/in/${name}/`,
	(name) => `https://m.linkedin.com/in/${name}?utm_source=share`,
	(name) => name,
];

const peopleCode = (names: readonly string[]) =>
	codeOf(names.map((name, row) => ({ name, linkedin: FORMS[row % FORMS.length]?.(name) ?? name })));

function without(workflow: WorkflowFile, names: readonly string[]): WorkflowFile {
	const isKept = (name: string) => !names.includes(name);
	const connections = z
		.record(z.object({ main: z.array(z.array(z.object({ node: z.string() }).passthrough())) }))
		.parse(workflow.connections);
	const kept = Object.entries(connections)
		.filter(([name]) => isKept(name))
		.map(([name, { main }]) => [
			name,
			{ main: main.map((output) => output.filter(({ node }) => isKept(node))) },
		]);
	return {
		...workflow,
		nodes: workflow.nodes.filter(({ name }) => isKept(name)),
		connections: Object.fromEntries(kept),
	};
}

/** In place of the trigger that polls: the webhook, and a node that enters in the log who accepted. */
function withWebhook(workflow: WorkflowFile): WorkflowFile {
	const equal = (keyName: string, keyValue: string) => ({ keyName, condition: 'eq', keyValue });
	const events = { events: ['connection_accepted'] };
	const trigger = nodeOf('SendPilot Trigger', `${PACKAGE}.sendPilotTrigger`, [0, -60], events, {
		webhookId: SEND_PILOT_WEBHOOK,
		credentials: { sendPilotApi: { id: null, name: 'SendPilot' } },
	});
	const update = {
		operation: 'update',
		dataTableId: { __rl: true, mode: 'name', value: LOG_NAME },
		matchType: 'allConditions',
		filters: {
			conditions: [equal('profileUrl', '={{ $json.profile.url }}'), equal('action', 'invitation')],
		},
		columns: {
			mappingMode: 'defineBelow',
			value: { status: 'accepted', acceptedAt: '={{ $json.occurredAt }}' },
			matchingColumns: [],
			schema: [
				{ id: 'status', displayName: 'status', type: 'string', display: true },
				{ id: 'acceptedAt', displayName: 'acceptedAt', type: 'dateTime', display: true },
			],
		},
		options: {},
	};
	const enter = nodeOf('Enter Who Accepted', 'n8n-nodes-base.dataTable', [150, -60], update, {
		typeVersion: 1.1,
	});
	return {
		...workflow,
		nodes: [...workflow.nodes, trigger, enter],
		connections: {
			...workflow.connections,
			[trigger.name]: next(enter.name),
			[enter.name]: next('Newly Accepted'),
		},
	};
}

/** The example, through this provider and its account, on this log and with this list. */
function sequenceThrough(sender: Sender, names: readonly string[], logTable: string): WorkflowFile {
	const example = readExample(FILE);
	const type = PROVIDERS.find(({ id }) => id === sender)?.credential.type ?? '';
	const own: WorkflowFile = {
		...example,
		name: `Sequence through ${sender}`,
		nodes: example.nodes.map((node) => {
			if (!node.type.startsWith(PACKAGE)) return node;
			const { options, ...parameters } = parametersSchema.parse(node.parameters);
			const { connectSafelyApi, ...credentials } = node.credentials ?? {};
			return {
				...node,
				parameters: {
					...parameters,
					provider: sender,
					accountId: byId(ACCOUNTS[sender]),
					options: {
						...options,
						// SendPilot does not say how people are related.
						...('skipIfRelated' in options ? { skipIfRelated: sender !== 'sendPilot' } : {}),
						...('logTable' in options ? { logTable: byId(logTable) } : {}),
					},
				},
				credentials: { ...credentials, [type]: connectSafelyApi ?? { id: null, name: type } },
			};
		}),
	};
	const listed = withParameters(own, { People: { jsCode: peopleCode(names) } });
	return sender === 'sendPilot' ? withWebhook(without(listed, NOT_WITH_SEND_PILOT)) : listed;
}

/** A provider that sends nothing and has IDs of its own for people: they are looked up every morning. */
function checkingWorkflow(prospects: readonly number[]): WorkflowFile {
	const provider = PROVIDERS.find(({ ownId }) => ownId !== undefined);
	if (!provider) throw new Error('No provider has IDs of its own');
	const { id, name, credential } = provider;
	const everyMorning = { rule: { interval: [{ field: 'days', triggerAtHour: 10 }] } };
	const jsCode = codeOf(prospects.map((prospectId) => ({ prospectId })));
	return {
		name: 'Prospects',
		nodes: [
			nodeOf('Every Day at 10', 'n8n-nodes-base.scheduleTrigger', [0, 0], everyMorning),
			nodeOf('Prospects', 'n8n-nodes-base.code', [220, 0], { jsCode }, { typeVersion: 2 }),
			nodeOf(
				CHECK,
				`${PACKAGE}.linkedInOutreach`,
				[440, 0],
				{
					provider: id,
					operation: 'getConnectionStatus',
					prospectId: '={{ $json.prospectId }}',
					options: { requestsPerMinute: 0 },
				},
				{
					credentials: { [credential.type]: { id: null, name } },
					onError: 'continueErrorOutput',
				},
			),
		],
		connections: { 'Every Day at 10': next('Prospects'), Prospects: next(CHECK) },
		settings: { executionOrder: 'v1' },
	};
}

function addAccounts({ world }: Simulator): void {
	const { connectSafely, linkupApi, sendPilot, unipile } = ACCOUNTS;
	world.connectSafely.accounts.set(connectSafely, connectSafelyAccount({ id: connectSafely }));
	world.linkupApi.accounts.set(linkupApi, linkupAccount({ account_id: linkupApi }));
	world.sendPilot.senders.set(sendPilot, sendPilotSender({ id: sendPilot }));
	world.unipile.accounts.v2.set(unipile, unipileAccount({ id: unipile }));
}

/** The credentials as n8n stores them, with SendPilot's webhook secret. */
export async function saveMonthCredentials(
	rest: N8nRest,
	simulator: Simulator,
	log: { apiKey: string; baseUrl: string },
): Promise<NodeUnderTest['credentials']> {
	const all: Record<string, object> = { ...credentialsFor(simulator, 'v2'), outreachLogApi: log };
	const saved: NodeUnderTest['credentials'] = {};
	for (const [type, data] of Object.entries(all)) {
		const secret = type === 'sendPilotApi' ? { webhookSecret: SECRET } : {};
		saved[type] = await rest.saveCredential(type, type, { ...data, ...secret });
	}
	return saved;
}

const FIRST_PROSPECT = 50_000;

/** Everything that n8n is to run in the month. */
export interface Stored {
	readonly sequences: readonly Sequence[];
	readonly checkingWorkflow: string;
	readonly prospects: readonly number[];
}

/** Makes the accounts and stores and publishes the workflows. */
export async function storeWorkflows(
	rest: N8nRest,
	simulator: Simulator,
	given: { sizes: Sizes; logTable: string; credentials: NodeUnderTest['credentials'] },
): Promise<Stored> {
	const { sizes, logTable, credentials } = given;
	addAccounts(simulator);
	const sequences: Sequence[] = [];
	for (const [sender, names] of listsOf(sizes)) {
		const workflow = sequenceThrough(sender, names, logTable);
		const workflowId = await rest.createWorkflow(workflow, credentials);
		const provider: ProviderName = sender;
		const asks = sender !== 'sendPilot';
		sequences.push({ provider, account: ACCOUNTS[sender], names, workflowId, asks });
	}
	const prospects = Array.from({ length: sizes.prospects }, (_, index) => FIRST_PROSPECT + index);
	for (const id of prospects) {
		simulator.world.people.add({ publicIdentifier: `prospect-${id}`, prospectId: id });
	}
	const checking = await rest.createWorkflow(checkingWorkflow(prospects), credentials);
	for (const id of [...sequences.map(({ workflowId }) => workflowId), checking]) {
		await rest.activate(id);
	}
	return { sequences, checkingWorkflow: checking, prospects };
}

import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';
import type { z } from 'zod';
import { ConnectSafely } from '../../nodes/ConnectSafely/ConnectSafely.node';
import { connectSafelyNode } from '../../nodes/ConnectSafely/operations';
import { LinkedInOutreach } from '../../nodes/LinkedInOutreach/LinkedInOutreach.node';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { LinkupApi } from '../../nodes/LinkupApi/LinkupApi.node';
import { linkupApiNode } from '../../nodes/LinkupApi/operations';
import { Seleqt } from '../../nodes/Seleqt/Seleqt.node';
import { seleqtNode } from '../../nodes/Seleqt/operations';
import { SendPilot } from '../../nodes/SendPilot/SendPilot.node';
import { sendPilotNode } from '../../nodes/SendPilot/operations';
import type { OperationInputs } from '../../nodes/outreach/provider/provider';
import {
	OPERATION_NAMES,
	OPERATIONS,
	PROVIDER_IDS,
	successSchema,
	type Operation,
	type ProviderId,
} from '../../nodes/outreach/base/vocabulary';

/** One operation of a node, as far as it is documented. */
export interface Documented {
	/** `resource.operation`, or `operation` in LinkedIn Outreach. */
	readonly id: string;
	/** "Invitation: Send" */
	readonly title: string;
	readonly description: string;
	/** What the parameters have to be set to for it. */
	readonly set: INodeParameters;
	readonly needs: OperationInputs;
	readonly provider: ProviderId;
	readonly output: z.AnyZodObject;
	/** Whether one item leaves for each row. */
	readonly isList: boolean;
}

export const outreach: INodeType = new LinkedInOutreach();

export const PROVIDER_NODES = {
	connectSafely: { node: new ConnectSafely(), definition: connectSafelyNode },
	linkupApi: { node: new LinkupApi(), definition: linkupApiNode },
	seleqt: { node: new Seleqt(), definition: seleqtNode },
	sendPilot: { node: new SendPilot(), definition: sendPilotNode },
} as const;

/** The operations of a provider's own node, resource by resource. */
export function operationsOf(provider: ProviderId): Documented[] {
	const { resources, operations } = PROVIDER_NODES[provider].definition;
	return resources.flatMap(({ name, value }) =>
		operations
			.filter(({ resource }) => resource === value)
			.map((one) => ({
				id: `${one.resource}.${one.operation}`,
				title: `${name}: ${one.name}`,
				description: one.description,
				set: { resource: one.resource, operation: one.operation },
				needs: one.needs,
				provider,
				output: one.output,
				isList: one.run.effect === 'list',
			})),
	);
}

/** An operation of LinkedIn Outreach with the providers that have it. */
export interface Unified {
	readonly operation: Operation;
	readonly title: string;
	readonly description: string;
	readonly providers: readonly ProviderId[];
	readonly output: z.AnyZodObject;
}

export function unifiedOperations(): Unified[] {
	return OPERATIONS.map((operation) => ({
		operation,
		title: OPERATION_NAMES[operation],
		description: descriptionOf(operation),
		providers: PROVIDER_IDS.filter((id) => PROVIDERS[id].operations[operation] !== undefined),
		output: successSchema(operation),
	}));
}

function descriptionOf(operation: Operation): string {
	const choices = outreach.description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options);
	for (const choice of choices) {
		if ('value' in choice && choice.value === operation) return choice.description ?? '';
	}
	throw new TypeError(`LinkedIn Outreach does not offer ${operation}`);
}

/** The parameters that the editor shows where these are set. */
export function shownParameters({ description }: INodeType, set: INodeParameters) {
	const node = { typeVersion: 1 };
	const { properties } = description;
	const all = NodeHelpers.getNodeParameters(properties, set, true, false, node, description);
	return properties.filter((property) =>
		NodeHelpers.displayParameter(all ?? {}, property, node, description),
	);
}

export const isChooser = ({ name }: INodeProperties) =>
	['provider', 'resource', 'operation'].includes(name);

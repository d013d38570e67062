import {
	NodeHelpers,
	type INode,
	type INodeCredentialDescription,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { PACKAGE } from '../n8n/workflows';
import { nodeId } from './editor';
import { actionNodes, choicesOf, triggerNodes } from './nodes';

/** A node with all choices that affect which parameters are shown, and the expected parameters. */
export interface PanelCase {
	node: INode;
	description: INodeTypeDescription;
	credentialType: string | undefined;
	/** labels and notices, from above to below */
	labels: string[];
	/** what *Add option* offers; undefined where there are no options */
	options: string[] | undefined;
}

/** The choices that affect which parameters are shown, in order. */
const DECIDING = ['provider', 'resource', 'operation', 'event'];

function combinations(description: INodeTypeDescription): INodeParameters[] {
	let found: INodeParameters[] = [{}];
	for (const name of DECIDING) {
		found = found.flatMap((chosen) => {
			const property = description.properties.find(
				(one) => one.name === name && isShown(chosen, one, description),
			);
			if (!property) return [chosen];
			return choicesOf(property).map(({ value }) => ({ ...chosen, [name]: value }));
		});
	}
	return found;
}

function isShown(
	values: INodeParameters,
	property: INodeProperties | INodeCredentialDescription,
	description: INodeTypeDescription,
	root = values,
): boolean {
	return NodeHelpers.displayParameter(values, property, null, description, root);
}

const isProperty = (option: object): option is INodeProperties =>
	'displayName' in option && 'type' in option;

function toCase(
	description: INodeTypeDescription,
	chosen: INodeParameters,
	index: number,
): PanelCase {
	const { properties, name, displayName } = description;
	const values =
		NodeHelpers.getNodeParameters(properties, chosen, true, false, null, description) ?? chosen;
	const shown = properties.filter(
		(one) => one.type !== 'hidden' && isShown(values, one, description),
	);
	const collection = shown.find(({ type }) => type === 'collection');
	const options = collection?.options?.filter(isProperty);
	const credential = description.credentials?.find((one) => isShown(values, one, description));
	return {
		node: {
			id: nodeId(index),
			name: [displayName, ...Object.values(chosen)].join(' '),
			type: `${PACKAGE}.${name}`,
			typeVersion: 1,
			position: [(index % 9) * 320, Math.floor(index / 9) * 240],
			parameters: chosen,
		},
		description,
		credentialType: credential?.name,
		labels: shown.map((one) => one.displayName),
		options: options
			?.filter((one) => isShown({}, one, description, values))
			.map((one) => one.displayName),
	};
}

/**
 * Every provider and operation of the unified node, every resource and operation of the others,
 * and each trigger's events.
 */
export const panelCases: PanelCase[] = [...actionNodes, ...triggerNodes]
	.flatMap((description) => combinations(description).map((chosen) => ({ description, chosen })))
	.map(({ description, chosen }, index) => toCase(description, chosen, index));

/** Internal words: names and values of parameters that people should never see. */
export const internalWords: string[] = [
	...new Set(
		panelCases.flatMap(({ description }) =>
			description.properties.flatMap((property) => [
				property.name,
				...choicesOf(property).map(({ value }) => String(value)),
			]),
		),
	),
].filter((word) => /[a-z][A-Z]|_/.test(word));

import './node-files';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { nodeClasses } from '../harness/loaded.cjs';

const nodes = nodeClasses().map((NodeClass) => new NodeClass().description);
const isTrigger = ({ group }: INodeTypeDescription) => group.includes('trigger');

/** The descriptions of the package's action nodes. */
export const actionNodes = nodes.filter((node) => !isTrigger(node));

/** The descriptions of the package's triggers. */
export const triggerNodes = nodes.filter(isTrigger);

/** The choices that a drop-down offers. */
export function choicesOf(property: INodeProperties): INodePropertyOptions[] {
	return (property.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option,
	);
}

/** The names of a node's operations in the node picker, each once. */
export function actionsOf({ properties }: INodeTypeDescription): string[] {
	const choices = properties.filter(({ name }) => name === 'operation').flatMap(choicesOf);
	return [...new Set(choices.flatMap(({ action }) => action ?? []))];
}

/** The names of a trigger's events in the node picker, each once. */
export function eventsOf({ properties }: INodeTypeDescription): string[] {
	const choices = properties.filter(({ name }) => /^events?$/.test(name)).flatMap(choicesOf);
	return [...new Set(choices.map(({ name }) => `On ${name.toLowerCase()}`))];
}

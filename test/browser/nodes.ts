import './node-files';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { nodeClasses } from '../harness/loaded.cjs';

const nodes = nodeClasses().map((NodeClass) => new NodeClass().description);
const isTrigger = ({ group }: INodeTypeDescription) => group.includes('trigger');

/** What the package's action nodes say of themselves. */
export const actionNodes = nodes.filter((node) => !isTrigger(node));

/** What the package's triggers say of themselves. */
export const triggerNodes = nodes.filter(isTrigger);

/** The choices that a drop-down offers. */
export function choicesOf(property: INodeProperties): INodePropertyOptions[] {
	return (property.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option,
	);
}

/** The names under which the node picker lists the operations of a node, each once. */
export function actionsOf({ properties }: INodeTypeDescription): string[] {
	const choices = properties.filter(({ name }) => name === 'operation').flatMap(choicesOf);
	return [...new Set(choices.flatMap(({ action }) => action ?? []))];
}

/** The names under which the node picker lists the events of a trigger, each once. */
export function eventsOf({ properties }: INodeTypeDescription): string[] {
	const choices = properties.filter(({ name }) => /^events?$/.test(name)).flatMap(choicesOf);
	return [...new Set(choices.map(({ name }) => `On ${name.toLowerCase()}`))];
}

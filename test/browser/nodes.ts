import './node-files';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { ConnectSafely } from '../../nodes/ConnectSafely/ConnectSafely.node';
import { LinkedInOutreach } from '../../nodes/LinkedInOutreach/LinkedInOutreach.node';
import { LinkedInOutreachTrigger } from '../../nodes/LinkedInOutreach/LinkedInOutreachTrigger.node';
import { LinkupApi } from '../../nodes/LinkupApi/LinkupApi.node';
import { LinkupApiTrigger } from '../../nodes/LinkupApi/LinkupApiTrigger.node';
import { Seleqt } from '../../nodes/Seleqt/Seleqt.node';
import { SendPilot } from '../../nodes/SendPilot/SendPilot.node';
import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';

/** What the package's action nodes say of themselves. */
export const actionNodes: INodeTypeDescription[] = [
	new LinkedInOutreach(),
	new ConnectSafely(),
	new LinkupApi(),
	new Seleqt(),
	new SendPilot(),
].map(({ description }) => description);

/** What the package's triggers say of themselves. */
export const triggerNodes: INodeTypeDescription[] = [
	new LinkedInOutreachTrigger(),
	new LinkupApiTrigger(),
	new SendPilotTrigger(),
].map(({ description }) => description);

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

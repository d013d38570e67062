import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { actionHint } from '../outreach/node/builder-hints';
import { methodsWithLog, withLogCredential } from '../outreach/node/log-parameters';
import { providerNodeTasks } from '../outreach/node/provider-node';
import { providerProperties, providerSubtitle } from '../outreach/node/provider-properties';
import { executeItems } from '../outreach/run/execute';
import { seleqt } from './manifest';

export class Seleqt implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seleqt',
		name: 'seleqt',
		icon: { light: 'file:seleqt.svg', dark: 'file:seleqt.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: providerSubtitle(seleqt),
		description:
			'Look up whether prospects are connected on LinkedIn, and fill lead lists and campaigns, through Seleqt',
		defaults: { name: 'Seleqt' },
		usableAsTool: true,
		builderHint: actionHint(false),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential([{ name: 'seleqtApi', required: true }]),
		properties: providerProperties(seleqt),
	};

	methods = methodsWithLog();

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => providerNodeTasks(this, seleqt, pace));
	}
}

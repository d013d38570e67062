import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { accountsOf } from '../outreach/node/account-search';
import { actionHint } from '../outreach/node/builder-hints';
import { methodsWithLog, withLogCredential } from '../outreach/node/log-parameters';
import { providerNodeTasks } from '../outreach/node/provider-node';
import { providerProperties, providerSubtitle } from '../outreach/node/provider-properties';
import { executeItems } from '../outreach/run/execute';
import { unipile } from './manifest';

export class Unipile implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Unipile',
		name: 'unipile',
		icon: { light: 'file:unipile.svg', dark: 'file:unipile.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: providerSubtitle(unipile),
		description:
			'Send, answer and cancel LinkedIn connection requests, write messages, and look up people, chats and accounts, through Unipile',
		defaults: { name: 'Unipile' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential([{ name: 'unipileApi', required: true }]),
		properties: providerProperties(unipile),
	};

	methods = methodsWithLog({ searchAccounts: accountsOf(unipile) });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => providerNodeTasks(this, unipile, pace));
	}
}

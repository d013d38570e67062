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
import { connectSafely } from './manifest';

export class ConnectSafely implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ConnectSafely',
		name: 'connectSafely',
		icon: { light: 'file:connectSafely.svg', dark: 'file:connectSafely.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: providerSubtitle(connectSafely),
		description:
			'Send, answer and withdraw LinkedIn connection requests, write messages, and look up profiles, conversations and accounts, through ConnectSafely',
		defaults: { name: 'ConnectSafely' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential([{ name: 'connectSafelyApi', required: true }]),
		properties: providerProperties(connectSafely),
	};

	methods = methodsWithLog({ searchAccounts: accountsOf(connectSafely) });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => providerNodeTasks(this, connectSafely, pace));
	}
}

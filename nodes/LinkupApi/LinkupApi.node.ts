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
import { linkupApi } from './manifest';

export class LinkupApi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkupAPI',
		name: 'linkupApi',
		icon: { light: 'file:linkupApi.svg', dark: 'file:linkupApi.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: providerSubtitle(linkupApi),
		description:
			'Send, accept and withdraw LinkedIn connection requests, write messages, and look up profiles, conversations and accounts, through LinkupAPI',
		defaults: { name: 'LinkupAPI' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential([{ name: 'linkupApi', required: true }]),
		properties: providerProperties(linkupApi),
	};

	methods = methodsWithLog({ searchAccounts: accountsOf(linkupApi) });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => providerNodeTasks(this, linkupApi, pace));
	}
}

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
import { sendPilot } from './manifest';

export class SendPilot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SendPilot',
		name: 'sendPilot',
		icon: { light: 'file:sendPilot.svg', dark: 'file:sendPilot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: providerSubtitle(sendPilot),
		description:
			'Send LinkedIn connection requests and messages, add leads to campaigns, and look up senders and conversations, through SendPilot',
		defaults: { name: 'SendPilot' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential([{ name: 'sendPilotApi', required: true }]),
		properties: providerProperties(sendPilot),
	};

	methods = methodsWithLog({ searchAccounts: accountsOf(sendPilot) });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => providerNodeTasks(this, sendPilot, pace));
	}
}

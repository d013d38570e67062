import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { actionHint } from '../outreach/node/builder-hints';
import { methodsWithLog, withLogCredential } from '../outreach/node/log-parameters';
import { executeItems } from '../outreach/run/execute';
import { properties, SUBTITLE } from './properties';
import { credentialsOf, namesOf, searchChosenAccounts } from './provider-choice';
import { PROVIDERS } from './registry';
import { outreachTasks } from './tasks';

export class LinkedInOutreach implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkedIn Outreach',
		name: 'linkedInOutreach',
		icon: { light: 'file:linkedInOutreach.svg', dark: 'file:linkedInOutreach.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: SUBTITLE,
		description: `Send LinkedIn connection requests and messages (recipients see them at once), withdraw invitations, and look up profiles, conversations, connections and accounts, through ${namesOf(PROVIDERS)}`,
		defaults: { name: 'LinkedIn Outreach' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		credentials: withLogCredential(credentialsOf(PROVIDERS)),
		properties,
	};

	methods = methodsWithLog({ searchAccounts: searchChosenAccounts });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => outreachTasks(this, pace));
	}
}

import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { actionHint } from '../outreach/node/builder-hints';
import { executeItems } from '../outreach/run/execute';
import { properties, SUBTITLE } from './properties';
import { othersThan, searchChosenAccounts } from './provider-choice';
import { prepareOutreach } from './tasks';

export class LinkedInOutreach implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkedIn Outreach',
		name: 'linkedInOutreach',
		icon: { light: 'file:linkedInOutreach.svg', dark: 'file:linkedInOutreach.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: SUBTITLE,
		description:
			'Send and withdraw LinkedIn connection requests, which people see at once, and look up connections, invitations and accounts, through ConnectSafely, LinkupAPI, Seleqt or SendPilot',
		defaults: { name: 'LinkedIn Outreach' },
		usableAsTool: true,
		builderHint: actionHint(true),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Success', 'Rate Limited'],
		// By `hide`: a parameter that credentials are shown by counts as a choice of authentication, and the editor would
		// move 'Provider' out of the panel, into the credential's dialogue.
		credentials: [
			{
				name: 'connectSafelyApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('connectSafely') } },
			},
			{
				name: 'linkupApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('linkupApi') } },
			},
			{
				name: 'seleqtApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('seleqt') } },
			},
			{
				name: 'sendPilotApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('sendPilot') } },
			},
		],
		properties,
	};

	methods = { listSearch: { searchAccounts: searchChosenAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, (pace) => prepareOutreach(this, pace));
	}
}

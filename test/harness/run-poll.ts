import { PollContext } from 'n8n-core';
import type { IDataObject, INode, Workflow } from 'n8n-workflow';
import { LinkedInOutreachTrigger } from '../../nodes/LinkedInOutreach/LinkedInOutreachTrigger.node';
import { nodeOf, openWorkflow, PACKAGE, type CredentialData } from './harness';
import { credentialClasses } from './loaded.cjs';

const LOADED = {
	packageName: PACKAGE,
	nodes: [LinkedInOutreachTrigger],
	credentialTypes: credentialClasses(),
};

export interface TriggerSettings {
	readonly parameters: IDataObject;
	readonly credentials: CredentialData;
	/** n8n's time limit for a poll (ms); its own default is five minutes. */
	readonly budgetMs?: number;
}

/** A polling trigger in a workflow that n8n has activated. */
export interface ActiveTrigger {
	/** The json of one poll's items, or null if there were none. */
	poll(): Promise<IDataObject[] | null>;
	/** *Fetch Test Event* in the editor. */
	fetchTestEvent(): Promise<IDataObject[] | null>;
	/** The workflow's static data, as in n8n's database. */
	saved(): IDataObject;
	/** Whether there is something to save since the last call. */
	isChanged(): boolean;
	/** The node's messages in n8n's log at the level info. */
	readonly log: string[];
}

/** Activates LinkedIn Outreach Trigger with saved static data, with n8n-core. */
export async function activateTrigger(
	{ parameters, credentials, budgetMs }: TriggerSettings,
	saved: IDataObject = {},
): Promise<ActiveTrigger> {
	const node = nodeOf('linkedInOutreachTrigger', parameters, credentials);
	const { workflow, additionalData } = openWorkflow(LOADED, [node], {}, credentials);
	Object.assign(staticDataOf(workflow, node), structuredClone(saved));
	const log: string[] = [];
	const poll = async (mode: 'trigger' | 'manual') => {
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
			budgetMs === undefined ? undefined : () => budgetMs,
		);
		Object.defineProperty(context, 'logger', {
			value: { info: (message: string) => log.push(message) },
		});
		const { poll: run } = workflow.nodeTypes.getByNameAndVersion(node.type, 1);
		const outputs = (await run?.call(context)) ?? null;
		if (outputs === null) return null;
		expect(outputs).toHaveLength(1);
		return (outputs[0] ?? []).map(({ json }) => json);
	};
	return {
		poll: async () => await poll('trigger'),
		fetchTestEvent: async () => await poll('manual'),
		saved: () => JSON.parse(JSON.stringify(staticDataOf(workflow, node))),
		isChanged() {
			const changed = workflow.staticData.__dataChanged === true;
			workflow.staticData.__dataChanged = false;
			return changed;
		},
		log,
	};
}

function staticDataOf(workflow: Workflow, node: INode): IDataObject {
	return workflow.getStaticData('node', node);
}

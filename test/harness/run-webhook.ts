import { createHmac } from 'node:crypto';
import { HookContext, WebhookContext } from 'n8n-core';
import type { IDataObject, INode, INodeType, IWebhookData } from 'n8n-workflow';
import { processState } from '../../nodes/outreach/base/process-state';
import { nodeOf, openWorkflow, PACKAGE, type CredentialData, type Loaded } from './harness';
import { credentialClasses } from './loaded.cjs';
import type { NodeFailure } from './run-node';

const BASE = 'https://n8n.example.com';

export interface TriggerSettings {
	readonly trigger: new () => INodeType;
	readonly parameters: IDataObject;
	readonly credentials: CredentialData;
	/** The node's saved static data. */
	readonly saved?: IDataObject;
	/** Identifies the node; the URL follows from it. */
	readonly webhookId?: string;
}

/** The response to a sender, and the items that start the workflow, if any. */
export interface Posted {
	readonly status: number;
	readonly body: unknown;
	readonly items: IDataObject[] | null;
}

export type Headers = Readonly<Record<string, string>>;
type Method = 'checkExists' | 'create' | 'delete';

/** A webhook trigger in an active workflow. For each call, the workflow is freshly read from n8n's database. */
export class WebhookTrigger {
	/** The node's static data, as in n8n's database. */
	saved: IDataObject;
	/** The node's messages in n8n's log. */
	readonly log: string[] = [];
	private readonly node: INode;
	private readonly loaded: Loaded;
	private readonly credentials: CredentialData;

	constructor(settings: TriggerSettings) {
		const { trigger: Trigger, parameters, credentials, saved = {}, webhookId } = settings;
		this.loaded = {
			packageName: PACKAGE,
			nodes: [Trigger],
			credentialTypes: credentialClasses(),
		};
		this.credentials = credentials;
		this.saved = structuredClone(saved);
		const id = webhookId ?? 'hook-1';
		const node = nodeOf(new Trigger().description.name, parameters, credentials);
		this.node = { ...node, id, webhookId: id };
	}

	/** Activates the workflow as n8n does: null if the webhook already existed. */
	async activate(): Promise<boolean | null> {
		return (await this.hook('checkExists')) ? null : await this.hook('create');
	}

	async hook(method: Method): Promise<boolean> {
		const { workflow, additionalData, node, webhookData, save } = this.open();
		const context = new HookContext(
			workflow,
			node,
			additionalData,
			'internal',
			'activate',
			webhookData,
		);
		this.listen(context);
		const { webhookMethods } = workflow.nodeTypes.getByNameAndVersion(node.type, 1);
		const run = webhookMethods?.default?.[method];
		if (!run) throw new TypeError(`${node.type} has no ${method}`);
		const result = await run.call(context);
		save();
		return result;
	}

	/** Posts this as a provider does. `manual` is a test from the editor. */
	async post(
		raw: string | Buffer,
		headers: Headers = {},
		mode: 'webhook' | 'manual' = 'webhook',
	): Promise<Posted> {
		const { workflow, additionalData, node, webhookData, save } = this.open();
		const response = new FakeResponse();
		const lowercase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
		Object.assign(additionalData, {
			httpRequest: {
				// n8n's parsed body, with rounded long numbers, which must not be used.
				body: { eventType: 'from the parsed body', event: { type: 'from the parsed body' } },
				rawBody: Buffer.from(raw),
				headers: Object.fromEntries(lowercase),
				params: {},
				query: {},
			},
			httpResponse: response,
		});
		const context = new WebhookContext(workflow, node, additionalData, mode, webhookData, [], null);
		this.listen(context);
		const { webhook } = workflow.nodeTypes.getByNameAndVersion(node.type, 1);
		if (!webhook) throw new TypeError(`${node.type} has no webhook`);
		const result = await webhook.call(context);
		// A test run has its own data, which n8n does not save.
		if (mode === 'webhook') save();
		const items = result.workflowData?.flat().map(({ json }) => json) ?? null;
		if (result.noWebhookResponse) return { ...response.sent, items };
		expect(response.sent.status).toBe(0);
		// n8n 2.40.7 does not save changed static data if it starts the workflow and responds itself.
		expect(items).toBeNull();
		return { status: 200, body: result.webhookResponse, items };
	}

	private open() {
		const { node, loaded } = this;
		const { workflow, additionalData } = openWorkflow(loaded, [node], {}, this.credentials);
		additionalData.webhookBaseUrl = `${BASE}/webhook`;
		const data = workflow.getStaticData('node', node);
		Object.assign(data, structuredClone(this.saved));
		workflow.staticData.__dataChanged = false;
		const { webhooks = [] } = workflow.nodeTypes.getByNameAndVersion(node.type, 1).description;
		const [webhookDescription] = webhooks;
		if (!webhookDescription) throw new TypeError(`${node.type} has no webhook`);
		const webhookData: IWebhookData = {
			httpMethod: 'POST',
			node: node.name,
			path: `${node.webhookId}/webhook`,
			webhookDescription,
			workflowId: 'test',
			workflowExecuteAdditionalData: additionalData,
		};
		const save = () => {
			if (workflow.staticData.__dataChanged !== true) return;
			this.saved = JSON.parse(JSON.stringify(data));
		};
		return { workflow, additionalData, node, webhookData, save };
	}

	private listen(context: object) {
		const write = (line: string) => this.log.push(line);
		Object.defineProperty(context, 'logger', { value: { error: write, warn: write } });
	}
}

/** The part of Express's response that nodes use. */
class FakeResponse {
	sent: { status: number; body: unknown } = { status: 0, body: undefined };

	status(code: number) {
		this.sent = { ...this.sent, status: code };
		return this;
	}

	json(body: unknown) {
		this.sent = { ...this.sent, body };
		return this;
	}
}

/** Each test runs in a new process, at this time (ms). */
export function useProcessAt(now: number) {
	beforeEach(() => {
		processState.reset();
		jest.spyOn(Date, 'now').mockReturnValue(now);
	});
	afterEach(() => jest.restoreAllMocks());
}

/** What a test sets for the trigger of a provider, otherwise as is usual. */
export interface Given {
	readonly parameters?: IDataObject;
	readonly saved?: IDataObject;
	readonly credential?: IDataObject;
	readonly webhookId?: string;
}

/** HMAC-SHA256(secret, "{seconds}.{raw}") in hex, as both vendors sign. */
export function sign(secret: string, seconds: number | string, raw: string | Buffer): string {
	return createHmac('sha256', secret).update(`${seconds}.`).update(raw).digest('hex');
}

/** How acting on a webhook failed; checks that none of the secrets is told. */
export async function failureOf(
	acting: Promise<unknown>,
	secrets: readonly string[],
): Promise<NodeFailure> {
	const failure = await acting.then(
		() => null,
		(error: NodeFailure) => error,
	);
	if (failure === null) throw new TypeError('It did not fail');
	const told = JSON.stringify([failure.message, failure.description, failure, failure.stack]);
	for (const secret of secrets) expect(told).not.toContain(secret);
	return failure;
}

/** The response's status, and the number of items that started the workflow. */
export const outcomeOf = ({ status, items }: Posted) => [status, items?.length ?? null];

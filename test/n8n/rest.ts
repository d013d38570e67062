import { z } from 'zod';
import { parseExecution, type Execution } from './execution';
import { pause, until } from './processes';

/** The owner account created on a fresh n8n. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** A workflow as in its file. */
export const workflowFileSchema = z
	.object({
		name: z.string(),
		nodes: z.array(
			z
				.object({
					name: z.string(),
					type: z.string(),
					credentials: z
						.record(z.object({ id: z.string().nullish(), name: z.string() }))
						.optional(),
				})
				.passthrough(),
		),
		connections: z.record(z.unknown()),
	})
	.passthrough();

/** A workflow as in its file. */
export type WorkflowFile = z.infer<typeof workflowFileSchema>;

const idSchema = z.object({ id: z.coerce.string() }).passthrough();
const savedWorkflowSchema = z
	.object({ id: z.string(), name: z.string(), versionId: z.string().nullish() })
	.passthrough();
const storedNodesSchema = z.object({
	versionId: z.string().nullish(),
	nodes: z.array(
		z.object({ name: z.string(), parameters: z.record(z.unknown()).default({}) }).passthrough(),
	),
	connections: z.unknown(),
	settings: z.record(z.unknown()).nullish(),
});
const startedSchema = z.object({ executionId: z.coerce.string() });
const retriedSchema = z.object({ workflowId: z.coerce.string() });
const statusSchema = z.object({ status: z.string(), data: z.string().optional() }).passthrough();
const credentialTestSchema = z.object({ status: z.string(), message: z.string().optional() });
const listedSchema = z.array(
	z.object({ id: z.string(), name: z.string(), type: z.string().optional() }).passthrough(),
);
const nodeTypeSchema = z
	.object({
		name: z.string(),
		displayName: z.string(),
		outputs: z.unknown(),
		outputNames: z.array(z.string()).optional(),
		properties: z.array(z.object({ name: z.string() }).passthrough()),
	})
	.passthrough();

/** A node type in n8n's editor. */
export type NodeTypeDescription = z.infer<typeof nodeTypeSchema>;

const UNFINISHED = new Set(['new', 'running', 'unknown']);

/** The editor's actions on a running n8n, through the same API. */
export class N8nRest {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Makes one request, and returns the response's `data`. */
	async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const { status, answer } = await this.send(method, path, body);
		if (status < 400) return answer;
		const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
		throw new Error(`n8n answered ${status} to ${method} ${path}: ${text.slice(0, 500)}`);
	}

	/** The same, or nothing if this n8n has no such address. */
	private async requestIfThere(method: string, path: string, body: unknown): Promise<boolean> {
		const { status } = await this.send(method, path, body);
		if (status === 404) return false;
		if (status >= 400) throw new Error(`n8n answered ${status} to ${method} ${path}`);
		return true;
	}

	private async send(method: string, path: string, body: unknown) {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				...(this.cookie ? { cookie: this.cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) return { status: response.status, answer: text };
		const cookie = response.headers.getSetCookie().find((entry) => entry.startsWith('n8n-auth='));
		if (cookie) this.cookie = cookie.slice(0, cookie.indexOf(';'));
		const answer: unknown = text ? JSON.parse(text) : undefined;
		const wrapped = z.object({ data: z.unknown() }).passthrough().safeParse(answer);
		return { status: response.status, answer: wrapped.success ? wrapped.data.data : answer };
	}

	/** Logs in as the owner, who is created first on a fresh n8n. */
	async signIn(owner: Owner): Promise<void> {
		const settings = z
			.object({
				userManagement: z
					.object({ showSetupOnFirstLoad: z.boolean().default(false) })
					.passthrough(),
			})
			.passthrough()
			.parse(await this.request('GET', '/rest/settings'));
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', owner);
			return;
		}
		await this.request('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			// n8n 1.x of 2024
			email: owner.email,
			password: owner.password,
		});
	}

	/** The node types of one package, by their full names. */
	async nodeTypes(packageName: string): Promise<NodeTypeDescription[]> {
		const all = z.array(z.unknown()).parse(await this.request('GET', '/types/nodes.json'));
		return all
			.filter((entry) => {
				const named = z.object({ name: z.string() }).passthrough().safeParse(entry);
				return named.success && named.data.name.startsWith(`${packageName}.`);
			})
			.map((entry) => nodeTypeSchema.parse(entry));
	}

	/** The names of all credential types that n8n knows. */
	async credentialTypes(): Promise<string[]> {
		return z
			.array(z.object({ name: z.string() }))
			.parse(await this.request('GET', '/types/credentials.json'))
			.map(({ name }) => name);
	}

	/** Stores a credential and returns its ID. Replaces one with the same name and type. */
	async saveCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		const existing = listedSchema
			.parse(await this.request('GET', '/rest/credentials'))
			.find((entry) => entry.name === name && entry.type === type);
		const saved = existing
			? await this.request('PATCH', `/rest/credentials/${existing.id}`, { name, type, data })
			: await this.request('POST', '/rest/credentials', { name, type, data });
		return { id: idSchema.parse(saved).id, name };
	}

	/** The credential's own test, as the editor runs it after *Save*. */
	async testCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<z.infer<typeof credentialTestSchema>> {
		const { id } = await this.saveCredential(name, type, data);
		return credentialTestSchema.parse(
			await this.request('POST', '/rest/credentials/test', {
				credentials: { id, name, type, data },
			}),
		);
	}

	/** A parameter's entries under *From List*, by name. */
	async fromList(
		node: string,
		given: {
			parameter: string;
			methodName: string;
			parameters: Record<string, unknown>;
			credentials: Record<string, { id: string; name: string }>;
		},
	): Promise<string[]> {
		const { parameter, methodName, parameters, credentials } = given;
		const path = '/rest/dynamic-node-parameters/resource-locator-results';
		const answer = await this.request('POST', path, {
			path: `parameters.${parameter}`,
			nodeTypeAndVersion: { name: node, version: 1 },
			methodName,
			currentNodeParameters: parameters,
			credentials,
		});
		return z
			.object({ results: z.array(z.object({ name: z.string() })) })
			.parse(answer)
			.results.map(({ name }) => name);
	}

	/** Stores a workflow and returns its ID. Adds credentials by type. */
	async createWorkflow(
		workflow: WorkflowFile,
		credentials: Record<string, { id: string; name: string }> = {},
	): Promise<string> {
		const nodes = workflow.nodes.map((node) => {
			if (!node.credentials) return node;
			const filled = Object.entries(node.credentials).map(([type, reference]) => [
				type,
				credentials[type] ?? reference,
			]);
			return { ...node, credentials: Object.fromEntries(filled) };
		});
		const { name, connections, settings = {}, pinData } = workflow;
		const saved = await this.request('POST', '/rest/workflows', {
			name,
			nodes,
			connections,
			settings,
			...(pinData ? { pinData } : {}),
			active: false,
		});
		return savedWorkflowSchema.parse(saved).id;
	}

	/** Removes every workflow of this name, with its executions. */
	async deleteWorkflows(name: string): Promise<void> {
		const listed = listedSchema.parse(await this.request('GET', '/rest/workflows'));
		for (const { id } of listed.filter((entry) => entry.name === name)) {
			// Not in n8n 1.x before 1.89, which deletes at once.
			await this.requestIfThere('POST', `/rest/workflows/${id}/archive`, {});
			await this.request('DELETE', `/rest/workflows/${id}`);
		}
	}

	/** Publishes a workflow, so that its triggers run. n8n registers a webhook about 100 ms after its response. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = savedWorkflowSchema.parse(
			await this.request('GET', `/rest/workflows/${workflowId}`),
		);
		await this.setActive(workflowId, true, versionId);
	}

	private async setActive(workflowId: string, active: boolean, versionId?: string | null) {
		const address = `/rest/workflows/${workflowId}`;
		const action = active ? 'activate' : 'deactivate';
		if (await this.requestIfThere('POST', `${address}/${action}`, { versionId })) return;
		// n8n 1.x has a switch instead.
		await this.request('PATCH', address, { active, versionId });
	}

	/** Changes parameters of one node of a stored workflow, and settings of the workflow. */
	async setParameters(
		workflowId: string,
		nodeName: string,
		parameters: Record<string, unknown>,
		settings: Record<string, unknown> = {},
	): Promise<void> {
		const saved = storedNodesSchema.parse(
			await this.request('GET', `/rest/workflows/${workflowId}`),
		);
		await this.request('PATCH', `/rest/workflows/${workflowId}`, {
			versionId: saved.versionId,
			nodes: saved.nodes.map((node) =>
				node.name === nodeName
					? { ...node, parameters: { ...node.parameters, ...parameters } }
					: node,
			),
			connections: saved.connections,
			settings: { ...saved.settings, ...settings },
		});
	}

	/** Calls the webhook of a published workflow, as soon as n8n has registered it. */
	async callWebhook(path: string): Promise<void> {
		await until(`the webhook ${path} is registered`, async () => {
			const response = await fetch(`${this.url}/webhook/${path}`);
			await response.body?.cancel();
			return response.status !== 404;
		});
	}

	/** Unpublishes a workflow. */
	async deactivate(workflowId: string): Promise<void> {
		await this.setActive(workflowId, false);
	}

	/** Starts a manual execution, like the editor's button, and returns its ID. */
	async startWorkflow(workflowId: string, trigger: string): Promise<string> {
		const started = await this.request('POST', `/rest/workflows/${workflowId}/run`, {
			// n8n before 2.1x runs the workflow in the request.
			workflowData: await this.request('GET', `/rest/workflows/${workflowId}`),
			triggerToStartFrom: { name: trigger },
		});
		return startedSchema.parse(started).executionId;
	}

	/** Retries an execution from where it stopped, and returns the new one's ID. */
	async retryExecution(executionId: string): Promise<string> {
		const address = `/rest/executions/${executionId}`;
		const started = await this.request('POST', `${address}/retry`, { loadWorkflow: false });
		const named = idSchema.safeParse(started);
		if (named.success) return named.data.id;
		// n8n before 2.1x responds with the result; the execution is the newest of the workflow.
		const { workflowId } = retriedSchema.parse(await this.request('GET', address));
		const [newest] = await this.executionIds(workflowId);
		if (newest === undefined) throw new Error(`Execution ${executionId} was not run again`);
		return newest;
	}

	/** Stops an execution, as the editor's button does. */
	async stopExecution(executionId: string): Promise<void> {
		await this.request('POST', `/rest/executions/${executionId}/stop`, {});
	}

	/** An execution's current state, with its data. */
	async execution(executionId: string): Promise<Execution> {
		return parseExecution(await this.request('GET', `/rest/executions/${executionId}`));
	}

	/** The ids of a workflow's executions, newest first. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const listed = z
			.object({ results: z.array(idSchema) })
			.parse(await this.request('GET', `/rest/executions?filter=${filter}`));
		return listed.results.map(({ id }) => id);
	}

	/** The same, without an end to how many. */
	async allExecutionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const ids: string[] = [];
		for (;;) {
			const last = ids.at(-1);
			const query = `filter=${filter}&limit=100${last === undefined ? '' : `&lastId=${last}`}`;
			const listed = z
				.object({ results: z.array(idSchema) })
				.parse(await this.request('GET', `/rest/executions?${query}`));
			if (listed.results.length === 0) return ids;
			ids.push(...listed.results.map(({ id }) => id));
		}
	}

	/** How many executions of a workflow are over, without an end to how many are counted. */
	async countExecutions(workflowId: string): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['success'] }));
		const listed = z
			.object({ count: z.number() })
			.parse(await this.request('GET', `/rest/executions?filter=${filter}&limit=1`));
		return listed.count;
	}

	/** Waits until an execution is over or in a Wait node, and returns its data. */
	async finishedExecution(executionId: string, timeoutMilliseconds = 60_000): Promise<Execution> {
		const deadline = Date.now() + timeoutMilliseconds;
		for (;;) {
			const answer = await this.request('GET', `/rest/executions/${executionId}`);
			const { status, data } = statusSchema.parse(answer);
			// n8n 1.x stores the status first, and the data a little later.
			if (!UNFINISHED.has(status) && data !== '[]') return parseExecution(answer);
			if (Date.now() > deadline) {
				throw new Error(
					`Execution ${executionId} was still "${status}" after ${timeoutMilliseconds} ms`,
				);
			}
			await pause(150);
		}
	}

	/** An execution's status; its data may not be stored yet. */
	async statusOf(executionId: string): Promise<string> {
		return statusSchema.parse(await this.request('GET', `/rest/executions/${executionId}`)).status;
	}

	/** Runs a workflow manually to its end. */
	async runWorkflow(
		workflowId: string,
		trigger: string,
		timeoutMilliseconds = 60_000,
	): Promise<Execution> {
		return await this.finishedExecution(
			await this.startWorkflow(workflowId, trigger),
			timeoutMilliseconds,
		);
	}
}

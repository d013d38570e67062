/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/node-usable-as-tool */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Readable } from 'node:stream';
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IVersionedNodeType,
} from 'n8n-workflow';
import { z } from 'zod';
import type { CredentialData, Loaded } from '../test/harness/harness';
import type { Contender, ParsedJob } from './job';
import { ACCOUNT } from './provider-state';

/** A contender's package, and its node for a job. */
export interface Entrant {
	readonly loaded: Loaded;
	readonly nodeFor: (job: ParsedJob) => Pick<INode, 'type' | 'typeVersion' | 'parameters'>;
	readonly credentialsFor: (job: ParsedJob) => CredentialData;
}

const answerSchema = z.custom<IDataObject>((value) => typeof value === 'object' && value !== null);
const isClass = (value: unknown) => typeof value === 'function';
const nodeClass = z.custom<new () => INodeType | IVersionedNodeType>(isClass);
const credentialClass = z.custom<new () => ICredentialType>(isClass);
const manifestSchema = z.object({
	name: z.string(),
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

function classOf<T>(file: string, schema: z.ZodType<T>): T {
	const exported = z.record(z.unknown()).parse(createRequire(file)(file));
	return schema.parse(exported[path.basename(file).split('.')[0] ?? '']);
}

/** n8n creates each node once; here, nodes with several versions use the newest. */
function nodeOf(file: string): new () => INodeType {
	const made = new (classOf(file, nodeClass))();
	const node = 'nodeVersions' in made ? made.getNodeType() : made;
	return class {
		constructor() {
			return node;
		}
	} as new () => INodeType;
}

const TEXT = 'Thank you for connecting! What are you working on at the moment?';
const URL_OF_PERSON = "{{ $json.linkedin.split('/in/')[1] }}";
const slugOf = (item: INodeExecutionData) => z.string().parse(item.json.linkedin).split('/in/')[1];

function thisPackage(folder: string): Entrant {
	const manifest = manifestSchema.parse(
		JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')),
	);
	const { nodes, credentials } = manifest.n8n;
	const operations = {
		check: 'getConnectionStatus',
		send: 'sendConnection',
		write: 'sendMessage',
	} as const;
	const accountId = { __rl: true, mode: 'id', value: ACCOUNT };
	return {
		loaded: {
			packageName: manifest.name,
			nodes: nodes.map((file) => nodeOf(path.join(folder, file))),
			credentialTypes: credentials.map((file) => classOf(path.join(folder, file), credentialClass)),
		},
		nodeFor: ({ task, settings: { options } }) =>
			task === 'list'
				? {
						type: `${manifest.name}.connectSafely`,
						typeVersion: 1,
						parameters: {
							resource: 'connection',
							operation: 'getMany',
							returnAll: true,
							accountId,
							options,
						},
					}
				: {
						type: `${manifest.name}.linkedInOutreach`,
						typeVersion: 1,
						parameters: {
							provider: 'connectSafely',
							operation: operations[task],
							accountId,
							profile: '={{ $json.linkedin }}',
							...(task === 'write' ? { message: TEXT } : {}),
							options,
						},
					},
		credentialsFor: ({ baseUrl, apiKey }) => ({ connectSafelyApi: { baseUrl, apiKey } }),
	};
}

function httpRequest(nodesBase: string): Entrant {
	const dist = path.join(nodesBase, 'dist');
	return {
		loaded: {
			packageName: 'n8n-nodes-base',
			nodes: [nodeOf(path.join(dist, 'nodes/HttpRequest/HttpRequest.node.js'))],
			credentialTypes: [
				classOf(path.join(dist, 'credentials/HttpBearerAuth.credentials.js'), credentialClass),
			],
		},
		nodeFor: ({ baseUrl, task, settings: { batching } }) => ({
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.5,
			parameters: {
				...requestOf(baseUrl, task),
				authentication: 'genericCredentialType',
				genericAuthType: 'httpBearerAuth',
				options: {
					...(batching ? { batching: { batch: batching } } : {}),
					...(task === 'list' ? { pagination: PAGINATION } : {}),
				},
			},
		}),
		credentialsFor: ({ apiKey }) => ({
			httpBearerAuth: { token: apiKey },
		}),
	};
}

/** Reads pages until one is empty, since ConnectSafely does not mark the last page. */
const PAGINATION = {
	pagination: {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [{ type: 'qs', name: 'startIndex', value: '={{ $pageCount * 12 }}' }],
		},
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $response.body.connections.length === 0 }}',
	},
};

function requestOf(baseUrl: string, task: ParsedJob['task']): INode['parameters'] {
	if (task === 'check') {
		return { method: 'GET', url: `=${baseUrl}/relationship/${ACCOUNT}/${URL_OF_PERSON}` };
	}
	if (task === 'list') return { method: 'GET', url: `${baseUrl}/connections?accountId=${ACCOUNT}` };
	const post = (path: string, jsonBody: string) => ({
		method: 'POST',
		url: `${baseUrl}${path}`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody,
	});
	const to = `={"accountId":"${ACCOUNT}"`;
	return task === 'write'
		? post(
				'/conversations/send',
				`${to},"recipientProfileId":"${URL_OF_PERSON}","message":"${TEXT}"}`,
			)
		: post('/connect', `${to},"profileId":"${URL_OF_PERSON}"}`);
}

/** The minimum a node can do: n8n's own client, called for one item after the other. */
class BareLoop implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bare Loop',
		name: 'bareLoop',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Bare Loop' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
			{ displayName: 'API Key', name: 'apiKey', type: 'string', default: '' },
			{ displayName: 'At Once', name: 'atOnce', type: 'number', default: 1 },
			{ displayName: 'Person', name: 'person', type: 'string', default: '' },
			{ displayName: 'Streams', name: 'streams', type: 'boolean', default: false },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const [baseUrl, apiKey, atOnce, streams] = z
			.tuple([z.string(), z.string(), z.number(), z.boolean()])
			.parse(
				['baseUrl', 'apiKey', 'atOnce', 'streams'].map((name) => this.getNodeParameter(name, 0)),
			);
		const headers = { Authorization: `Bearer ${apiKey}` };
		const done: INodeExecutionData[] = [];
		let next = 0;
		const worker = async () => {
			for (let item = next++; item < items.length; item = next++) {
				const person = this.getNodeParameter('person', item) || slugOf(items[item] ?? { json: {} });
				const url = `${baseUrl}/relationship/${ACCOUNT}/${String(person)}`;
				const answer: Promise<IDataObject> = streams
					? this.helpers
							.httpRequest({ url, headers, json: true, encoding: 'stream' })
							.then(readJson)
					: this.helpers.httpRequest({ url, headers, json: true });
				const json = await answer.catch((error: unknown) => ({ error: String(error) }));
				done[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: atOnce }, worker));
		return [done];
	}
}

async function readJson(body: Readable): Promise<IDataObject> {
	const chunks: Uint8Array[] = [];
	body.on('data', (chunk: Uint8Array) => chunks.push(chunk));
	await once(body, 'end');
	return answerSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
}

const bareLoop: Entrant = {
	loaded: { packageName: 'bench', nodes: [BareLoop], credentialTypes: [] },
	nodeFor: ({ baseUrl, apiKey, settings: { atOnce, evaluates, streams } }) => ({
		type: 'bench.bareLoop',
		typeVersion: 1,
		parameters: {
			baseUrl,
			apiKey,
			atOnce,
			streams,
			person: evaluates ? `=${URL_OF_PERSON}` : '',
		},
	}),
	credentialsFor: () => ({}),
};

/** Loads a contender: this package as n8n would find it, HTTP Request from the installed n8n. */
export function entrant(contender: Contender, folders: { thisPackage: string; nodesBase: string }) {
	if (contender === 'package') return thisPackage(folders.thisPackage);
	return contender === 'httpRequest' ? httpRequest(folders.nodesBase) : bareLoop;
}

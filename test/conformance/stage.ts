/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../nodes/outreach/operations';
import {
	effectOf,
	type ApiVersion,
	type NodeRun as ProviderRun,
	type Provider,
} from '../../nodes/outreach/provider/provider';
import {
	isOnce,
	successSchema,
	type OnceRecord,
	type OperationInputs,
} from '../../nodes/outreach/operations/operation';
import { sendMessage } from '../../nodes/outreach/operations/send-message';
import { readOptions } from '../../nodes/outreach/parameters/options';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { LinkedInOutreach } from '../../nodes/LinkedInOutreach/LinkedInOutreach.node';
import { OutreachLogApi } from '../../credentials/OutreachLogApi.credentials';
import { NEW_COLUMNS } from '../../nodes/outreach/log/columns';
import type { Relationship } from '../../nodes/outreach/base/vocabulary';
import { byId } from '../harness/exchange';
import type { Loaded } from '../harness/harness';
import { recordLog } from '../harness/log';
import { processedStore } from '../harness/processed-store';
import { runNode, type NodeResult, type NodeRun } from '../harness/run-node';
import { newProcess, stopClock } from '../harness/simulated';
import { DataTables } from '../simulator/data-tables';
import { serveDataTables, type DataTablesServer } from '../simulator/data-tables-wire';
import {
	PEOPLE,
	type Exchange,
	type ProviderHarness,
	type Sample,
	type Samples,
	type VersionHarness,
} from './harness';
import { isCall, ScriptedProvider, type Played, type ScriptedRequest } from './scripted-provider';

/** One operation of LinkedIn Outreach or of the provider's own node, through one generation of its API. */
export interface Operation {
	/** Its name in tests. */
	readonly title: string;
	/** Its key in the harness: the record's ID, or "resource.operation". */
	readonly key: string;
	readonly isUnified: boolean;
	readonly effect: 'read' | 'write' | 'once' | 'list';
	readonly inputs: OperationInputs;
	/** The provider's name for the quota it uses. */
	readonly limit: string;
	/** Whether it is an operation of LinkedIn Outreach under another name. */
	readonly isShared: boolean;
	/** For a `once` operation: its record. */
	readonly once: OnceRecord | null;
	/** Whether the person is read first, as sends may need. */
	readonly readsFirst: boolean;
	/** The editor's preview of an item on Success. */
	readonly preview: { safeParse(item: unknown): { error?: unknown } };
	readonly samples: Samples;
	readonly sample: Sample;
}

/** Everything about a version under test. */
export interface Subject {
	readonly harness: ProviderHarness;
	readonly version: VersionHarness;
	readonly provider: Provider;
	readonly api: ApiVersion;
	readonly operations: readonly Operation[];
	/**
	 * The operations that differ: all of LinkedIn Outreach, and those of the provider's own node that are not the
	 * same implementation under another name. EVERY_FAULT=1 runs everything for all.
	 */
	readonly distinct: readonly Operation[];
}

/** Whether every operation of every version runs everything, which takes minutes. */
export const IS_WHOLE = process.env.EVERY_FAULT !== undefined;

const canSend = ({ operations }: Provider) => operations.some(({ record }) => isOnce(record));
export const SENDERS = PROVIDERS.filter(canSend);
/** Those that send come first and without a gap, so that together they run all that only they can. */
const IN_TURN = [...SENDERS, ...PROVIDERS.filter((provider) => !canSend(provider))];

export function subjectsOf(harness: ProviderHarness): Subject[] {
	const provider = PROVIDERS.find(({ id }) => id === harness.id);
	if (!provider) throw new TypeError(`The registry has no provider ${harness.id}`);
	return provider.versions.map((api) => {
		const version = harness.versions.find(({ id }) => id === api.id);
		if (!version) throw new TypeError(`The harness lacks the version ${api.id}`);
		const operations = operationsOf(provider, api, version);
		const distinct = operations.filter(({ isShared }) => IS_WHOLE || !isShared);
		return { harness, version, provider, api, operations, distinct };
	});
}

function operationsOf(provider: Provider, api: ApiVersion, version: VersionHarness): Operation[] {
	const samplesOf = (samples: Samples | undefined, key: string) => {
		const [sample] = Object.values(samples ?? {});
		if (!samples || !sample)
			throw new TypeError(`${api.name}: the harness has no sample of ${key}`);
		return { samples, sample };
	};
	const unified = provider.operations
		.filter(({ versions }) => versions?.includes(api.id) !== false)
		.map((run) => {
			const { record, inputs, limit } = run;
			return {
				title: `LinkedIn Outreach, ${record.id}`,
				key: record.id,
				isUnified: true,
				isShared: false,
				effect: record.effect,
				inputs,
				limit,
				...onceOf(run, provider),
				preview: successSchema(record),
				...samplesOf(version.operations[record.id], record.id),
			};
		});
	const own = provider.node.operations
		.filter(({ resource, operation }) => !isLacking(version, `${resource}.${operation}`))
		.map((one) => {
			const key = `${one.resource}.${one.operation}`;
			return {
				title: `${provider.name}, ${key}`,
				key,
				isUnified: false,
				isShared: provider.operations.some((run) => run === one.run),
				effect: effectOf(one),
				inputs: one.inputs,
				limit: one.limit,
				...onceOf(one.run, provider),
				preview: one.output,
				...samplesOf(version.node[key], key),
			};
		});
	return [...unified, ...own];
}

function onceOf(run: ProviderRun<unknown>, { relationship }: Provider) {
	if (run.kind !== 'request' || !isOnce(run.record)) return { once: null, readsFirst: false };
	const { record, recipient } = run;
	const isAsked = relationship !== undefined && record.once.asksFirst(readOptions({}), 'none');
	return { once: record, readsFirst: recipient !== undefined || isAsked };
}

/** The field of a report that says whether something was sent. */
export const flagOf = (once: OnceRecord | null) => (once === sendMessage ? 'messaged' : 'invited');

const isLacking = ({ lacking = [] }: VersionHarness, key: string) => lacking.includes(key);

/** The operations that the version lacks, and the names that messages use for those that have them. */
export function lackedBy({ provider, api }: Subject) {
	return OPERATIONS.flatMap((record) => {
		const has = provider.operations.find((one) => one.record.id === record.id);
		if (has && has.versions?.includes(api.id) !== false) return [];
		const having = PROVIDERS.flatMap((other) => {
			const one = other.operations.find((each) => each.record.id === record.id);
			if (!one) return [];
			if (!one.versions) return [other.name];
			return other.versions.filter(({ id }) => one.versions?.includes(id)).map(({ name }) => name);
		});
		return [{ record, having: having.join(', ') }];
	});
}

/** The operation with this key in the harness. */
export function operationWith({ operations, api }: Subject, key: string): Operation {
	const found = operations.find((one) => one.key === key);
	if (!found) throw new TypeError(`${api.name} has no operation ${key}`);
	return found;
}

/** The parameters that choose an operation in its node. */
export function choiceOf({ isUnified, key }: Operation, provider: string): IDataObject {
	if (isUnified) return { provider, operation: key };
	const [resource, operation] = key.split('.');
	return { resource, operation };
}

/** The one request of a send: all earlier ones are reads. */
export function sendOf({ exchanges }: Sample): Exchange {
	const send = exchanges[exchanges.length - 1];
	if (!send) throw new TypeError('A sample has an exchange');
	return send;
}

export interface Given extends Omit<NodeRun, 'parameters' | 'credentials' | 'node' | 'loaded'> {
	/** Replaces the sample's. */
	readonly parameters?: IDataObject;
	readonly options?: IDataObject;
	/** Whether each item names its own person, as `{ subject }`, instead of the sample's. */
	readonly each?: boolean;
	readonly accountId?: string | null;
	/** Replaces the scripted provider's. */
	readonly baseUrl?: string;
}

/** The scripted provider of a version, n8n around it, and what happened. */
export class Stage {
	readonly server = new ScriptedProvider();
	/** The people to whom the provider sent, in order. */
	readonly accepted: string[] = [];
	/** The relationship between the account and each person; an accepted invitation request makes it pending. */
	readonly related = new Map<string, Relationship>();
	/** The people to whom the sample's message was written. */
	readonly written = new Set<string>();
	/** What was written into n8n's log. */
	log: string[] = [];
	/** Whether sends are remembered in a log instead of by the node. */
	usesLog = false;
	private readonly tables = new DataTables();
	private logServer: DataTablesServer | null = null;
	private table = '';
	private tests = 0;
	private readonly loaded: Loaded;
	readonly people: readonly [string, string, string, string];

	constructor(readonly subject: Subject) {
		const { harness, provider } = subject;
		this.loaded = {
			packageName: 'n8n-nodes-linkedin-outreach',
			nodes: [LinkedInOutreach, harness.node],
			credentialTypes: [harness.credential, OutreachLogApi],
		};
		this.people = provider.ownId ? ['8101', '8102', '8103', '8104'] : PEOPLE;
	}

	/** For `beforeAll`. */
	async start() {
		await this.server.start();
		this.logServer = await serveDataTables(this.tables);
	}

	/** For `afterAll`. */
	async close() {
		await this.server.close();
		await this.logServer?.close();
	}

	/** For `beforeEach`. */
	reset() {
		this.tests += 1;
		this.table = this.tables.createTable(`Log ${this.tests}`, NEW_COLUMNS);
		newProcess();
		processedStore.forget();
		stopClock();
		this.server.reset();
		this.accepted.length = 0;
		this.related.clear();
		this.written.clear();
		this.log = recordLog();
		const { header, scheme } = this.subject.version.auth;
		const key = String(this.credential().apiKey);
		this.server.auth = { header, value: scheme === undefined ? key : `${scheme} ${key}` };
		this.server.secrets = this.secrets().join(' and ');
	}

	/** With this test's own key, which distinguishes its requests from those of other tests. */
	credential(baseUrl = this.server.url): IDataObject {
		const { credential } = this.subject.version;
		const apiKey = `${String(credential.apiKey)}-${this.tests}`;
		return { ...credential, apiKey, [this.addressField]: baseUrl };
	}

	/** The credential's field with the address. */
	get addressField(): string {
		return this.subject.version.address?.field ?? 'baseUrl';
	}

	secrets(): string[] {
		const credential = this.credential();
		return this.subject.version.secrets.map((name) => String(credential[name]));
	}

	/**
	 * One case in `of`, and at least one, for what the code that all providers share decides. The next version, the next
	 * provider and the next `shift` get other cases. EVERY_FAULT=1 runs them all.
	 */
	turns<T>(cases: readonly T[], of: number, shift = 0): T[] {
		if (IS_WHOLE) return [...cases];
		const { provider, api } = this.subject;
		const turn = IN_TURN.indexOf(provider) + provider.versions.indexOf(api) + shift;
		const first = turn % Math.min(of, cases.length);
		return cases.filter((_one, index) => index % of === first);
	}

	items(count: number) {
		return this.people.slice(0, count).map((subject) => ({ subject }));
	}

	/** Replaces the person, and the provider's address by the scripted one's. */
	about<T>(value: T, subject: string): T {
		const { memberId, address, ...version } = this.subject.version;
		// Someone named by an ID has that ID.
		const known = memberId !== undefined && IS_ID.test(subject) ? [[memberId, subject]] : [];
		const own = address ? [[address.own, this.server.url]] : [];
		let text = JSON.stringify(value);
		for (const [one = '', other = ''] of [...own, ...known, [version.subject, subject]]) {
			text = text.replaceAll(one, other);
		}
		return JSON.parse(text) as T;
	}

	/** Scripts a sample for the sample's person and the suite's. */
	plays(...samples: readonly Sample[]) {
		const subjects = [this.subject.version.subject, ...this.people];
		const { besides = [] } = this.subject.version;
		const exchanges = [
			...samples.flatMap((sample) =>
				subjects.flatMap((subject) => this.about(sample.exchanges, subject)),
			),
			...besides,
		];
		this.server.play = (request) => {
			const exchange = exchanges.find((one) => isCall(one, request));
			return exchange ? { exchange } : null;
		};
	}

	/** Scripts sends and their evidence. `answer` is the response to each: the sample, or a refusal. */
	playsSends(
		{ sample, once }: Operation,
		answer: (subject: string) => Played['exchange'] | null = () => null,
	) {
		const { relationships, conversation, besides = [], whenUnknown = [] } = this.subject.version;
		const subjects = [this.subject.version.subject, ...this.people];
		const isMessage = once === sendMessage;
		this.server.play = (request) => {
			for (const subject of subjects) {
				const send = this.about(sendOf(sample), subject);
				if (isCall(send, request)) {
					const other = answer(subject);
					if (other) return { exchange: this.about(other, subject) };
					return { exchange: send, act: () => this.accept(subject, isMessage) };
				}
				const usual = isMessage ? 'connected' : 'none';
				const asked = relationships?.[this.related.get(subject) ?? usual];
				const thread = conversation?.[this.written.has(subject) ? 'sent' : 'empty'] ?? [];
				const shown = this.about([...(asked ? [asked] : []), ...thread], subject);
				const exchange = shown.find((one) => isCall(one, request));
				if (exchange) return { exchange };
			}
			const exchange = [...besides, ...whenUnknown].find((one) => isCall(one, request));
			return exchange ? { exchange } : null;
		};
	}

	/** Scripts an operation, whatever it does. */
	playsAny(operation: Operation) {
		if (operation.effect === 'once') this.playsSends(operation);
		else this.plays(operation.sample);
	}

	private accept(subject: string, isMessage: boolean) {
		this.accepted.push(subject);
		if (isMessage) this.written.add(subject);
		else this.related.set(subject, 'pending_sent');
	}

	/** Whether the provider shows the result of a send. */
	canReadBack({ once }: Operation): boolean {
		const { conversation, relationships } = this.subject.version;
		return (once === sendMessage ? conversation : relationships) !== undefined;
	}

	/** Whether a request is a send. */
	isSend(operation: Operation) {
		const send = sendOf(operation.sample);
		const subjects = [this.subject.version.subject, ...this.people];
		const calls = subjects.map((subject) => this.about(send, subject));
		return (request: ScriptedRequest) => calls.some((call) => isSameEndpoint(call, request));
	}

	/** The sends that arrived. */
	sends(operation: Operation) {
		return this.server.log.filter(this.isSend(operation));
	}

	async run(operation: Operation, given: Given = {}): Promise<NodeResult> {
		const { parameters, options, each = false, accountId, baseUrl, ...more } = given;
		const { harness, version } = this.subject;
		const own = { ...operation.sample.parameters, ...parameters };
		const account = accountId === undefined ? version.accountId : accountId;
		const withAccount = operation.inputs.account !== 'none' && account !== null;
		return await runNode({
			loaded: this.loaded,
			node: operation.isUnified ? 'linkedInOutreach' : harness.id,
			parameters: {
				...choiceOf(operation, harness.id),
				...(withAccount ? { accountId: byId(account) } : {}),
				...(each ? this.ofEach(own) : own),
				...(options || this.usesLog ? { options: { ...this.memory, ...options } } : {}),
			},
			credentials: {
				[this.credentialType]: this.credential(baseUrl),
				...(this.usesLog
					? { outreachLogApi: { apiKey: 'key-of-n8n', baseUrl: this.logServer?.url } }
					: {}),
			},
			...more,
		});
	}

	private get memory(): IDataObject {
		return this.usesLog ? { memory: 'dataTable', logTable: byId(this.table) } : {};
	}

	private get credentialType() {
		return this.subject.provider.credential.type;
	}

	/** The sample's parameters, with expressions that name each item's person. */
	private ofEach(parameters: IDataObject): IDataObject {
		const { subject } = this.subject.version;
		return Object.fromEntries(
			Object.entries(parameters).map(([name, value]) => {
				const isNamed = String(value).includes(subject);
				return [
					name,
					isNamed ? `=${String(value).replaceAll(subject, '{{ $json.subject }}')}` : value,
				];
			}),
		);
	}
}

const IS_ID = /^AC[ow]AA/;

/** Matches sends that differ only in text and person: by path, and by the words that name the action. */
function isSameEndpoint({ call, body }: Exchange, request: ScriptedRequest): boolean {
	if (call !== `${request.method} ${request.path}`) return false;
	const action = body?.action;
	return action === undefined || action === fieldsOf(request.body).action;
}

const fieldsOf = (body: unknown): { readonly action?: unknown } =>
	typeof body === 'object' && body !== null ? body : {};

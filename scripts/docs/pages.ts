import type { IDataObject } from 'n8n-workflow';
import { ConnectSafelyApi } from '../../credentials/ConnectSafelyApi.credentials';
import { LinkupApi } from '../../credentials/LinkupApi.credentials';
import { SeleqtApi } from '../../credentials/SeleqtApi.credentials';
import { SendPilotApi } from '../../credentials/SendPilotApi.credentials';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { PROVIDER_IDS, successSchema, type ProviderId } from '../../nodes/outreach/base/vocabulary';
import { code, json, sentence, table, type Parts } from './markdown';
import { SEND_ENDINGS, SITUATIONS, type Situations } from './messages';
import { operationsOf, unifiedOperations, type Documented, type Unified } from './nodes';
import { commonTable, providerFieldsTable, rateLimitTable, reportTable } from './outputs';
import {
	credentialTable,
	operationList,
	optionsTable,
	parametersOf,
	unifiedParameters,
} from './parameters';
import { withSampler, type Sampler } from './run';
import { AT_THE_LIMIT, COMPARED, LIMITED_SAMPLES, PROVIDER_SAMPLES, unifiedRun } from './samples';
import { triggerParts } from './triggers';

/** The pages that have generated parts, by their file in `docs/`. */
export type Pages = Readonly<Record<string, Parts>>;

const PROVIDER_PAGES: Readonly<Record<ProviderId, string>> = {
	connectSafely: 'connectsafely.md',
	linkupApi: 'linkupapi.md',
	seleqt: 'seleqt.md',
	sendPilot: 'sendpilot.md',
};

const CREDENTIALS = {
	connectSafely: new ConnectSafelyApi(),
	linkupApi: new LinkupApi(),
	seleqt: new SeleqtApi(),
	sendPilot: new SendPilotApi(),
} as const;

/** All generated parts, from the nodes' descriptions, their schemas, and runs of them. */
export async function generatedPages(): Promise<Pages> {
	return await withSampler(async (sample) => {
		const pages: Record<string, Parts> = {
			'linkedin-outreach.md': await unifiedParts(sample),
			'how-limits-work.md': { limits: await limitsTable(sample), fields: rateLimitTable() },
			'triggers.md': await triggerParts(),
		};
		for (const id of PROVIDER_IDS) pages[PROVIDER_PAGES[id]] = await providerParts(sample, id);
		return pages;
	});
}

async function unifiedParts(sample: Sampler): Promise<Parts> {
	const outputs: string[] = [];
	for (const unified of unifiedOperations()) outputs.push(await unifiedOutput(sample, unified));
	return {
		operations: table(
			['Operation', 'Name', 'What it does', 'Providers'],
			unifiedOperations().map(({ title, operation, description, providers }) => [
				`[${title}](#${title.toLowerCase().replace(/ /g, '-')})`,
				code(operation),
				sentence(description),
				providers
					.map((id) => PROVIDERS[id].operations[operation]?.onlyIn ?? PROVIDERS[id].name)
					.join(', '),
			]),
		),
		parameters: unifiedParameters(),
		options: optionsTable(),
		success: commonTable(successSchema('getConnectionStatus')),
		outputs: outputs.join('\n\n'),
		endings: await endingsTable(sample),
		limited: json(await limitedItem(sample, 'connectSafely')),
		tool: json(
			(
				await sample(
					unifiedRun('sendConnection', 'connectSafely', 'v2', {
						asTool: true,
						prepare: AT_THE_LIMIT.connectSafely,
					}),
				)
			).success[0],
		),
		messages: await messagesTable(sample, SITUATIONS.common),
	};
}

async function unifiedOutput(sample: Sampler, unified: Unified): Promise<string> {
	const { operation, title, description, providers, output } = unified;
	const answers: Array<readonly [string, IDataObject]> = [];
	for (const [name, provider, version] of COMPARED) {
		const needs = PROVIDERS[provider].operations[operation];
		if (!needs || (needs.onlyIn !== undefined && needs.onlyIn !== name)) continue;
		answers.push([name, await firstItem(sample, unifiedRun(operation, provider, version))]);
	}
	const [first] = answers;
	if (!first) throw new TypeError(`No provider has ${operation}: ${providers.join()}`);
	const fields = [...new Set(answers.flatMap(([, answer]) => Object.keys(answer)))];
	const compared = fields.filter((field) => !['provider', 'operation', 'profile'].includes(field));
	return [
		`### ${title}`,
		sentence(description),
		reportTable(output),
		`Through ${first[0]}:`,
		json(first[1]),
		'The same through each provider:',
		table(
			['', ...answers.map(([name]) => name)],
			compared.map((field) => [
				code(field),
				...answers.map(([, answer]) => shortly(answer[field])),
			]),
		),
	].join('\n\n');
}

function shortly(value: unknown): string {
	if (value === undefined) return '–';
	return value !== null && typeof value === 'object' ? 'an object' : code(JSON.stringify(value));
}

async function firstItem(sample: Sampler, run: Parameters<Sampler>[0]): Promise<IDataObject> {
	const { success, failure } = await sample(run);
	const [item] = success;
	if (item) return item;
	throw new Error(`No sample of ${JSON.stringify(run.parameters)}: ${failure?.message}`);
}

async function endingsTable(sample: Sampler): Promise<string> {
	const rows: string[][] = [];
	for (const [when, run] of SEND_ENDINGS) {
		const { success } = await sample(run);
		const { outcome, invited, message } = success.at(-1) ?? {};
		rows.push([code(String(outcome)), when, code(JSON.stringify(invited)), String(message ?? '')]);
	}
	return table(['`outcome`', 'Where', '`invited`', '`message`, for example'], rows);
}

async function messagesTable(sample: Sampler, situations: Situations): Promise<string> {
	const rows: string[][] = [];
	for (const [situation, run] of Object.entries(situations)) {
		const { failure } = await sample(run);
		if (!failure) throw new Error(`Nothing is said where ${situation}`);
		rows.push([situation, failure.message, failure.description ?? '']);
	}
	return table(['Where', 'Message', 'What to do'], rows);
}

async function limitedItem(sample: Sampler, provider: ProviderId): Promise<IDataObject> {
	const operation = provider === 'seleqt' ? 'getConnectionStatus' : 'sendConnection';
	const run = unifiedRun(operation, provider, 'v2', {
		items: [{ row: 7, linkedin: 'https://www.linkedin.com/in/nora-none' }],
		prepare: AT_THE_LIMIT[provider],
	});
	const [item] = (await sample(run)).rateLimited;
	if (item) return item;
	throw new Error(`${provider} is not at its limit`);
}

/** How each provider's limit reads, met by a request. */
async function limitsTable(sample: Sampler): Promise<string> {
	const columns: Array<readonly [string, IDataObject]> = [];
	for (const id of PROVIDER_IDS) {
		const [resource, operation] = LIMITED_SAMPLES[id].split('.');
		// Without an account ConnectSafely's quota is not asked first, so that the refusal shows.
		const account = id === 'connectSafely' ? { accountId: '' } : {};
		const { rateLimited } = await sample({
			node: id,
			parameters: { resource, operation, ...PROVIDER_SAMPLES[id][LIMITED_SAMPLES[id]], ...account },
			prepare: AT_THE_LIMIT[id],
		});
		const { rateLimit } = rateLimited[0] ?? {};
		if (rateLimit === null || typeof rateLimit !== 'object') {
			throw new Error(`${id} is not at its limit`);
		}
		columns.push([PROVIDERS[id].name, Object.fromEntries(Object.entries(rateLimit))]);
	}
	const fields = [...new Set(columns.flatMap(([, rateLimit]) => Object.keys(rateLimit)))];
	const rows = fields
		.filter((field) => field !== 'provider')
		.map((field) => [code(field), ...columns.map(([, one]) => shortly(one[field]))]);
	return table(['', ...columns.map(([name]) => name)], rows);
}

async function providerParts(sample: Sampler, id: ProviderId): Promise<Parts> {
	const reference: string[] = [];
	for (const one of operationsOf(id)) reference.push(await operationPart(sample, one));
	const [resource, operation] = LIMITED_SAMPLES[id].split('.');
	const { rateLimited } = await sample({
		node: id,
		parameters: { resource, operation, ...PROVIDER_SAMPLES[id][LIMITED_SAMPLES[id]] },
		items: [{ row: 7, linkedin: 'https://www.linkedin.com/in/nora-none' }],
		prepare: AT_THE_LIMIT[id],
	});
	return {
		credentials: credentialTable(CREDENTIALS[id]),
		operations: operationList(id),
		reference: reference.join('\n\n'),
		options: optionsTable(id),
		limited: json(rateLimited[0]),
		messages: await messagesTable(sample, SITUATIONS[id]),
	};
}

async function operationPart(sample: Sampler, documented: Documented): Promise<string> {
	const { id, title, description, provider, set, output, isList } = documented;
	const asked = PROVIDER_SAMPLES[provider][id];
	if (!asked) throw new Error(`scripts/docs/samples.ts has no sample of ${provider} ${id}`);
	const run = { node: provider, parameters: { ...set, ...asked } };
	return [
		`### ${title}`,
		sentence(description),
		parametersOf(documented),
		isList ? 'What leaves for each row:' : 'What leaves:',
		providerFieldsTable(output),
		json(await firstItem(sample, run)),
	].join('\n\n');
}

import type { ICredentialType } from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { OPERATIONS } from '../../nodes/outreach/operations';
import type { OperationRecord } from '../../nodes/outreach/operations/operation';
import type { Provider } from '../../nodes/outreach/provider/provider';
import { sendConnection } from '../../nodes/outreach/operations/send-connection';
import { sendMessage } from '../../nodes/outreach/operations/send-message';
import { endingsTable } from './endings';
import { code, headingLink, json, sentence, table, type Parts } from './markdown';
import { messagesTable } from './messages';
import { namesOf, offersOf, operationsOf, type Documented } from './operations';
import { commonTable, providerFieldsTable, rateLimitTable, reportTable } from './outputs';
import {
	credentialTable,
	operationList,
	optionsTable,
	parametersOf,
	unifiedParameters,
} from './parameters';
import { readmeParts } from './readme';
import { limitedSampleOf, limitedToolSampleOf, sampleOf, type Sample } from './samples';
import { triggerParts } from './triggers';
import { credentialTypes } from './untyped.cjs';

/** The generated parts of each file that has any, by path. A provider's page is named after its ID, in lower case. */
export function generatedParts(): Readonly<Record<string, Parts>> {
	return {
		'README.md': readmeParts(),
		'docs/linkedin-outreach.md': unifiedParts(),
		'docs/how-limits-work.md': { limits: limitsTable(), fields: rateLimitTable() },
		'docs/triggers.md': triggerParts(),
		...Object.fromEntries(PROVIDERS.map((provider) => [pageOf(provider), providerParts(provider)])),
	};
}

export const pageOf = ({ id }: Provider) => `docs/${id.toLowerCase()}.md`;

function unifiedParts(): Parts {
	const [first] = OPERATIONS;
	const [provider] = PROVIDERS;
	if (!first || !provider) throw new TypeError('There are no operations');
	return {
		operations: table(
			['Operation', 'Name', 'What it does', 'Providers'],
			OPERATIONS.map((record) => [
				headingLink(record.name),
				code(record.id),
				sentence(record.description),
				namesOf(record),
			]),
		),
		parameters: unifiedParameters(),
		options: optionsTable(),
		success: commonTable(first),
		outputs: OPERATIONS.map(unifiedOutput).join('\n\n'),
		endings: endingsTable(sendConnection),
		messageEndings: endingsTable(sendMessage),
		limited: json(limitedSampleOf(provider)),
		tool: json({ ...limitedToolSampleOf(provider), rateLimit: undefined }),
	};
}

function unifiedOutput(record: OperationRecord): string {
	const answers = offersOf(record).map(
		({ provider, version }) => [version.name, sampleOf(provider, record.id, version.id)] as const,
	);
	const [first] = answers;
	if (!first) throw new TypeError(`No provider has ${record.id}`);
	const fields = [...new Set(answers.flatMap(([, answer]) => Object.keys(answer)))];
	const compared = fields.filter((field) => !['provider', 'operation', 'profile'].includes(field));
	return [
		`### ${record.name}`,
		sentence(record.description),
		reportTable(record),
		`With ${first[0]}:`,
		json(first[1]),
		'The same with each provider:',
		comparison(compared, answers),
	].join('\n\n');
}

function comparison(
	fields: readonly string[],
	columns: ReadonlyArray<readonly [name: string, sample: Sample]>,
): string {
	return table(
		['', ...columns.map(([name]) => name)],
		fields.map((field) => [code(field), ...columns.map(([, sample]) => shortly(sample[field]))]),
	);
}

function shortly(value: unknown): string {
	if (value === undefined) return '–';
	return value !== null && typeof value === 'object' ? 'an object' : code(JSON.stringify(value));
}

/** How each provider reports a limit that a request met. */
function limitsTable(): string {
	const columns = PROVIDERS.map((provider) => {
		const { rateLimit } = limitedSampleOf(provider);
		return [provider.name, { ...Object(rateLimit) }] as const;
	});
	const fields = [...new Set(columns.flatMap(([, rateLimit]) => Object.keys(rateLimit)))];
	return comparison(
		fields.filter((field) => field !== 'provider'),
		columns,
	);
}

function providerParts(provider: Provider): Parts {
	return {
		credentials: credentialTable(credentialOf(provider)),
		operations: operationList(provider),
		reference: operationsOf(provider)
			.map((one) => operationPart(provider, one))
			.join('\n\n'),
		options: optionsTable(provider),
		limited: json(limitedSampleOf(provider, 'own')),
		messages: messagesTable(provider),
	};
}

function credentialOf({ credential }: Provider): ICredentialType {
	const found = credentialTypes().find(({ name }) => name === credential.type);
	if (!found) throw new TypeError(`package.json lists no credential ${credential.type}`);
	return found;
}

function operationPart(provider: Provider, documented: Documented): string {
	const { id, title, operation } = documented;
	return [
		`### ${title}`,
		sentence(operation.description),
		parametersOf(provider, documented),
		operation.run.kind === 'list' ? 'Output, one item per row:' : 'Output:',
		providerFieldsTable(operation.output),
		json(sampleOf(provider, id)),
	].join('\n\n');
}

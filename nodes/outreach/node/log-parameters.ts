import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeCredentialDescription,
	INodeListSearchResult,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';
import { z } from 'zod';
import { LOG_CREDENTIAL, openLog } from '../log/open-log';
import type { DataTables } from '../log/table';
import { OPTION_LABELS } from '../parameters/options';
import { failureOf } from '../tasks/errors';
import { editorError, matching } from './list-search';

/** The default name of a new log. */
const NEW_NAME = 'LinkedIn Outreach Log';

type ListSearch = NonNullable<NonNullable<INodeType['methods']>['listSearch']>;

/** Adds the log's credential, shown if `option` has this value. */
export function withLogCredential(
	credentials: readonly INodeCredentialDescription[],
	option = 'memory',
	value: string | boolean = 'dataTable',
): INodeCredentialDescription[] {
	const displayOptions = { show: { [`/options.${option}`]: [value] } };
	return [...credentials, { name: LOG_CREDENTIAL, required: true, displayOptions }];
}

/** *Log Table*, shown if `option` has this value. */
export function logTableParameter(option: string, value: string | boolean): INodeProperties {
	return {
		displayName: OPTION_LABELS.logTable,
		name: 'logTable',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description:
			'The Data Table to use as the log. Missing columns are added. All nodes with the same table share the log.',
		displayOptions: { show: { [option]: [value] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a table...',
				typeOptions: {
					searchListMethod: 'searchLogTables',
					searchable: true,
					allowNewResource: {
						label: 'Create a Log',
						method: 'createLogTable',
						defaultName: NEW_NAME,
					},
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. fc88vPUHLzpi7Nbu',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^[a-zA-Z0-9]{1,36}$',
							errorMessage: 'The ID of a Data Table has letters and digits only',
						},
					},
				],
			},
		],
	};
}

/** *From List* of 'Log Table': the Data Tables the credential's key can access. */
async function searchLogTables(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const tables = await withTables(this, async (all) => await all.list());
	return matching(
		tables.map(({ id, name }) => ({ name, value: id })),
		filter,
	);
}

const newTableSchema = z.object({ name: z.string().trim().min(1).max(128) });

/** *Create a Log*: creates a Data Table with the columns of a log. */
async function createLogTable(
	this: ILoadOptionsFunctions,
	payload: IDataObject | string | undefined,
): Promise<string> {
	const { name } = newTableSchema.catch({ name: NEW_NAME }).parse(payload);
	return (await withTables(this, async (all) => await all.create(name))).id;
}

async function withTables<T>(
	context: ILoadOptionsFunctions,
	job: (tables: DataTables) => Promise<T>,
): Promise<T> {
	try {
		const { tables } = await openLog(context);
		return await job(tables);
	} catch (thrown) {
		throw editorError(context, failureOf(thrown));
	}
}

/** The methods of a node with *Log Table*, together with its other list methods. */
export function methodsWithLog(listSearch: ListSearch = {}) {
	return { listSearch: { searchLogTables, ...listSearch }, actionHandler: { createLogTable } };
}

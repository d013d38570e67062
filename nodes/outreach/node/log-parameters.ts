import {
	NodeApiError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeCredentialDescription,
	type INodeListSearchResult,
	type INodeProperties,
} from 'n8n-workflow';
import { z } from 'zod';
import { LOG_CREDENTIAL, openLog } from '../log/open-log';
import { OPTION_LABELS } from '../parameters/options';
import { failureOf } from '../tasks/errors';

/** With that of the log, where `option` has this value. */
export function withLogCredential(
	credentials: readonly INodeCredentialDescription[],
	option = 'memory',
	value: string | boolean = 'dataTable',
): INodeCredentialDescription[] {
	const displayOptions = { show: { [`/options.${option}`]: [value] } };
	return [...credentials, { name: LOG_CREDENTIAL, required: true, displayOptions }];
}

/** *Log Table*, among options of which `option` has this value. */
export function logTableParameter(option: string, value: string | boolean): INodeProperties {
	return {
		displayName: OPTION_LABELS.logTable,
		name: 'logTable',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description:
			'The Data Table that is the log. Columns that it lacks are added. All nodes with the same table share what they remember.',
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
						defaultName: 'LinkedIn Outreach Log',
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

/** *From List* of 'Log Table': the Data Tables that the credential's key may see, sorted by name. */
async function searchLogTables(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const tables = await toldInEditor(this, async () => await (await openLog(this)).tables.list());
	const results = tables
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.map(({ id, name }) => ({ name, value: id }))
		.sort((one, other) => one.name.localeCompare(other.name));
	return { results };
}

const newTableSchema = z.object({ name: z.string().trim().min(1).max(128) });

/** *Create a Log*: a new Data Table with the columns of a log. */
async function createLogTable(
	this: ILoadOptionsFunctions,
	payload: IDataObject | string | undefined,
): Promise<string> {
	const { name } = newTableSchema.catch({ name: 'LinkedIn Outreach Log' }).parse(payload);
	const made = await toldInEditor(
		this,
		async () => await (await openLog(this)).tables.create(name),
	);
	return made.id;
}

async function toldInEditor<T>(context: ILoadOptionsFunctions, job: () => Promise<T>): Promise<T> {
	try {
		return await job();
	} catch (thrown) {
		const { message, description } = failureOf(thrown);
		throw new NodeApiError(context.getNode(), { message, description }, { message, description });
	}
}

/** The methods of a node that has the parameter. */
export const logMethods = {
	listSearch: { searchLogTables },
	actionHandler: { createLogTable },
};

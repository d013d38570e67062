import type {
	ICredentialType,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { properties } from '../../nodes/LinkedInOutreach/properties';
import { optionsParameter } from '../../nodes/outreach/node/options-parameter';
import { providerProperties } from '../../nodes/outreach/node/provider-properties';
import { OPERATIONS } from '../../nodes/outreach/operations';
import { isOnce, type OperationInputs } from '../../nodes/outreach/operations/operation';
import {
	type ApiVersion,
	type NodeOperation,
	type Provider,
} from '../../nodes/outreach/provider/provider';
import { code, fromHtml, headingLink, sentence, table } from './markdown';
import { offersOf, operationsOf, refusalOf, shownParameters, type Documented } from './operations';

/** What a parameter takes, in words. */
function takes({ type, options = [], modes = [], typeOptions }: INodeProperties): string {
	switch (type) {
		case 'boolean':
			return 'yes or no';
		case 'number':
			return `number, from ${typeOptions?.minValue ?? 'any'}`;
		case 'options':
		case 'multiOptions':
			return `${type === 'options' ? 'one' : 'some'} of ${choices(options)}`;
		case 'resourceLocator':
			return modes.map(({ displayName }) => `*${displayName}*`).join(' or ');
		case 'collection':
			return 'see [Options](#options)';
		default:
			return typeOptions?.password === true ? 'secret text' : 'text';
	}
}

type Options = NonNullable<INodeProperties['options']>;

function choices(options: Options): string {
	return options
		.flatMap((option) => ('value' in option ? [choice(option.name, option.value)] : []))
		.join(', ');
}

function choice(name: string, value: unknown): string {
	return `${name} (${value === '' ? 'empty' : code(String(value))})`;
}

function defaultOf({ default: value, type }: INodeProperties): string {
	if (type === 'resourceLocator' || type === 'collection' || value === '') return 'empty';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return code(Array.isArray(value) ? value.join(', ') : String(value));
}

/**
 * When a parameter must be filled in, in words; `no`: never. The nodes check this themselves, so no description
 * states it.
 */
function whenRequired(
	name: string,
	{ person, account }: OperationInputs,
	{ versions, ownId }: Pick<Provider, 'versions' | 'ownId'>,
): string {
	if (name === 'profile' && person === 'profileOrInvitation') return 'this or *Invitation ID*';
	if (name === 'invitationId') return 'this or *Profile*';
	if (name === 'profile' || name === ownId?.name) return 'yes';
	if (name !== 'accountId' || account === 'filter') return 'no';
	const requiring = account === 'required' ? versions : versions.filter(requiresAccount);
	if (requiring.length === versions.length) return 'yes';
	return requiring.length === 0 ? 'no' : `with API version ${idsOf(requiring)}`;
}

const requiresAccount = ({ account }: ApiVersion) => account === 'required';
const idsOf = (versions: readonly ApiVersion[]) => versions.map(({ id }) => id).join(', ');

/** An operation's own parameters that must not be empty. */
function isRefusedEmpty(
	parameter: string,
	operation: NodeOperation<unknown>,
	{ name }: Provider,
): boolean {
	const own = operation.fields?.find((field) => field.name === parameter);
	return own !== undefined && refusalOf(operation, own, name) !== null;
}

const isChooser = ({ name }: INodeProperties) =>
	['provider', 'resource', 'operation'].includes(name);

const rowOf = (property: INodeProperties, isRequired: string) => [
	property.displayName,
	code(property.name),
	takes(property),
	defaultOf(property),
	isRequired,
	property.type === 'collection' ? '' : sentence(property.description ?? ''),
];
const HEAD = ['Parameter', 'Name', 'Takes', 'Default', 'Required', 'Meaning'];

/** The parameters of one operation of a provider's own node. */
export function parametersOf(provider: Provider, { operation }: Documented): string {
	const set = { resource: operation.resource, operation: operation.operation };
	const rows = shownParameters(providerProperties(provider), set)
		.filter((property) => !isChooser(property))
		.map((property) => {
			const when = isRefusedEmpty(property.name, operation, provider)
				? 'yes'
				: whenRequired(property.name, operation.inputs, provider);
			return rowOf(property, when);
		});
	return table(HEAD, rows);
}

/** The parameters of LinkedIn Outreach: each once, with the condition for being required. */
export function unifiedParameters(): string {
	const byName = new Map([...properties].reverse().map((property) => [property.name, property]));
	const names = [...new Set(properties.map(({ name }) => name))];
	const rows = names.flatMap((name) => {
		const property = byName.get(name);
		if (!property) return [];
		if (isChooser(property)) return [chooserRow(property)];
		const description = name === 'accountId' ? accountsText() : property.description;
		return [rowOf({ ...property, description }, whenNeeded(name))];
	});
	return table(HEAD, rows);
}

/** Each provider's description of its accounts. */
function accountsText(): string {
	return PROVIDERS.map(({ name, account }) => `${name}: ${sentence(account.description)}`).join(
		' ',
	);
}

/** The operations that require a parameter; for the account, the providers. */
function whenNeeded(parameter: string): string {
	const forms = new Map<string, Set<string>>();
	for (const record of OPERATIONS) {
		for (const { provider, implementation } of offersOf(record)) {
			if (!isShown(parameter, { provider: provider.id, operation: record.id })) continue;
			const when = whenRequired(parameter, implementation.inputs, provider);
			if (when === 'no') continue;
			const subject = parameter === 'accountId' ? provider.name : record.name;
			forms.set(when, (forms.get(when) ?? new Set()).add(subject));
		}
	}
	if (forms.size === 0) return 'no';
	return [...forms].map(([when, subjects]) => `${[...subjects].join(', ')}: ${when}`).join('; ');
}

const isShown = (name: string, set: INodeParameters) =>
	shownParameters(properties, set).some((property) => property.name === name);

function chooserRow(property: INodeProperties): string[] {
	const isOperation = property.name === 'operation';
	const meaning = isOperation ? 'What to do; each provider offers its own.' : property.description;
	return [
		property.displayName,
		code(property.name),
		isOperation ? 'see [Operations](#operations)' : takes(property),
		isOperation ? "the provider's first choice" : defaultOf(property),
		'yes',
		sentence(meaning ?? ''),
	];
}

/** The options: the same in all nodes, except for options of sends that a node does not have. */
export function optionsTable(provider?: Provider): string {
	const made = (provider?.operations ?? PROVIDERS.flatMap(({ operations }) => operations)).flatMap(
		({ record }) => (isOnce(record) ? [record.once] : []),
	);
	const { options = [] } = optionsParameter({
		sends: showing(made.length === 0 ? [] : ['sends']),
		reads: showing(['reads']),
		of: (option) =>
			showing([
				...new Set(made.filter((one) => one.options.includes(option)).map(({ noun }) => noun.many)),
			]),
	});
	const rows = options.filter(isProperty).flatMap((option) => {
		const shown = option.displayOptions?.show?.for;
		if (shown?.length === 0) return [];
		return [
			[
				option.displayName,
				code(option.name),
				takes(option),
				option.name === 'requestsPerMinute' ? pacesOf(provider) : defaultOf(option),
				shown === undefined ? 'all' : String(shown),
				sentence(option.description ?? ''),
			],
		];
	});
	return table(['Option', 'Name', 'Takes', 'Default', 'For', 'Meaning'], rows);
}

const showing = (what: string[]) => ({ show: { for: what } });

function isProperty(option: Options[number]): option is INodeProperties {
	return 'type' in option && !isCollection(option);
}

function isCollection(option: Options[number]): option is INodePropertyCollection {
	return 'values' in option;
}

/** The default of *Requests per Minute*. */
function pacesOf(provider?: Provider): string {
	if (provider) return paceOf(provider);
	return PROVIDERS.map((one) => `${one.name} ${paceOf(one)}`).join(', ');
}

function paceOf({ limits: { requestsPerMinute: pace } }: Provider): string {
	return pace === undefined ? 'no pacing' : code(String(pace));
}

/** The fields of a credential. */
export function credentialTable({ properties }: ICredentialType): string {
	const rows = properties.map((property) => {
		const version = property.displayOptions?.show?.apiVersion;
		const when = Array.isArray(version) ? ` (API version ${version.join(', ')})` : '';
		return [
			property.displayName,
			code(property.name),
			takes(property),
			defaultOf(property),
			property.required === true ? `yes${when}` : `no${when}`,
			sentence(fromHtml(property.description ?? '')),
		];
	});
	return table(['Field', ...HEAD.slice(1)], rows);
}

/** Which operations a provider's node has. */
export function operationList(provider: Provider): string {
	const rows = operationsOf(provider).map(({ id, title, operation }) => [
		headingLink(title),
		code(id),
		sentence(operation.description),
		operation.run.kind === 'list' ? 'one item per row' : 'one item',
	]);
	return table(['Operation', '`resource.operation`', 'What it does', 'Returns'], rows);
}

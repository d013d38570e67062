import type {
	ICredentialType,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { optionsParameter } from '../../nodes/outreach/node/options-parameter';
import { PROVIDER_IDS, type ProviderId } from '../../nodes/outreach/base/vocabulary';
import { code, fromHtml, sentence, table } from './markdown';
import {
	isChooser,
	operationsOf,
	outreach,
	PROVIDER_NODES,
	shownParameters,
	unifiedOperations,
	type Documented,
} from './nodes';

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

/** Operations' own parameters that are refused where they are empty (`NodeOperation.check`). */
const CHECKED = new Set(['leadListId', 'leadIds']);

/** When a parameter must be filled in. The nodes check that themselves, so no description tells. */
function required(name: string, { needs, provider }: Pick<Documented, 'needs' | 'provider'>) {
	if (CHECKED.has(name)) return 'yes';
	if (name === 'profile' && needs.person === 'profileOrInvitation')
		return 'this or *Invitation ID*';
	if (name === 'invitationId') return 'this or *Profile*';
	if (name === 'profile' || name === 'prospectId') return 'yes';
	if (name !== 'accountId' || needs.account === 'filter') return 'no';
	if (needs.account === 'required') return 'yes';
	return provider === 'linkupApi' ? 'with API version v2' : 'no';
}

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
export function parametersOf(documented: Documented): string {
	const { node } = PROVIDER_NODES[documented.provider];
	const rows = shownParameters(node, documented.set)
		.filter((property) => !isChooser(property))
		.map((property) => rowOf(property, required(property.name, documented)));
	return table(HEAD, rows);
}

/** The parameters of LinkedIn Outreach: each once, with when it is needed. */
export function unifiedParameters(): string {
	const { properties } = outreach.description;
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

/** What each provider says of its accounts. */
function accountsText(): string {
	return PROVIDER_IDS.map((id) => {
		const { account } = PROVIDER_NODES[id].definition;
		return `${PROVIDERS[id].name}: ${sentence(account.description)}`;
	}).join(' ');
}

/** The operations for which a parameter has to be filled in; of the account, the providers. */
function whenNeeded(name: string): string {
	const forms = new Map<string, Set<string>>();
	for (const { operation, title, providers } of unifiedOperations()) {
		for (const provider of providers) {
			const needs = PROVIDERS[provider].operations[operation];
			if (!needs || !isShown(name, { provider, operation })) continue;
			const when = required(name, { needs, provider });
			if (when === 'no') continue;
			const subject = name === 'accountId' ? PROVIDERS[provider].name : title;
			forms.set(when, (forms.get(when) ?? new Set()).add(subject));
		}
	}
	if (forms.size === 0) return 'no';
	return [...forms].map(([when, subjects]) => `${[...subjects].join(', ')}: ${when}`).join('; ');
}

const isShown = (name: string, set: INodeParameters) =>
	shownParameters(outreach, set).some((property) => property.name === name);

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

interface Shown {
	readonly sends: boolean;
	readonly reads: boolean;
}

/** The options: the same in all nodes, but for those of sends where a node sends nothing. */
export function optionsTable(provider?: ProviderId): string {
	const own = provider && PROVIDER_NODES[provider].definition.operations;
	const sends = own === undefined || own.some(({ run }) => run.effect === 'send');
	const forSends = { show: { sends: [true] } };
	const forReads = { show: { reads: [true] } };
	const { options = [] } = optionsParameter(forSends, forReads);
	const rows = options.filter(isProperty).flatMap((option) => {
		const shown = shownFor(option);
		if (shown.sends && !shown.reads && !sends) return [];
		return [
			[
				option.displayName,
				code(option.name),
				takes(option),
				option.name === 'requestsPerMinute' ? pacesOf(provider) : defaultOf(option),
				shown.sends && shown.reads ? 'all' : shown.sends ? 'sends' : 'reads',
				sentence(option.description ?? ''),
			],
		];
	});
	return table(['Option', 'Name', 'Takes', 'Default', 'For', 'Meaning'], rows);
}

function isProperty(option: Options[number]): option is INodeProperties {
	return 'type' in option && !isCollection(option);
}

function isCollection(option: Options[number]): option is INodePropertyCollection {
	return 'values' in option;
}

function shownFor({ displayOptions }: INodeProperties): Shown {
	const { show } = displayOptions ?? {};
	return show === undefined
		? { sends: true, reads: true }
		: { sends: 'sends' in show, reads: 'reads' in show };
}

/** What *Requests per Minute* is where it is not added. */
function pacesOf(provider?: ProviderId): string {
	const ids = provider === undefined ? PROVIDER_IDS : [provider];
	const paces = ids.map((id) => {
		const pace = PROVIDERS[id].requestsPerMinute;
		const text = pace === undefined ? 'no pacing' : code(String(pace));
		return provider === undefined ? `${PROVIDERS[id].name} ${text}` : text;
	});
	return paces.join(', ');
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
export function operationList(provider: ProviderId): string {
	const rows = operationsOf(provider).map(({ id, title, description, isList }) => [
		`[${title}](#${title
			.toLowerCase()
			.replace(/[^a-z ]/g, '')
			.replace(/ /g, '-')})`,
		code(id),
		sentence(description),
		isList ? 'one item for each row' : 'one item',
	]);
	return table(['Operation', '`resource.operation`', 'What it does', 'Gives'], rows);
}

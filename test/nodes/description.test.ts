/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { shownParameters } from '../../scripts/docs/operations';
import { OPTION_LABELS } from '../../nodes/outreach/parameters/options';
import { actionClasses, triggerClasses } from '../harness/run-node';

const ROOT = path.join(__dirname, '..', '..');
const nodes = actionClasses.map((NodeClass) => new NodeClass());
const triggers = triggerClasses.map((NodeClass) => new NodeClass());
const named = (name: string) =>
	[...nodes, ...triggers].find(({ description }) => description.name === name);
const outreach = named('linkedInOutreach');
/** A provider that identifies people by its own IDs. */
const WITH_OWN_ID = PROVIDERS.find(({ ownId }) => ownId !== undefined);

const values = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
const names = ({ options = [] }: INodeProperties) => options.map(({ name }) => name).sort();
const allOf = (node: INodeType | undefined, name: string) =>
	(node?.description.properties ?? []).filter((property) => property.name === name);

const everyParameter = (properties: readonly INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [
		property,
		...everyParameter(
			(property.options ?? []).filter(
				(option): option is INodeProperties => 'displayName' in option && 'type' in option,
			),
		),
	]);

// n8n's lint has these rules too, but only checks a description if its parameter is one object literal.
test('Descriptions are whole sentences, with a full stop only if there are several', () => {
	const parameters = [...nodes, ...triggers].flatMap(({ description }) =>
		everyParameter(description.properties),
	);
	const texts = parameters.flatMap(({ description }) => description ?? []);
	expect(texts.length).toBeGreaterThan(100);
	const ill = texts.filter(
		(text) =>
			!/^[A-Z]/.test(text) || /[.!]{2}|undefined/.test(text) || /\. [A-Z].*[^.]$/s.test(text),
	);
	expect(ill).toEqual([]);
	expect(texts.filter((text) => /^[^.]*\.$/.test(text))).toEqual([]);
});

const shown = ({ description }: INodeType, set: INodeParameters) =>
	shownParameters(description.properties, set);

describe.each(nodes.map((node) => [node.description.name, node] as const))('%s', (_name, node) => {
	const { description } = node;

	test('An action node has one input and two named outputs', () => {
		expect(description.inputs).toEqual(['main']);
		expect(description.outputs).toEqual(['main', 'main']);
		expect(description.outputNames).toEqual(['Success', 'Rate Limited']);
		expect(description.version).toBe(1);
	});

	test('Every parameter is shown somewhere, and no name is shown twice at once', () => {
		const reached = new Set<INodeProperties>();
		for (const set of settings(node)) {
			const properties = shown(node, set);
			for (const property of properties) reached.add(property);
			const seen = properties.map((property) => property.name);
			expect([set, seen.filter((one, index) => seen.indexOf(one) !== index)]).toEqual([set, []]);
		}
		const hidden = description.properties.filter((property) => !reached.has(property));
		expect(hidden.map((property) => property.name)).toEqual([]);
	});

	test('Each resource locator uses an existing search method', () => {
		for (const { modes = [] } of allOf(node, 'accountId')) {
			for (const { typeOptions } of modes.filter(({ type }) => type === 'list')) {
				const method = typeOptions?.searchListMethod ?? '';
				expect(node.methods?.listSearch?.[method]).toEqual(expect.any(Function));
			}
			expect(modes.map((mode) => mode.name)).toContain('id');
		}
	});
});

// n8n's lint checks that a subtitle and the icons exist, and only warns about an icon without a dark form.
test.each([...nodes, ...triggers].map((node) => [node.constructor.name, node] as const))(
	'The node %s has a subtitle with an expression, an icon for each theme, and a codex with its name',
	(className, { description }) => {
		expect(description.subtitle).toMatch(/^=\{\{/);
		expect(description.icon).toEqual({ light: expect.any(String), dark: expect.any(String) });
		const file = path.join(className.replace(/Trigger$/, ''), `${className}.node.json`);
		const codex = readFileSync(path.join(ROOT, 'nodes', file), 'utf8');
		expect(JSON.parse(codex).node).toBe(`n8n-nodes-linkedin-outreach.${description.name}`);
	},
);

test('Action nodes are usable as tools, and triggers are not', () => {
	expect(new Set(nodes.map(({ description }) => description.usableAsTool))).toEqual(
		new Set([true]),
	);
	expect(triggers.filter(({ description }) => description.usableAsTool === true)).toEqual([]);
});

/** Every choice of provider or resource, with each of its operations. */
function settings(node: INodeType): INodeParameters[] {
	const [chooser] = [...allOf(node, 'provider'), ...allOf(node, 'resource')];
	if (!chooser) return [];
	return values(chooser).flatMap((chosen) =>
		allOf(node, 'operation')
			.filter(({ displayOptions }) => displayOptions?.show?.[chooser.name]?.includes(chosen))
			.flatMap(values)
			.map((operation) => ({ [chooser.name]: chosen, operation })),
	);
}

test.each([outreach, named('linkedInOutreachTrigger')])(
	'The default provider never changes, because n8n does not save it',
	(node) => {
		expect(allOf(node, 'provider').map((one) => one.default)).toEqual(['connectSafely']);
	},
);

describe('Vocabulary of LinkedIn Outreach', () => {
	test('LinkedIn Outreach offers the providers and their operations', () => {
		expect(values(allOf(outreach, 'provider')[0]!)).toEqual(PROVIDERS.map(({ id }) => id));
		for (const { id, operations } of PROVIDERS) {
			const own = allOf(outreach, 'operation').filter(({ displayOptions }) =>
				displayOptions?.show?.provider?.includes(id),
			);
			const ids = operations.map(({ record }) => record.id).sort();
			expect([id, own.map((one) => values(one).sort())]).toEqual([id, [ids]]);
		}
	});

	test('Every provider has its own node', () => {
		for (const { id } of PROVIDERS) expect([id, named(id)?.description.name]).toEqual([id, id]);
		expect(nodes).toHaveLength(PROVIDERS.length + 1);
	});

	test.each([
		[
			{ provider: 'connectSafely', operation: 'sendConnection' },
			['provider', 'operation', 'profile', 'accountId', 'note', 'options'],
		],
		[
			{ provider: 'connectSafely', operation: 'withdrawInvitation' },
			['provider', 'operation', 'profile', 'invitationId', 'accountId', 'options'],
		],
		[
			{ provider: WITH_OWN_ID?.id, operation: 'getConnectionStatus' },
			['provider', 'operation', WITH_OWN_ID?.ownId?.name, 'accountId', 'options'],
		],
		[
			{ provider: 'sendPilot', operation: 'getAccountStatus' },
			['provider', 'operation', 'accountId', 'options'],
		],
	])('The choice %j shows its parameters', (set, expected) => {
		const parameters = shown(outreach!, set).filter(({ type }) => type !== 'notice');
		expect(parameters.map(({ name }) => name)).toEqual(expected);
	});

	test('LinkedIn Outreach has the documented options', () => {
		const [{ options = [] } = {}] = allOf(outreach, 'options');
		expect(names(allOf(outreach, 'options')[0]!)).toEqual(
			expect.arrayContaining(Object.keys(OPTION_LABELS)),
		);
		const labels = options.flatMap((one) => ('displayName' in one ? [one.displayName] : []));
		expect(labels).toHaveLength(options.length);
		expect(labels).toEqual([...labels].sort());
	});
});

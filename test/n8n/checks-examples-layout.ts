/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import type { Check } from './checks';
import { examplesFolder, readExample } from './checks-examples-files';
import type { WorkflowFile } from './rest';
import { NODES_OF_EXAMPLES } from './since';
import { PACKAGE } from './workflows';

const NOTE = 'n8n-nodes-base.stickyNote';
/** Node types with both outputs: tools have one, and triggers have no limited items. */
const ACTION = new RegExp(`^${PACKAGE}\\.(?!.*(Tool|Trigger)$)`);
/** n8n's drawing of a node: a square with name and subtitle beneath; an agent is wider. */
const NODE_SIZE = { width: 96, height: 150 };
const AGENT_SIZE = { ...NODE_SIZE, width: 256 };

const typesSchema = z.array(
	z.object({ name: z.string(), version: z.union([z.number(), z.array(z.number())]) }).passthrough(),
);
const placedSchema = z.object({
	name: z.string(),
	type: z.string(),
	typeVersion: z.number(),
	position: z.tuple([z.number(), z.number()]),
	parameters: z
		.object({ width: z.number().optional(), height: z.number().optional() })
		.passthrough(),
	credentials: z.record(z.object({ id: z.string(), name: z.string() })).optional(),
});
type Placed = z.infer<typeof placedSchema>;
const connectionsSchema = z.record(
	z.record(z.array(z.array(z.object({ node: z.string(), index: z.number() })).nullable())),
);

const files = () => readdirSync(examplesFolder).filter((file) => file.endsWith('.json'));

const placed = ({ nodes }: WorkflowFile) => nodes.map((node) => placedSchema.parse(node));

function areaOf({ type, position: [left, top], parameters }: Placed) {
	const own = type === NOTE ? parameters : type.endsWith('.agent') ? AGENT_SIZE : NODE_SIZE;
	return { left, top, right: left + (own.width ?? 0), bottom: top + (own.height ?? 0) };
}

function overlap(one: Placed, other: Placed): boolean {
	const [a, b] = [areaOf(one), areaOf(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Checks of the example files, without running them. */
export const checks: Check[] = [
	{
		name: 'every example file has only node types and versions that this n8n has',
		since: NODES_OF_EXAMPLES,
		async run({ rest }) {
			const all = typesSchema.parse(await rest.request('GET', '/types/nodes.json'));
			assert.ok(files().length >= 8);
			for (const file of files()) {
				for (const { name, type, typeVersion } of placed(readExample(file))) {
					const versions = all.flatMap((one) => (one.name === type ? [one.version].flat() : []));
					assert.ok(versions.includes(typeVersion), `${file}: ${name} is ${type} ${typeVersion}`);
				}
			}
		},
	},
	{
		name: 'every example file has its Rate Limited outputs wired, and no credentials of anybody',
		async run() {
			for (const file of files()) {
				const workflow = readExample(file);
				const connections = connectionsSchema.parse(workflow.connections);
				const nodes = placed(workflow);
				const names = new Set(nodes.map(({ name }) => name));
				for (const { name, type, credentials = {} } of nodes) {
					const limited = connections[name]?.main?.[1] ?? [];
					if (ACTION.test(type)) assert.ok(limited.length > 0, `${file}: ${name}`);
					for (const { id } of Object.values(credentials)) {
						assert.match(id, /-(placeholder|demo)$/, `${file}: ${name}`);
					}
				}
				const targets = Object.values(connections).flatMap((kinds) => Object.values(kinds).flat(2));
				for (const target of targets) {
					assert.ok(target && names.has(target.node), `${file}: ${target?.node}`);
				}
			}
		},
	},
	{
		name: 'in no example file does a node or a note lie upon another',
		async run() {
			for (const file of files()) {
				const nodes = placed(readExample(file));
				for (const [index, one] of nodes.entries()) {
					for (const other of nodes.slice(index + 1)) {
						assert.ok(!overlap(one, other), `${file}: ${one.name} and ${other.name}`);
					}
				}
				assert.ok(
					nodes.some(({ type }) => type === NOTE),
					`${file} explains nothing`,
				);
			}
		},
	},
];

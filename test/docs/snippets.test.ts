/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { actionClasses } from '../harness/run-node';
import { stopClock, useSimulator } from '../harness/simulated';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const PACKAGE = 'n8n-nodes-linkedin-outreach.';

const simulated = useSimulator();

const pastedSchema = z.object({
	nodes: z.array(
		z.object({
			name: z.string(),
			type: z.string(),
			parameters: z.custom<IDataObject>((given) => given !== null && typeof given === 'object'),
		}),
	),
	connections: z.record(
		z.object({ main: z.array(z.array(z.object({ node: z.string(), index: z.number() }))) }),
	),
});

const blocks = readdirSync(DOCS)
	.filter((file) => file.endsWith('.md'))
	.flatMap((file) =>
		[...readFileSync(path.join(DOCS, file), 'utf8').matchAll(/```json\n([^]*?)\n```/g)].map(
			([, text = '']) => ({ file, text }),
		),
	);
const pasted = blocks
	.map(({ text }) => pastedSchema.safeParse(JSON.parse(text)))
	.flatMap(({ data }) => data ?? []);

test('Each block of JSON on a page can be parsed', () => {
	expect(blocks.length).toBeGreaterThan(40);
	for (const { text } of blocks) expect(() => JSON.parse(text)).not.toThrow();
});

test('Workflows to paste connect existing nodes', () => {
	expect(pasted).toHaveLength(2);
	for (const { nodes, connections } of pasted) {
		const names = nodes.map(({ name }) => name);
		const targets = Object.values(connections).flatMap(({ main }) =>
			main.flat().map(({ node }) => node),
		);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets]));
	}
});

const own = pasted.flatMap(({ nodes }) => nodes.filter(({ type }) => type.startsWith(PACKAGE)));

test('Workflows to paste set existing parameters and options of this package’s nodes', () => {
	expect(own).toHaveLength(1);
	for (const { type, parameters } of own) {
		const { properties } = actionClasses
			.map((NodeClass) => new NodeClass().description)
			.find(({ name }) => PACKAGE + name === type) ?? { properties: [] };
		const names = properties.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(Object.keys(parameters)));
		const options = properties.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.map(({ name }) => name)).toEqual(
			expect.arrayContaining(Object.keys(parameters.options ?? {})),
		);
	}
});

test('The example workflow invites, and a limited item goes to the Wait node', async () => {
	stopClock();
	const [node] = own;
	simulated.sim.world.connectSafely.weeklyLimit = 1;
	const { success, rateLimited, failure } = await simulated.run({
		parameters: {
			...node?.parameters,
			options: { ...Object(node?.parameters.options), delayMinSeconds: 0, delayMaxSeconds: 0 },
		},
		items: ['ada-one', 'ben-two'].map((name) => ({
			linkedin: `https://www.linkedin.com/in/${name}/`,
			note: 'word '.repeat(80),
		})),
	});
	expect(failure).toBeUndefined();
	expect(success).toEqual([
		expect.objectContaining({ outcome: 'sent', linkedin: expect.stringContaining('ada-one') }),
	]);
	expect(rateLimited).toEqual([
		expect.objectContaining({ rateLimit: expect.objectContaining({ scope: 'week' }) }),
	]);
	const [invitation] = simulated.sim.invitationsAccepted();
	expect(invitation?.note?.length).toBeLessThanOrEqual(300);
});

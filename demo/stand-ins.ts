/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { NodeConnectionTypes, type INodeProperties, type INodeType } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

const rowsSchema = z.array(
	z.object({
		json: z.record(z.union([z.string(), z.number(), z.boolean(), z.null()])),
	}),
);

function standIn(
	name: string,
	properties: INodeProperties[],
	execute: INodeType['execute'],
): INodeType {
	const description: INodeType['description'] = {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties,
	};
	return { description, execute };
}

/** Runs the code in an empty context, without `$input` or other nodes' items. n8n has a sandbox for it. */
const code = standIn(
	'code',
	[{ displayName: 'Code', name: 'jsCode', type: 'string', default: '' }],
	async function () {
		const source = String(this.getNodeParameter('jsCode', 0));
		const rows: unknown = await runInNewContext(`(async () => {\n${source}\n})()`);
		return [rowsSchema.parse(rows)];
	},
);

/** n8n-core evaluates the conditions, here as in n8n. */
const filter = standIn(
	'filter',
	[{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} }],
	async function () {
		const passes = (index: number) =>
			this.getNodeParameter('conditions', index, false, { extractValue: true }) === true;
		return [this.getInputData().filter((_, index) => passes(index))];
	},
);

const noOp = standIn('noOp', [], async function () {
	return [this.getInputData()];
});

const stickyNote = standIn('stickyNote', [], undefined);

/** Substitutes for the nodes of n8n-nodes-base in `examples/prospects.json`, limited to the features it uses. */
export const standIns: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.code': code,
	'n8n-nodes-base.filter': filter,
	'n8n-nodes-base.noOp': noOp,
	'n8n-nodes-base.stickyNote': stickyNote,
};

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { addAccount, field, inviting, people, rows, tally } from '../n8n/people';
import { NODE } from '../n8n/workflows';
import { finished, publish, start, type QueueCheck, type QueueContext } from './campaign';

const LISTED = 200;
const SENDS = 20;
/** What the node keeps at most, less room for the sends. */
const FILLED = [0, 10_000, 19_900];

async function numbers({ cluster }: QueueContext, sql: string): Promise<number[]> {
	const [row = ''] = await cluster.database.query(sql);
	return row.split('|').map(Number);
}

const stored: QueueCheck = {
	name: 'what n8n stores for a list of 200',
	async run(context) {
		const { simulator, credentials } = context;
		const accountId = addAccount(simulator, 'sendPilot', 'stored');
		const node = inviting('sendPilot', accountId, credentials);
		const campaign = await publish(context, 'stored', rows(people('stored', LISTED)), node);
		const [id = ''] = await start(context, campaign);
		const run = await finished(context, id);
		assert.deepEqual(tally(field(run.success, 'outcome')), { sent: LISTED });
		const [bytes = 0, entries = 0] = await numbers(
			context,
			`SELECT octet_length(value), json_array_length(value::json->'data')
			FROM processed_data WHERE "workflowId" = '${campaign.workflowId}'`,
		);
		assert.ok(entries >= LISTED, `${entries} entries`);
		const [text = 0, onDisk = 0] = await numbers(
			context,
			`SELECT octet_length(data), pg_column_size(data) FROM execution_data WHERE "executionId" = ${id}`,
		);
		const [kept = 0] = await numbers(
			context,
			`SELECT octet_length("staticData"::text) FROM workflow_entity WHERE id = '${campaign.workflowId}'`,
		);
		context.figure(`stored for ${LISTED} invitations`, {
			staticDataBytesAPerson: Math.round(kept / LISTED),
			entries,
			bytesAnEntry: Math.round((10 * bytes) / entries) / 10,
			executionDataBytesAnItem: Math.round(text / LISTED),
			executionDataBytesAnItemOnDisk: Math.round(onDisk / LISTED),
		});
	},
};

const growth: QueueCheck = {
	name: 'what a send costs with 0, 10,000 and 19,900 people remembered',
	async run(context) {
		const { simulator, credentials, cluster } = context;
		for (const filled of FILLED) {
			const name = `filled-${filled}`;
			const accountId = addAccount(simulator, 'sendPilot', name);
			const list = `return Array.from({ length: ${SENDS} }, (_, i) => ({ json: { linkedin: '${name}-' + $execution.id + '-' + i } }));`;
			const node = inviting('sendPilot', accountId, credentials);
			const campaign = await publish(context, name, list, node);
			const [firstId = ''] = await start(context, campaign);
			await finished(context, firstId);
			await cluster.database.query(
				`UPDATE processed_data SET value = json_build_object('mode', 'entries', 'data',
					(SELECT coalesce(json_agg(encode(decode(md5(i::text), 'hex'), 'base64')), '[]')
					FROM generate_series(1, ${filled}) AS i))::text
				WHERE "workflowId" = '${campaign.workflowId}'; CHECKPOINT`,
			);
			const [before = 0] = await numbers(
				context,
				`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')`,
			);
			const [id = ''] = await start(context, campaign);
			const run = await finished(context, id);
			const [after = 0] = await numbers(
				context,
				`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')`,
			);
			assert.deepEqual(tally(field(run.success, 'outcome')), { sent: SENDS });
			const [task] = run.execution.runData[NODE] ?? [];
			const took = typeof task?.executionTime === 'number' ? task.executionTime : NaN;
			context.figure(`a send with ${filled} entries`, {
				milliseconds: Math.round(took / SENDS),
				walBytes: Math.round((after - before) / SENDS),
			});
		}
	},
};

/** What grows, as n8n's own tables have it. */
export const checks: QueueCheck[] = [stored, growth];

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import assert from 'node:assert/strict';
import { addAccount, field, inviting, tally } from '../n8n/people';
import { NODE } from '../n8n/workflows';
import {
	finished,
	publish,
	publishList,
	runOnce,
	start,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';
import { newLog } from './checks-log';

const LISTED = 200;
const SENDS = 20;
/** Numbers of people: up to the node's maximum, minus room for the sends. */
const IN_NODE = [0, 10_000, 19_500];
/** Rows. */
const IN_LOG = [0, 20_000, 100_000];
const WARM_UP = 2;
const { ROUNDS: GIVEN_ROUNDS = '3' } = process.env;
const ROUNDS = Number(GIVEN_ROUNDS);

async function numbers({ cluster }: QueueContext, sql: string): Promise<number[]> {
	const [row = ''] = await cluster.database.query(sql);
	return row.split('|').map(Number);
}

const stored: QueueCheck = {
	name: 'what n8n stores for a list of 200',
	async run(context) {
		const { campaign } = await publishList(context, 'sendPilot', 'stored', LISTED);
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

/** A workflow that invites some new people at each call, and its memory's other entries. */
interface Measured {
	readonly title: string;
	readonly campaign: Campaign;
	readonly took: number[];
	walBytes: number;
}

const newPeople = (name: string) =>
	`return Array.from({ length: ${SENDS} }, (_, i) => ({ json: { linkedin: '${name}-' + $execution.id + '-' + i } }));`;

async function withNode(context: QueueContext, filled: number): Promise<Measured> {
	const { simulator, credentials, cluster } = context;
	const name = `filled-${filled}`;
	const accountId = addAccount(simulator, 'sendPilot', name);
	const node = inviting('sendPilot', accountId, credentials);
	const campaign = await publish(context, name, newPeople(name), node);
	await runOnce(context, campaign);
	await cluster.database.query(
		`UPDATE processed_data SET value = json_build_object('mode', 'entries', 'data',
			(SELECT coalesce(json_agg(encode(decode(md5(i::text), 'hex'), 'base64')), '[]')
			FROM generate_series(1, ${2 * filled}) AS i))::text
		WHERE "workflowId" = '${campaign.workflowId}'`,
	);
	return { title: `the node's memory, ${filled} people`, campaign, took: [], walBytes: 0 };
}

async function withLog(context: QueueContext, filled: number): Promise<Measured> {
	const name = `log-filled-${filled}`;
	const log = await newLog(context, name);
	const campaign = await publish(context, name, newPeople(name), log.node(name));
	const fillers = Array.from({ length: filled }, (_, index) => ({
		person: `in:filler-${index}`,
		profileUrl: `https://www.linkedin.com/in/filler-${index}`,
		action: 'invitation',
		status: 'sent',
		account: 'somebody',
		provider: 'sendPilot',
		workflow: 'Long ago',
		execution: String(index),
		fingerprint: '',
		sentAt: '2026-01-05T09:00:00.000Z',
	}));
	await log.api.insert(log.tableId, fillers);
	return { title: `a log, ${filled} rows`, campaign, took: [], walBytes: 0 };
}

const median = (values: readonly number[]) =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const walPosition = async (context: QueueContext) =>
	(await numbers(context, `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')`))[0] ?? 0;

/**
 * Alternating, so that other activity on the machine affects all of them. ROUNDS=9 measures more precisely than
 * needed for every run.
 */
const growth: QueueCheck = {
	name: 'what a send costs, by what is remembered: in the node, and in a log',
	async run(context) {
		const { cluster, figure } = context;
		const measured: Measured[] = [];
		for (const filled of IN_NODE) measured.push(await withNode(context, filled));
		for (const filled of IN_LOG) measured.push(await withLog(context, filled));
		await cluster.database.query('VACUUM ANALYZE');
		for (let round = 0; round < WARM_UP + ROUNDS; round++) {
			for (const one of measured) {
				const before = await walPosition(context);
				const { success, execution } = await runOnce(context, one.campaign);
				assert.deepEqual(tally(field(success, 'outcome')), { sent: SENDS });
				const [task] = execution.runData[NODE] ?? [];
				if (round < WARM_UP || typeof task?.executionTime !== 'number') continue;
				one.took.push(task.executionTime / SENDS);
				one.walBytes = Math.round(((await walPosition(context)) - before) / SENDS);
			}
		}
		for (const { title, took, walBytes } of measured) {
			figure(`a send with ${title}`, { milliseconds: Math.round(median(took)), walBytes });
		}
		const logs = measured.slice(IN_NODE.length).map(({ took }) => median(took));
		assert.ok(Math.max(...logs) <= 2 * Math.min(...logs), `a log's sends grow: ${logs.join()}`);
	},
};

/** The growing data, in n8n's own tables. */
export const checks: QueueCheck[] = [stored, growth];

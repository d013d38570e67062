/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaving } from '../n8n/checks-examples-runs';
import type { Execution } from '../n8n/execution';
import type { TableRow } from '../n8n/log-table';
import type { N8nRest } from '../n8n/rest';
import { SIMULATED } from '../simulator/providers';
import type { Simulator } from '../simulator/simulator';
import type { LogEntry, Month } from './judge';
import { INVITE, CHECK, type Stored } from './sequences';

/** How the executions ended, and what each node said, by words and how often. */
export type Tally = Record<string, number>;

const count = (tally: Tally, word: string, by = 1) => {
	if (by > 0) tally[word] = (tally[word] ?? 0) + by;
};

const momentOf = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : null);

export const entryOf = (row: TableRow): LogEntry => ({
	person: String(row.person),
	action: String(row.action),
	status: String(row.status),
	account: String(row.account),
	acceptedAt: momentOf(row.acceptedAt),
});

/** What a node gave on each of its outputs. */
const outputsOf = (execution: Execution, node: string) =>
	[0, 1, 2].map((output) => leaving(execution, node, output));

/** What n8n has kept of its executions. */
export interface Executions {
	readonly runs: Month['runs'];
	readonly checks: Month['checks'];
	/** by how the execution ended */
	readonly ended: Tally;
	/** by node and outcome */
	readonly outcomes: Tally;
}

export async function readExecutions(rest: N8nRest, stored: Stored): Promise<Executions> {
	const ended: Tally = {};
	const outcomes: Tally = {};
	const runs: Array<Month['runs'][number]> = [];
	const checks: Array<Month['checks'][number]> = [];
	const conserved = (execution: Execution, list: string, node: string) => {
		if (!execution.runData[node] || execution.status !== 'success') return;
		const gave = outputsOf(execution, node);
		const got = leaving(execution, list).length;
		runs.push({ what: `${node} in execution ${execution.id}`, got, gave: gave.flat().length });
	};
	const tell = (execution: Execution, node: string) => {
		const [success, limited, failed] = outputsOf(execution, node);
		for (const { outcome, isArtificialRecoveredEventItem } of success ?? []) {
			// n8n puts an item of its own into an execution that crashed.
			if (!isArtificialRecoveredEventItem) count(outcomes, `${node}: ${String(outcome)}`);
		}
		count(outcomes, `${node}: rate limited`, limited?.length);
		count(outcomes, `${node}: failed`, failed?.length);
	};
	for (const { workflowId } of stored.sequences) {
		for (const id of await rest.allExecutionIds(workflowId)) {
			const execution = await rest.execution(id);
			count(ended, execution.status);
			conserved(execution, 'People', INVITE);
			for (const node of [INVITE, 'Welcome', 'Follow Up', 'Withdraw']) {
				if (execution.runData[node]) tell(execution, node);
			}
		}
	}
	for (const id of await rest.allExecutionIds(stored.checkingWorkflow)) {
		const execution = await rest.execution(id);
		count(ended, execution.status);
		conserved(execution, 'Prospects', CHECK);
		if (!execution.runData[CHECK]) continue;
		tell(execution, CHECK);
		const [task] = execution.runData[CHECK];
		const at = Number(task?.startTime);
		for (const { prospectId, outcome } of leaving(execution, CHECK)) {
			checks.push({ prospect: Number(prospectId), at, outcome: String(outcome) });
		}
	}
	return { runs, checks, ended, outcomes };
}

/** The files of n8n's folder in which one of the secrets can be read. */
export function leaksIn(userFolder: string, secrets: readonly string[]): string[] {
	const folders = [userFolder, join(userFolder, '.n8n')];
	const files = folders.flatMap((folder) =>
		readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.(log|sqlite.*)$/.test(entry.name))
			.map(({ name }) => join(folder, name)),
	);
	return files.filter((file) => {
		const content = readFileSync(file);
		return secrets.some((secret) => content.includes(secret));
	});
}

/** The providers' keys, as the simulator has them. */
export const secretsOf = ({ world }: Simulator): string[] => [
	...SIMULATED.map((provider) => world[provider].apiKey),
	world.unipile.serviceKey,
];

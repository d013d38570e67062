/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { saveCredentials, type Check, type CheckContext } from './checks';
import type { Execution } from './execution';
import { newUserFolder } from './n8n';
import {
	assertConserved,
	assertInvitedOnce,
	assertWhole,
	field,
	newList,
	posts,
	runList,
	tally,
	type SendingProvider,
} from './people';
import { pause, until } from './processes';
import type { N8nSession } from './session';
import { SmallDisk } from './small-disk';
import {
	listWorkflow,
	NODE,
	nodeRun,
	TRIGGER,
	type ListWorkflowOptions,
	type NodeUnderTest,
} from './workflows';

type Surroundings = Pick<CheckContext, 'rest' | 'simulator' | 'credentials'>;

const SENDERS: SendingProvider[] = ['sendPilot', 'connectSafely'];
const DELAYED = { delayMinSeconds: 0.15, delayMaxSeconds: 0.15 };
const UNDELAYED = { options: { requestsPerMinute: 0 } };

/** A stored workflow that invites a list of people, with a delay between two sends. */
interface List {
	provider: SendingProvider;
	names: string[];
	workflowId: string;
}

async function storeList(
	surroundings: Surroundings,
	provider: SendingProvider,
	title: string,
	count: number,
	node: Partial<NodeUnderTest> = {},
	options: ListWorkflowOptions = {},
): Promise<List> {
	const name = `${title}-${provider}`.toLowerCase();
	const list = newList(surroundings, provider, name, count, { options: DELAYED });
	const workflow = listWorkflow(name, list.items, { ...list.node, ...node }, options);
	const workflowId = await surroundings.rest.createWorkflow(workflow);
	return { provider, names: list.names, workflowId };
}

async function untilPosted({ simulator }: Surroundings, lists: List[], count: number) {
	await until(`${count} are invited`, () =>
		lists.every(({ provider }) => posts(simulator, provider).length >= count),
	);
}

/** Runs the list again after the failure: invites those who were left out, and nobody twice. */
async function assertMadeUp(
	{ rest, simulator }: Surroundings,
	{ provider, names, workflowId }: List,
): Promise<void> {
	await rest.setParameters(workflowId, NODE, UNDELAYED);
	const again = await runList(rest, workflowId, names.length, 120_000);
	const outcomes = tally(field(again.success, 'outcome'));
	assertInvitedOnce(simulator, provider, names);
	assert.equal(posts(simulator, provider).length, names.length);
	const { skipped = 0, sent = 0 } = outcomes;
	// The result of the one request in progress may not have been stored.
	assert.ok(skipped + sent >= names.length - 1, JSON.stringify(outcomes));
}

function assertFailedByDatabase({ status, error }: Execution): void {
	assert.equal(status, 'error');
	assert.match(error?.message ?? '', /database/i);
}

/** Only n8n's own folder, including its database. */
const FOLDER_MEGABYTES = 24;

const full: Check = {
	name: 'a full disk in mid-list: nothing is sent, each item says why, and the list run anew sends the rest',
	lacks: () => SmallDisk.lacks(),
	async run({ n8n, simulator }) {
		const userFolder = newUserFolder('n8n-small-');
		const folder = join(userFolder, '.n8n');
		mkdirSync(folder);
		const disk = SmallDisk.mount(folder, FOLDER_MEGABYTES);
		try {
			const small = await n8n.another(userFolder);
			try {
				const { rest } = small;
				const credentials = await saveCredentials(rest, simulator);
				await fillInMidList({ rest, simulator, credentials }, small, disk);
			} finally {
				await small.stop();
			}
		} finally {
			disk.unmount();
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
		}
	},
};

async function fillInMidList(
	surroundings: Surroundings,
	n8n: N8nSession,
	disk: SmallDisk,
): Promise<void> {
	const { rest, simulator } = surroundings;
	const lists: List[] = [];
	for (const provider of SENDERS) {
		const node = { onError: 'continueErrorOutput' } as const;
		lists.push(await storeList(surroundings, provider, 'full', 40, node, { pauseBehind: 10 }));
	}
	const started: Array<{ list: List; id: string }> = [];
	for (const list of lists) {
		started.push({ list, id: await rest.startWorkflow(list.workflowId, TRIGGER) });
	}
	await untilPosted(surroundings, lists, 8);
	await n8n.emptyDatabaseLog();
	disk.fill();
	// Sends recorded before may still be made.
	await pause(1_000);
	const before = simulator.log.length;
	await pause(3_000);
	const after = simulator.log.length;
	disk.free();
	assert.equal(after, before, 'requests left while the database took nothing');
	for (const { list, id } of started) {
		const run = nodeRun(await rest.finishedExecution(id, 120_000));
		assertConserved(run, list.names.length);
		assert.ok(run.failed.length > 0, 'no item failed');
		for (const item of run.failed) assert.match(JSON.stringify(item), /database/i);
		await assertMadeUp(surroundings, list);
	}
}

/** The last one represents unknown errors. */
const REFUSALS = [
	'attempt to write a readonly database',
	'disk I/O error',
	'words from a version to come',
];

const refused: Check[] = REFUSALS.map((words) => ({
	name: `n8n's database says "${words}" in mid-list: the execution fails, and run anew it sends the rest`,
	async run(context) {
		const { rest, n8n, simulator } = context;
		const list = await storeList(context, 'sendPilot', `refused-${words.length}`, 12);
		const id = await rest.startWorkflow(list.workflowId, TRIGGER);
		await untilPosted(context, [list], 4);
		await n8n.refuseProcessedEntries(list.workflowId, words);
		await pause(500);
		const before = posts(simulator, 'sendPilot').length;
		assertFailedByDatabase(await rest.finishedExecution(id));
		assert.equal(posts(simulator, 'sendPilot').length, before);
		assert.ok(before < list.names.length);
		await n8n.acceptProcessedEntries(list.workflowId);
		await assertMadeUp(context, list);
	},
}));

const refusedThroughout: Check = {
	name: "n8n's database takes nothing from the first item on: nothing is sent, and the execution fails",
	async run(context) {
		const { rest, n8n, simulator } = context;
		const list = await storeList(context, 'sendPilot', 'refused-throughout', 3);
		await n8n.refuseProcessedEntries(list.workflowId);
		assertFailedByDatabase(await rest.runWorkflow(list.workflowId, TRIGGER));
		assert.equal(posts(simulator, 'sendPilot').length, 0);
		await n8n.acceptProcessedEntries(list.workflowId);
		await assertMadeUp(context, list);
	},
};

const retried: Check = {
	name: "n8n's database takes nothing for a moment: Retry On Fail sends the rest, and nothing twice",
	async run(context) {
		const { rest, n8n, simulator } = context;
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 4_000 };
		const list = await storeList(context, 'sendPilot', 'refused-retried', 12, node);
		const id = await rest.startWorkflow(list.workflowId, TRIGGER);
		await untilPosted(context, [list], 4);
		await n8n.refuseProcessedEntries(list.workflowId);
		await pause(1_500);
		await n8n.acceptProcessedEntries(list.workflowId);
		const run = nodeRun(await rest.finishedExecution(id));
		assertWhole(run, list.names.length);
		assertInvitedOnce(simulator, 'sendPilot', list.names);
		await assertMadeUp(context, list);
	},
};

const locked: Check = {
	name: 'a database locked for seconds in mid-list leaves nobody in doubt, and nobody is invited twice',
	async run(context) {
		const { rest, n8n, simulator } = context;
		const list = await storeList(context, 'sendPilot', 'locked', 12);
		const id = await rest.startWorkflow(list.workflowId, TRIGGER);
		await untilPosted(context, [list], 4);
		await n8n.lockDatabase(4_000);
		const { status, error } = await rest.finishedExecution(id);
		if (status !== 'success') assert.match(error?.message ?? '', /database/i);
		assert.equal(
			new Set(simulator.invitationsAccepted().map(({ person }) => person)).size,
			posts(simulator, 'sendPilot').length,
		);
		await assertMadeUp(context, list);
	},
};

/** n8n's database refuses writes for a while: nothing is sent meanwhile, and nobody is invited twice afterwards. */
export const checks: Check[] = [full, ...refused, refusedThroughout, retried, locked];

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import assert from 'node:assert/strict';
import { randomFrom } from '../harness/random';
import type { Check, CheckContext } from './checks';
import { newLog } from './log-table';
import { newList, posts, runList, tally } from './people';
import { pause, until } from './processes';
import { listWorkflow, NODE, TRIGGER } from './workflows';

const PROVIDER = 'sendPilot';
const LISTS = 5;
const LISTED = 40;
/** Each kill affects all lists, which run in parallel: the number of kills in dry runs, and in real ones. */
const DRY_ROUNDS = 1;
const ROUNDS = 5;
const CRASHES = LISTS * (DRY_ROUNDS + ROUNDS);
/**
 * A send is recorded as in doubt a few milliseconds before its request arrives. A crash in between leaves a person
 * in doubt without a request, which cannot be prevented: the opposite order would send twice. The check does not
 * aim for that, and tolerates it in one of twenty crashes.
 */
const IN_DOUBT_AT_MOST = Math.ceil(CRASHES / 20);

const WHILE_SENDING = { requestsPerMinute: 0, delayMinSeconds: 0, delayMaxSeconds: 0.3 };
const AT_THE_END = { requestsPerMinute: 0 };

/** KILL_SEED repeats the same times, as far as possible. */
const { KILL_SEED = String(Date.now() % 1_000_000) } = process.env;

interface List {
	names: string[];
	workflowId: string;
}

/** Where the lists' sends are remembered. */
interface Memory {
	name: string;
	credentials: CheckContext['credentials'];
	options: object;
}

const ofNode = async ({ credentials }: CheckContext): Promise<Memory> =>
	await Promise.resolve({ name: 'killed-at-random', credentials, options: {} });

async function ofLog({ rest, credentials }: CheckContext): Promise<Memory> {
	const { credential, options } = await newLog(rest, 'Killed at random');
	return {
		name: 'killed-at-random-log',
		credentials: { ...credentials, outreachLogApi: credential },
		options,
	};
}

async function storeLists(
	{ rest, simulator }: CheckContext,
	{ name: prefix, credentials }: Memory,
): Promise<List[]> {
	const lists: List[] = [];
	for (let number = 1; number <= LISTS; number++) {
		const name = `${prefix}-${number}`;
		const { names, items, node } = newList({ simulator, credentials }, PROVIDER, name, LISTED);
		const workflowId = await rest.createWorkflow(listWorkflow(name, items, node));
		lists.push({ names, workflowId });
	}
	return lists;
}

async function setOptions({ rest }: CheckContext, lists: List[], options: object): Promise<void> {
	for (const { workflowId } of lists) await rest.setParameters(workflowId, NODE, { options });
}

async function startAll({ rest }: CheckContext, lists: List[]): Promise<string[]> {
	return await Promise.all(
		lists.map(async ({ workflowId }) => await rest.startWorkflow(workflowId, TRIGGER)),
	);
}

/** The number of requests for each person. */
const asked = ({ simulator }: CheckContext) =>
	tally(
		posts(simulator, PROVIDER).map(({ body }) => {
			const address = JSON.stringify(body);
			return /in\/(killed-at-random(?:-log)?-\d+-\d+)/.exec(address)?.[1];
		}),
	);

const killed = (
	remembering: string,
	memoryOf: (context: CheckContext) => Promise<Memory>,
	since?: string,
): Check => ({
	name: `SIGKILL at random${remembering}, ${CRASHES} crashes of a list: nobody asked for twice, at most ${IN_DOUBT_AT_MOST} in doubt who were not`,
	since,
	async run(context) {
		const { rest, n8n, simulator } = context;
		process.stdout.write(`        KILL_SEED=${KILL_SEED}\n`);
		const random = randomFrom(Number(KILL_SEED));
		const memory = await memoryOf(context);
		const lists = await storeLists(context, memory);

		await setOptions(context, lists, { ...AT_THE_END, ...memory.options, dryRun: true });
		for (let round = 0; round < DRY_ROUNDS; round++) {
			await startAll(context, lists);
			await pause(300 + random() * 1_500);
			await n8n.crash();
		}
		assert.equal(posts(simulator, PROVIDER).length, 0);

		await setOptions(context, lists, { ...WHILE_SENDING, ...memory.options });
		for (let round = 0; round < ROUNDS; round++) {
			const before = posts(simulator, PROVIDER).length;
			await startAll(context, lists);
			await until('one more is asked for', () => posts(simulator, PROVIDER).length > before);
			await pause(random() * 1_500);
			await n8n.crash();
		}

		await setOptions(context, lists, { ...AT_THE_END, ...memory.options });
		const askedBefore = asked(context);
		const unasked: string[] = [];
		for (const { names, workflowId } of lists) {
			const run = await runList(rest, workflowId, names.length, 180_000);
			const outcomes = new Map(names.map((name, index) => [name, run.success[index]?.outcome]));
			for (const [name, outcome] of outcomes) {
				const wanted = askedBefore[name] === undefined ? ['sent'] : ['skipped', 'unconfirmed'];
				if (outcome === 'unconfirmed' && askedBefore[name] === undefined) unasked.push(name);
				else assert.ok(wanted.includes(String(outcome)), `${name}: ${String(outcome)}`);
			}
		}
		const times = Object.values(asked(context));
		const told = `KILL_SEED=${KILL_SEED}: ${Object.keys(askedBefore).length} asked for before the last run, in doubt though not asked for: ${unasked.length} (${unasked.join(', ')})`;
		process.stdout.write(`        ${told}\n`);
		assert.deepEqual(
			times.filter((count) => count > 1),
			[],
			told,
		);
		assert.equal(times.length + unasked.length, LISTS * LISTED, told);
		assert.ok(unasked.length <= IN_DOUBT_AT_MOST, told);
	},
});

/** Crashes at random times, with a provider that cannot report who was invited. */
export const checks: Check[] = [killed('', ofNode), killed(', with a log', ofLog, '2.10.0')];

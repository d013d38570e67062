/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { NEW_COLUMNS } from '../../nodes/outreach/log/columns';
import { CONNECTED } from '../simulator/people';
import type { Simulator } from '../simulator/simulator';
import type { Check, CheckContext } from './checks';
import { runnableExample, withParameters } from './checks-examples-files';
import { leaving, succeeds } from './checks-examples-runs';
import { EVERY_FEW_SECONDS, untilPolled } from './checks-triggers';
import { TablesApi } from './log-table';
import {
	addStrangers,
	assertInvitedOnce,
	assertUnrelated,
	field,
	longAgo,
	posts,
	writtenTo,
} from './people';
import { pause, until } from './processes';
import type { WorkflowFile } from './rest';
import { NODES_OF_EXAMPLES } from './since';
import { byId } from './workflows';

const FILE = 'sequence-on-the-log.json';
const RUN = 'Every Weekday at 10';
const ACCOUNT = 'account-example-log';
const DAY = 86_400_000;
const NAMES = ['ada-brandt', 'bela-novak', 'chidi-okafor', 'dana-levi'];

const optionsSchema = z.object({ options: z.record(z.unknown()) }).passthrough();

/** The example with one account and a log, at any hour, without pauses and with polls every few seconds. */
function exampleOn(table: string): WorkflowFile {
	const workflow = runnableExample(FILE);
	const isKept = ([name]: [string, unknown]) => !/^(send(From|Until|On)|delay)/.test(name);
	const withLog = (name: string) => {
		const node = workflow.nodes.find((one) => one.name === name);
		const { options } = optionsSchema.parse(node?.parameters);
		assert.ok('logTable' in options, `${name} has no log`);
		const kept = Object.fromEntries(Object.entries(options).filter(isKept));
		return { accountId: byId(ACCOUNT), options: { ...kept, logTable: byId(table) } };
	};
	const account = { accountId: byId(ACCOUNT) };
	return withParameters(workflow, {
		Invite: withLog('Invite'),
		Welcome: withLog('Welcome'),
		'Follow Up': withLog('Follow Up'),
		'When Someone Accepts': {
			...withLog('When Someone Accepts'),
			pollTimes: EVERY_FEW_SECONDS,
		},
		'Read the Conversation': account,
		Withdraw: account,
	});
}

const madeSchema = z.object({ columns: z.object({ column: z.array(z.unknown()) }) });

/** Creates the log as the example does, twice, and returns its ID. */
async function setUp({ rest }: CheckContext): Promise<string> {
	const example = runnableExample(FILE);
	const node = example.nodes.find(({ name }) => name === 'Make the Log');
	assert.deepEqual(madeSchema.parse(node?.parameters).columns.column, NEW_COLUMNS);
	const workflowId = await rest.createWorkflow(example);
	const make = async () => {
		const execution = await succeeds(rest, workflowId, 'Set Up Once');
		return String(leaving(execution, 'Make the Log')[0]?.id);
	};
	const id = await make();
	assert.equal(await make(), id);
	return id;
}

/** The running example, as shown by the log and the simulator. */
class Outreach {
	constructor(
		private readonly context: CheckContext,
		private readonly api: TablesApi,
		private readonly table: string,
		readonly workflowId: string,
	) {}

	async run() {
		return await succeeds(this.context.rest, this.workflowId, RUN);
	}

	async rows() {
		return await this.api.rows(this.table);
	}

	async invitation(name: string) {
		const rows = (await this.rows()).filter(
			({ person, action }) => person === `in:${name}` && action === 'invitation',
		);
		const [row, ...more] = rows;
		assert.ok(row && more.length === 0, `${name} has ${rows.length} invitations in the log`);
		return row;
	}

	/** Moves a person's sends, acceptance and conversation into the past by some days. */
	async passDays(name: string, days: number, column: 'acceptedAt' | 'sentAt') {
		await this.api.update(this.table, 'person', `in:${name}`, { [column]: longAgo(days) });
		for (const message of this.context.simulator.world.messages) {
			if (message.person === name) message.at -= days * DAY;
		}
	}

	written(name: string) {
		return writtenTo(this.context.simulator, ACCOUNT, name);
	}

	accept(name: string) {
		this.context.simulator.accept('connectSafely', ACCOUNT, name);
	}

	reply(name: string) {
		this.context.simulator.write(ACCOUNT, name, 'Gladly, when?');
	}
}

async function start(context: CheckContext): Promise<Outreach> {
	const { rest, simulator, credentials } = context;
	addStrangers(simulator, ACCOUNT);
	const table = await setUp(context);
	const api = await TablesApi.open(rest);
	const outreachLogApi = await rest.saveCredential('log', 'outreachLogApi', api.credential);
	const all = { ...credentials, outreachLogApi };
	const workflowId = await rest.createWorkflow(exampleOn(table), all);
	return new Outreach(context, api, table, workflowId);
}

/** Everyone is recorded, and the next run skips them. */
async function invites(outreach: Outreach, simulator: Simulator) {
	await outreach.run();
	const rows = await outreach.rows();
	assert.deepEqual(
		field(rows, 'person'),
		NAMES.map((name) => `in:${name}`),
	);
	assert.deepEqual(new Set(field(rows, 'status')), new Set(['sent']));
	const again = leaving(await outreach.run(), 'Invite');
	assert.deepEqual(field(again, 'outcome'), Array<string>(4).fill('skipped'));
	assertInvitedOnce(simulator, 'connectSafely', NAMES);
	assert.equal(posts(simulator, 'connectSafely').length, 4);
}

/** People in the log who accept are recorded and welcomed, once; nobody else is. */
async function welcomes(outreach: Outreach, simulator: Simulator) {
	const eve = simulator.world.people.add({ publicIdentifier: 'eve-elsewhere' });
	simulator.world.people.relate(eve, ACCOUNT, { ...CONNECTED, since: Date.now() });
	outreach.accept('ada-brandt');
	outreach.accept('bela-novak');
	await until('Ada and Bela were welcomed', () =>
		['ada-brandt', 'bela-novak'].every((name) => outreach.written(name).length > 0),
	);
	const ada = await outreach.invitation('ada-brandt');
	assert.equal(ada.status, 'accepted');
	// ConnectSafely reports only the day.
	const acceptedAt = String(ada.acceptedAt);
	assert.ok(Math.abs(Date.parse(acceptedAt) - Date.now()) < DAY + 60_000, acceptedAt);
	assert.equal((await outreach.invitation('dana-levi')).status, 'sent');
	// Not due for five days.
	await outreach.run();
	const { messages } = simulator.world;
	assert.deepEqual(field(messages, 'person').sort(), ['ada-brandt', 'bela-novak']);
}

/** A message held back by a limit is left for the next run. */
async function welcomesLater(outreach: Outreach, { simulator, rest }: CheckContext) {
	const headers = { 'Retry-After': '2' };
	const isMessage = { path: '/conversations/send', method: 'POST' } as const;
	simulator.fault({ ...isMessage, kind: 'status', status: 429, headers });
	outreach.accept('chidi-okafor');
	await until('Chidi is held back', async () => {
		const [newest = ''] = await rest.executionIds(outreach.workflowId);
		const execution = await rest.finishedExecution(newest);
		return leaving(execution, 'Next Run').some(({ person }) => person === 'in:chidi-okafor');
	});
	assert.equal((await outreach.invitation('chidi-okafor')).status, 'accepted');
	assert.equal(outreach.written('chidi-okafor').length, 0);
	await pause(2500);
	await outreach.run();
	assert.equal(outreach.written('chidi-okafor').length, 1);
}

/** Follows up once, after five days without a reply, but not after a reply and not when it is too late. */
async function followsUp(outreach: Outreach) {
	outreach.reply('bela-novak');
	await outreach.passDays('ada-brandt', 6, 'acceptedAt');
	await outreach.passDays('bela-novak', 6, 'acceptedAt');
	await outreach.passDays('chidi-okafor', 15, 'acceptedAt');
	const first = await outreach.run();
	assert.deepEqual(field(leaving(first, 'Follow Up'), 'outcome'), ['sent']);
	const second = await outreach.run();
	assert.deepEqual(leaving(second, 'Follow Up'), []);
	const [welcome, followUp, ...more] = outreach.written('ada-brandt');
	assert.match(welcome ?? '', /^Thank you for connecting!/);
	assert.match(followUp ?? '', /^I would still like to hear/);
	assert.deepEqual(more, []);
	// Even during the days without a follow-up.
	await outreach.passDays('ada-brandt', 7, 'acceptedAt');
	assert.deepEqual(field(leaving(await outreach.run(), 'Follow Up'), 'outcome'), ['skipped']);
	assert.equal(outreach.written('ada-brandt').length, 2);
	assert.equal(outreach.written('bela-novak').length, 1);
	assert.equal(outreach.written('chidi-okafor').length, 1);
}

/** Withdraws after three weeks, and does not invite again. */
async function withdraws(outreach: Outreach, simulator: Simulator) {
	await outreach.passDays('dana-levi', 20, 'sentAt');
	await outreach.run();
	assert.equal((await outreach.invitation('dana-levi')).status, 'sent');
	await outreach.passDays('dana-levi', 22, 'sentAt');
	await outreach.run();
	assert.equal((await outreach.invitation('dana-levi')).status, 'withdrawn');
	assertUnrelated(simulator, ACCOUNT, 'dana-levi');
	const after = await outreach.run();
	assert.deepEqual(leaving(after, 'Withdraw'), []);
	assertInvitedOnce(simulator, 'connectSafely', NAMES);
}

export const checks: Check[] = [
	{
		name: `the example ${FILE} invites once, enters and welcomes who accepts, follows up once and withdraws`,
		since: NODES_OF_EXAMPLES,
		async run(context) {
			const { rest, simulator } = context;
			const outreach = await start(context);
			await invites(outreach, simulator);
			await rest.activate(outreach.workflowId);
			await untilPolled(simulator, /\/connections/, 2);
			try {
				await welcomes(outreach, simulator);
				await welcomesLater(outreach, context);
			} finally {
				await rest.deactivate(outreach.workflowId);
			}
			await followsUp(outreach);
			await withdraws(outreach, simulator);
			const statuses = (await outreach.rows()).map(({ status }) => status);
			assert.deepEqual(new Set(statuses), new Set(['accepted', 'sent', 'withdrawn']));
		},
	},
];

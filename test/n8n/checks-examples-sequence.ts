/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Check, CheckContext } from './checks';
import { runnableExample, withParameters } from './checks-examples-files';
import { setRows, succeeds, tableRows } from './checks-examples-runs';
import { EVERY_FEW_SECONDS, untilPolled } from './checks-triggers';
import { addStrangers, assertUnrelated, field, longAgo, writtenTo } from './people';
import { pause, until } from './processes';
import type { WorkflowFile } from './rest';
import { NODES_OF_EXAMPLES } from './since';
import { byId } from './workflows';

const TABLE = 'linkedin_sequence';
const RUN = 'Every Hour';
const NAMES = ['Ada Brandt', 'Bela Novak', 'Chidi Okafor', 'Dana Levi', 'Acme Ltd'];

/** An example of a sequence with one account, at any hour, and with polls every few seconds. */
export function sequenceOf(file: string, accountId: string): WorkflowFile {
	const account = { accountId: byId(accountId) };
	const trigger = { ...account, pollTimes: EVERY_FEW_SECONDS };
	const options = { includeInputFields: true, requestsPerMinute: 0 };
	return withParameters(runnableExample(file), {
		Invite: { ...account, options: { ...options, dailyCap: 20, skipIfRelated: true } },
		'Read the Conversation': account,
		Write: { ...account, options: { ...options, dailyCap: 40 } },
		'Ask Again': account,
		Withdraw: account,
		'When Someone Accepts': trigger,
		'When Someone Replies': trigger,
	});
}

/** Where a sequence keeps its rows. */
export interface Rows {
	all(): Promise<Array<Record<string, unknown>>>;
	/** Sets one cell, as by hand. */
	set(name: string, column: string, value: string): Promise<void>;
}

/** A running sequence, as shown by its rows and the simulator. */
export class Campaign {
	constructor(
		private readonly context: CheckContext,
		readonly accountId: string,
		readonly workflowId: string,
		private readonly kept: Rows,
	) {}

	async run() {
		return await succeeds(this.context.rest, this.workflowId, RUN);
	}

	async rows() {
		return await this.kept.all();
	}

	async statuses() {
		return Object.fromEntries((await this.rows()).map((row) => [row.name, row.status]));
	}

	async row(name: string) {
		return (await this.rows()).find((row) => row.name === name) ?? {};
	}

	/** Moves one person's dates into the past by some days. */
	async passDays(name: string, column: 'dueAt' | 'invitedAt', days: number) {
		await this.kept.set(name, column, longAgo(days));
	}

	written(person: string) {
		return writtenTo(this.context.simulator, this.accountId, person);
	}

	/** A person of this name accepts, which the sequence notices. */
	async accepted(person: string, name: string) {
		this.context.simulator.accept('connectSafely', this.accountId, person);
		await this.becomes(name, 'connected');
	}

	reply(person: string, text: string) {
		this.context.simulator.write(this.accountId, person, text);
	}

	async becomes(name: string, status: string) {
		await until(`${name} is ${status}`, async () => (await this.statuses())[name] === status);
	}
}

async function start(context: CheckContext, accountId: string): Promise<Campaign> {
	const { rest, simulator, credentials } = context;
	addStrangers(simulator, accountId);
	const workflowId = await rest.createWorkflow(sequenceOf('sequence.json', accountId), credentials);
	await succeeds(rest, workflowId, 'Set Up Once');
	return new Campaign(context, accountId, workflowId, {
		all: async () => await tableRows(rest, TABLE),
		set: async (name, column, value) => await setRows(rest, TABLE, { [column]: value }, name),
	});
}

/** Invites three an hour; a company is for a person to look at. */
async function invites(campaign: Campaign) {
	assert.deepEqual(field(await campaign.rows(), 'name'), NAMES);
	await campaign.run();
	await campaign.run();
	assert.deepEqual(Object.values(await campaign.statuses()), [
		...Array<string>(4).fill('invited'),
		'look at this',
	]);
	await assertInvited(campaign);
}

/** Ada's row has her address and the time, and the company's row says what is wrong with it. */
export async function assertInvited(campaign: Campaign) {
	const ada = await campaign.row('Ada Brandt');
	assert.equal(ada.profileUrl, 'https://www.linkedin.com/in/ada-brandt');
	assert.ok(Math.abs(Date.parse(String(ada.invitedAt)) - Date.now()) < 60_000);
	assert.match(String((await campaign.row('Acme Ltd')).detail), /company page/);
}

/** Sends a message a day after the acceptance, follows up twice, and then stops. */
async function writesThreeTimes(campaign: Campaign) {
	await campaign.accepted('ada-brandt', 'Ada Brandt');
	await campaign.run();
	assert.deepEqual(campaign.written('ada-brandt'), []);
	for (const step of [1, 2, 3]) {
		await campaign.passDays('Ada Brandt', 'dueAt', 1);
		await campaign.run();
		// Not due again for three days.
		await campaign.run();
		assert.equal(campaign.written('ada-brandt').length, step);
	}
	const row = await campaign.row('Ada Brandt');
	assert.deepEqual([row.status, row.step], ['finished', 3]);
	assert.match(campaign.written('ada-brandt')[0] ?? '', /^Hello Ada, thank you for connecting!/);
	assert.equal(new Set(campaign.written('ada-brandt')).size, 3);
}

/** Stops at the reply, whether its event arrives or it is only found in the conversation. */
async function stopsAtReplies(campaign: Campaign, context: CheckContext) {
	await campaign.accepted('bela-novak', 'Bela Novak');
	campaign.reply('bela-novak', 'Gladly, when?');
	await campaign.becomes('Bela Novak', 'replied');
	assert.equal((await campaign.row('Bela Novak')).detail, 'Gladly, when?');

	await campaign.accepted('chidi-okafor', 'Chidi Okafor');
	await context.rest.deactivate(campaign.workflowId);
	campaign.reply('chidi-okafor', 'Who are you?');
	await campaign.passDays('Chidi Okafor', 'dueAt', 1);
	await campaign.run();
	assert.deepEqual([campaign.written('bela-novak'), campaign.written('chidi-okafor')], [[], []]);
	assert.equal((await campaign.row('Chidi Okafor')).status, 'replied');
}

/** Withdraws after three weeks, unless the invitation was accepted without an event. */
async function withdraws(campaign: Campaign, { simulator }: CheckContext) {
	await campaign.passDays('Dana Levi', 'invitedAt', 20);
	await campaign.run();
	assert.equal((await campaign.row('Dana Levi')).status, 'invited');
	await campaign.passDays('Dana Levi', 'invitedAt', 22);
	await campaign.run();
	assert.equal((await campaign.row('Dana Levi')).status, 'withdrawn');
	assertUnrelated(simulator, campaign.accountId, 'dana-levi');
}

/** All that follows the invitations: Ada gets three messages, Bela and Chidi reply, Dana does not accept. */
export async function runsItsCourse(campaign: Campaign, context: CheckContext): Promise<void> {
	await context.rest.activate(campaign.workflowId);
	await untilPolled(context.simulator, /\/conversations/);
	await pause(500);
	try {
		await writesThreeTimes(campaign);
		await stopsAtReplies(campaign, context);
	} finally {
		await context.rest.deactivate(campaign.workflowId);
	}
	await withdraws(campaign, context);
}

export const checks: Check[] = [
	{
		name: 'the example sequence.json invites, writes to who accepts, follows up, stops at a reply and withdraws',
		since: NODES_OF_EXAMPLES,
		async run(context) {
			const campaign = await start(context, 'account-example-sequence');
			await invites(campaign);
			await runsItsCourse(campaign, context);
		},
	},
];

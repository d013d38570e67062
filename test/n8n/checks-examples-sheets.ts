/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { saveCredentials, type Check, type CheckContext } from './checks';
import { withParameters } from './checks-examples-files';
import { assertInvited, Campaign, runsItsCourse, sequenceOf } from './checks-examples-sequence';
import { Sheet, startGoogle, type Google } from './google';
import { newUserFolder } from './n8n';
import { addStrangers } from './people';
import { NODES_OF_EXAMPLES } from './since';

const ACCOUNT = 'account-example-sheets';
const SHEET_NODES = ['Rows', 'Rows, for Acceptances', 'Rows, for Replies', 'Update the Row'];

/** The columns in an order a person may choose, with two additional ones. */
const COLUMNS = [
	...['name', 'owner', 'linkedin', 'status', 'step', 'dueAt', 'profileUrl', 'invitedAt'],
	...['acceptedAt', 'lastMessageAt', 'detail', 'my notes'],
];
const row = (name: string, linkedin: string, status = '', dueAt = '') => [
	...[name, `owner of ${name}`, linkedin, status, '', dueAt],
	...[...Array<string>(5).fill(''), `notes on ${name}`],
];
const PEOPLE = [
	row('Ada Brandt', 'https://www.linkedin.com/in/ada-brandt'),
	row('Bela Novak', 'de.linkedin.com/in/bela-novak/', 'new'),
	row('Chidi Okafor', 'https://m.linkedin.com/in/chidi-okafor?utm_source=share', 'New'),
	row('Nobody Yet', ''),
	row('Dana Levi', 'dana-levi'),
	row('Acme Ltd', 'https://www.linkedin.com/company/acme'),
	row('Ada, Retyped', 'linkedin.com/in/Ada-Brandt/'),
	row('Ada, Pasted Twice', 'https://www.linkedin.com/in/ada-brandt'),
	row('Paul Paused', 'paul-paused', 'paused'),
	row('Otto Date', 'otto-date', 'connected', '31.1.2026'),
];

/** The results for everyone without a reply or an acceptance. */
const AFTER_INVITING = {
	'Ada Brandt': 'invited',
	'Bela Novak': 'invited',
	'Chidi Okafor': 'invited',
	'Nobody Yet': '',
	'Dana Levi': 'invited',
	'Acme Ltd': 'look at this',
	'Ada, Retyped': 'look at this',
	'Ada, Pasted Twice': '',
	'Paul Paused': 'paused',
	'Otto Date': 'look at this',
};

async function start(context: CheckContext, google: Google, sheet: Sheet): Promise<Campaign> {
	const { rest, simulator } = context;
	addStrangers(simulator, ACCOUNT);
	const document = { documentId: { __rl: true, mode: 'url', value: Sheet.url } };
	const workflow = withParameters(
		sequenceOf('sequence-google-sheets.json', ACCOUNT),
		Object.fromEntries(SHEET_NODES.map((name) => [name, document])),
	);
	const workflowId = await rest.createWorkflow(workflow, {
		...(await saveCredentials(rest, simulator)),
		googleApi: await rest.saveCredential('Google simulated', 'googleApi', google.credential),
	});
	return new Campaign(context, ACCOUNT, workflowId, {
		all: async () => await Promise.resolve(sheet.rows()),
		set: async (name, column, value) => await Promise.resolve(sheet.set(name, column, value)),
	});
}

/** A sheet with a renamed status column counts as one without new rows. */
async function stopsWithoutColumns(campaign: Campaign, context: CheckContext, sheet: Sheet) {
	const [columns = []] = sheet.cells;
	columns[COLUMNS.indexOf('status')] = 'State';
	const execution = await context.rest.runWorkflow(campaign.workflowId, 'Every Hour');
	assert.equal(execution.status, 'error');
	assert.match(execution.error?.message ?? '', /lacks: status$/);
	assert.deepEqual(context.simulator.invitationsAccepted('connectSafely'), []);
	columns[COLUMNS.indexOf('status')] = 'status';
}

/** Invites three an hour, while someone inserts a row and moves the last rows to the top. */
async function invites(campaign: Campaign, sheet: Sheet) {
	sheet.afterNextRead(() => {
		const [columns = [], ...rows] = sheet.cells;
		sheet.cells = [columns, row('Nobody Either', ''), ...rows.slice(-2), ...rows.slice(0, -2)];
	});
	await campaign.run();
	sheet.cells = [COLUMNS, ...PEOPLE.map(([name]) => cellsOf(sheet, name))];
	await campaign.run();
	assert.deepEqual(await campaign.statuses(), AFTER_INVITING);
	await assertInvited(campaign);
	assert.match(String((await campaign.row('Ada, Retyped')).detail), /in\/ada-brandt$/);
	assert.match(String((await campaign.row('Otto Date')).detail), /^dueAt is not a date/);
}

const cellsOf = ({ cells }: Sheet, name: unknown) => cells.find(([first]) => first === name) ?? [];

/** What cannot be written to is for a person to look at, with the reason. */
async function keepsFailures(campaign: Campaign, sheet: Sheet) {
	for (const name of ['Dana Levi', 'Otto Date']) {
		sheet.set(name, 'status', 'connected');
		await campaign.passDays(name, 'dueAt', 1);
	}
	sheet.set('Otto Date', 'step', '7');
	await campaign.run();
	const [dana, otto] = [await campaign.row('Dana Levi'), await campaign.row('Otto Date')];
	assert.deepEqual([dana.status, otto.status], ['look at this', 'look at this']);
	assert.match(String(dana.detail), /^not_connected: /);
	assert.match(String(otto.detail), /message/i);
	assert.deepEqual([dana.step, otto.step], [0, '7']);
}

/** The columns unknown to the workflow, and those it only reads. */
function assertOwnColumnsKept(sheet: Sheet) {
	const own = ['name', 'owner', 'linkedin', 'my notes'].map((name) => COLUMNS.indexOf(name));
	const kept = (rows: unknown[][]) => rows.map((cells) => own.map((index) => cells[index]));
	assert.deepEqual(kept(sheet.cells), kept([COLUMNS, ...PEOPLE]));
}

async function withGoogle({ n8n, simulator }: CheckContext) {
	const userFolder = newUserFolder('n8n-google-');
	const sheet = new Sheet([COLUMNS, ...PEOPLE].map((cells) => [...cells]));
	const google = await startGoogle(sheet, userFolder);
	try {
		const another = await n8n.another(userFolder, google.env);
		try {
			const context = { rest: another.rest, n8n: another, simulator, credentials: {} };
			const campaign = await start(context, google, sheet);
			await stopsWithoutColumns(campaign, context, sheet);
			await invites(campaign, sheet);
			await runsItsCourse(campaign, context);
			await keepsFailures(campaign, sheet);
			const invited = simulator.invitationsAccepted('connectSafely').map(({ person }) => person);
			assert.deepEqual(invited, ['ada-brandt', 'bela-novak', 'chidi-okafor', 'dana-levi']);
			assertOwnColumnsKept(sheet);
			assert.deepEqual(google.refused, []);
		} finally {
			await another.stop();
		}
	} finally {
		await google.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	}
}

export const checks: Check[] = [
	{
		name: 'the example sequence-google-sheets.json runs its course on a sheet that a person sorts, and keeps their columns',
		since: NODES_OF_EXAMPLES,
		run: withGoogle,
	},
];

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Check, CheckContext } from './checks';
import { readExample, withParameters } from './checks-examples-files';
import { usingHooks, withHooks, type Hooks } from './checks-examples-hooks';
import { leaving, succeeds } from './checks-examples-runs';
import { TablesApi } from './log-table';
import { NODES_OF_EXAMPLES } from './since';
import { smtpCredential, usingMail, type MailServer } from './smtp';
import { byId } from './workflows';

const FILE = 'weekly-report.json';
const DAY = 86_400_000;
const AUTUMN = 'Autumn <new> & "old"';

/** A time zone in which a week starts five hours later than in UTC. */
const TIME_ZONE = 'Etc/GMT+5';
const OFFSET = 5 * 3_600_000;

/** The Monday at the end of the reported week, at midnight UTC (ms). */
function lastMonday(): number {
	const today = Math.floor((Date.now() - OFFSET) / DAY);
	// 1 January 1970 was a Thursday.
	return (today - ((today + 3) % 7)) * DAY;
}

const monday = lastMonday();
const at = (days: number) => new Date(monday + OFFSET + days * DAY).toISOString();
/** As recorded for a provider that reports only the day. */
const dayOnly = (days: number) => new Date(monday + days * DAY).toISOString();

/** A row of an invitation; days count from the end of the reported week. */
function invitation(
	workflow: string,
	status: string,
	sent: number | null,
	accepted: number | null = null,
) {
	return {
		action: 'invitation',
		workflow,
		status,
		sentAt: sent === null ? null : at(sent),
		acceptedAt: accepted === null ? null : at(accepted),
	};
}

const ROWS = [
	// Sent in the week: the first moment of it counts, and the first one after it does not.
	invitation(AUTUMN, 'sent', -7),
	invitation(AUTUMN, 'accepted', -5, -4),
	invitation(AUTUMN, 'accepted', -3, 0.1),
	invitation(AUTUMN, 'replied', -2, -1),
	invitation(AUTUMN, 'withdrawn', -1),
	invitation(AUTUMN, 'sent', 0),
	// Sent before it, and accepted on its first day.
	{ ...invitation(AUTUMN, 'accepted', -20), acceptedAt: dayOnly(-7) },
	// Accepted on the day after it.
	{ ...invitation(AUTUMN, 'accepted', -30), acceptedAt: dayOnly(0) },
	invitation(AUTUMN, 'not pending', -40),
	invitation(AUTUMN, 'open', -3),
	invitation('Winter', 'sent', -3.5),
	invitation('Winter', '', -7.01),
	// Added by hand, without date and workflow: counted only in the total.
	{ ...invitation('', '', null), action: 'Invitation' },
	// Long ago: also only in the total.
	invitation('Spring', 'accepted', -200, -190),
	invitation('Spring', 'withdrawn', -200),
	// Not sent in the week, and still pending.
	invitation('Summer', 'sent', -60),
	// No invitations.
	invitation(AUTUMN, 'claimed 0123456789abcdef', null),
	{ ...invitation('Winter', 'sent', -3), action: 'message', fingerprint: 'f' },
].map((row, index) => ({ ...row, person: `in:report-${index}` }));

/** The numbers of a workflow: those of the week, and those of all time. */
const numbers = (
	name: string,
	[sent, accepted, acceptedOfSent]: [number, number, number],
	[everSent, everAccepted, pending, unconfirmed]: [number, number, number, number],
) => ({
	...{ name, sent, accepted, acceptedOfSent },
	...{ everSent, everAccepted, pending, unconfirmed },
});
const NUMBERS = {
	autumn: numbers(AUTUMN, [5, 3, 3], [9, 5, 2, 1]),
	winter: numbers('Winter', [1, 0, 0], [2, 0, 1, 0]),
	summer: numbers('Summer', [0, 0, 0], [1, 0, 1, 0]),
	total: numbers('All workflows', [6, 3, 3], [15, 6, 4, 1]),
};

/** The text of an e-mail: headers unfolded, and quoted-printable parts decoded. */
const textOf = (source: string) =>
	source
		.replace(/\r\n (?=\S)/g, ' ')
		.replace(/=\r?\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Sends the report on a log, with the chat message turned on, and returns both. */
async function report({ rest }: CheckContext, table: string, mail: MailServer, hooks: Hooks) {
	const example = readExample(FILE);
	const named = withParameters(withHooks(example, hooks), {
		'Read the Log': { dataTableId: byId(table) },
	});
	const nodes = named.nodes.map((node) => ({ ...node, disabled: false }));
	const settings = { executionOrder: 'v1', timezone: TIME_ZONE };
	const smtp = await rest.saveCredential('Mail', 'smtp', smtpCredential(mail));
	const workflowId = await rest.createWorkflow({ ...named, nodes, settings }, { smtp });
	const execution = await succeeds(rest, workflowId, 'Every Monday at 8');
	const reports = leaving(execution, 'Write the Report');
	assert.equal(reports.length, 1);
	assert.equal(mail.letters.length, 1);
	assert.deepEqual(hooks.calls, [{ path: '/your-team-channel', body: { text: reports[0]?.text } }]);
	return { written: reports[0] ?? {}, letter: textOf(mail.letters[0]?.source ?? '') };
}

/** Runs a check of a report with its own log, mail server and chat. */
async function reporting(
	context: CheckContext,
	name: string,
	rows: ReadonlyArray<Record<string, unknown>>,
	check: (reported: Awaited<ReturnType<typeof report>>) => void,
) {
	const api = await TablesApi.open(context.rest);
	const table = await api.create(name);
	await api.insert(table, rows);
	await usingMail(async (mail) => {
		await usingHooks(async (hooks) => check(await report(context, table, mail, hooks)));
	});
}

export const checks: Check[] = [
	{
		name: `the example ${FILE} mails the numbers of the week by workflow, as text and as a chart`,
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await reporting(context, 'report', ROWS, ({ written, letter }) => {
				const { autumn, winter, summer, total } = NUMBERS;
				assert.deepEqual(written.total, total);
				assert.deepEqual(written.workflows, [autumn, winter, summer]);
				assert.match(letter, /^Subject: LinkedIn invitations, .*: 6 sent, 3 accepted/m);
				assert.ok(letter.includes(`${AUTUMN}: 5 sent, 3 accepted`), letter);
				assert.ok(
					letter.includes('Rate of the week: 3 of 5 (60%). Rate of all time: 5 of 9 (56%).'),
				);
				assert.ok(letter.includes('Rate of the week: 0 of 1 (0%). Rate of all time: 0 of 2 (0%).'));
				assert.ok(letter.includes('Rate of the week: none sent. Rate of all time: 0 of 1 (0%).'));
				assert.ok(letter.includes('<h3>Autumn &lt;new&gt; &amp; &quot;old&quot;</h3>'));
				assert.ok(letter.includes('<td width="83%" bgcolor="#0a66c2">&nbsp;</td><td width="17%">'));
				assert.doesNotMatch(letter, /<img|https?:/);
			}),
	},
	{
		name: `the example ${FILE} says so where the log is empty`,
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await reporting(context, 'report-empty', [], ({ written, letter }) => {
				assert.match(String(written.subject), /: none$/);
				assert.match(String(written.text), /The log has no invitations yet\.$/);
				assert.ok(letter.includes('<p>The log has no invitations yet.</p>'), letter);
			}),
	},
];

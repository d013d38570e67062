/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { cpus } from 'node:os';
import { CURRENT_N8N } from '../n8n/install';
import { tally } from '../n8n/people';
import type { LoggedRequest } from '../simulator/request-log';
import type { Executions } from './evidence';
import type { Month } from './judge';

/** A month that is over. */
export interface Measured {
	readonly month: Month;
	readonly executions: Executions;
	readonly requests: readonly LoggedRequest[];
	readonly kills: number;
	readonly restarts: number;
	readonly realMs: number;
	readonly days: number;
	readonly people: number;
	readonly seed: number;
	readonly complaints: number;
}

const list = (counts: Readonly<Record<string, number>>) =>
	Object.entries(counts)
		.sort(([, one], [, other]) => other - one)
		.map(([word, count]) => `${word} ${count.toLocaleString('en')}`)
		.join(', ');

const ACCEPTED_UNNOTICED = /^(sent|open)$/;

/** What happened in the month, as Markdown. */
export function reportOf(measured: Measured): string {
	const { month, executions, requests, kills, restarts, realMs, days, people, seed } = measured;
	const { invitations, messages, acceptedAt, withdrawnAt, log, checks } = month;
	const own = messages.filter(({ isOwn }) => isOwn);
	const states = log.map(({ action, status }) => `${action} ${status.replace(/ .*/, '')}`);
	const faults = requests.flatMap(({ fault }) => fault ?? []);
	const unnoticed = log.filter(
		({ action, status, person, account }) =>
			action === 'invitation' &&
			ACCEPTED_UNNOTICED.test(status) &&
			acceptedAt.has(`${account} ${person.replace(/^in:/, '')}`),
	);
	const rows: Array<[string, string | number]> = [
		[
			'People, and how many of them are only looked up',
			`${people}, ${new Set(checks.map(({ prospect }) => prospect)).size}`,
		],
		['Invitations sent, by account', list(tally(invitations.map(({ account }) => account)))],
		['Accepted, withdrawn', `${acceptedAt.size}, ${withdrawnAt.size}`],
		['Messages sent, replies', `${own.length}, ${messages.length - own.length}`],
		['Lookups of these', checks.length],
		['Executions, by how they ended', list(executions.ended)],
		['n8n killed, restarted', `${kills}, ${restarts}`],
		['Requests to the providers', requests.length],
		['Faults met', `${faults.length}: ${list(tally(faults))}`],
		['Items, by node and outcome', list(executions.outcomes)],
		['Rows of the log, by status', list(tally(states))],
		['Accepted, not yet noticed at the end', unnoticed.length],
		['**Anything not as it should be**', measured.complaints],
	];
	const date = new Date().toISOString().slice(0, 10);
	return [
		`${date}, ${cpus().length} processors, n8n ${CURRENT_N8N} on SQLite, seed ${seed}: ${days} days in ${Math.round(realMs / 60_000)} minutes.`,
		'',
		'| What | How many |',
		'| --- | --- |',
		...rows.map(([what, figure]) => `| ${what} | ${figure.toLocaleString('en')} |`),
	].join('\n');
}

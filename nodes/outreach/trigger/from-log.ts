import type { IPollFunctions } from 'n8n-workflow';
import type { LogRow } from '../log/columns';
import { openLog } from '../log/open-log';
import { LogReader } from '../log/reader';
import { ACCEPTED, sameAs, stateOfRow } from '../log/rows';
import type { LogTable } from '../log/table';
import { personKeys } from '../people/profile';
import type { OutreachEvent } from './events';

/**
 * The events whose people are in the log; records accepted invitations in the log. Idempotent.
 * @param logTable the ID of a Data Table
 * @throws InvalidInput, LogUnavailable, and n8n's error if there is no credential
 */
export async function onlyFromLog(
	context: IPollFunctions,
	logTable: string,
	events: readonly OutreachEvent[],
): Promise<OutreachEvent[]> {
	if (events.length === 0) return [];
	const { tables } = await openLog(context);
	const table = tables.table(logTable);
	await table.check();
	const rows = await rowsOf(new LogReader(table, context.logger), events);
	const told: OutreachEvent[] = [];
	for (const event of events) {
		const own = keysOf(event).flatMap((key) => rows.get(key) ?? []);
		if (own.length === 0) continue;
		if (event.event === 'connection_accepted') await enterAccepted(table, own, event);
		told.push(event);
	}
	return told;
}

/** The rows of these people that record a send, by person. */
async function rowsOf(
	reader: LogReader,
	events: readonly OutreachEvent[],
): Promise<Map<string, LogRow[]>> {
	const people = [...new Set(events.flatMap(keysOf))];
	const byPerson = new Map<string, LogRow[]>();
	if (people.length === 0) return byPerson;
	for (const row of await reader.all(people)) {
		if (stateOfRow(row) === 'claimed') continue;
		byPerson.set(row.person, [...(byPerson.get(row.person) ?? []), row]);
	}
	return byPerson;
}

/** Not the row of another account of the same provider, whose invitation is a different one. */
async function enterAccepted(
	table: LogTable,
	rows: readonly LogRow[],
	{ provider, accountId, occurredAt }: OutreachEvent,
): Promise<void> {
	const isOthers = ({ provider: by, account }: LogRow) =>
		by === provider && account !== '' && accountId !== null && account !== accountId;
	for (const row of rows) {
		if (row.action.toLowerCase() === 'message' || row.acceptedAt !== null || isOthers(row))
			continue;
		await table.update(sameAs(row), { status: ACCEPTED, acceptedAt: occurredAt });
	}
}

const keysOf = ({ profile }: OutreachEvent) => (profile === null ? [] : personKeys(profile));

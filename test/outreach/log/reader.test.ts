import type { IDataObject } from 'n8n-workflow';
import { LogReader } from '../../../nodes/outreach/log/reader';
import { DataTables } from '../../../nodes/outreach/log/table';
import type { ProviderRequest, Transport } from '../../../nodes/outreach/http/transport';
import { reply } from '../fakes';
import { quiet } from './workers';

const ROW = { person: 'in:ada', execution: '1' };

/** A reader of an API that gives these pages one after the other, the last one for all further questions. */
function readerOf(...pages: Array<{ data: IDataObject[]; nextCursor?: string }>) {
	const asked: ProviderRequest[] = [];
	const warnings: unknown[] = [];
	const transport: Transport = async (request) => {
		if (request.method !== 'GET') return await Promise.resolve(reply(200, []));
		asked.push(request);
		return await Promise.resolve(reply(200, pages[Math.min(asked.length, pages.length) - 1]));
	};
	const logger = { ...quiet, warn: (...logged: unknown[]) => void warnings.push(logged) };
	const reader = new LogReader(new DataTables(transport).table('t1'), logger);
	const filters = () =>
		asked.map(({ query }) => JSON.parse(String(query?.filter)) as { filters: IDataObject[] });
	return { reader, filters, warnings };
}

const conditions = (filter: { filters: IDataObject[] } | undefined) =>
	filter?.filters.map(({ columnName, condition, value }) =>
		[columnName, condition, value].join(' '),
	);

test('No rows are requested for nobody', async () => {
	const { reader, filters } = readerOf({ data: [] });
	expect(await reader.written([])).toEqual([]);
	expect(filters()).toEqual([]);
});

test('Rows that one response cannot hold are requested in halves, and then by their IDs', async () => {
	const { reader, filters } = readerOf(
		{ data: [{ id: 1, ...ROW }], nextCursor: 'more' },
		{ data: [{ id: 1, ...ROW }], nextCursor: 'more' },
		{ data: [{ id: 9, ...ROW }], nextCursor: 'more' },
		{ data: [], nextCursor: 'more' },
		{ data: [{ id: 4, ...ROW, person: 'in:ben' }] },
	);
	const rows = await reader.written(['in:ada', 'in:ben']);
	expect(rows.map(({ id }) => id)).toEqual([1, 9, 4]);
	expect(filters().map(conditions)).toEqual([
		['person eq in:ada', 'person eq in:ben'],
		['person eq in:ada'],
		['person eq in:ada', 'id gt 1'],
		['person eq in:ada', 'id gt 9'],
		['person eq in:ben'],
	]);
});

test('Rows added by hand are requested with the others and get their person, or are logged if they name nobody', async () => {
	const added = [
		{ id: 2, profileUrl: 'linkedin.com/in/Ada' },
		{ id: 3, profileUrl: 'N/A' },
	];
	const { reader, filters, warnings } = readerOf({ data: [{ id: 1, ...ROW }, ...added] });
	const rows = await reader.all(['in:ada']);
	expect(rows).toMatchObject([
		{ id: 1, person: 'in:ada', execution: '1' },
		{ id: 2, person: 'in:ada', execution: 'by hand', asRead: { person: 'in:ada' } },
		{ id: 3, person: 'unreadable', execution: 'by hand', asRead: { person: 'unreadable' } },
	]);
	expect(filters()).toEqual([expect.objectContaining({ type: 'or' })]);
	expect(conditions(filters()[0])).toEqual(['execution eq ', 'execution eq ', 'person eq in:ada']);
	expect(warnings).toEqual([
		[
			expect.stringMatching(/^Row 3 of the log has neither a person nor a valid profile/),
			{ profileUrl: 'N/A' },
		],
	]);
});

test('Rows are requested without those added by hand once a full response has none of them', async () => {
	const { reader, filters } = readerOf(
		{ data: [{ id: 2, person: 'ada' }], nextCursor: 'more' },
		{ data: [{ id: 1, ...ROW }], nextCursor: 'more' },
		{ data: [{ id: 7, ...ROW }] },
	);
	expect((await reader.all(['in:ada'])).map(({ id }) => id)).toEqual([7]);
	expect(filters().map((filter) => filter.filters.length)).toEqual([3, 3, 1]);
});

test('Endless rows added by hand fail the reading', async () => {
	const { reader, filters } = readerOf({ data: [{ id: 2, person: 'x' }], nextCursor: 'more' });
	await expect(reader.all(['in:ada'])).rejects.toThrow('too many rows that were added by hand');
	expect(filters()).toHaveLength(400);
});

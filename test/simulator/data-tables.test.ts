/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import http from 'node:http';
import nock from 'nock';
import { z } from 'zod';
import { DataTables, type DataTablesOptions, type DataTablesRequest } from './data-tables';
import type { WireRequest } from './data-tables-request';
import { mountDataTables, serveDataTables } from './data-tables-wire';

beforeAll(() => {
	nock.disableNetConnect();
	nock.enableNetConnect('127.0.0.1');
});
afterEach(() => nock.cleanAll());

type Condition = readonly [columnName: string, condition: string, value: unknown];
const filterOf = (...conditions: readonly Condition[]) => ({
	type: 'and',
	filters: conditions.map(([columnName, condition, value]) => ({ columnName, condition, value })),
});

/** A table of people, and requests to it below its own path. */
function peopleIn(options: Partial<DataTablesOptions> = {}) {
	const tables = new DataTables(options);
	const id = tables.createTable('People', [
		{ name: 'name', type: 'string' },
		{ name: 'score', type: 'number' },
		{ name: 'seenAt', type: 'date' },
	]);
	const ask = async (method: string, path = '', rest: Partial<WireRequest> = {}) =>
		await tables.handle({ method, path: `/data-tables/${id}${path}`, ...rest });
	const insert = async (...names: string[]) =>
		await ask('POST', '/rows', {
			body: { data: names.map((name) => ({ name })), returnType: 'id' },
		});
	const find = async (...conditions: readonly Condition[]) => {
		const query = `filter=${encodeURIComponent(JSON.stringify(filterOf(...conditions)))}`;
		const { body } = await ask('GET', '/rows', { query });
		return z.object({ data: z.array(z.object({ name: z.string().nullable() })) }).parse(body).data;
	};
	const rename = async (from: string, to: string) =>
		await ask('PATCH', '/rows/update', {
			body: { filter: filterOf(['name', 'eq', from]), data: { name: to }, returnData: true },
		});
	return { tables, id, ask, insert, find, rename };
}

describe('Rows', () => {
	test('A missing value is null, and times are returned as ISO texts', async () => {
		const { ask } = peopleIn({ now: () => 0 });
		const data = [{ name: 'Ada', seenAt: '2024-01-15T12:30:00+02:00' }];
		const { status, body } = await ask('POST', '/rows', { body: { data, returnType: 'all' } });
		const epoch = '1970-01-01T00:00:00.000Z';
		const seenAt = '2024-01-15T10:30:00.000Z';
		const row = { id: 1, createdAt: epoch, updatedAt: epoch, name: 'Ada', score: null, seenAt };
		expect({ status, body }).toEqual({ status: 200, body: [row] });
	});

	test('A row with an unknown column is refused together with the rows beside it', async () => {
		const { tables, id, ask } = peopleIn();
		const answer = await ask('POST', '/rows', { body: { data: [{ name: 'Ada' }, { age: 36 }] } });
		const message = "Validation error with data table request: unknown column name 'age'";
		expect(answer).toEqual({ status: 400, body: { message } });
		expect(tables.rows(id)).toEqual([]);
	});

	test('An update finds no row if the row no longer has the values of the filter', async () => {
		const { insert, rename } = peopleIn();
		await insert('Ada');
		const [first, second] = [await rename('Ada', 'Bob'), await rename('Ada', 'Cleo')];
		expect(first.body).toEqual([expect.objectContaining({ name: 'Bob' })]);
		expect(second).toEqual({ status: 200, body: [] });
	});

	test('A body can filter by null, and not by isEmpty', async () => {
		const { ask } = peopleIn();
		const update = async (...condition: Condition) =>
			await ask('PATCH', '/rows/update', {
				body: { filter: filterOf(condition), data: { name: 'Ada' } },
			});
		expect((await update('name', 'isEmpty', null)).status).toBe(400);
		expect(await update('name', 'eq', null)).toEqual({ status: 200, body: true });
	});

	test('A page has a cursor for the next one', async () => {
		const { insert, ask } = peopleIn();
		await insert('Ada', 'Bob', 'Cleo');
		const page = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() });
		const first = page.parse((await ask('GET', '/rows', { query: 'limit=2' })).body);
		const query = `cursor=${encodeURIComponent(first.nextCursor ?? '')}`;
		const second = page.parse((await ask('GET', '/rows', { query })).body);
		expect([first.data.length, second.data.length, second.nextCursor]).toEqual([2, 1, null]);
		expect((await ask('GET', '/rows', { query: 'limit=251' })).status).toBe(400);
	});
});

describe('Filters', () => {
	test.each<{ condition: Condition; found: string }>([
		{ condition: ['name', 'eq', null], found: '-' },
		{ condition: ['name', 'neq', 'Ada'], found: 'bob,-,' },
		{ condition: ['name', 'neq', null], found: 'Ada,bob,' },
		{ condition: ['name', 'isEmpty', null], found: '-,' },
		{ condition: ['name', 'isNotEmpty', null], found: 'Ada,bob' },
		{ condition: ['name', 'like', 'a'], found: 'Ada' },
		{ condition: ['name', 'like', 'B%'], found: '' },
		{ condition: ['name', 'ilike', 'B%'], found: 'bob' },
		{ condition: ['name', 'gt', 'A'], found: 'Ada,bob' },
		{ condition: ['score', 'lte', '2'], found: 'Ada,bob' },
		{ condition: ['id', 'gte', 3], found: '-,' },
	])('The filter $condition finds "$found"', async ({ condition, found }) => {
		const { tables, id, find } = peopleIn();
		tables.insertByHand(id, { name: 'Ada', score: 1 });
		tables.insertByHand(id, { name: 'bob', score: 2 });
		tables.insertByHand(id, {});
		tables.insertByHand(id, { name: '' });
		expect((await find(condition)).map(({ name }) => name ?? '-').join()).toBe(found);
	});

	test('A time equals itself in PostgreSQL only', async () => {
		const moment = '2024-01-15T10:30:00.000Z';
		const found = [true, false].map(async (reusesIds) => {
			const { tables, id, find } = peopleIn({ reusesIds });
			tables.insertByHand(id, { seenAt: moment });
			return (await find(['seenAt', 'eq', moment])).length;
		});
		expect(await Promise.all(found)).toEqual([0, 1]);
	});

	test('A query with reserved characters is refused', async () => {
		const { ask } = peopleIn();
		const query = `filter=${encodeURIComponent('{"filters":[]}').replace('%3A', ':')}`;
		expect((await ask('GET', '/rows', { query })).status).toBe(400);
	});
});

describe('IDs', () => {
	test('SQLite reuses the ID of a deleted last row, and PostgreSQL does not', async () => {
		const next = [true, false].map(async (reusesIds) => {
			const { tables, id, insert } = peopleIn({ reusesIds });
			await insert('Ada', 'Bob');
			tables.deleteByHand(id, 2);
			return (await insert('Cleo')).body;
		});
		expect(await Promise.all(next)).toEqual([[{ id: 2 }], [{ id: 3 }]]);
	});

	test('PostgreSQL gives IDs in the order of requests, in whatever order their rows appear', async () => {
		const { tables, id, insert } = peopleIn({ reusesIds: false });
		const waiting: Array<() => void> = [];
		tables.options.before = async () =>
			await new Promise<void>((resolve) => {
				waiting.push(resolve);
			});
		const [first, second] = [insert('Ada'), insert('Bob')];
		waiting[1]?.();
		expect((await second).body).toEqual([{ id: 2 }]);
		expect(tables.rows(id).map((row) => row.name)).toEqual(['Bob']);
		waiting[0]?.();
		expect((await first).body).toEqual([{ id: 1 }]);
	});
});

test('Keys, scopes, versions, names and tables are checked as in n8n', async () => {
	const { tables, ask } = peopleIn({ apiKey: 'right', scopes: ['dataTable:create'] });
	const as = (key?: string) => ({ headers: { 'X-N8N-API-KEY': key } });
	expect(await ask('GET', '/rows')).toEqual({
		status: 401,
		body: { message: "'X-N8N-API-KEY' header required" },
	});
	expect((await ask('GET', '/rows', as('wrong'))).body).toEqual({ message: 'unauthorized' });
	expect((await ask('GET', '/rows', as('right'))).body).toEqual({ message: 'Forbidden' });
	const body = { name: 'People', columns: [] };
	const create = { method: 'POST', path: '/data-tables', body, ...as('right') };
	expect((await tables.handle(create)).status).toBe(409);
	delete tables.options.scopes;
	const path = '/data-tables/AAAAAAAAAAAAAAAA';
	const missing = { message: "Could not find the data table: 'AAAAAAAAAAAAAAAA'" };
	expect((await tables.handle({ method: 'GET', path, ...as('right') })).body).toEqual(missing);
	tables.options.without = 'columns';
	expect((await ask('GET', '/columns', as('right'))).status).toBe(404);
	expect((await ask('GET', '', as('right'))).status).toBe(200);
});

/** The status of the response to Node's own client, or the code of its error. */
async function post(
	url: string,
	body: object,
	timeout = 5_000,
): Promise<number | string | undefined> {
	return await new Promise((resolve) => {
		const headers = { 'Content-Type': 'application/json' };
		const request = http.request(url, { method: 'POST', headers, timeout }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'LATE' })));
		request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
		request.end(JSON.stringify(body));
	});
}

const FAULTS = ['refuse', 500, 'hang', 'noAnswerButDone', 503] as const;

test('Faults occur one by one through nock, for the requests that they are meant for', async () => {
	const { tables, id } = peopleIn();
	const end = mountDataTables(tables);
	const isOfAda = ({ body }: DataTablesRequest) => JSON.stringify(body).includes('Ada');
	tables.fail(FAULTS, isOfAda);
	const url = `http://localhost:5678/api/v1/data-tables/${id}/rows`;
	expect(await post(url, { data: [{ name: 'Bob' }] })).toBe(200);
	const met: unknown[] = [];
	for (const fault of [...FAULTS, null]) {
		met.push(await post(url, { data: [{ name: 'Ada' }] }, fault === 'hang' ? 50 : undefined));
	}
	expect(met).toEqual(['ECONNREFUSED', 500, 'LATE', 'ECONNRESET', 503, 200]);
	expect(tables.rows(id).map(({ name }) => name)).toEqual(['Bob', 'Ada', 'Ada']);
	expect(tables.requests.map(({ fault }) => fault)).toEqual([null, ...FAULTS, null]);
	end();
	expect(await post(url, { data: [{}] })).toBe('ERR_NOCK_NO_MATCH');
});

test('A server on a local port answers and fails in the same way', async () => {
	const { tables, id } = peopleIn();
	const server = await serveDataTables(tables);
	tables.fail(['noAnswerButDone', 503]);
	const url = `${server.url}/data-tables/${id}/rows`;
	const met = [await post(url, { data: [{}] }), await post(url, { data: [{}] })];
	expect([...met, await post(url, { data: [{}] })]).toEqual(['ECONNRESET', 503, 200]);
	expect(tables.rows(id)).toHaveLength(2);
	tables.fail('hang');
	const hung = post(url, { data: [{}] });
	while (tables.requests.length < 4) await new Promise((resolve) => setImmediate(resolve));
	await server.close();
	expect(await hung).toBe('ECONNRESET');
});

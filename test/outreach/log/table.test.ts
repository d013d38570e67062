import { NEW_COLUMNS } from '../../../nodes/outreach/log/columns';
import { DataTables, where, whereAny } from '../../../nodes/outreach/log/table';
import { answering, reply } from '../fakes';

const TABLE = '/data-tables/t%2F1';

/** The table with an ID that an address has to encode, where the API gives these answers. */
function tableOf(...replies: Parameters<typeof answering>) {
	const { transport, requests } = answering(...replies);
	return { table: new DataTables(transport).table('t/1'), requests };
}

const described = (columns: ReadonlyArray<{ name: string; type: string }>) =>
	reply(200, { id: 't/1', name: 'Log', columns });

const failureOf = async (job: Promise<unknown>) =>
	await job.then(
		() => null,
		({ name, message, description }: Error & { description?: string }) => ({
			name,
			message,
			description,
		}),
	);

test('The tables of a key are listed page by page', async () => {
	const [one, other] = [
		{ id: 't1', name: 'One' },
		{ id: 't2', name: 'Other' },
	];
	const { transport, requests } = answering(
		reply(200, { data: [one], nextCursor: 'c2' }),
		reply(200, { data: [other], nextCursor: null }),
	);
	expect(await new DataTables(transport).list()).toEqual([one, other]);
	const list = { method: 'GET', path: '/data-tables' };
	expect(requests).toEqual([
		{ ...list, query: { limit: 250 } },
		{ ...list, query: { limit: 250, cursor: 'c2' } },
	]);
});

test('Tables are listed for at most twenty pages', async () => {
	const { transport, requests } = answering(reply(200, { data: [], nextCursor: 'again' }));
	expect(await new DataTables(transport).list()).toEqual([]);
	expect(requests).toHaveLength(20);
});

test('A new table gets a number after its name if that is taken', async () => {
	const made = { id: 't3', name: 'Log 3' };
	const { transport, requests } = answering(reply(409), reply(409), reply(201, made));
	expect(await new DataTables(transport).create('Log')).toEqual(made);
	expect(requests).toEqual(
		['Log', 'Log 2', 'Log 3'].map((name) => ({
			method: 'POST',
			path: '/data-tables',
			body: { name, columns: NEW_COLUMNS },
		})),
	);
});

test.each([
	['a name that is taken fifty times', 409, 50],
	['a key that may not create tables', 403, 1],
])('No table is created with %s', async (_, status, count) => {
	const { transport, requests } = answering(reply(status));
	await expect(new DataTables(transport).create('Log')).rejects.toThrow(`HTTP status ${status}`);
	expect(requests).toHaveLength(count);
});

describe('Requests to the API', () => {
	const filter = where({ person: 'in:ada', status: null });
	const written = JSON.stringify(filter);

	test('Requests have the form of n8n’s openapi.yml', async () => {
		const { table, requests } = tableOf(reply(200, { data: [] }), reply(200, [{ id: 7 }]));
		expect(await table.page(filter)).toEqual({ rows: [], isWhole: true });
		expect(await table.insert([{ person: 'in:ada' }])).toEqual([7]);
		expect(await table.update(filter, { status: 'sent' })).toMatchObject([{ id: 7, person: '' }]);
		await table.remove(filter);
		expect(requests).toEqual([
			{ method: 'GET', path: `${TABLE}/rows`, query: { limit: 250, filter: written } },
			{
				method: 'POST',
				path: `${TABLE}/rows`,
				body: { data: [{ person: 'in:ada' }], returnType: 'id' },
			},
			{
				method: 'PATCH',
				path: `${TABLE}/rows/update`,
				body: { filter, data: { status: 'sent' }, returnData: true },
			},
			{ method: 'DELETE', path: `${TABLE}/rows/delete`, query: { filter: written } },
		]);
		expect([filter, whereAny('status', ['open', null])]).toEqual([
			{
				type: 'and',
				filters: [
					{ columnName: 'person', condition: 'eq', value: 'in:ada' },
					{ columnName: 'status', condition: 'eq', value: null },
				],
			},
			{
				type: 'or',
				filters: [
					{ columnName: 'status', condition: 'eq', value: 'open' },
					{ columnName: 'status', condition: 'eq', value: null },
				],
			},
		]);
	});

	test.each([
		[{ data: [], nextCursor: 'more' }, false],
		[{ data: [], nextCursor: null }, true],
		[{ data: [] }, true],
	])('The response %j has all rows: %s', async (body, isWhole) => {
		expect(await tableOf(reply(200, body)).table.page(filter)).toEqual({ rows: [], isWhole });
	});

	test.each([
		['fewer IDs than rows', [{ id: 1 }], 'did not answer with one ID for each row'],
		['a page of a website', '<html>', 'did not answer with what was asked for'],
		['rows without IDs', [{}], "did not answer with a '0.id' that can be read"],
	])('A request that is answered with %s fails', async (_, body, words) => {
		const failed = await failureOf(tableOf(reply(200, body)).table.insert([{}, {}]));
		expect(failed).toMatchObject({
			name: 'LogUnavailable',
			message: expect.stringContaining(`n8n's API ${words}`) as string,
			description: expect.stringContaining("'Base URL' in the credential") as string,
		});
	});

	test.each([
		[300, {}, 'status 300', "'Base URL' in the credential 'Outreach Log API': the API has another"],
		[400, { message: 'is full' }, 'status 400: is full', "Check 'Log Table'. If the table is full"],
		[400, { message: '' }, 'status 400', "Check 'Log Table'. If the table is full"],
		[401, {}, 'status 401', "enter it in the credential 'Outreach Log API'"],
		[403, {}, 'status 403', 'the scopes of Data Tables'],
		[404, {}, 'status 404', 'from version 2.10'],
		[413, {}, 'status 413', 'A proxy'],
		[429, {}, 'status 429', 'Try again later'],
		[500, {}, 'status 500', 'n8n is having trouble'],
	])(
		'The error of a request that is refused with %i (%j) says what to do',
		async (status, body, words, advice) => {
			const failed = await failureOf(tableOf(reply(status, body)).table.remove(filter));
			expect(failed?.message).toMatch(new RegExp(`n8n's API answered with HTTP ${words}$`));
			expect(failed?.description).toContain(advice);
		},
	);

	test('The error of a request that a gateway refuses shows nothing of the gateway’s page', async () => {
		const page = { ...reply(502, { message: 'a page' }), isText: true };
		expect((await failureOf(tableOf(page).table.remove(filter)))?.message).toMatch(/status 502$/);
	});

	test.each([
		[false, "it is the address of n8n's main process"],
		[true, 'The execution was cancelled.'],
	])(
		'The error of a request without a response says so (cancelled: %s)',
		async (cancelled, advice) => {
			const none = { kind: 'no-reply', delivered: 'no', cancelled, reason: 'refused' } as const;
			const failed = await failureOf(tableOf(none).table.remove(filter));
			expect(failed?.message).toContain("n8n's API could not be reached: refused");
			expect(failed?.description).toContain(advice);
		},
	);
});

describe('The columns of a log', () => {
	const missing = NEW_COLUMNS.slice(-2);
	const most = NEW_COLUMNS.slice(0, -2);

	test('Columns are checked once for all callers', async () => {
		const { table, requests } = tableOf(described(NEW_COLUMNS));
		await Promise.all([table.check(), table.check()]);
		await table.check();
		expect(requests).toEqual([{ method: 'GET', path: TABLE }]);
	});

	test('Columns are checked again after a failure', async () => {
		const { table, requests } = tableOf(reply(503), described(NEW_COLUMNS));
		await expect(table.check()).rejects.toThrow('HTTP status 503');
		await table.check();
		expect(requests).toHaveLength(2);
	});

	test.each([200, 409])('Missing columns are added (answered with %i)', async (status) => {
		const { table, requests } = tableOf(described(most), reply(status));
		await table.check();
		expect(requests.slice(1)).toEqual(
			missing.map((body) => ({ method: 'POST', path: `${TABLE}/columns`, body })),
		);
	});

	test('All columns are added to a table that is described without any', async () => {
		const { table, requests } = tableOf(reply(200, { id: 't/1', name: 'Log' }), reply(200));
		await table.check();
		expect(requests).toHaveLength(1 + NEW_COLUMNS.length);
	});

	test.each([403, 404, 405])(
		'The error for columns that cannot be added (%i) says which to add by hand',
		async (status) => {
			const failed = await failureOf(tableOf(described(most), reply(status)).table.check());
			expect(failed?.message).toContain('lacks the columns sentAt, acceptedAt, and');
			expect(failed?.description).toContain('by hand (sentAt: date, acceptedAt: date), give');
		},
	);

	test('The error for columns that could not be added after a failure of n8n speaks of that failure', async () => {
		const failed = await failureOf(tableOf(described(most), reply(500)).table.check());
		expect(failed?.message).toContain('HTTP status 500');
		const none = { kind: 'no-reply', delivered: 'no', cancelled: false, reason: 'gone' } as const;
		expect((await failureOf(tableOf(described(most), none).table.check()))?.message).toContain(
			'could not be reached',
		);
	});

	test.each([
		['sentAt', 'string', true],
		['sentAt', 'number', false],
		['person', 'date', false],
	])('The column %s may have the type %s: %s', async (wrong, type, isFine) => {
		const { table, requests } = tableOf(described([{ name: wrong, type }]), reply(200));
		const failed = await failureOf(table.check());
		expect(requests.length > 1).toBe(isFine);
		expect(failed?.message.includes(`'${wrong}' has the type ${type}`) ?? false).toBe(!isFine);
		expect(failed?.description?.includes('Rename that column') ?? false).toBe(!isFine);
	});
});

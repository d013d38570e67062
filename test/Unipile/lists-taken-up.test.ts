import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { byId } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const HOUR_MS = 3_600_000;
const V1 = 'https://api8.unipile.com:13424';
const V2 = 'https://api.unipile.com';
const CREDENTIALS = {
	v1: { apiVersion: 'v1', apiKey: 'key-to-keep', dsn: 'api8.unipile.com:13424' },
	v2: { apiVersion: 'v2', apiKey: 'key-to-keep', baseUrl: `${V2}/v2`, serviceKey: '' },
};

const relationsOf = async (version: 'v1' | 'v2', json: IDataObject) =>
	await runNode({
		node: 'unipile',
		credentials: { unipileApi: CREDENTIALS[version] },
		items: [json],
		parameters: {
			resource: 'relation',
			operation: 'getMany',
			returnAll: true,
			accountId: byId('acc_1'),
		},
	});

const ADA = { public_identifier: 'ada-one', member_id: 'ACoAAada-one' };
const BEN = { public_identifier: 'ben-two', member_id: 'ACoAAben-two' };

/** The first page, a limit instead of the second, and the second page later. */
const PLAYED = {
	v1: {
		play: (isLimited: boolean) => {
			const list = () => nock(V1).get('/api/v1/users/relations');
			if (isLimited) {
				list()
					.query({ account_id: 'acc_1', limit: 100 })
					.reply(200, { items: [ADA], cursor: 'page=2' });
			}
			list()
				.query({ account_id: 'acc_1', cursor: 'page=2' })
				.reply(
					isLimited ? 429 : 200,
					isLimited
						? { status: 429, type: 'errors/too_many_requests', title: 'Wait' }
						: { items: [BEN], cursor: null },
				);
		},
		start: 'page=2',
		rows: [ADA, BEN],
	},
	v2: {
		play: (isLimited: boolean) => {
			const list = () => nock(V2).get('/v2/acc_1/users/me/relations');
			if (isLimited) {
				list()
					.query({ limit: 100, offset: 0 })
					.reply(200, { data: [{ id: 'r1', user: { id: 'ACoAAada-one' } }], total_count: 2 });
			}
			list()
				.query({ limit: 100, offset: 1 })
				.reply(
					isLimited ? 429 : 200,
					isLimited
						? { object: 'Error', status: 429, type: 'api/too_many_requests' }
						: { data: [{ id: 'r2', user: { id: 'ACoAAben-two' } }], total_count: 2 },
				);
		},
		start: 1,
		rows: [
			{ id: 'r1', user: { id: 'ACoAAada-one' } },
			{ id: 'r2', user: { id: 'ACoAAben-two' } },
		],
	},
} as const;

test.each(['v1', 'v2'] as const)(
	'A list of %s that a limit interrupts continues where it ended, with every row once',
	async (version) => {
		const { play, start, rows } = PLAYED[version];
		play(true);
		const first = await relationsOf(version, { row: 7 });
		expect(first.failure?.message).toBeUndefined();
		expect(first.success).toEqual([rows[0]]);
		const [held] = first.rateLimited;
		expect(held).toMatchObject({ row: 7, rateLimit: { continueFrom: { start } } });

		stopClock(NOW + 2 * HOUR_MS);
		play(false);
		const second = await relationsOf(version, { ...held });
		expect(second.failure?.message).toBeUndefined();
		expect(second.success).toEqual([rows[1]]);
		expect(second.rateLimited).toEqual([]);
		expect(nock.pendingMocks()).toEqual([]);
	},
);

import { sleep } from 'n8n-workflow';
import nock from 'nock';
import { byId, CREDENTIALS } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

/** How many requests are in progress at once, in total and by account, while the provider is slow. */
function slowProvider() {
	const under = new Map<string, number>();
	const most = new Map<string, number>();
	const enter = (key: string, change: number) => {
		const now = (under.get(key) ?? 0) + change;
		under.set(key, now);
		most.set(key, Math.max(most.get(key) ?? 0, now));
	};
	let turn = 0;
	const take = async (account: string) => {
		enter('all', 1);
		enter(account, 1);
		// The first requests take longest, so that responses arrive out of order.
		turn += 1;
		await sleep(Math.max(2, 30 - 2 * turn));
		enter('all', -1);
		enter(account, -1);
	};
	const relationship = { connected: false, invitationSent: false, invitationReceived: false };
	nock('https://api.connectsafely.ai/linkedin')
		.persist()
		.get(/relationship/)
		.reply(async (uri) => {
			await take('default');
			return [200, { ...relationship, profileUrn: uri }];
		})
		.post('/connect')
		.reply(async (_uri, body) => {
			await take(String((body as { accountId?: string }).accountId));
			return [200, { success: true, message: 'sent' }];
		});
	return most;
}

const run = async (operation: string, accounts: readonly string[], options = {}) =>
	await runNode({
		parameters: {
			provider: 'connectSafely',
			operation,
			profile: '=person-{{ $itemIndex }}',
			accountId: byId('={{ $json.account }}'),
			options,
		},
		credentials: CREDENTIALS,
		items: Array.from({ length: 20 }, (_, index) => ({
			account: accounts[index % accounts.length] ?? '',
		})),
	});
const names = (items: Array<{ profile?: unknown }>) =>
	items.map(({ profile }) => (profile as { publicIdentifier: string }).publicIdentifier);
const INPUT_ORDER = Array.from({ length: 20 }, (_, index) => `person-${index}`);

test.each([
	[undefined, 5],
	[1, 1],
	[12, 12],
])(
	'Reads with maxConcurrentRequests %p run at most %i at once, with results in input order',
	async (given, most) => {
		const seen = slowProvider();
		const options = given === undefined ? {} : { maxConcurrentRequests: given };
		const { success } = await run('getConnectionStatus', [''], options);
		expect(names(success)).toEqual(INPUT_ORDER);
		expect(seen.get('all')).toBe(most);
	},
);

test('Sends run one at a time for an account, in input order', async () => {
	const seen = slowProvider();
	const { success } = await run('sendConnection', ['a', 'b', 'c'], { maxConcurrentRequests: 12 });
	expect(names(success)).toEqual(INPUT_ORDER);
	expect([seen.get('a'), seen.get('b'), seen.get('c')]).toEqual([1, 1, 1]);
});

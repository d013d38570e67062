import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import nock from 'nock';
import { byId, CREDENTIALS } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const COUNT = 48;

type Kind =
	| 'new'
	| 'connected'
	| 'pending'
	| 'duplicate'
	| 'limited'
	| 'bad'
	| 'unknown'
	| 'cut off';
const KINDS: readonly Kind[] = [
	'new',
	'connected',
	'bad',
	'pending',
	'limited',
	'duplicate',
	'unknown',
	'cut off',
];
/** What stops a workflow that does not go on. */
const FAILING: readonly Kind[] = ['bad', 'unknown'];
/** What leaves without a request. */
const UNASKED: readonly Kind[] = ['bad', 'duplicate', 'limited'];
const isOf = (kinds: readonly Kind[], kind: Kind | undefined) => kinds.some((one) => one === kind);

function profileOf(kind: Kind, index: number, round: number): string {
	if (kind === 'bad') return 'https://www.linkedin.com/company/n8n';
	// The new person that stands first in each round.
	if (kind === 'duplicate') return `NEW-${index - (index % round)}`;
	return `${kind.replace(' ', '-')}-${index}`;
}

function itemsOf(kinds: readonly Kind[]) {
	return Array.from({ length: COUNT }, (_, index) => {
		const kind = kinds[index % kinds.length] ?? 'new';
		const account = kind === 'limited' ? 'acc_12345' : 'acc_warmup';
		return { kind, profile: profileOf(kind, index, kinds.length), account, row: index };
	});
}

/** Brings the world into the state of the items' kinds; returns those that a request is made for. */
function populate(items: ReturnType<typeof itemsOf>) {
	const { people, missingPeople, connectSafely } = simulated.sim.world;
	connectSafely.weeklyLimit = 1000;
	connectSafely.accounts.get('acc_12345')!.used = 1000;
	for (let index = 0; index < COUNT; index++) {
		const relate = (relation: 'connected' | 'pending_sent') => ({
			'*': { relation, degree: 2 as const, invitationId: `${index}` },
		});
		people.add({ publicIdentifier: `connected-${index}`, relations: relate('connected') });
		people.add({ publicIdentifier: `pending-${index}`, relations: relate('pending_sent') });
		missingPeople.add(`unknown-${index}`);
	}
	const asking = items.filter(({ kind }) => !isOf(UNASKED, kind));
	const after = asking.findIndex(({ kind }) => kind === 'cut off');
	simulated.sim.fault({ kind: 'reset-after', path: '/connect', after });
	return asking;
}

const parameters = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
	accountId: byId('={{ $json.account }}'),
	options: { includeInputFields: true, requestsPerMinute: 0 },
};

const pairs = (output: INodeExecutionData[] = []) =>
	output.map(({ pairedItem }) => (pairedItem as { item: number }).item);
const ascending = (numbers: number[]) => [...numbers].sort((a, b) => a - b);
const everyItem = (count = COUNT) => Array.from({ length: count }, (_, index) => index);

function expectConserved(outputs: INodeExecutionData[][], count = COUNT) {
	for (const output of outputs) expect(pairs(output)).toEqual(ascending(pairs(output)));
	expect(ascending(outputs.flatMap(pairs))).toEqual(everyItem(count));
}

const OUTCOMES: Partial<Record<Kind, string>> = {
	new: 'sent',
	'cut off': 'sent',
	connected: 'already_connected',
	pending: 'already_pending',
	duplicate: 'duplicate',
};

describe.each([
	['stopWorkflow', KINDS.filter((kind) => !isOf(FAILING, kind))],
	['continueRegularOutput', KINDS],
	['continueErrorOutput', KINDS],
] as const)('%s', (onError, kinds) => {
	test('each of 48 items leaves once, in order, paired with its input', async () => {
		const items = itemsOf(kinds);
		const asking = populate(items);
		const { outputs, failure } = await simulated.run({ parameters, items, settings: { onError } });
		expect(failure).toBeUndefined();
		expectConserved(outputs);

		const kindsOn = (index: number) =>
			new Set(pairs(outputs[index]).map((item) => items[item]?.kind));
		expect(kindsOn(1)).toEqual(new Set(['limited']));
		if (onError === 'continueErrorOutput') expect(kindsOn(2)).toEqual(new Set(FAILING));
		for (const { json, pairedItem } of outputs[0] ?? []) {
			const item = items[(pairedItem as { item: number }).item];
			if (isOf(FAILING, item?.kind)) {
				expect(Object.keys(json)).toEqual(['error', 'message', 'details']);
			} else {
				expect(json).toMatchObject({ row: item?.row, outcome: OUTCOMES[item?.kind ?? 'new'] });
			}
		}

		expect(simulated.sends()).toBe(asking.length);
		const invited = items.filter(({ kind }) => kind === 'new' || kind === 'cut off');
		expect(simulated.sim.invitationsAccepted()).toHaveLength(invited.length);
	});
});

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
	let state = seed;
	for (;;) {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		yield state / 2_147_483_648;
	}
}

const STATUSES = [200, 200, 201, 204, 301, 400, 401, 404, 408, 418, 429, 500, 503];
const BODIES = [
	{},
	[],
	null,
	'',
	'<html>',
	'{"connected":',
	{ connected: 'yes' },
	{ connected: true, invitationSent: 7, accountId: {} },
	{ connected: false, error: 'x' },
	{ success: false, error: ['a', { b: 1 }] },
	{ success: true, status: {}, message: 3, error: null },
	{ holdUntil: {}, weeklyReset: [] },
	{ error: 'already connected' },
	{ json: {}, pairedItem: 5, binary: 1 },
];
const HEADERS = [
	{},
	{ 'Retry-After': 'never' },
	{ 'X-RateLimit-Remaining': '-1', 'X-RateLimit-Reset': 'x' },
];

describe.each(['getConnectionStatus', 'sendConnection', 'withdrawInvitation'])(
	'%s',
	(operation) => {
		test.each([1, 2, 3])(
			'nothing a provider answers loses or doubles an item (%i)',
			async (seed) => {
				const random = numbers(seed);
				const any = <T>(of: readonly T[]) => of[Math.floor(random.next().value * of.length)];
				nock('https://api.connectsafely.ai')
					.persist()
					.intercept(/.*/, operation === 'getConnectionStatus' ? 'GET' : 'POST')
					.reply(() => [any(STATUSES) ?? 200, any(BODIES) as nock.Body, any(HEADERS)])
					.get(/relationship/)
					.reply(() => [any(STATUSES) ?? 200, any(BODIES) as nock.Body, any(HEADERS)]);
				const items: IDataObject[] = everyItem(60).map((index) => ({ account: `a-${index % 40}` }));
				const { outputs, failure } = await runNode({
					parameters: {
						...parameters,
						operation,
						profile: '=person-{{ $itemIndex }}',
						options: { requestsPerMinute: 0 },
					},
					credentials: CREDENTIALS,
					items,
					settings: { onError: 'continueErrorOutput' },
				});
				expect(failure).toBeUndefined();
				expectConserved(outputs, 60);
				expect(outputs.filter((output) => output.length > 0).length).toBeGreaterThan(1);
			},
		);
	},
);

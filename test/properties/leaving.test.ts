import fc from 'fast-check';
import { runs } from './seed';
import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { byId, CREDENTIALS, LINKUP_V1 } from '../harness/exchange';
import { runNode, type NodeName, type NodeResult } from '../harness/run-node';
import { newProcess, withoutNetwork } from '../harness/simulated';
import { processedStore } from '../harness/processed-store';

withoutNetwork();

interface Reply {
	readonly status: number;
	readonly body: string;
	readonly headers: Record<string, string>;
}

/** What the providers' answers are made of, right and wrong. */
const WORDS = {
	connected: true,
	invitationSent: false,
	invitationReceived: false,
	success: true,
	status: 'success',
	data: {
		invitation_state: 'PENDING',
		invitation_type: 'SENT',
		invitation_id: '7310081824666365952',
		invitations: [],
	},
	is_connected: false,
	connection_level: 2,
	id: 'acc_1',
	message: 'Connection request sent',
	error: 'Refused',
	invitations: [{ invitationId: '1' }],
	senders: [{ id: 'acc_1', status: 'active' }],
};
const likely = fc.subarray(Object.entries(WORDS)).map((entries) => Object.fromEntries(entries));
const body = fc.oneof(
	{ weight: 6, arbitrary: likely.map((value) => JSON.stringify(value)) },
	{ weight: 2, arbitrary: fc.json() },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const status = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(200) },
	{ weight: 4, arbitrary: fc.constantFrom(201, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503) },
	{ weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
const headers = fc.record(
	{
		'Retry-After': fc.constantFrom('1', '30', '0', '-5', 'soon', 'Mon, 22 Jan 2030 00:00:00 GMT'),
		'X-RateLimit-Action': fc.constantFrom('connect', 'CONNECT', 'view', ''),
		'X-RateLimit-Remaining': fc.constantFrom('0', '1', '90', '-1', 'many'),
		'X-RateLimit-Reset': fc.constantFrom('2030-01-22T00:00:00.000Z', '1705881600', 'never'),
	},
	{ requiredKeys: [] },
);
const reply: fc.Arbitrary<Reply> = fc.record({ status, body, headers });

const profile = fc.constantFrom(
	'ada-lovelace',
	'ADA-LOVELACE',
	'https://www.linkedin.com/in/ben-doe/',
	'cleo',
	'ACoAABJefVoBrz2LR3f',
	'https://www.linkedin.com/company/acme',
	'',
	'12',
);
const items = fc.array(fc.record({ who: profile, row: fc.nat() }), { minLength: 1, maxLength: 8 });
const onError = fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput');
const account = byId('acc_1');
const who = '={{ $json.who }}';

interface Call {
	readonly node: NodeName;
	readonly parameters: IDataObject;
	readonly v1?: boolean;
}
const unified = (provider: string, operations: readonly string[]): Call[] =>
	operations.map((operation) => ({
		node: 'linkedInOutreach',
		parameters: {
			provider,
			operation,
			profile: who,
			prospectId: '={{ $json.row }}',
			accountId: account,
		},
	}));
const CALLS: Call[] = [
	...unified('connectSafely', [
		'getAccountStatus',
		'getConnectionStatus',
		'getInvitationStatus',
		'sendConnection',
		'withdrawInvitation',
	]),
	...unified('linkupApi', ['getConnectionStatus', 'sendConnection', 'withdrawInvitation']),
	...unified('linkupApi', ['getInvitationStatus', 'sendConnection']).map((call) => ({
		...call,
		v1: true,
	})),
	...unified('sendPilot', ['getAccountStatus', 'sendConnection']),
	{
		node: 'linkedInOutreach',
		parameters: {
			provider: 'seleqt',
			operation: 'getConnectionStatus',
			prospectId: '={{ $json.row }}',
		},
	},
	{
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'respond', profile: who, accountId: account },
	},
];

/** Every provider answers these, one after the other, and the last for ever. */
function answerWith(replies: readonly Reply[]) {
	let asked = 0;
	for (const base of [
		'https://api.connectsafely.ai',
		'https://api.linkupapi.com',
		'https://api.seleqt.ai',
		'https://api.sendpilot.ai',
	]) {
		for (const method of ['GET', 'POST']) {
			nock(base)
				.persist()
				.intercept(/.*/, method)
				.reply(() => {
					const next = replies[Math.min(asked, replies.length - 1)];
					asked += 1;
					return [next?.status ?? 200, next?.body ?? '', { ...next?.headers }];
				});
		}
	}
}

const indexOf = (pairedItem: unknown) =>
	typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
		? pairedItem.item
		: undefined;

function expectConserved({ outputs }: NodeResult, count: number) {
	const left = outputs.map((output) => output.map(({ pairedItem }) => Number(indexOf(pairedItem))));
	for (const indices of left) expect(indices).toEqual([...indices].sort((a, b) => a - b));
	expect(left.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
}

test('whatever is answered, each item leaves once, paired, and in order', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...CALLS),
			items,
			fc.array(reply, { minLength: 1, maxLength: 8 }),
			onError,
			fc.boolean(),
			async ({ node, parameters, v1 }, list, replies, mode, retryOnFail) => {
				newProcess();
				processedStore.forget();
				nock.cleanAll();
				answerWith(replies);
				const result = await runNode({
					node,
					parameters: { ...parameters, options: { requestsPerMinute: 0 } },
					credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
					items: list,
					settings: { onError: mode, retryOnFail, maxTries: 2, waitBetweenTries: 1 },
				});
				if (mode !== 'stopWorkflow') {
					expect(result.failure).toBeUndefined();
					expectConserved(result, list.length);
				} else if (result.failure) {
					const { itemIndex } = result.failure.context ?? {};
					expect(list[Number(itemIndex)]).toBeDefined();
					expect(result.failure.message).not.toBe('');
				} else expectConserved(result, list.length);
			},
		),
		runs(250),
	);
}, 120_000);

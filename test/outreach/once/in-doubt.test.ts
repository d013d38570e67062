import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import {
	getConnectionStatus,
	type ConnectionReport,
} from '../../../nodes/outreach/operations/get-connection-status';
import type { OnceRecord } from '../../../nodes/outreach/operations/operation';
import { implementBy } from '../../../nodes/outreach/provider/implement';
import { onceLayers } from '../../../nodes/outreach/once/layers';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import {
	answered,
	executionOf,
	FAILED,
	giftTask,
	memoryOf,
	openAcme,
	sendGift,
	sendGiftViaAcme,
} from '../acme';
import { reply } from '../fakes';
import { claimed, FakeStore, chosenOn, memoryOn } from '../sends/stores';

/** A send that nothing rules out, and without evidence of its result. */
const sendUnseen: OnceRecord = {
	...sendGift,
	once: {
		...sendGift.once,
		provesNotSent: () => false,
		reports: {
			...sendGift.once.reports,
			related: () => null,
			reconciled: () => null,
			earlier: () => null,
			refused: () => null,
		},
	},
};

test('A send that stays in doubt without proof is not made again', async () => {
	jest.spyOn(performance, 'now').mockReturnValue(0);
	processState.reset();
	const store = new FakeStore();
	const staticData: IDataObject = {};
	await (await claimed(memoryOn(store), 'gift acme|in:ada-1')).leaveInDoubt();
	const read = jest.fn(async () => answered<Relationship>('connected'));
	const open = openAcme(
		{ relationship: { limit: 'views', read } },
		reply(200, { outcome: 'given' }),
	);
	const via = { ...sendGiftViaAcme, record: sendUnseen };
	const context = executionOf({ staticData });
	const memory = chosenOn(store, staticData);
	const run = onceLayers({
		context,
		execution: memoryOf(),
		memory,
		limits: new RunLimits(context),
	});
	expect(await run(giftTask({ open, via, account: null }))).toMatchObject({
		value: { report: { outcome: 'lost' } },
	});
	expect([read.mock.calls.length, open.requests.length]).toEqual([1, 0]);
});

const nothingRelated = { relationship: undefined };

test('A send whose request cannot be created is not in doubt', async () => {
	jest.spyOn(performance, 'now').mockReturnValue(0);
	processState.reset();
	const store = new FakeStore();
	const open = openAcme(nothingRelated);
	const endpoint = () => {
		throw new TypeError('no such field');
	};
	const context = executionOf({});
	const limits = new RunLimits(context);
	const run = onceLayers({ context, execution: memoryOf(), memory: chosenOn(store), limits });
	const sending = run(giftTask({ open, via: { ...sendGiftViaAcme, endpoint } }));
	await expect(sending).rejects.toThrow('no such field');
	expect(await memoryOn(store).lookUp('gift acme|in:ada-1')).toBe('none');
});

test('A send whose refusal cannot be read is in doubt, and does not fail', async () => {
	jest.spyOn(performance, 'now').mockReturnValue(0);
	processState.reset();
	const store = new FakeStore();
	const open = openAcme(nothingRelated, reply(409, { error: 'No' }));
	const record: OnceRecord = {
		...sendGift,
		readRefusal: () => {
			throw new TypeError('no such word');
		},
	};
	const context = executionOf({});
	const limits = new RunLimits(context);
	const run = onceLayers({ context, execution: memoryOf(), memory: chosenOn(store), limits });
	const result = await run(giftTask({ open, via: { ...sendGiftViaAcme, record } }));
	expect(result).toMatchObject({ kind: 'answered', value: { report: { outcome: 'lost' } } });
	expect(open.requests).toHaveLength(1);
	expect(await memoryOn(store).lookUp('gift acme|in:ada-1')).toBe('inDoubt');
});

const RELATED: ConnectionReport = {
	outcome: 'not_connected',
	isConnected: false,
	degree: 2,
	networkDistance: 'SECOND_DEGREE',
	invitationState: 'none',
};

const seen = answered({ accountId: null, report: RELATED });

test.each([
	['that the provider has', ['only'], seen, 1, 'given'],
	['that the provider has in another version', ['other'], seen, 0, 'lost'],
	['that the provider does not have', null, seen, 0, 'lost'],
	['that fails', ['only'], FAILED, 1, 'lost'],
] as const)(
	'A send in doubt is checked by the operation of its record %s',
	async (_, versions, answer, count, outcome) => {
		processState.reset();
		const store = new FakeStore();
		await (await claimed(memoryOn(store), 'gift acme|in:ada-1')).leaveInDoubt();
		const call = jest.fn(async () => await Promise.resolve(answer));
		const record: OnceRecord = {
			...sendGift,
			once: {
				...sendGift.once,
				readBack: async ({ report }) => await report(getConnectionStatus, {}),
				provesNotSent: (shown) => JSON.stringify(shown) === JSON.stringify(RELATED),
			},
		};
		const looking =
			versions === null
				? []
				: [implementBy(getConnectionStatus, { limit: 'views', versions, call })];
		const operations = [sendGiftViaAcme, ...looking];
		const open = openAcme({ operations }, reply(200, { outcome: 'given' }));
		const context = executionOf({});
		const limits = new RunLimits(context);
		const run = onceLayers({ context, execution: memoryOf(), memory: chosenOn(store), limits });
		const task = giftTask({ open, account: null, via: { ...sendGiftViaAcme, record } });
		expect(await run(task)).toMatchObject({
			value: { report: { outcome } },
		});
		expect([call.mock.calls.length, open.requests.length]).toEqual([
			count,
			outcome === 'given' ? 1 : 0,
		]);
		const input = expect.objectContaining({ profile: task.input.profile }) as unknown;
		if (count > 0) expect(call).toHaveBeenCalledWith(null, input);
	},
);

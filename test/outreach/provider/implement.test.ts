import { z } from 'zod';
import { getConnectionStatus } from '../../../nodes/outreach/operations/get-connection-status';
import { notInvited, sendConnection } from '../../../nodes/outreach/operations/send-connection';
import { withdrawInvitation } from '../../../nodes/outreach/operations/withdraw-invitation';
import {
	callImplementation,
	implement,
	implementBy,
	orRefusal,
} from '../../../nodes/outreach/provider/implement';
import type { ByFunction, ByRequest } from '../../../nodes/outreach/provider/provider';
import { answered, FAILED, limitedBy, openAcme } from '../acme';
import { inputOf, reply, valueOf } from '../fakes';

const ADA = inputOf({ profile: 'ada-1', invitationId: '7' });
const withdraw = implement(withdrawInvitation, {
	limit: 'withdrawals',
	about: { person: ['profile'], invitation: 'invitation' },
	endpoint: ({ invitationId }, { site }: { site: string }) => ({
		method: 'POST',
		path: `/${site}/${invitationId}`,
		response: z.object({ said: z.string(), acc: z.string().default('acc_1') }),
	}),
	report: ({ said, acc }, { invitationId }) => ({
		accountId: acc,
		report: { outcome: 'withdrawn' as const, invitationId, message: said },
	}),
});

/** Calls it once, and counts the requests. */
async function called(
	run: ByRequest<{ site: string }> | ByFunction<{ site: string }>,
	...replies: Array<ReturnType<typeof reply>>
) {
	const { ask, requests } = openAcme({}, ...replies);
	const deps = { ask, api: { site: 'acme' }, providerName: 'Acme' };
	return { result: await callImplementation(run, deps, ADA), requests };
}

test('An implementation by request makes one request of the input and maps its response to the report', async () => {
	const { result, requests } = await called(withdraw, reply(200, { said: 'Done' }));
	expect(valueOf(result)).toEqual({
		accountId: 'acc_1',
		report: { outcome: 'withdrawn', invitationId: '7', message: 'Done' },
	});
	expect(requests).toHaveLength(1);
	expect(requests[0]).toMatchObject({ method: 'POST', path: '/acme/7' });
});

test('A request is made with what the recipient’s read found', () => {
	const read = async () => answered({ id: 'street-7', relationship: 'none' as const });
	const send = implement(sendConnection, {
		limit: 'invites',
		recipient: { limit: 'views', read },
		endpoint: (_input, _api: null, id) => ({ method: 'POST', path: `/${id}`, response: z.null() }),
		report: () => ({ accountId: null, report: notInvited('sent', null) }),
	});
	expect(send.recipient).toEqual({ limit: 'views', read });
	expect(send.endpoint(ADA, null, 'street-7').path).toBe('/street-7');
	expect(withdraw.recipient).toBeUndefined();
});

test.each([
	[
		'fails',
		reply(500, { error: 'Internal server error' }),
		{ kind: 'failed', accepted: 'unknown' },
	],
	['is refused', reply(400, { error: 'No credit' }), { kind: 'failed', accepted: 'no' }],
	['meets a limit', reply(429), { kind: 'rateLimited', httpStatus: 429 }],
	['has a response that cannot be read', reply(200, {}), { kind: 'failed', accepted: 'unknown' }],
])('A request that %s is not repeated', async (_case, given, expected) => {
	const { result, requests } = await called(withdraw, given);
	expect(result).toMatchObject(expected);
	expect(requests).toHaveLength(1);
});

test('A refusal that is an outcome becomes the operation’s report, with its response', async () => {
	const body = { error: 'No pending invitation found' };
	const { result } = await called(withdraw, reply(404, body));
	expect(result).toEqual({
		kind: 'answered',
		value: {
			accountId: null,
			report: { outcome: 'not_pending', invitationId: '7', message: body.error },
		},
		response: { status: 404, body, rateLimit: null },
	});
});

test('An answer about another person or invitation is a failure if the implementation says which fields name them', async () => {
	for (const other of [{ profile: 'ben-2' }, { invitation: 8 }]) {
		const { result } = await called(withdraw, reply(200, { said: 'Done', ...other }));
		expect(result).toMatchObject({ kind: 'failed', accepted: 'unknown' });
		const { result: unnamed } = await called(
			{ ...withdraw, about: undefined },
			reply(200, { said: 'Done', ...other }),
		);
		expect(unnamed.kind).toBe('answered');
	}
});

test('An implementation has its record’s inputs, except those that it changes', () => {
	expect(withdraw).toMatchObject({ kind: 'request', inputs: withdrawInvitation.inputs });
	const own = implementBy(getConnectionStatus, {
		limit: 'views',
		inputs: { account: 'required' },
		versions: ['v2'],
		call: async () => FAILED,
	});
	expect(own).toMatchObject({
		kind: 'function',
		record: getConnectionStatus,
		limit: 'views',
		inputs: { person: 'profile', account: 'required' },
		versions: ['v2'],
	});
});

test('An implementation by function receives the provider’s API, and its result stays unchanged', async () => {
	const call = jest.fn(async () => FAILED);
	const { result, requests } = await called(
		implementBy(getConnectionStatus, { limit: 'views', call }),
	);
	expect(result).toBe(FAILED);
	expect(call).toHaveBeenCalledWith({ site: 'acme' }, ADA);
	expect(requests).toEqual([]);
});

test('Only a failure of a record that reads refusals is read as a refusal', () => {
	const refused = { ...FAILED, sentence: 'Already connected' };
	expect(orRefusal(sendConnection, ADA, refused)).toMatchObject({
		value: { accountId: null, report: { outcome: 'already_connected', invited: false } },
	});
	expect(orRefusal(getConnectionStatus, ADA, refused)).toBe(refused);
	for (const other of [answered({ accountId: null, report: {} }), limitedBy()]) {
		expect(orRefusal(sendConnection, ADA, other)).toBe(other);
	}
});

import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { connectSafelyDialect } from '../../../nodes/ConnectSafely/dialect';
import { ask } from '../../../nodes/outreach/provider/ask';
import type { CallContext, Transport } from '../../../nodes/outreach/http/transport';
import type { Input, OutreachSession, Provider } from '../../../nodes/outreach/provider/provider';
import { notInvited } from '../../../nodes/outreach/operations/reports';
import { openSession } from '../../../nodes/outreach/provider/open';

const SITE = 'https://acme.example';

/** A provider whose author knows nothing of claims, and sends so many requests for an invitation. */
function careless(requests: number): Provider {
	return {
		id: 'connectSafely',
		name: 'Acme',
		credentialType: 'acmeApi',
		operations: {},
		limitName: () => 'connect',
		open: (_credential, connect) => {
			const transport = connect({ baseUrl: SITE, secrets: [], identity: ['key'] });
			const post = async () =>
				await ask(
					transport,
					connectSafelyDialect,
					{ method: 'POST', path: '/invite' },
					z.unknown(),
				);
			return {
				accountRequired: false,
				apiName: 'Acme',
				sendConnection: async () => {
					let answer = await post();
					for (let sent = 1; sent < requests; sent++) answer = await post();
					return answer.kind === 'answered'
						? { ...answer, value: { accountId: null, report: notInvited('sent', null) } }
						: answer;
				},
			};
		},
	};
}

function contextOf(credential: IDataObject, credentialId: string | null = '1') {
	const made: unknown[] = [];
	const context = {
		getCredentials: async () => credential,
		getNode: () => ({ credentials: { acmeApi: { id: credentialId, name: 'Acme' } } }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: unknown) => {
				made.push(options);
				return { statusCode: 200, headers: {}, body: '{"success":true}' };
			},
		},
	} as unknown as CallContext;
	return { context, made };
}

describe('a session for one request', () => {
	test('asks before its request, though the provider knows nothing of it', async () => {
		const { context, made } = contextOf({});
		const { forOneRequest } = await openSession(context, careless(1), null);
		const order: string[] = [];
		const session = forOneRequest(async () => {
			order.push(`asked before ${made.length}`);
			return true;
		});
		expect(await session.sendConnection?.({} as Input)).toMatchObject({ kind: 'answered' });
		expect([order, made.length]).toEqual([['asked before 0'], 1]);
	});

	test('makes none where the answer is no', async () => {
		const { context, made } = contextOf({});
		const { forOneRequest } = await openSession(context, careless(1), null);
		const session = forOneRequest(async () => false);
		expect(await session.sendConnection?.({} as Input)).toMatchObject({
			kind: 'failed',
			accepted: 'no',
		});
		expect(made).toHaveLength(0);
	});

	test('makes no second one, and says that nobody knows what came of the first', async () => {
		const { context, made } = contextOf({});
		const { forOneRequest } = await openSession(context, careless(2), null);
		const session = forOneRequest(async () => true);
		expect(await session.sendConnection?.({} as Input)).toMatchObject({
			kind: 'failed',
			accepted: 'unknown',
		});
		expect(made).toHaveLength(1);
	});
});

describe('what accounts and keys are told apart by', () => {
	const opened = async (
		{ baseUrl = SITE, key = 'key', isOneAccount = false },
		credentialId: string | null = '1',
	) => {
		const provider: Provider = {
			...careless(1),
			open: (_credential, connect): OutreachSession => {
				const transport: Transport = connect({
					baseUrl,
					secrets: [],
					identity: [key],
					isOneAccount,
				});
				void transport;
				return { accountRequired: false, apiName: 'Acme' };
			},
		};
		const { context } = contextOf({}, credentialId);
		const { keyId, siteId, defaultAccountId } = await openSession(context, provider, null);
		return { keyId, siteId, defaultAccountId };
	};

	test.each(['https://ACME.example', 'https://acme.example:443', 'https://acme.example/'])(
		'%s is another spelling of one address',
		async (baseUrl) => {
			expect(await opened({ baseUrl })).toEqual(await opened({}));
		},
	);

	test('another key reaches the same site, and its own default account', async () => {
		const [one, other] = [await opened({}), await opened({ key: 'other' })];
		expect(other.siteId).toBe(one.siteId);
		expect(other.keyId).not.toBe(one.keyId);
		expect(other.defaultAccountId).not.toBe(one.defaultAccountId);
	});

	test('another credential of the same key is another account only where a credential is one', async () => {
		expect(await opened({}, '2')).toEqual(await opened({}));
		const [one, other] = [
			await opened({ isOneAccount: true }),
			await opened({ isOneAccount: true }, '2'),
		];
		expect(other.keyId).toBe(one.keyId);
		expect(other.defaultAccountId).not.toBe(one.defaultAccountId);
		expect(await opened({ isOneAccount: true }, null)).toEqual(
			await opened({ isOneAccount: true }, null),
		);
	});
});

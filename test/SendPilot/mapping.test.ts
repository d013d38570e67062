import { toSenderReading } from '../../nodes/SendPilot/mapping';
import { senderSchema } from '../../nodes/SendPilot/responses';
import { NO_RATE_LIMIT_INFO } from '../../nodes/outreach/limits/limits';
import connect from '../fixtures/SendPilot/connect.json';
import senders from '../fixtures/SendPilot/senders.json';
import { failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './session';

const JOHN = inputOf({ profile: 'john-doe', accountId: 'sender_abc123' });

describe('getAccountStatus', () => {
	const read = async (accountId: string) =>
		await opened(reply(200, senders)).session.getAccountStatus(inputOf({ accountId }));

	test('every field', async () => {
		const answer = await read('sender_abc123');
		expect(valueOf(answer)).toEqual({
			accountId: 'sender_abc123',
			report: {
				outcome: 'available',
				canSend: true,
				name: 'John Doe',
				publicIdentifier: 'john-doe',
				providerStatus: 'active',
				enabled: null,
				hasTokens: null,
				lastUsedAt: null,
				plan: null,
			},
		});
		// What leaves with it is that sender, not the list of them.
		expect(answer).toMatchObject({ body: { id: 'sender_abc123', name: 'John Doe' } });
	});

	test.each([
		['sender_off', 'needs_attention', false, null, 'acme', 'disconnected'],
		['sender_limited', 'rate_limited', false, 'Jane Roe', null, 'rate_limited'],
		['sender_new', 'unknown', null, 'Ann Lee', null, 'hibernating'],
		['sender_silent', 'unknown', null, null, null, null],
	])('%s', async (accountId, outcome, canSend, name, publicIdentifier, providerStatus) => {
		expect(valueOf(await read(accountId))).toMatchObject({
			accountId,
			report: { outcome, canSend, name, publicIdentifier, providerStatus },
		});
	});

	test('a sender that is not there', async () => {
		expect(failureIn(await read('sender_9')).message).toBe(
			"SendPilot lists no account with the ID 'sender_9'",
		);
	});

	test('listed', async () => {
		const { session } = opened(reply(200, senders));
		const reports = valueOf(await session.accountReports?.());
		expect(reports.map(({ accountId, report }) => [accountId, report.name])).toEqual([
			['sender_abc123', 'John Doe'],
			['sender_off', null],
			['sender_limited', 'Jane Roe'],
			['sender_new', 'Ann Lee'],
			['sender_silent', null],
		]);
	});
});

describe('sendConnection', () => {
	const send = async (body: unknown, note: string | null = null) =>
		valueOf(await opened(reply(200, body)).session.sendConnection?.({ ...JOHN, note }));

	test.each([
		[null, false],
		// SendPilot leaves a note out for accounts without LinkedIn Premium, and does not say so.
		['Hi', null],
	])('every field of one that was sent, with the note %j', async (note, noteSent) => {
		expect(await send(connect.sent, note)).toEqual({
			accountId: null,
			report: {
				outcome: 'sent',
				invited: true,
				noteSent,
				requestId: 'conn_xyz789',
				invitationId: null,
				sentAt: '2024-02-24T15:30:00.000Z',
				message: null,
			},
		});
	});

	test.each([
		['SENT', 'sent'],
		['Already_Connected', 'already_connected'],
	])('in capitals too: %s', async (status, outcome) => {
		expect((await send({ success: true, status })).report.outcome).toBe(outcome);
	});

	test.each([[connect.alreadyConnected], [connect.alreadyConnectedNotSent]])(
		'already connected, whatever `success` says: %j',
		async (body) => {
			expect(await send(body, 'Hi')).toEqual({
				accountId: null,
				report: {
					outcome: 'already_connected',
					invited: false,
					noteSent: false,
					requestId: 'conn_xyz789',
					invitationId: null,
					sentAt: null,
					message: 'Already connected; no invitation was sent.',
				},
			});
		},
	);

	test('a word that is neither leaves it open', async () => {
		expect((await send(connect.newWord, 'Hi')).report).toEqual({
			outcome: 'unconfirmed',
			invited: null,
			noteSent: null,
			requestId: 'conn_xyz789',
			invitationId: null,
			sentAt: '2024-02-24T15:30:00.000Z',
			message: "SendPilot answered 'queued', which does not say whether the invitation went out.",
		});
	});

	test('an answer that contradicts itself leaves it open', async () => {
		expect((await send({ success: false, status: 'sent' })).report).toMatchObject({
			outcome: 'unconfirmed',
			invited: null,
			noteSent: false,
		});
	});

	test.each([[{ success: true, status: 'sent' }], [connect.withEmptyId]])(
		'sent, with nothing beside: %j',
		async (body) => {
			expect((await send(body)).report).toMatchObject({
				outcome: 'sent',
				invited: true,
				requestId: null,
				sentAt: null,
			});
		},
	);

	test('a refusal under status 200', async () => {
		const { session } = opened(reply(200, connect.refused));
		expect(failureIn(await session.sendConnection?.(JOHN))).toMatchObject({
			message: 'SendPilot answered: Sender is disconnected',
			accepted: 'no',
		});
	});
});

describe('what a sender’s status says of its limit', () => {
	const read = (status: unknown) => toSenderReading(senderSchema.parse({ id: 'sender_1', status }));

	test('that is rate limited: none remain of the day', () => {
		expect(read('rate_limited')).toEqual({
			...NO_RATE_LIMIT_INFO,
			action: 'connect',
			scope: 'day',
			remaining: 0,
			message: 'SendPilot shows the sender as rate_limited.',
		});
		expect(read('RATE_LIMITED').remaining).toBe(0);
	});

	test.each(['active', 'disconnected', 'asleep', null])('%j: nothing', (status) => {
		expect(read(status).remaining).toBeNull();
	});
});

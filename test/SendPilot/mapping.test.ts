import { sendPilot } from '../../nodes/SendPilot/manifest';
import { toAddedReport, toMessageReport, toSenderLimit } from '../../nodes/SendPilot/mapping';
import {
	getAccountStatusViaSendPilot,
	sendConnectionViaSendPilot,
} from '../../nodes/SendPilot/operations';
import { addLeadSchema, messageSchema, senderSchema } from '../../nodes/SendPilot/responses';
import type { Reply } from '../../nodes/outreach/http/transport';
import { NO_RATE_LIMIT_INFO } from '../../nodes/outreach/limits/limits';
import connect from '../fixtures/SendPilot/connect.json';
import senders from '../fixtures/SendPilot/senders.json';
import { openWith } from '../harness/fake-ask';
import { reportOf } from '../harness/reports';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';

const CREDENTIAL = { apiKey: 'key-1234', baseUrl: 'https://api.sendpilot.ai', webhookSecret: '' };
const opened = (...replies: [Reply, ...Reply[]]) => openWith(sendPilot, CREDENTIAL, ...replies);
const statusOf = (accountId: string) =>
	[getAccountStatusViaSendPilot, inputOf({ accountId })] as const;
const NOW = at('2024-01-15T10:30:00.000Z');
const JOHN = inputOf({ profile: 'john-doe', accountId: 'sender_abc123' });

describe('The status of a sender', () => {
	const read = async (accountId: string) =>
		await opened(reply(200, senders)).call(...statusOf(accountId));

	test('The status of a sender is reported with every field', async () => {
		const answer = await read('sender_abc123');
		expect(valueOf(answer)).toEqual({
			accountId: 'sender_abc123',
			report: reportOf('getAccountStatus', {
				name: 'John Doe',
				publicIdentifier: 'john-doe',
				providerStatus: 'active',
			}),
		});
		// The body is that of the sender, not of the list. What its status says about invitations is in a separate field.
		expect(answer).toMatchObject({
			response: {
				body: { id: 'sender_abc123', name: 'John Doe' },
				sendLimit: { action: 'connect', remaining: null },
			},
		});
	});

	test.each([
		['sender_off', 'needs_attention', false, null, 'acme', 'disconnected'],
		['sender_limited', 'rate_limited', false, 'Jane Roe', null, 'rate_limited'],
		['sender_new', 'unknown', null, 'Ann Lee', null, 'hibernating'],
		['sender_silent', 'unknown', null, null, null, null],
	])(
		'The sender %s is %s',
		async (accountId, outcome, canSend, name, publicIdentifier, providerStatus) => {
			expect(valueOf(await read(accountId))).toMatchObject({
				accountId,
				report: { outcome, canSend, name, publicIdentifier, providerStatus },
			});
		},
	);

	test('The status of a sender that does not exist is an error', async () => {
		expect(failureIn(await read('sender_9')).message).toBe(
			"SendPilot lists no account with the ID 'sender_9'",
		);
	});

	test('All senders are listed with their names', async () => {
		const { api } = opened(reply(200, senders));
		const reports = valueOf(await sendPilot.accounts?.list(api));
		expect(reports.map(({ accountId, report }) => [accountId, report.name])).toEqual([
			['sender_abc123', 'John Doe'],
			['sender_off', null],
			['sender_limited', 'Jane Roe'],
			['sender_new', 'Ann Lee'],
			['sender_silent', null],
		]);
	});

	test('Senders are requested once in an execution', async () => {
		const { api, call, requests } = opened(reply(200, senders));
		await call(...statusOf('sender_abc123'));
		await call(...statusOf('sender_off'));
		await sendPilot.accounts?.list(api);
		expect(requests).toEqual([{ method: 'GET', path: '/inbox/senders' }]);
	});

	test('Senders are requested again if they could not be listed', async () => {
		const { call, requests } = opened(reply(500), reply(429), reply(200, senders));
		const kinds = [];
		for (const accountId of ['sender_1', 'sender_2', 'sender_off']) {
			kinds.push((await call(...statusOf(accountId))).kind);
		}
		expect(kinds).toEqual(['failed', 'rateLimited', 'answered']);
		expect(requests).toHaveLength(3);
	});
});

describe('Invitations', () => {
	const send = async (body: unknown, note: string | null = null) =>
		valueOf(await opened(reply(200, body)).call(sendConnectionViaSendPilot, { ...JOHN, note }));

	test.each([
		[null, false],
		// SendPilot omits the note for accounts without LinkedIn Premium, and does not report that.
		['Hi', null],
	])('An invitation sent with the note %j is reported with every field', async (note, noteSent) => {
		expect(await send(connect.sent, note)).toEqual({
			accountId: null,
			report: reportOf('sendConnection', {
				noteSent,
				requestId: 'conn_xyz789',
				sentAt: '2024-02-24T15:30:00.000Z',
			}),
		});
	});

	test.each([
		['SENT', 'sent'],
		['Already_Connected', 'already_connected'],
	])('The status of an invitation is read in any case: %s is %s', async (status, outcome) => {
		expect((await send({ success: true, status })).report).toMatchObject({ outcome });
	});

	test.each([[connect.alreadyConnected], [connect.alreadyConnectedNotSent]])(
		'An invitation to a connected person did not go out, whatever the field success says: %j',
		async (body) => {
			expect(await send(body, 'Hi')).toEqual({
				accountId: null,
				report: reportOf('sendConnection', {
					outcome: 'already_connected',
					invited: false,
					noteSent: false,
					requestId: 'conn_xyz789',
					message: 'Already connected; no invitation was sent.',
				}),
			});
		},
	);

	test('An invitation is unconfirmed if its status is an unknown word', async () => {
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

	test('An invitation is unconfirmed if its response contradicts itself', async () => {
		expect((await send({ success: false, status: 'sent' })).report).toMatchObject({
			outcome: 'unconfirmed',
			invited: null,
			noteSent: false,
		});
	});

	test.each([[{ success: true, status: 'sent' }], [connect.withEmptyId]])(
		'An invitation is sent even if the response has nothing but its status: %j',
		async (body) => {
			expect((await send(body)).report).toMatchObject({
				outcome: 'sent',
				invited: true,
				requestId: null,
				sentAt: null,
			});
		},
	);

	test.each([
		[200, connect.refused, 'Sender is disconnected'],
		[400, { statusCode: 400, message: 'Invitation not allowed' }, 'Invitation not allowed'],
	])('An invitation refused with %d and %j is an error: %s', async (status, body, sentence) => {
		const { call } = opened(reply(status, body));
		expect(failureIn(await call(sendConnectionViaSendPilot, JOHN))).toMatchObject({
			message: `SendPilot answered: ${sentence}`,
			accepted: 'no',
		});
	});

	test('An invitation that is refused because one is pending is an outcome', async () => {
		const body = { statusCode: 400, message: 'Invitation already sent', error: 'Bad Request' };
		const { call } = opened(reply(400, body));
		expect(valueOf(await call(sendConnectionViaSendPilot, JOHN)).report).toMatchObject({
			outcome: 'already_pending',
			invited: false,
			message: 'Invitation already sent',
		});
	});

	test('A response about another person leaves the result of an invitation unknown', async () => {
		const recipientLinkedinUrl = 'https://www.linkedin.com/in/jane-roe';
		const { call } = opened(reply(200, { ...connect.sent, recipientLinkedinUrl }));
		expect(failureIn(await call(sendConnectionViaSendPilot, JOHN))).toMatchObject({
			message: expect.stringContaining("the field 'recipientLinkedinUrl' of its answer"),
			accepted: 'unknown',
		});
	});
});

const read = (status: unknown) => toSenderLimit(senderSchema.parse({ id: 'sender_1', status }));

test('The limit of a rate limited sender leaves none for the day', () => {
	expect(read('rate_limited')).toEqual({
		...NO_RATE_LIMIT_INFO,
		action: 'connect',
		scope: 'day',
		remaining: 0,
		message: 'SendPilot shows the sender as rate_limited.',
	});
	expect(read('RATE_LIMITED').remaining).toBe(0);
});

test.each(['active', 'disconnected', 'asleep', null])('The status %j tells no limit', (status) => {
	expect(read(status).remaining).toBeNull();
});

describe('Messages', () => {
	const input = inputOf({ profile: 'john-doe', message: 'Hi' });
	const report = (answer: object) =>
		toMessageReport(messageSchema.parse({ success: true, messageId: 'c1', ...answer }), input, NOW)
			.report;
	const SENT = reportOf('sendMessage', { conversationId: 'c1' });

	test.each([
		[{ status: 'sent', timestamp: '2024-01-15T10:29:00Z' }, '2024-01-15T10:29:00.000Z'],
		[{ status: 'SENT' }, '2024-01-15T10:30:00.000Z'],
		[{ timestamp: 'now' }, '2024-01-15T10:30:00.000Z'],
	])('A message that is answered with %j was sent at %s', (answer, sentAt) => {
		expect(report(answer)).toEqual({ ...SENT, sentAt });
	});

	test('A message is unconfirmed if its status is another word', () => {
		expect(report({ status: 'queued' })).toEqual({
			...SENT,
			outcome: 'unconfirmed',
			messaged: null,
			sentAt: null,
			message: "SendPilot answered 'queued', which does not say whether the message went out.",
		});
	});

	test.each([{ success: false }, { success: 'true' }, { success: undefined }])(
		'The result of a message is unknown from the response %j',
		(answer) => {
			expect(messageSchema.safeParse({ status: 'sent', ...answer }).success).toBe(false);
		},
	);
});

test.each([
	[{ leadsAdded: 1 }, 'added'],
	[{ leadsAdded: 1, duplicatesSkipped: 1, invalidEntries: 1 }, 'added'],
	[{ leadsAdded: 0, duplicatesSkipped: 1, invalidEntries: 1 }, 'already_there'],
	[{ leadsAdded: 0, duplicatesSkipped: 0, invalidEntries: 1 }, 'not_added'],
	[{ invalidEntries: 1 }, 'not_added'],
	[{ leadsAdded: 0 }, 'not_added'],
	[{ duplicatesSkipped: 0, invalidEntries: 0 }, 'unknown'],
	[{}, 'unknown'],
])('A lead with the response %j is %s, with SendPilot’s errors as its message', (said, outcome) => {
	const read = (more: object) =>
		toAddedReport(addLeadSchema.parse({ success: true, ...said, ...more }));
	expect(read({})).toEqual({ accountId: null, report: { outcome, message: null } });
	expect(read({ errors: ['No name', 'No URL'] }).report.message).toBe('No name; No URL');
	expect(addLeadSchema.safeParse({ ...said, success: false }).success).toBe(false);
});

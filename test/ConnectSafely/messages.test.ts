import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import {
	getConversationViaConnectSafely as readConversation,
	getProfileViaConnectSafely as readProfile,
	messagesWith,
	sendMessageViaConnectSafely as sendMessage,
} from '../../nodes/ConnectSafely/operations';
import { sendMessage as record } from '../../nodes/outreach/operations/send-message';
import type { Reply } from '../../nodes/outreach/http/transport';
import { parseRateLimit } from '../../nodes/outreach/provider/rules';
import { at, failureIn, inputOf, reply, URN, valueOf } from '../outreach/fakes';
import { opened } from './opened';

const NOW = '2026-02-24T04:53:13.750Z';
const JOHN = inputOf({ profile: 'john-doe', message: 'Hello' });
const OTHER = 'urn:li:fsd_profile:ACoAAvera-someone';

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(at(NOW)));
afterEach(() => jest.restoreAllMocks());

describe('Responses to messages', () => {
	const send = async (body: unknown, status = 200, input = JOHN) =>
		await opened(reply(status, body)).call(sendMessage, input);
	const sent = async (body: unknown) => valueOf(await send(body)).report;

	test.each([
		[{ sentMessage: { messageUrn: 'urn:1', messageId: 'id' }, messageId: 'top' }, 'urn:1'],
		[{ sentMessage: { messageId: 17, id: 'x' } }, '17'],
		[{ sentMessage: { messageUrn: '', backendMessageUrn: 'urn:2' } }, 'urn:2'],
		[{ sentMessage: { id: 'x' } }, 'x'],
		[{ sentMessage: 'sent', messageId: 'top' }, 'top'],
		[{ data: { sentMessage: { messageUrn: 'urn:3' } } }, 'urn:3'],
		[{}, null],
	])('A message that is answered with %j has the ID %j', async (fields, messageId) => {
		expect(await sent({ success: true, ...fields })).toMatchObject({
			outcome: 'sent',
			messaged: true,
			messageId,
			conversationId: null,
		});
	});

	test.each([
		[1_704_100_000_000, '2024-01-01T09:06:40.000Z'],
		['2024-01-01T09:06:40.000Z', '2024-01-01T09:06:40.000Z'],
		[null, NOW],
	])('A message that was sent at %j has the date %s', async (sentAt, expected) => {
		const report = await sent({ success: true, sentMessage: { sentAt } });
		expect(report).toMatchObject({ sentAt: expected });
	});

	test('A response that only repeats the text of a message adds no message to the report', async () => {
		expect(await sent({ success: true, message: 'Hello' })).toMatchObject({ message: null });
	});

	test.each([
		[{}, 'unknown'],
		[{ success: 'yes' }, 'unknown'],
		[{ success: true, data: { success: false } }, 'unknown'],
		[{ success: true, recipientProfileUrn: OTHER }, 'unknown'],
		[{ success: true, data: { recipientProfileUrn: OTHER } }, 'unknown'],
		[{ success: false, error: 'Message is too long' }, 'no'],
	])('A message answered with %j fails, and may have been accepted: %s', async (body, accepted) => {
		const answer = await send(body, 200, inputOf({ profile: URN, message: 'Hello' }));
		expect(failureIn(answer).accepted).toBe(accepted);
	});

	test.each([
		['PENDING', 'An invitation is already pending for this member', null],
		['CONNECTED', 'You are already connected with this member', null],
		['PENDING', 'Message could not be delivered', null],
		['PENDING', 'You are not connected with this member', 'not_connected'],
	])('A message refused with %s and “%s” has the outcome %j', async (status, error, outcome) => {
		const answer = await send({ success: false, status, error }, 400);
		if (outcome !== null) {
			expect(valueOf(answer).report).toMatchObject({ outcome, messaged: false });
			return;
		}
		expect(failureIn(answer)).toMatchObject({ accepted: 'no', httpStatus: 400 });
		if (answer.kind === 'failed') expect(record.readRefusal(answer)).toBeNull();
	});

	test('A message to a person known by an ID names the URN', async () => {
		const { call, requests } = opened(reply(200, { success: true, recipientProfileUrn: URN }));
		valueOf(await call(sendMessage, inputOf({ profile: URN, message: 'Hello' })));
		expect(requests[0]?.body).toEqual({
			recipientProfileUrn: URN,
			message: 'Hello',
			messagingChannel: 'linkedin_inbox',
		});
	});
});

test.each([
	['/conversations/send', {}, {}, 'day'],
	['/conversations/send', {}, { holdUntil: '2026-02-25T00:00:00Z' }, 'day'],
	['/conversations/send', { 'retry-after': '30' }, {}, 'minute'],
	['/relationship/x', { 'x-ratelimit-action': 'MESSAGE_NEW' }, {}, 'day'],
	['/connect', {}, { holdUntil: '2026-02-25T00:00:00Z' }, 'week'],
	['/relationship/x', {}, {}, 'unknown'],
])('A limit on %s with headers %j and body %j has the scope %s', (path, headers, body, scope) => {
	const { limits, errors } = connectSafely;
	const limited = reply(429, body, headers);
	const { info } = parseRateLimit(limits, errors, limited, { method: 'POST', path }, () => at(NOW));
	expect(info?.scope).toBe(scope);
});

const THREAD = 'urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAotto-1,2-abc==)';
const exists = (fields: object = {}) =>
	reply(200, { hasConversation: true, conversationUrn: THREAD, accountId: 'acc_1', ...fields });
const rows = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		messageUrn: `m${index}`,
		text: 'Hello',
		sentAt: 1_704_100_000_000 - index,
		isSentByOwner: true,
	}));

describe('Conversations', () => {
	const read = async (first: Reply, ...more: Reply[]) => {
		const { call, requests } = opened(first, ...more);
		return { answer: await call(readConversation, JOHN), requests };
	};

	test('A conversation that does not exist takes one request', async () => {
		const { answer, requests } = await read(
			exists({ hasConversation: false, conversationUrn: null }),
		);
		expect(valueOf(answer)).toEqual({
			accountId: 'acc_1',
			report: expect.objectContaining({ outcome: 'none', conversationId: null, replied: false }),
		});
		expect(requests).toHaveLength(1);
	});

	test.each([
		[{ conversationUrn: null }, /'conversationUrn'/],
		[{ hasConversation: undefined }, /'hasConversation'/],
		[{ hasConversation: 'no' }, /'hasConversation'/],
	])('A conversation about which the response says %j is an error', async (fields, says) => {
		const { answer } = await read(exists(fields));
		expect(failureIn(answer).message).toMatch(says);
	});

	test('A conversation with a different person is an error', async () => {
		const { call, requests } = opened(exists({ profileUrn: OTHER }));
		const answer = await call(readConversation, inputOf({ profile: URN }));
		expect(failureIn(answer).message).toMatch(/different person/);
		expect(requests).toHaveLength(1);
	});

	test.each([
		[20, null],
		[19, false],
	])('A page of %d messages, none of them a reply, means replied: %j', async (count, replied) => {
		const { answer } = await read(exists(), reply(200, { messages: rows(count) }));
		expect(valueOf(answer).report).toMatchObject({ outcome: 'found', replied });
	});
});

test('Later pages of messages do not need the conversation to be looked up again', async () => {
	const { api, requests } = opened(
		exists(),
		reply(200, { messages: rows(1), cursor: 'older 1', hasMore: true }),
		reply(200, { messages: rows(1) }),
	);
	const { next } = valueOf(await messagesWith(api, JOHN, 0, null));
	expect(valueOf(await messagesWith(api, JOHN, next ?? 0, null)).next).toBeNull();
	const path = `/conversations/${encodeURIComponent(THREAD)}/messages`;
	expect(requests.map((request) => [request.path, request.query?.cursor])).toEqual([
		['/conversations/exists/john-doe', undefined],
		[path, undefined],
		[path, 'older 1'],
	]);
});

describe('Profiles', () => {
	const read = async (profile: unknown, more: object = {}, person = 'john-doe') =>
		await opened(reply(200, { success: true, profile, ...more })).call(
			readProfile,
			inputOf({ profile: person }),
		);
	const report = async (fields: object, more: object = {}) =>
		valueOf(await read({ firstName: 'John', ...fields }, more)).report;

	test.each([{}, null, { isConnected: false, headline: '' }])(
		'A profile that is %j is a person who was not found',
		async (profile) => {
			expect(failureIn(await read(profile))).toMatchObject({
				accepted: 'no',
				message: expect.stringContaining('did not find this person') as unknown,
			});
		},
	);

	test.each([
		['john-doe', { publicIdentifier: 'jane-doe' }],
		[URN, { entityUrn: OTHER }],
	])('A profile of someone other than %s is an error', async (person, fields) => {
		expect(failureIn(await read(fields, {}, person)).message).toMatch(/different person/);
	});

	test.each([
		[{ isConnected: true, connectionDegree: null }, true, 1, 'FIRST_DEGREE', 'none'],
		[{ connectionDegree: '1st' }, true, 1, 'FIRST_DEGREE', 'none'],
		[{ connectionDegree: '3rd' }, false, 3, 'THIRD_DEGREE', 'unknown'],
		[{ connectionDegree: 'DISTANCE_9' }, null, null, null, 'unknown'],
		[{ connectionDegree: 'OUT_OF_NETWORK' }, false, null, 'OUT_OF_NETWORK', 'unknown'],
		[{ invitationSent: false, invitationReceived: false }, null, null, null, 'none'],
		[{ invitationSent: null, invitationReceived: true }, null, null, null, 'pending_received'],
	])(
		'The relationship in a profile with %j is read as far as it is given',
		async (fields, isConnected, degree, networkDistance, invitationState) => {
			expect(await report(fields)).toMatchObject({
				isConnected,
				degree,
				networkDistance,
				invitationState,
			});
		},
	);

	test.each([
		['Jan 2021 - Present · 3 yrs', 'CEO'],
		['2 yrs', 'CEO'],
		[null, 'CEO'],
		['Jan 2019 - Dec 2020 · 2 yrs', null],
		['2019 – 2020', null],
	])('A position with the duration %j is the current one: %j', async (duration, position) => {
		const experience = [{ title: 'CEO', companyName: 'Acme', duration }];
		const company = position === null ? null : 'Acme';
		expect(await report({}, { experience })).toMatchObject({ position, company });
		expect(await report({ experience })).toMatchObject({ position, company });
	});

	test('Fields of a profile are null if they have another type', async () => {
		const odd = { location: 7, profilePicture: {}, isPremium: 'yes', experience: 'CEO' };
		expect(await report(odd, { experience: {} })).toMatchObject({
			location: null,
			pictureUrl: null,
			isPremium: null,
			company: null,
		});
	});

	test('A profile that is requested by an ID gives the public identifier', async () => {
		const profile = { entityUrn: URN, publicIdentifier: 'john-doe' };
		const { call, requests } = opened(reply(200, { profile }));
		const { report: read } = valueOf(await call(readProfile, inputOf({ profile: URN })));
		expect(read).toMatchObject({
			profile: {
				publicIdentifier: 'john-doe',
				url: 'https://www.linkedin.com/in/john-doe',
				urn: URN,
			},
		});
		expect(requests[0]?.body).toMatchObject({ profileId: URN.split(':').pop() });
	});
});

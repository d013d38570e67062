import {
	getConversationViaLinkupApi as readConversation,
	getProfileViaLinkupApi as readProfile,
	sendMessageViaLinkupApi as sendMessage,
} from '../../nodes/LinkupApi/operations';
import type { Reply } from '../../nodes/outreach/http/transport';
import { reportOf } from '../harness/reports';
import { at, failureIn, inputOf, reply, URN, valueOf } from '../outreach/fakes';
import { opened, v1, v2 } from './opened';

const NOW = '2026-02-24T04:53:13.750Z';
const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2', message: 'Hello' });
const JOHN_URL = 'https://www.linkedin.com/in/john-doe';

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(at(NOW)));
afterEach(() => jest.restoreAllMocks());

describe('Responses to messages', () => {
	const send = async (version: 'v1' | 'v2', body: unknown) =>
		await opened(version, reply(200, body)).call(sendMessage, JOHN);
	const nothing = { messageId: null, conversationId: null, sentAt: NOW };
	const v1Urn = 'urn:li:msg_message:(urn:li:fsd_profile:ACoAAFHo,2-MTc1)';

	test.each([
		['v1', { status: 'success', message: 'Sent' }, { ...nothing, message: 'Sent' }],
		['v1', { status: 'success', data: null }, nothing],
		[
			'v1',
			v1({ entityUrn: v1Urn, deliveredAt: 1_753_696_188_256 }),
			{ messageId: v1Urn, sentAt: '2025-07-28T09:49:48.256Z' },
		],
		['v2', v2({ deliveredAt: 'soon', conversation_id: 7 }), { ...nothing, conversationId: '7' }],
		['v2', v2({ entityUrn: {} }), { ...nothing, credits: 1 }],
	] as const)('A response of %s is read as far as possible: %j', async (version, body, fields) => {
		const { report } = valueOf(await send(version, body));
		expect(report).toMatchObject({ outcome: 'sent', messaged: true, ...fields });
	});

	test.each([
		['v1', { status: 'queued' }],
		['v1', { message: 'Sent' }],
		['v2', { success: true }],
		['v2', { data: {} }],
	] as const)('A message is not known to be sent if %s answers %j', async (version, body) => {
		expect(failureIn(await send(version, body)).accepted).toBe('unknown');
	});
});

describe('Conversations', () => {
	const read = async (version: 'v1' | 'v2', answer: Reply) =>
		await opened(version, answer).call(readConversation, JOHN);
	const row = (index: number) => ({
		text: 'Hello',
		timestamp: 1_704_100_000_000 - index,
		sender_info: { profile_url: 'https://www.linkedin.com/in/otto-sample' },
	});
	const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index));

	test.each([
		[{ messages: rows(19) }, false],
		[{ messages: rows(19), total_message_count: 19 }, false],
		[{ messages: rows(19), total_message_count: 25 }, null],
		[{ messages: rows(20) }, null],
		[{ messages: rows(3), next_cursor: 'older' }, null],
	])('Only a complete conversation proves that there is no reply (%#)', async (thread, replied) => {
		const { report } = valueOf(await read('v2', reply(200, v2(thread))));
		expect(report).toMatchObject({ outcome: 'found', replied, credits: 1 });
	});

	test.each([
		'Conversation not found',
		'Conversation does not exist.',
		'No conversation found with this person',
		'No messages found',
	])('A conversation is none if LinkupAPI says “%s”', async (message) => {
		const refused = reply(404, { success: false, error: { code: 'NOT_FOUND', message } });
		const none = { outcome: 'none', messages: [], replied: false };
		expect(valueOf(await read('v2', refused)).report).toMatchObject(none);
		const inV1 = reply(200, { status: 'error', message });
		expect(valueOf(await read('v1', inV1)).report).toMatchObject(none);
	});

	test.each([
		[404, 'Not found'],
		[404, 'Profile not found'],
		[404, ''],
		[400, 'No conversation found because the session has expired'],
		[400, 'Conversation not found for account acc_v2'],
		[500, 'Conversation not found'],
	])('A conversation is an error after any other refusal: %d %s', async (status, message) => {
		const refused = reply(status, { success: false, error: { code: 'NOT_FOUND', message } });
		expect(failureIn(await read('v2', refused)).httpStatus).toBe(status);
	});
});

describe('Profiles', () => {
	const read = async (data: unknown, person = 'john-doe') =>
		await opened('v2', reply(200, v2(data))).call(
			readProfile,
			inputOf({ profile: person, accountId: 'acc_v2' }),
		);
	const report = async (fields: object) =>
		valueOf(await read({ public_id: 'john-doe', ...fields })).report;

	test('A profile is also read under other names, and inside the field profile', async () => {
		const profile = {
			publicIdentifier: 'john-doe',
			entityUrn: URN,
			full_name: 'John Doe',
			about: 'I build things.',
			location: { name: 'Paris' },
			current_company: { name: 'Acme' },
			job_title: 'CTO',
			network_distance: 'DISTANCE_2',
			premium: true,
			open_profile: false,
			profile_picture_url: 'https://example.com/a.jpg',
		};
		expect(valueOf(await read({ profile }))).toEqual({
			accountId: 'acc_v2',
			report: reportOf('getProfile', {
				profile: { publicIdentifier: 'john-doe', url: JOHN_URL, urn: URN },
				name: 'John Doe',
				summary: 'I build things.',
				location: 'Paris',
				company: 'Acme',
				position: 'CTO',
				isConnected: false,
				degree: 2,
				networkDistance: 'SECOND_DEGREE',
				isPremium: true,
				isOpenProfile: false,
				pictureUrl: 'https://example.com/a.jpg',
				credits: 1,
			}),
		});
	});

	test.each([
		[{ distance: 1 }, true, 1, 'none'],
		[{ distance: 'OUT_OF_NETWORK' }, false, null, 'unknown'],
		[{ distance: 'far', degree: '3rd' }, false, 3, 'unknown'],
		[{ distance: 'far' }, null, null, 'unknown'],
	])(
		'A profile with %j has this connection: %j, degree %j, invitation %s',
		async (fields, isConnected, degree, invitationState) => {
			expect(await report(fields)).toMatchObject({ isConnected, degree, invitationState });
		},
	);

	test.each([
		[{}, 'CTO'],
		[{ is_current: false }, null],
		[{ end_date: '2020' }, null],
		[{ end_date: { year: 2020 } }, null],
		[{ end_date: 'Present' }, 'CTO'],
		[{ end_date: null, is_current: true }, 'CTO'],
	])('The latest position of a profile with %j is current: %j', async (fields, position) => {
		const experience = [{ title: 'CTO', company_name: 'Acme', ...fields }, { title: 'Intern' }];
		const company = position === null ? null : 'Acme';
		expect(await report({ experience })).toMatchObject({ position, company });
	});

	test.each([{}, { industry: 'Software' }, { profile: {} }])(
		'A profile that names nobody is an error: %j',
		async (data) => {
			expect(failureIn(await read(data)).message).toMatch(/'data'/);
		},
	);

	test.each([
		['john-doe', { public_id: 'jane-doe' }],
		['john-doe', { profile: { publicIdentifier: 'jane-doe' } }],
		[URN, { first_name: 'Jane', urn: 'ACoAAvera-someone' }],
		[URN, { first_name: 'Jane', profile_url: 'https://www.linkedin.com/in/ACoAAvera-someone' }],
	])('A profile of someone other than %s is an error', async (person, data) => {
		expect(failureIn(await read(data, person)).message).toMatch(/different person/);
	});

	test('A profile with an ID that cannot be compared is used', async () => {
		const data = { public_id: 'john-doe', urn: 'ACwAAvera-someone' };
		expect(valueOf(await read(data, URN)).report).toMatchObject({
			profile: { publicIdentifier: 'john-doe', url: JOHN_URL, urn: URN },
		});
	});
});

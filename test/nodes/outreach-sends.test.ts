import type { IDataObject } from 'n8n-workflow';
import { byId, expectOutput, type DocumentedCase, type Exchange } from '../harness/exchange';
import { v1, v2 } from '../harness/linkup-calls';
import { stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const NOW = '2024-01-15T10:30:00.000Z';
const MONDAY = '2024-01-22T00:00:00.000Z';
const URL = 'https://www.linkedin.com/in/john-doe-123';
const URN = 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f';
const ID = '7310081824666365952';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const NOTE = 'Hi John, I would love to connect with you!';

const HEADERS = {
	'X-RateLimit-Action': 'connect',
	'X-RateLimit-Limit': '90',
	'X-RateLimit-Used': '41',
	'X-RateLimit-Remaining': '49',
	'X-RateLimit-Reset': MONDAY,
};
const rateLimit = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	accountId: 'acc_12345',
	action: 'connect',
	scope: 'week',
	limit: 90,
	used: 41,
	remaining: 49,
	resetAt: MONDAY,
	holdUntil: null,
	retryAfterSeconds: null,
	retryAt: NOW,
	attempted: true,
	httpStatus: 200,
	message: '49 of 90 remain.',
};

const sent = (provider: string, fields: IDataObject) => ({
	provider,
	operation: 'sendConnection',
	outcome: 'sent',
	profile: JOHN,
	remaining: null,
	invited: true,
	noteSent: true,
	requestId: null,
	invitationId: null,
	sentAt: NOW,
	...fields,
});
const refused = { invited: false, noteSent: false, sentAt: null };
const send = (given: Omit<DocumentedCase, 'parameters'>, account?: string, profile = URL) => ({
	...given,
	parameters: {
		operation: 'sendConnection',
		profile,
		note: NOTE,
		...(account === undefined ? {} : { accountId: byId(account) }),
	},
});
const connectSafely = (output: IDataObject, exchange: Partial<Exchange>, profile = URL) =>
	send(
		{
			provider: 'connectSafely',
			exchanges: [
				{
					call: 'POST /connect',
					body: { accountId: 'acc_12345', profileId: 'john-doe-123', customMessage: NOTE },
					answer: {
						success: true,
						message: 'Connection request sent successfully',
						profileUrn: 'urn:li:fsd_profile:ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
					},
					...exchange,
				},
			],
			output: sent('connectSafely', {
				accountId: 'acc_12345',
				message: 'Connection request sent successfully',
				...output,
			}),
		},
		'acc_12345',
		profile,
	);
const linkupV1 = (answer: unknown, output: IDataObject) =>
	send({
		provider: 'linkupApi',
		v1: true,
		exchanges: [v1('connect', { linkedin_url: URL, message: NOTE }, answer)],
		output: sent('linkupApi', { accountId: null, ...output }),
	});
const sendPilot = (status: string, output: IDataObject) =>
	send(
		{
			provider: 'sendPilot',
			exchanges: [
				{
					call: 'POST /inbox/connect',
					body: { senderId: 'sender_abc123', recipientLinkedinUrl: URL, message: NOTE },
					answer: {
						success: true,
						requestId: 'conn_xyz789',
						recipientLinkedinUrl: URL,
						status,
						timestamp: '2024-02-24T15:30:00.000Z',
					},
				},
			],
			output: sent('sendPilot', {
				accountId: 'sender_abc123',
				requestId: 'conn_xyz789',
				noteSent: null,
				message: null,
				...output,
			}),
		},
		'sender_abc123',
	);

const SENDS: Record<string, DocumentedCase> = {
	'ConnectSafely, by public identifier': connectSafely({ remaining: 49 }, { headers: HEADERS }),
	'ConnectSafely, by URN': connectSafely(
		{
			profile: {
				publicIdentifier: null,
				url: 'https://www.linkedin.com/in/ACoAABJefVoBrz2LR3f',
				urn: URN,
			},
		},
		{
			body: { accountId: 'acc_12345', profileUrn: URN, customMessage: NOTE },
			answer: {
				success: true,
				message: 'Connection request sent successfully',
				profileUrn: URN,
			},
		},
		URN,
	),
	'ConnectSafely, already connected': connectSafely(
		{ ...refused, outcome: 'already_connected', message: 'Already connected with this member' },
		{ status: 400, answer: { error: 'Already connected with this member', success: false } },
	),
	'ConnectSafely, already pending': connectSafely(
		{ ...refused, outcome: 'already_pending', message: 'An invitation is already pending' },
		{ status: 400, answer: { error: 'An invitation is already pending', success: false } },
	),
	'LinkupAPI v1': linkupV1(
		{ status: 'success', message: 'Connection request sent successfully' },
		{ message: 'Connection request sent successfully' },
	),
	'LinkupAPI v1, already connected under HTTP 200': linkupV1(
		{ status: 'error', message: 'You are already connected with this person' },
		{
			...refused,
			outcome: 'already_connected',
			message: 'You are already connected with this person',
		},
	),
	'LinkupAPI v2': send(
		{
			provider: 'linkupApi',
			exchanges: [
				v2(
					'invite',
					{ profile_url: URL, message: NOTE },
					{ invitation_urn: `urn:li:fsd_invitation:${ID}`, profile_urn: URN, first_name: 'John' },
				),
			],
			output: sent('linkupApi', {
				accountId: 'acc_abc123',
				invitationId: ID,
				message: null,
				credits: 1,
			}),
		},
		'acc_abc123',
	),
	'SendPilot, as documented': sendPilot('sent', { sentAt: '2024-02-24T15:30:00.000Z' }),
	'SendPilot, already connected': sendPilot('already_connected', {
		...refused,
		outcome: 'already_connected',
		message: 'Already connected; no invitation was sent.',
	}),
};

describe('sendConnection', () => {
	test.each([
		['what the provider said of its limits', HEADERS, rateLimit],
		['null where it said nothing', undefined, null],
	])('Include Rate Limit adds %s', async (_what, headers, expected) => {
		const remaining = expected?.remaining ?? null;
		const one = connectSafely({ remaining, rateLimit: expected }, headers ? { headers } : {});
		await expectOutput({
			...one,
			parameters: { ...one.parameters, options: { includeRateLimit: true } },
		});
	});

	test.each(Object.entries(SENDS))('%s', async (_name, one) => await expectOutput(one));
});

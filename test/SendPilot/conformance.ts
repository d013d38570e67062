import { SendPilotApi } from '../../credentials/SendPilotApi.credentials';
import { SendPilot } from '../../nodes/SendPilot/SendPilot.node';
import {
	limitOf,
	outputsOf,
	providerHarness,
	sampleOf,
	type Exchange,
	type LimitSample,
	type Sample,
} from '../conformance/harness';

const URL = 'https://www.linkedin.com/in/john-doe-123';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const SENDER = 'sender_abc123';
const NOTE = 'Hi John, I would love to connect with you!';

const LISTED = {
	id: SENDER,
	name: 'John Doe',
	linkedinUrl: 'https://www.linkedin.com/in/jane-roe',
	status: 'active',
};
const OTHER = { id: 'sender_off', name: 'Ada', linkedinUrl: null, status: 'disconnected' };
const senders: Exchange = {
	call: 'GET /inbox/senders',
	answer: { senders: [OTHER, LISTED], total: 2 },
};

const sentAnswer = (status: string) => ({
	success: true,
	requestId: 'conn_xyz789',
	recipientLinkedinUrl: URL,
	status,
	timestamp: '2024-02-24T15:30:00.000Z',
});
const connect = (status: string): Exchange => ({
	call: 'POST /inbox/connect',
	body: { senderId: SENDER, recipientLinkedinUrl: URL, message: NOTE },
	answer: sentAnswer(status),
});
const report = outputsOf('sendPilot', SENDER, JOHN);
const sent = {
	noteSent: null,
	requestId: 'conn_xyz789',
	sentAt: '2024-02-24T15:30:00.000Z',
};
const send = (exchange: Exchange, output: Sample['output'][number]): Sample =>
	sampleOf({ profile: URL, note: NOTE }, [exchange], output);
const TEXT = 'Hi John, thanks for connecting!';
const messageAnswer = (status: string) => ({
	success: true,
	messageId: 'msg_xyz789',
	recipientLinkedinUrl: URL,
	status,
	timestamp: '2024-02-24T15:30:00.000Z',
});
const write = (status: string, output: Sample['output'][number]): Sample =>
	sampleOf(
		{ profile: URL, message: TEXT },
		[
			{
				call: 'POST /inbox/send',
				body: { senderId: SENDER, recipientLinkedinUrl: URL, message: TEXT },
				answer: messageAnswer(status),
			},
		],
		output,
	);
const written = { conversationId: 'msg_xyz789', sentAt: '2024-02-24T15:30:00.000Z' };
const QUEUED = "SendPilot answered 'queued', which does not say whether the message went out.";
const ALREADY = 'Already connected; no invitation was sent.';

const LEAD = {
	id: 'lead_abc123',
	linkedinUrl: 'https://www.linkedin.com/in/john-doe',
	status: 'CONNECTION_ACCEPTED',
	firstName: 'John',
	lastName: 'Doe',
	title: 'VP of Engineering',
	company: 'TechCorp',
	campaignId: 'camp_xyz789',
	createdAt: '2024-02-20T10:00:00.000Z',
	updatedAt: '2024-02-23T15:30:00.000Z',
};
const CONVERSATION = {
	id: '2-OVp-y-UNyFXBYvx0FqmQ',
	accountId: SENDER,
	participants: [
		{
			id: 'john-doe-12345',
			name: 'John Doe',
			profileUrl: 'https://www.linkedin.com/in/john-doe',
			profilePicture: null,
		},
	],
	lastMessage: {
		content: 'Sounds good',
		sentAt: '2024-02-24T14:00:00.000Z',
		direction: 'received',
	},
	lastActivityAt: '2024-02-24T14:00:00.000Z',
	unreadCount: 1,
};
const MESSAGE = {
	id: 'msg_abc123',
	content: 'Sounds good',
	direction: 'received',
	sentAt: '2024-02-24T14:00:00.000Z',
	readStatus: 'unread',
	contentType: 'TEXT',
};
const DETAILS = { firstName: 'John', company: 'TechCorp' };
const addLead = (answer: object, output: object): Sample =>
	sampleOf(
		{ profile: URL, campaignId: 'camp_xyz789', ...DETAILS },
		[
			{
				call: 'POST /leads',
				body: { campaignId: 'camp_xyz789', leads: [{ linkedinUrl: URL, ...DETAILS }] },
				answer: { success: true, ...answer },
			},
		],
		{ success: true, ...answer, message: null, ...output },
	);
const ME = {
	apiKey: { name: 'Outreach' },
	missingScopes: ['leads:write'],
	subscription: { plan: 'pro' },
	workspace: { id: 'ws_abc123xyz' },
};
const CREDITS = {
	available: 12500,
	subscription: 7500,
	purchased: 5000,
	used: 2500,
	nextResetDate: '2026-06-01T00:00:00.000Z',
};
const QUOTA = { id: SENDER, name: 'John Doe', connections: { used: 12, limit: 20 } };

const day = (operation: string, headers?: LimitSample['answer']['headers'], fields = {}) =>
	limitOf(
		operation,
		{ status: 429, answer: DAY_REACHED, ...(headers ? { headers } : {}) },
		{
			scope: 'day',
			retryAt: '2024-01-16T00:00:00.000Z',
			message: 'Daily limit reached',
			...fields,
		},
	);
const DAY_REACHED = { statusCode: 429, message: 'Daily limit reached', error: 'Too Many Requests' };

export const sendPilotHarness = providerHarness({
	id: 'sendPilot',
	node: SendPilot,
	credential: SendPilotApi,
	fields: { apiKey: '', webhookSecret: '', baseUrl: 'https://api.sendpilot.ai/v1' },
	versions: [
		{
			id: 'only',
			credential: { apiKey: 'sp-key-to-keep', webhookSecret: 'sp-hook-to-keep' },
			secrets: ['apiKey', 'webhookSecret'],
			auth: { header: 'x-api-key' },
			tested: {
				exchange: { call: 'GET /me', answer: ME },
				wrong: { status: 401, answer: { statusCode: 401, message: 'Invalid API key' } },
				limited: { status: 403, answer: { statusCode: 403, message: 'Key lacks a scope' } },
			},
			accountId: SENDER,
			subject: 'john-doe-123',
			operations: {
				getAccountStatus: {
					active: sampleOf(
						{},
						[senders],
						report('getAccountStatus', {
							name: 'John Doe',
							publicIdentifier: 'jane-roe',
							providerStatus: 'active',
						}),
					),
				},
				sendConnection: {
					sent: send(connect('sent'), report('sendConnection', sent)),
					'already connected': send(
						connect('already_connected'),
						report('sendConnection', {
							outcome: 'already_connected',
							invited: false,
							noteSent: false,
							requestId: sent.requestId,
							message: ALREADY,
						}),
					),
				},
				sendMessage: {
					sent: write('sent', report('sendMessage', written)),
					queued: write(
						'queued',
						report('sendMessage', {
							outcome: 'unconfirmed',
							messaged: null,
							conversationId: written.conversationId,
							message: QUEUED,
						}),
					),
				},
			},
			node: {
				'account.get': {
					workspace: sampleOf({}, [{ call: 'GET /me', answer: ME }], { ...ME, apiKey: '[hidden]' }),
				},
				'account.getCredits': {
					credits: sampleOf({}, [{ call: 'GET /credits', answer: CREDITS }], CREDITS),
				},
				'invitation.send': {
					sent: send(connect('sent'), {
						...sentAnswer('sent'),
						outcome: 'sent',
						invited: true,
						noteSent: null,
						message: null,
						remaining: null,
					}),
					'already connected': send(connect('already_connected'), {
						...sentAnswer('already_connected'),
						outcome: 'already_connected',
						invited: false,
						noteSent: false,
						message: ALREADY,
						remaining: null,
					}),
				},
				'conversation.getMany': {
					'two pages': sampleOf(
						{ returnAll: true },
						[
							{
								call: 'GET /inbox/conversations',
								query: { accountId: SENDER, limit: '20' },
								answer: {
									conversations: [CONVERSATION],
									pagination: { page: 1, continuationToken: 'next==' },
								},
							},
							{
								call: 'GET /inbox/conversations',
								query: { accountId: SENDER, limit: '20', continuationToken: 'next==' },
								answer: {
									conversations: [{ ...CONVERSATION, id: '2-older' }],
									pagination: { page: 2, hasMore: false, continuationToken: 'next==' },
								},
							},
						],
						CONVERSATION,
						{ ...CONVERSATION, id: '2-older' },
					),
				},
				'lead.add': {
					added: addLead(
						{ leadsAdded: 1, duplicatesSkipped: 0, invalidEntries: 0 },
						{ outcome: 'added' },
					),
					'in the campaign already': addLead(
						{ leadsAdded: 0, duplicatesSkipped: 1, invalidEntries: 0 },
						{ outcome: 'already_there' },
					),
					'not usable': addLead(
						{ leadsAdded: 0, duplicatesSkipped: 0, invalidEntries: 1, errors: ['Invalid URL'] },
						{ outcome: 'not_added', message: 'Invalid URL' },
					),
				},
				'lead.getMany': {
					'of a campaign': sampleOf(
						{ campaignId: 'camp_xyz789', status: 'CONNECTION_ACCEPTED' },
						[
							{
								call: 'GET /leads',
								query: {
									campaignId: 'camp_xyz789',
									status: 'CONNECTION_ACCEPTED',
									page: '1',
									limit: '50',
								},
								answer: {
									leads: [LEAD],
									pagination: { total: 1, page: 1, limit: 50, totalPages: 1 },
								},
							},
						],
						LEAD,
					),
				},
				'message.getMany': {
					'of a conversation': sampleOf(
						{ conversationId: '2-OVp-y-UNyFXBYvx0FqmQ' },
						[
							{
								call: 'GET /inbox/conversations/2-OVp-y-UNyFXBYvx0FqmQ/messages',
								query: { accountId: SENDER, limit: '20' },
								answer: {
									conversationId: '2-OVp-y-UNyFXBYvx0FqmQ',
									messages: [MESSAGE],
									pagination: { hasMore: false },
								},
							},
						],
						MESSAGE,
					),
				},
				'message.send': {
					sent: write('sent', {
						...messageAnswer('sent'),
						outcome: 'sent',
						messaged: true,
						message: null,
						remaining: null,
					}),
				},
				'sender.get': {
					active: sampleOf({}, [senders], LISTED),
				},
				'sender.getMany': {
					all: sampleOf({}, [senders], OTHER, LISTED),
				},
				'sender.getQuotas': {
					'of one sender': sampleOf(
						{},
						[
							{
								call: 'GET /senders/quotas',
								answer: { senders: [QUOTA, { ...QUOTA, id: 'sender_off' }] },
							},
						],
						QUOTA,
					),
				},
			},
			refusals: { already_connected: { answer: sentAnswer('already_connected') } },
			neededField: 'success',
			named: ({ url, publicIdentifier }, operation) => {
				if (operation === 'lead.add')
					return { body: { leads: [{ linkedinUrl: url, ...DETAILS }] } };
				return /message/i.test(operation) && publicIdentifier === null
					? null
					: { body: { recipientLinkedinUrl: url } };
			},
			badInput: {
				'a lead without its campaign': {
					operation: 'lead.add',
					parameters: { campaignId: '' },
					says: /'Campaign ID' is empty/,
				},
				'messages of no conversation': {
					operation: 'message.getMany',
					parameters: { conversationId: '' },
					says: /'Conversation ID' is empty/,
				},
				'a message of 8,001 characters': {
					operation: 'sendMessage',
					parameters: { message: 'x'.repeat(8_001) },
					says: /8001 characters .* 8000/,
				},
			},
			limits: {
				'the day': day('sendConnection'),
				'the day, with Retry-After': day(
					'sendConnection',
					{ 'Retry-After': '3600' },
					{ retryAfterSeconds: 3600, retryAt: '2024-01-15T11:30:00.000Z' },
				),
				'the key’s reads': day('account.getCredits'),
			},
		},
	],
});

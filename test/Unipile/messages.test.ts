import type { IDataObject } from 'n8n-workflow';
import { simpleChat, simpleMessage } from '../../nodes/Unipile/messages';
import { ID, TEXT } from './conformance-shared';
import { refusedV1, refusedV2, useStage } from './staged';

describe.each(['v1', 'v2'] as const)('Messages of %s', (version) => {
	const unipile = useStage(version, 'sendMessage');

	/** Changes the response to reads of the profile. */
	function sees(change: IDataObject) {
		unipile.meets();
		const { play } = unipile.stage.server;
		unipile.stage.server.play = (request) => {
			const played = play(request);
			if (!played || request.method !== 'GET') return played;
			const answer = { ...(played.exchange.answer as IDataObject), ...change };
			return { exchange: { ...played.exchange, answer } };
		};
	}

	/** Accepts sends with any text. */
	function playsAnyText() {
		unipile.meets();
		const { play } = unipile.stage.server;
		unipile.stage.server.play = (request) =>
			play(request) ?? { exchange: { answer: { object: 'ChatStarted' } } };
	}

	test.each([true, false])(
		'A message is not sent to a person without an ID (*Require Connection* %s)',
		async (requireConnection) => {
			sees({ provider_id: null, id: null });
			const { outcomes } = await unipile.send(1, { requireConnection });
			expect(outcomes).toEqual([
				"Unipile did not include the person's ID in the profile, which is needed to message people",
			]);
			expect(unipile.bodies()).toEqual([]);
		},
	);

	test('A message to an ID needs no read if *Require Connection* is off', async () => {
		const parameters = { profile: `https://www.linkedin.com/in/${ID}` };
		const off = { requireConnection: false };
		unipile.meets();
		const { outcomes, methods } = await unipile.send(1, off, { parameters, each: false });
		expect([outcomes, methods]).toEqual([['sent'], ['POST']]);
	});

	test('A message to a person who was read before in the execution needs a second read only if *Require Connection* is on', async () => {
		playsAnyText();
		const items = ['One', 'Two'].map((message) => ({ subject: 'ada-one', message }));
		const parameters = { message: '={{ $json.message }}' };
		const again = async (requireConnection: boolean) =>
			(await unipile.send(2, { requireConnection, skipAlreadySent: false }, { items, parameters }))
				.methods;
		expect(await again(false)).toEqual(['GET', 'POST', 'POST']);
		expect(await again(true)).toEqual(['GET', 'POST', 'GET', 'POST']);
	});

	test('A message is not sent to a person who is not connected, whatever the state of an invitation', async () => {
		sees({
			is_relationship: false,
			network_distance: 'THIRD_DEGREE',
			invitation: { type: 'SENT', status: 'SNOOZED' },
			specifics: { network_distance: 'THIRD_DEGREE', relation_request_status: 'SNOOZED' },
		});
		expect(await unipile.send(1)).toMatchObject({ outcomes: ['not_connected'], methods: ['GET'] });
	});

	test.each([
		'Hi\r\n\r\n--\r\nContent-Disposition: form-data; name="account_id"\r\n\r\nother',
		'"quoted"; name="text"',
		'José ✓ 🙂',
		'{"text":"no JSON"}',
	])('A message arrives as it was written: %j', async (message) => {
		playsAnyText();
		const given = { parameters: { message } };
		const { success } = await unipile.send(1, {}, given);
		expect(success).toMatchObject([{ outcome: 'sent', messageId: null, conversationId: null }]);
		expect(unipile.bodies()).toEqual([expect.objectContaining({ text: message })]);
	});
});

describe('Refused messages of v1', () => {
	const unipile = useStage('v1', 'sendMessage');

	test('A message that is refused for want of a connection is an outcome, with Unipile’s words', async () => {
		const refusal = refusedV1(422, 'no_connection_with_recipient', 'The recipient is no relation.');
		unipile.meets(refusal);
		const { success, methods } = await unipile.send(2, { requireConnection: false });
		expect(success).toMatchObject([
			{
				outcome: 'not_connected',
				messaged: false,
				sentAt: null,
				message: 'The recipient is no relation.',
			},
			{ outcome: 'sent', messaged: true },
		]);
		expect(methods).toEqual(['GET', 'POST', 'GET', 'POST']);
	});
});

describe('Refused messages of v2', () => {
	const unipile = useStage('v2', 'sendMessage');
	const REFUSAL = refusedV2(422, 'provider/unprocessable_entity');

	test('A refused message that is in the conversation is sent', async () => {
		unipile.meets(REFUSAL);
		unipile.stage.written.add('ada-one');
		const { success } = await unipile.send(1);
		expect(success).toMatchObject([{ outcome: 'sent', messaged: true, messageId: 'msg-ada-one' }]);
		expect(unipile.bodies()).toHaveLength(1);
	});

	test('A refused message that is not in the conversation fails its item, and can be sent again', async () => {
		unipile.meets(REFUSAL);
		expect((await unipile.send(2)).outcomes).toEqual(['Unipile answered: No.', 'sent']);
		expect((await unipile.send(2)).outcomes).toEqual(['sent', 'skipped']);
		expect(unipile.bodies()).toHaveLength(3);
	});

	test.each([
		'You are not connected to this recipient.',
		'This member only accepts messages from people who are first-degree connections only.',
	])('A message refused with %j, and not in the conversation, is an outcome', async (detail) => {
		unipile.meets(refusedV2(422, 'provider/unprocessable_entity', detail));
		const { success, methods } = await unipile.send(2, { requireConnection: false });
		expect(success).toMatchObject([
			{ outcome: 'not_connected', messaged: false, sentAt: null, message: detail },
			{ outcome: 'sent' },
		]);
		expect(methods.filter((method) => method === 'POST')).toHaveLength(2);
		expect((await unipile.send(1, { requireConnection: false })).outcomes).toEqual(['sent']);
	});
});

test.each([
	[{}, { id: null, memberId: null, name: null, timestamp: null, unread: null }],
	[
		{ id: 'c1', user_id: 'ACoAArosa', name: 'Deal', updated_at: '2024-01-01', unread_count: -1 },
		{ id: 'c1', memberId: 'ACoAArosa', name: 'Deal', timestamp: '2024-01-01', unread: -1 },
	],
])('Simplify returns every field of the chat %j', (fields, left) => {
	expect(simpleChat(fields)).toEqual({ publicIdentifier: null, ...left });
});

test.each([
	[{}, {}],
	[
		{ is_sender: 0, text: TEXT },
		{ isSender: false, text: TEXT },
	],
	[{ is_sender: 1 }, { isSender: true }],
	[{ is_sender: 'yes' }, {}],
])('Simplify returns every field of the message %j', (fields, left) => {
	const none = { id: null, chatId: null, senderId: null, timestamp: null, type: null };
	expect(simpleMessage(fields)).toEqual({ ...none, isSender: null, text: null, ...left });
});

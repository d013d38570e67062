/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { conversationIdOf, write } from '../conversations';
import { casesOf, field, ofAccount, own, type OperationCases } from '../operation-case';
import { CONNECTED } from '../people';

export const sendPilotCases: OperationCases = casesOf('sendPilot', 'SendPilot', {
	'send an invitation': {
		parameters: ofAccount('sender_abc123', 'invitation', 'send', { profile: 'nora-none' }),
		check([row], { world }) {
			assert.equal(row?.status, 'sent');
			assert.equal(world.invitations.length, 1);
		},
	},
	'many senders': {
		parameters: own('sender', 'getMany'),
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [...world.sendPilot.senders.keys()]);
		},
	},
	'sender quotas': {
		parameters: ofAccount('sender_abc123', 'sender', 'getQuotas'),
		check(rows) {
			assert.deepEqual(field(rows, 'id'), ['sender_abc123']);
		},
	},
	account: {
		parameters: own('account', 'get'),
		check([row]) {
			assert.deepEqual(row?.workspace, { id: 'ws_1', name: 'Simulated workspace' });
		},
	},
	'account credits': {
		parameters: own('account', 'getCredits'),
		check([row], { world }) {
			assert.equal(row?.available, world.sendPilot.credits);
		},
	},
	'conversations over two pages': {
		parameters: own('conversation', 'getMany', { returnAll: true }),
		prepare({ world }) {
			const now = Date.now();
			for (let row = 0; row < 30; row++) {
				const person = `writer-${row}`;
				world.people.add({ publicIdentifier: person });
				write(world, { accountId: 'sender_abc123', person, isOwn: false, text: 'Hi' }, now + row);
			}
		},
		check(rows) {
			assert.equal(new Set(field(rows, 'id')).size, 30);
		},
	},
	'send a message, and read it in its conversation': {
		parameters: ofAccount('sender_abc123', 'message', 'send', {
			profile: 'friend-of-the-sender',
			message: 'Good to meet you',
		}),
		prepare({ world }) {
			world.people.add({
				publicIdentifier: 'friend-of-the-sender',
				relations: { sender_abc123: CONNECTED },
			});
		},
		check([row], { world }) {
			assert.equal(row?.outcome, 'sent');
			assert.deepEqual(
				world.messages.map(({ text, isOwn }) => [text, isOwn]),
				[['Good to meet you', true]],
			);
		},
	},
	'the messages of a conversation': {
		parameters: ofAccount('sender_abc123', 'message', 'getMany', {
			conversationId: conversationIdOf('sender_abc123', 'writer'),
		}),
		prepare({ world }) {
			world.people.add({ publicIdentifier: 'writer' });
			for (const [text, isOwn] of [['Hello', true] as const, ['Gladly', false] as const]) {
				write(world, { accountId: 'sender_abc123', person: 'writer', isOwn, text }, Date.now());
			}
		},
		check(rows) {
			assert.deepEqual(field(rows, 'direction'), ['received', 'sent']);
		},
	},
	'add a lead to a campaign': {
		parameters: own('lead', 'add', {
			profile: 'https://www.linkedin.com/in/new-lead',
			campaignId: 'camp_new',
			firstName: 'Nora',
		}),
		check([row], { world }) {
			assert.equal(row?.outcome, 'added');
			const lead = world.sendPilot.leads.find(({ campaignId }) => campaignId === 'camp_new');
			assert.deepEqual(
				[lead?.linkedinUrl, lead?.firstName],
				['https://www.linkedin.com/in/new-lead', 'Nora'],
			);
		},
	},
	'leads of a campaign over two pages': {
		parameters: own('lead', 'getMany', {
			campaignId: 'camp_many',
			status: 'CONNECTION_ACCEPTED',
			returnAll: true,
		}),
		prepare({ world }) {
			const [lead] = world.sendPilot.leads;
			assert.ok(lead);
			world.sendPilot.leads = Array.from({ length: 300 }, (_, index) => ({
				...lead,
				id: `lead_${index}`,
				campaignId: index % 2 === 0 ? 'camp_many' : 'camp_other',
				status: index < 220 ? 'CONNECTION_ACCEPTED' : 'PENDING',
			}));
		},
		check(rows) {
			assert.equal(rows.length, 110);
			assert.deepEqual([...new Set(field(rows, 'campaignId'))], ['camp_many']);
		},
	},
});

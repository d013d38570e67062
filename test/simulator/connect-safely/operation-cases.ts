/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { connectSafelyAccount } from './world';
import type { Simulator } from '../simulator';
import {
	ACCOUNT,
	assertWritten,
	casesOf,
	field,
	invitations,
	isIso,
	ofAccount,
	own,
	relate,
	type Listed,
	type OperationCases,
} from '../operation-case';

const FRIEND = 'connected-of-2-accoftheloop';
/** The conversation of the friend, who has answered, and that of someone else. */
function writes(simulator: Simulator) {
	related('connected', 3)(simulator);
	simulator.write(ACCOUNT, FRIEND, 'Hello', true);
	simulator.write(ACCOUNT, FRIEND, 'Gladly');
	simulator.write(ACCOUNT, 'connected-of-1-accoftheloop', 'Good morning');
}
const withFriend = (resource: string, operation: string, more = {}) =>
	ofAccount(ACCOUNT, resource, operation, { profile: FRIEND, ...more });

const related = (relation: Listed, count: number) => (simulator: Simulator) => {
	inConnectSafely(simulator);
	relate(simulator, ACCOUNT, relation, count);
};

const inConnectSafely = (simulator: Simulator) =>
	simulator.world.connectSafely.accounts.set(ACCOUNT, connectSafelyAccount({ id: ACCOUNT }));

export const connectSafelyCases: OperationCases = casesOf('connectSafely', 'ConnectSafely', {
	'a relationship': {
		parameters: own('relationship', 'get', { profile: 'connie-connected' }),
		check([row]) {
			assert.equal(row?.connected, true);
		},
	},
	'many accounts': {
		parameters: own('account', 'getMany', { returnAll: true }),
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [...world.connectSafely.accounts.keys()]);
		},
	},
	'account quota': {
		parameters: ofAccount(ACCOUNT, 'account', 'getQuota'),
		prepare: inConnectSafely,
		check([row]) {
			assert.equal(row?.accountId, ACCOUNT);
			assert.ok(Array.isArray(row?.quotas));
		},
	},
	'sent invitations over three pages': {
		parameters: invitations('sent', { returnAll: true }),
		prepare: related('pending_sent', 25),
		check(rows) {
			assert.equal(rows.length, 25);
			assert.equal(new Set(field(rows, 'invitationId')).size, 25);
			assert.ok(
				field(rows, 'invitationId').every((id) => /^74100818246663900\d\d$/.test(String(id))),
			);
			assert.ok(field(rows, 'sentAtApproximate').every(isIso));
		},
	},
	'received invitations, of companies too': {
		parameters: invitations('received', { limit: 12, simplify: false }),
		prepare: related('pending_received', 15),
		check(rows) {
			assert.equal(rows.length, 12);
			assert.ok(rows.every((row) => typeof row.validationToken === 'string'));
			assert.ok(field(rows, 'receivedAtApproximate').every(isIso));
		},
	},
	'accept an invitation': {
		parameters: ofAccount(ACCOUNT, 'invitation', 'respond', {
			profile: 'https://www.linkedin.com/in/pending-received-of-12-accoftheloop/',
		}),
		prepare: related('pending_received', 15),
		check([row], { world }) {
			assert.equal(row?.outcome, 'accepted');
			const one = world.people.get('pending-received-of-12-accoftheloop');
			assert.equal(one?.relations[ACCOUNT]?.relation, 'connected');
		},
	},
	'ignore an invitation': {
		parameters: ofAccount(ACCOUNT, 'invitation', 'respond', {
			response: 'ignore',
			invitationId: '7410081824666390001',
		}),
		prepare: related('pending_received', 1),
		check([row], { world }) {
			assert.equal(row?.outcome, 'ignored');
			const one = world.people.get('pending-received-of-1-accoftheloop');
			assert.equal(one?.relations[ACCOUNT]?.relation, 'none');
		},
	},
	'connections, the latest first': {
		parameters: ofAccount(ACCOUNT, 'connection', 'getMany', { limit: 20 }),
		prepare: related('connected', 30),
		check(rows) {
			assert.equal(rows.length, 20);
			assert.equal(rows[0]?.connectedOn, new Date().toISOString().slice(0, 10));
			assert.equal(new Set(field(rows, 'profileUrl')).size, 20);
		},
	},
	conversations: {
		parameters: ofAccount(ACCOUNT, 'conversation', 'getMany', { returnAll: true }),
		prepare: writes,
		check(rows) {
			assert.equal(new Set(field(rows, 'conversationUrn')).size, 2);
		},
	},
	'the conversation with a person': {
		parameters: withFriend('conversation', 'get'),
		prepare: writes,
		check([row]) {
			assert.equal(row?.hasConversation, true);
			assert.match(String(row?.conversationUrn), /^urn:li:msg_conversation:/);
		},
	},
	'the messages with a person': {
		parameters: withFriend('message', 'getMany', { limit: 10 }),
		prepare: writes,
		check(rows) {
			assert.deepEqual(field(rows, 'text'), ['Gladly', 'Hello']);
		},
	},
	'send a message': {
		parameters: withFriend('message', 'send', { message: 'Good to meet you' }),
		prepare: writes,
		check([row], simulator) {
			assert.equal(row?.outcome, 'sent');
			assert.equal(row?.messaged, true);
			assertWritten(simulator, ACCOUNT, FRIEND, 'Good to meet you');
		},
	},
	'a profile': {
		parameters: withFriend('profile', 'get'),
		prepare: writes,
		check([row]) {
			assert.equal(row?.profileId, FRIEND);
			assert.ok(Array.isArray(row?.experience));
		},
	},
});

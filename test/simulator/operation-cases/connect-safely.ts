/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { byId } from '../../n8n/workflows';
import { connectSafelyAccount } from '../default-world';
import type { Simulator } from '../simulator';
import { ACCOUNT, field, invitations, isIso, type OperationCase, relate } from './common';

const FRIEND = 'connected-of-2-accoftheloop';
/** The conversation of the friend, who has answered, and that of someone else. */
function writes(simulator: Simulator) {
	inConnectSafely(simulator);
	relate(simulator, ACCOUNT, 'connected', 3);
	simulator.write(ACCOUNT, FRIEND, 'Hello', true);
	simulator.write(ACCOUNT, FRIEND, 'Gladly');
	simulator.write(ACCOUNT, 'connected-of-1-accoftheloop', 'Good morning');
}
const withFriend = (resource: string, operation: string, more = {}) => ({
	resource,
	operation,
	accountId: byId(ACCOUNT),
	profile: FRIEND,
	...more,
});

const inConnectSafely = (simulator: Simulator) =>
	simulator.world.connectSafely.accounts.set(ACCOUNT, connectSafelyAccount({ id: ACCOUNT }));

export const connectSafelyCases: Record<string, OperationCase> = {
	'ConnectSafely: many accounts': {
		node: 'connectSafely',
		parameters: { resource: 'account', operation: 'getMany', returnAll: true },
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [...world.connectSafely.accounts.keys()]);
		},
	},
	'ConnectSafely: account quota': {
		node: 'connectSafely',
		parameters: { resource: 'account', operation: 'getQuota', accountId: byId(ACCOUNT) },
		prepare: inConnectSafely,
		check([row]) {
			assert.equal(row?.accountId, ACCOUNT);
			assert.ok(Array.isArray(row?.quotas));
		},
	},
	'ConnectSafely: sent invitations over three pages': {
		node: 'connectSafely',
		parameters: invitations('sent', { returnAll: true }),
		prepare(simulator) {
			inConnectSafely(simulator);
			relate(simulator, ACCOUNT, 'pending_sent', 25);
		},
		check(rows) {
			assert.equal(rows.length, 25);
			assert.equal(new Set(field(rows, 'invitationId')).size, 25);
			assert.ok(
				field(rows, 'invitationId').every((id) => /^74100818246663900\d\d$/.test(String(id))),
			);
			assert.ok(field(rows, 'sentAtApproximate').every(isIso));
		},
	},
	'ConnectSafely: received invitations, of companies too': {
		node: 'connectSafely',
		parameters: invitations('received', { limit: 12, simplify: false }),
		prepare(simulator) {
			inConnectSafely(simulator);
			relate(simulator, ACCOUNT, 'pending_received', 15);
		},
		check(rows) {
			assert.equal(rows.length, 12);
			assert.ok(rows.every((row) => typeof row.validationToken === 'string'));
			assert.ok(field(rows, 'receivedAtApproximate').every(isIso));
		},
	},
	'ConnectSafely: accept an invitation': {
		node: 'connectSafely',
		parameters: {
			resource: 'invitation',
			operation: 'respond',
			accountId: byId(ACCOUNT),
			profile: 'https://www.linkedin.com/in/pending-received-of-12-accoftheloop/',
		},
		prepare(simulator) {
			inConnectSafely(simulator);
			relate(simulator, ACCOUNT, 'pending_received', 15);
		},
		check([row], { world }) {
			assert.equal(row?.outcome, 'accepted');
			const one = world.people.get('pending-received-of-12-accoftheloop');
			assert.equal(one?.relations[ACCOUNT]?.relation, 'connected');
		},
	},
	'ConnectSafely: ignore an invitation': {
		node: 'connectSafely',
		parameters: {
			resource: 'invitation',
			operation: 'respond',
			response: 'ignore',
			accountId: byId(ACCOUNT),
			invitationId: '7410081824666390001',
		},
		prepare(simulator) {
			inConnectSafely(simulator);
			relate(simulator, ACCOUNT, 'pending_received', 1);
		},
		check([row], { world }) {
			assert.equal(row?.outcome, 'ignored');
			const one = world.people.get('pending-received-of-1-accoftheloop');
			assert.equal(one?.relations[ACCOUNT]?.relation, 'none');
		},
	},
	'ConnectSafely: connections, the latest first': {
		node: 'connectSafely',
		parameters: {
			resource: 'connection',
			operation: 'getMany',
			accountId: byId(ACCOUNT),
			limit: 20,
		},
		prepare(simulator) {
			inConnectSafely(simulator);
			relate(simulator, ACCOUNT, 'connected', 30);
		},
		check(rows) {
			assert.equal(rows.length, 20);
			assert.equal(rows[0]?.connectedOn, new Date().toISOString().slice(0, 10));
			assert.equal(new Set(field(rows, 'profileUrl')).size, 20);
		},
	},
	'ConnectSafely: conversations': {
		node: 'connectSafely',
		parameters: {
			resource: 'conversation',
			operation: 'getMany',
			accountId: byId(ACCOUNT),
			returnAll: true,
		},
		prepare: writes,
		check(rows) {
			assert.equal(new Set(field(rows, 'conversationUrn')).size, 2);
		},
	},
	'ConnectSafely: the conversation with a person': {
		node: 'connectSafely',
		parameters: withFriend('conversation', 'get'),
		prepare: writes,
		check([row]) {
			assert.equal(row?.hasConversation, true);
			assert.match(String(row?.conversationUrn), /^urn:li:msg_conversation:/);
		},
	},
	'ConnectSafely: the messages with a person': {
		node: 'connectSafely',
		parameters: withFriend('message', 'getMany', { limit: 10 }),
		prepare: writes,
		check(rows) {
			assert.deepEqual(field(rows, 'text'), ['Gladly', 'Hello']);
		},
	},
	'ConnectSafely: send a message': {
		node: 'connectSafely',
		parameters: withFriend('message', 'send', { message: 'Good to meet you' }),
		prepare: writes,
		check([row], { world }) {
			assert.equal(row?.outcome, 'sent');
			assert.equal(row?.messaged, true);
			const last = world.messages.at(-1);
			assert.deepEqual(
				[last?.accountId, last?.person, last?.text],
				[ACCOUNT, FRIEND, 'Good to meet you'],
			);
		},
	},
	'ConnectSafely: a profile': {
		node: 'connectSafely',
		parameters: withFriend('profile', 'get'),
		prepare: writes,
		check([row]) {
			assert.equal(row?.profileId, FRIEND);
			assert.ok(Array.isArray(row?.experience));
		},
	},
};

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { byId } from '../../n8n/workflows';
import type { ApiVersion } from '../credentials';
import type { Simulator } from '../simulator';
import { ACCOUNT, field, invitations, isIso, type OperationCase, relate } from './common';

const inLinkup = ({ world }: Simulator) => {
	const [account] = world.linkupApi.accounts.values();
	assert.ok(account);
	world.linkupApi.accounts.set(ACCOUNT, {
		...account,
		account_id: ACCOUNT,
		status: 'active',
		is_active: true,
	});
};

/** As `relate` calls the second one of an account's connections. */
const friendOf = (version: ApiVersion) =>
	`connected-of-2-${version === 'v1' ? 'v1session' : 'accoftheloop'}`;

/** The conversation of the friend, who has answered, and that of someone else. */
function writes(simulator: Simulator, version: ApiVersion) {
	inLinkup(simulator);
	const accountId = accountOf(simulator, version);
	relate(simulator, accountId, 'connected', 3);
	const friend = friendOf(version);
	simulator.write(accountId, friend, 'Hello', true);
	simulator.write(accountId, friend, 'Gladly');
	simulator.write(accountId, friend.replace('-2-', '-1-'), 'Good morning');
}

const withFriend = (version: ApiVersion, resource: string, operation: string, more = {}) => ({
	resource,
	operation,
	accountId: byId(ACCOUNT),
	profile: friendOf(version),
	...more,
});

export const linkupApiCases: Record<string, OperationCase> = {
	...forVersions('sent invitations', (version) => ({
		parameters: invitations('sent', { returnAll: true }),
		prepare(simulator) {
			inLinkup(simulator);
			relate(simulator, accountOf(simulator, version), 'pending_sent', 13);
		},
		check(rows, simulator) {
			const known = simulator.world.people.related(accountOf(simulator, version), 'pending_sent');
			assert.deepEqual(
				field(rows, 'invitation_id').sort(),
				known.map(({ relationship }) => relationship.invitationId).sort(),
			);
			assert.ok(field(rows, 'sent_time_approximate').every(isIso));
		},
	})),
	...forVersions('received invitations', (version) => ({
		parameters: invitations('received', { limit: 11 }),
		prepare(simulator) {
			inLinkup(simulator);
			relate(simulator, accountOf(simulator, version), 'pending_received', 13);
		},
		check(rows) {
			assert.equal(rows.length, 11);
			assert.ok(rows.every(({ shared_secret: secret }) => typeof secret === 'string'));
		},
	})),
	...forVersions('accept an invitation', (version) => ({
		parameters: {
			resource: 'invitation',
			operation: 'accept',
			accountId: byId(ACCOUNT),
			invitationId: '7410081824666390005',
		},
		prepare(simulator) {
			inLinkup(simulator);
			relate(simulator, accountOf(simulator, version), 'pending_received', 13);
		},
		check([row], simulator) {
			assert.equal(row?.outcome, 'accepted');
			const accountId = accountOf(simulator, version);
			const accepted = simulator.world.people
				.related(accountId, 'connected')
				.map(({ one }) => one.publicIdentifier);
			assert.ok(accepted.some((name) => name.startsWith('pending-received-of-5-')));
		},
	})),
	...forVersions('connections', (version) => ({
		parameters: {
			resource: 'connection',
			operation: 'getMany',
			accountId: byId(ACCOUNT),
			returnAll: true,
		},
		prepare(simulator) {
			inLinkup(simulator);
			relate(simulator, accountOf(simulator, version), 'connected', 23);
		},
		check(rows, simulator) {
			const known = simulator.world.people.related(accountOf(simulator, version), 'connected');
			assert.equal(rows.length, known.length);
			assert.equal(new Set(field(rows, 'profile_url')).size, known.length);
		},
	})),
	...forVersions('conversations', (version) => ({
		parameters: {
			resource: 'conversation',
			operation: 'getMany',
			accountId: byId(ACCOUNT),
			returnAll: true,
		},
		prepare: (simulator) => writes(simulator, version),
		check(rows) {
			assert.equal(new Set(field(rows, 'conversation_id')).size, 2);
		},
	})),
	...forVersions('the messages with a person', (version) => ({
		parameters: withFriend(version, 'message', 'getMany', { limit: 10 }),
		prepare: (simulator) => writes(simulator, version),
		check(rows) {
			assert.deepEqual(field(rows, 'text'), ['Gladly', 'Hello']);
		},
	})),
	...forVersions('send a message', (version) => ({
		parameters: withFriend(version, 'message', 'send', { message: 'Good to meet you' }),
		prepare: (simulator) => writes(simulator, version),
		check([row], simulator) {
			assert.equal(row?.outcome, 'sent');
			assert.equal(row?.messaged, true);
			const last = simulator.world.messages.at(-1);
			assert.deepEqual(
				[last?.accountId, last?.person, last?.text],
				[accountOf(simulator, version), friendOf(version), 'Good to meet you'],
			);
		},
	})),
	...forVersions('a profile', (version) => ({
		parameters: withFriend(version, 'profile', 'get'),
		prepare: (simulator) => writes(simulator, version),
		check([row]) {
			assert.equal(row?.public_id, friendOf(version));
		},
	})),
	'LinkupAPI v2: many accounts': {
		node: 'linkupApi',
		version: 'v2',
		parameters: { resource: 'account', operation: 'getMany' },
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'account_id'), [...world.linkupApi.accounts.keys()]);
		},
	},
};

function accountOf({ world }: Simulator, version: ApiVersion): string {
	return version === 'v1' ? world.linkupApi.v1AccountId : ACCOUNT;
}

function forVersions(
	name: string,
	make: (version: ApiVersion) => Omit<OperationCase, 'node' | 'version'>,
): Record<string, OperationCase> {
	return Object.fromEntries(
		(['v1', 'v2'] as const).map((version) => [
			`LinkupAPI ${version}: ${name}`,
			{ node: 'linkupApi', version, ...make(version) },
		]),
	);
}

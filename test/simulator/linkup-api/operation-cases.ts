/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { ApiVersion } from '../credentials';
import type { Simulator } from '../simulator';
import {
	ACCOUNT,
	assertWritten,
	casesOf,
	field,
	inBothVersions,
	invitations,
	isIso,
	ofAccount,
	own,
	relate,
	type Listed,
	type OperationCases,
} from '../operation-case';

const forVersions = inBothVersions('linkupApi', 'LinkupAPI');

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

const related =
	(version: ApiVersion, relation: Listed, count: number) => (simulator: Simulator) => {
		inLinkup(simulator);
		relate(simulator, accountOf(simulator, version), relation, count);
	};

/** As `relate` calls the second one of an account's connections. */
const friendOf = (version: ApiVersion) =>
	`connected-of-2-${version === 'v1' ? 'v1session' : 'accoftheloop'}`;

/** The conversation of the friend, who has answered, and that of someone else. */
function writes(simulator: Simulator, version: ApiVersion) {
	related(version, 'connected', 3)(simulator);
	const accountId = accountOf(simulator, version);
	const friend = friendOf(version);
	simulator.write(accountId, friend, 'Hello', true);
	simulator.write(accountId, friend, 'Gladly');
	simulator.write(accountId, friend.replace('-2-', '-1-'), 'Good morning');
}

const withFriend = (version: ApiVersion, resource: string, operation: string, more = {}) =>
	ofAccount(ACCOUNT, resource, operation, { profile: friendOf(version), ...more });

export const linkupApiCases: OperationCases = {
	...casesOf('linkupApi', 'LinkupAPI v1', {
		'the status of an invitation': {
			version: 'v1',
			parameters: own('invitation', 'getStatus', { profile: 'connie-connected' }),
			check([row]) {
				assert.equal(row?.invitation_state, 'ACCEPTED');
			},
		},
	}),
	...forVersions('sent invitations', (version) => ({
		parameters: invitations('sent', { returnAll: true }),
		prepare: related(version, 'pending_sent', 13),
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
		prepare: related(version, 'pending_received', 13),
		check(rows) {
			assert.equal(rows.length, 11);
			assert.ok(rows.every(({ shared_secret: secret }) => typeof secret === 'string'));
		},
	})),
	...forVersions('accept an invitation', (version) => ({
		parameters: ofAccount(ACCOUNT, 'invitation', 'accept', { invitationId: '7410081824666390005' }),
		prepare: related(version, 'pending_received', 13),
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
		parameters: ofAccount(ACCOUNT, 'connection', 'getMany', { returnAll: true }),
		prepare: related(version, 'connected', 23),
		check(rows, simulator) {
			const known = simulator.world.people.related(accountOf(simulator, version), 'connected');
			assert.equal(rows.length, known.length);
			assert.equal(new Set(field(rows, 'profile_url')).size, known.length);
		},
	})),
	...forVersions('conversations', (version) => ({
		parameters: ofAccount(ACCOUNT, 'conversation', 'getMany', { returnAll: true }),
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
			const accountId = accountOf(simulator, version);
			assertWritten(simulator, accountId, friendOf(version), 'Good to meet you');
		},
	})),
	...forVersions('a profile', (version) => ({
		parameters: withFriend(version, 'profile', 'get'),
		prepare: (simulator) => writes(simulator, version),
		check([row]) {
			assert.equal(row?.public_id, friendOf(version));
		},
	})),
	...casesOf('linkupApi', 'LinkupAPI v2', {
		'many accounts': {
			version: 'v2',
			parameters: own('account', 'getMany'),
			check(rows, { world }) {
				assert.deepEqual(field(rows, 'account_id'), [...world.linkupApi.accounts.keys()]);
			},
		},
	}),
};

function accountOf({ world }: Simulator, version: ApiVersion): string {
	return version === 'v1' ? world.linkupApi.v1AccountId : ACCOUNT;
}

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

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { byId } from '../n8n/workflows';
import { connectSafelyAccount } from '../simulator/default-world';
import { People } from '../simulator/people';
import type { Simulator } from '../simulator/simulator';
import type { ApiVersion } from '../simulator/credentials';

type Row = Record<string, unknown>;

/** One operation of a provider's node against the simulator: what is there before, and what has to leave. */
export interface OperationCase {
	readonly node: 'connectSafely' | 'linkupApi' | 'sendPilot' | 'seleqt';
	/** Of the LinkupAPI credential. */
	readonly version?: ApiVersion;
	readonly parameters: Record<string, unknown>;
	prepare?(simulator: Simulator): void;
	/** @throws where a row, or what the provider holds now, is not as it should be */
	check(rows: Row[], simulator: Simulator): void;
}

const DAY = 86_400_000;
const ACCOUNT = 'acc_of_the_loop';
const names = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

/** So many people, and nobody else, who stand to an account as told, the first of them the latest. */
function relate(
	simulator: Simulator,
	accountId: string,
	relation: 'pending_sent' | 'pending_received' | 'connected',
	count: number,
): void {
	const now = Date.now();
	simulator.world.people = new People();
	for (const [index, publicIdentifier] of names(
		`${relation.replace('_', '-')}-of`,
		count,
	).entries()) {
		simulator.world.people.add({
			publicIdentifier: `${publicIdentifier}-${accountId.replace(/\W|_/g, '')}`,
			relations: {
				[accountId]: {
					relation,
					degree: relation === 'connected' ? 1 : 2,
					invitationId:
						relation === 'connected' ? null : String(7410081824666390001n + BigInt(index)),
					since: now - index * DAY,
				},
			},
		});
	}
}

const inConnectSafely = (simulator: Simulator) =>
	simulator.world.connectSafely.accounts.set(ACCOUNT, connectSafelyAccount({ id: ACCOUNT }));
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
const invitations = (direction: string, more: Row = {}) => ({
	resource: 'invitation',
	operation: 'getMany',
	direction,
	accountId: byId(ACCOUNT),
	...more,
});
const field = (rows: Row[], name: string) => rows.map((row) => row[name]);
const isIso = (value: unknown) =>
	typeof value === 'string' && new Date(value).toISOString() === value;

/** Every operation that the provider nodes have beside those that the unified node has too. */
export const OPERATION_CASES: Record<string, OperationCase> = {
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
	'SendPilot: many senders': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'getMany' },
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [...world.sendPilot.senders.keys()]);
		},
	},
	'SendPilot: sender quotas': {
		node: 'sendPilot',
		parameters: {
			resource: 'sender',
			operation: 'getQuotas',
			accountId: byId('sender_abc123'),
		},
		check(rows) {
			assert.deepEqual(field(rows, 'id'), ['sender_abc123']);
		},
	},
	'SendPilot: account': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'get' },
		check([row]) {
			assert.deepEqual(row?.workspace, { id: 'ws_1', name: 'Simulated workspace' });
		},
	},
	'SendPilot: account credits': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'getCredits' },
		check([row], { world }) {
			assert.equal(row?.available, world.sendPilot.credits);
		},
	},
	'SendPilot: leads of a campaign over two pages': {
		node: 'sendPilot',
		parameters: {
			resource: 'lead',
			operation: 'getMany',
			campaignId: 'camp_many',
			status: 'CONNECTION_ACCEPTED',
			returnAll: true,
		},
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
	'Seleqt: many campaigns': {
		node: 'seleqt',
		parameters: { resource: 'campaign', operation: 'getMany' },
		check(rows, { world }) {
			assert.deepEqual(
				field(rows, 'id'),
				world.seleqt.campaigns.map(({ id }) => id),
			);
		},
	},
	'Seleqt: many lead lists': {
		node: 'seleqt',
		parameters: { resource: 'leadList', operation: 'getMany', limit: 1 },
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [world.seleqt.leadLists[0]?.id]);
		},
	},
	'Seleqt: add leads to a list': {
		node: 'seleqt',
		parameters: {
			resource: 'leadList',
			operation: 'addLeads',
			leadListId: '={{ 742 }}',
			leadIds: '101, 102',
		},
		prepare({ world }) {
			const [list] = world.seleqt.leadLists;
			assert.ok(list);
			list.id = 742;
		},
		check([row], { log }) {
			assert.equal(row?.outcome, 'added');
			assert.deepEqual(log.at(-1)?.body, { prospect_ids: [101, 102] });
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

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { ApiVersion } from '../credentials';
import { relationOf } from '../people';
import type { Simulator } from '../simulator';
import { unipileAccount } from './world';
import {
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

const forVersions = inBothVersions('unipile', 'Unipile');
const MESSAGE = 'Hello Connie,\n\n"thanks" \u{1f642}\r\n--x--';
const ACCOUNTS = { v1: 'account_of_the_loop', v2: 'acc_of_the_loop' };

function inUnipile({ world }: Simulator, version: ApiVersion): void {
	const id = ACCOUNTS[version];
	world.unipile.accounts[version].set(id, unipileAccount({ id }));
}

/** This many people, and nobody else, with this relationship to a case's own account. */
const related =
	(version: ApiVersion, relation: Listed, count: number) => (simulator: Simulator) => {
		inUnipile(simulator, version);
		relate(simulator, ACCOUNTS[version], relation, count);
	};

const nameOf = (what: string, version: ApiVersion) =>
	`${what}-${ACCOUNTS[version].replaceAll('_', '')}`;

function relationNow({ world }: Simulator, name: string, version: ApiVersion) {
	const one = world.people.get(name);
	assert.ok(one, name);
	return relationOf(one, ACCOUNTS[version]).relation;
}

const answering = (operation: 'accept' | 'decline', relation: 'connected' | 'none') =>
	forVersions(`${operation} an invitation`, (version) => {
		const name = nameOf('pending-received-of-12', version);
		return {
			parameters: ofAccount(ACCOUNTS[version], 'invitation', operation, {
				profile: `https://www.linkedin.com/in/${name}/`,
			}),
			prepare: related(version, 'pending_received', 15),
			check([row], simulator) {
				assert.equal(row?.outcome, operation === 'accept' ? 'accepted' : 'declined');
				assert.equal(relationNow(simulator, name, version), relation);
			},
		};
	});

export const unipileCases: OperationCases = {
	...forVersions('many accounts, those of LinkedIn alone', (version) => ({
		parameters: own('account', 'getMany', { returnAll: true }),
		check(rows, { world }) {
			const all = [...world.unipile.accounts[version].values()];
			const ofLinkedIn = all.filter(({ type }) => type === 'LINKEDIN');
			assert.deepEqual(
				field(rows, 'id'),
				ofLinkedIn.map(({ id }) => id),
			);
		},
	})),
	...forVersions('an account', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'account', 'get'),
		prepare: (simulator) => inUnipile(simulator, version),
		check([row]) {
			assert.equal(row?.id, ACCOUNTS[version]);
		},
	})),
	...forVersions('InMail credits', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'account', 'getInmailCredits'),
		prepare: (simulator) => inUnipile(simulator, version),
		check([row]) {
			assert.ok(JSON.stringify(row).includes('"premium":5'));
		},
	})),
	...forVersions('a reconnect link', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'account', 'getReconnectLink', {
			redirectUrl: 'https://example.com/connected',
		}),
		prepare: (simulator) => inUnipile(simulator, version),
		check([row]) {
			assert.match(String(row?.url ?? row?.link), /^https:\/\/(account|auth)\.unipile\.com\//);
		},
	})),
	...forVersions('sent invitations over two pages', (version) => ({
		parameters: invitations('sent', { returnAll: true }, ACCOUNTS[version]),
		prepare: related(version, 'pending_sent', 120),
		check(rows) {
			assert.equal(new Set(field(rows, 'id')).size, 120);
			assert.ok(field(rows, 'id').every((id) => /^7410081824666390\d{3}$/.test(String(id))));
			assert.ok(field(rows, 'memberId').every((id) => /^ACoAA/.test(String(id))));
		},
	})),
	...forVersions('received invitations', (version) => ({
		parameters: invitations('received', { limit: 12 }, ACCOUNTS[version]),
		prepare: related(version, 'pending_received', 15),
		check(rows) {
			assert.equal(rows.length, 12);
			const secrets = rows.filter(({ shared_secret: secret }) => typeof secret === 'string');
			assert.equal(secrets.length, version === 'v1' ? 12 : 0);
		},
	})),
	...answering('accept', 'connected'),
	...answering('decline', 'none'),
	...forVersions('cancel an invitation', (version) => {
		const name = nameOf('pending-sent-of-3', version);
		return {
			parameters: ofAccount(ACCOUNTS[version], 'invitation', 'cancel', { profile: name }),
			prepare: related(version, 'pending_sent', 3),
			check([row], simulator) {
				assert.equal(row?.outcome, 'withdrawn');
				assert.equal(relationNow(simulator, name, version), 'none');
			},
		};
	}),
	...forVersions('an invitation, sent to the ID behind a public identifier', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'invitation', 'send', {
			profile: 'unipile-una',
			note: 'Hello Una',
		}),
		prepare: (simulator) => inUnipile(simulator, version),
		check(rows, simulator) {
			assert.equal(rows.length, 1);
			assert.deepEqual(
				simulator.invitationsAccepted('unipile').map(({ person, note }) => [person, note]),
				[['unipile-una', 'Hello Una']],
			);
		},
	})),
	...forVersions('a profile', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'profile', 'get', { profile: 'connie-connected' }),
		prepare: (simulator) => inUnipile(simulator, version),
		check([row]) {
			assert.equal(row?.public_identifier, 'connie-connected');
		},
	})),
	...forVersions('chats, the newest first', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'chat', 'getMany', { limit: 2 }),
		prepare(simulator) {
			inUnipile(simulator, version);
			for (const person of ['connie-connected', 'nora-none', 'peter-pending']) {
				simulator.write(ACCOUNTS[version], person, `Hello from ${person}`);
			}
		},
		check(rows) {
			assert.equal(rows.length, 2);
			assert.ok(field(rows, 'memberId').every((id) => /^ACoAA/.test(String(id))));
			assert.ok(field(rows, 'timestamp').every(isIso));
		},
	})),
	...forVersions('the messages of a person over two pages', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'message', 'getMany', {
			profile: 'connie-connected',
			returnAll: true,
		}),
		prepare(simulator) {
			inUnipile(simulator, version);
			for (let index = 1; index <= 120; index++) {
				simulator.write(ACCOUNTS[version], 'connie-connected', `No. ${index}`, index % 2 === 0);
			}
			simulator.write(ACCOUNTS[version], 'nora-none', 'Hello');
		},
		check(rows, simulator) {
			assert.deepEqual(
				rows.map(({ text, isSender }) => [text, isSender]),
				Array.from({ length: 120 }, (_, index) => [`No. ${120 - index}`, index % 2 === 0]),
			);
			// The chat is looked up once.
			assert.equal(simulator.requests('unipile', /chat_attendees|\/chat$/).length, 1);
		},
	})),
	...forVersions('no messages of a person', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'message', 'getMany', { profile: 'connie-connected' }),
		prepare: (simulator) => inUnipile(simulator, version),
		check(rows) {
			assert.deepEqual(rows, []);
		},
	})),
	...forVersions('a message, sent to the ID behind a public identifier', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'message', 'send', {
			profile: 'connie-connected',
			message: MESSAGE,
		}),
		prepare: (simulator) => inUnipile(simulator, version),
		check([row], { world }) {
			assert.equal(row?.outcome, 'sent');
			assert.deepEqual(
				world.messages.map(({ person, isOwn, text }) => [person, isOwn, text]),
				[['connie-connected', true, MESSAGE]],
			);
		},
	})),
	...forVersions('relations', (version) => ({
		parameters: ofAccount(ACCOUNTS[version], 'relation', 'getMany', { returnAll: true }),
		prepare: related(version, 'connected', 130),
		check(rows) {
			const ids = rows.map(
				(row) => /"(?:member_id|id)":"(ACoAA[^"]+)"/.exec(JSON.stringify(row))?.[1],
			);
			assert.equal(new Set(ids).size, 130);
		},
	})),
};

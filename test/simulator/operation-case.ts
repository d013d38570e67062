/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { byId } from '../n8n/workflows';
import type { ApiVersion } from './credentials';
import { People, type Relation } from './people';
import type { Simulator } from './simulator';
import type { ProviderName } from './providers';

export type Row = Record<string, unknown>;

/** One operation of a provider's node with the simulator: the state before, and the expected output. */
export interface OperationCase {
	readonly node: ProviderName;
	/** For the LinkupAPI and the Unipile credential. */
	readonly version?: ApiVersion;
	readonly parameters: Record<string, unknown>;
	prepare?(simulator: Simulator): void;
	/** @throws where a row, or what the provider holds now, is not as it should be */
	check(rows: Row[], simulator: Simulator): void;
}

/** Cases by title: the provider's name and the operation. */
export type OperationCases = Readonly<Record<string, OperationCase>>;

/** The relations that lists are of. */
export type Listed = Exclude<Relation, 'none'>;

const DAY = 86_400_000;
export const ACCOUNT = 'acc_of_the_loop';
/** This many people, and nobody else, with this relationship to an account; the first of them is the latest. */
export function relate(
	simulator: Simulator,
	accountId: string,
	relation: Listed,
	count: number,
): void {
	const now = Date.now();
	simulator.world.people = new People();
	const isConnected = relation === 'connected';
	for (let index = 0; index < count; index++) {
		const name = `${relation.replace('_', '-')}-of-${index + 1}`;
		simulator.world.people.add({
			publicIdentifier: `${name}-${accountId.replace(/\W|_/g, '')}`,
			relations: {
				[accountId]: {
					relation,
					degree: isConnected ? 1 : 2,
					invitationId: isConnected ? null : String(7410081824666390001n + BigInt(index)),
					since: now - index * DAY,
				},
			},
		});
	}
}

/** The parameters of an operation of a provider's own node. */
export const own = (resource: string, operation: string, more: Row = {}) => ({
	resource,
	operation,
	...more,
});
/** The same, with an account. */
export const ofAccount = (accountId: string, resource: string, operation: string, more: Row = {}) =>
	own(resource, operation, { accountId: byId(accountId), ...more });
/** Of a list of invitations. */
export const invitations = (direction: string, more: Row = {}, accountId = ACCOUNT) =>
	ofAccount(accountId, 'invitation', 'getMany', { direction, ...more });

/** The cases of a provider's node, by the provider's name and their own. */
export const casesOf = (
	node: ProviderName,
	provider: string,
	cases: Record<string, Omit<OperationCase, 'node'>>,
): OperationCases =>
	Object.fromEntries(
		Object.entries(cases).map(([name, one]) => [`${provider}: ${name}`, { node, ...one }]),
	);

/** A case in both versions of a provider's API. */
export const inBothVersions =
	(node: ProviderName, provider: string) =>
	(
		name: string,
		make: (version: ApiVersion) => Omit<OperationCase, 'node' | 'version'>,
	): OperationCases =>
		Object.assign(
			{},
			...(['v1', 'v2'] as const).map((version) =>
				casesOf(node, `${provider} ${version}`, { [name]: { version, ...make(version) } }),
			),
		);

/** Checks that the last message is this one. */
export function assertWritten({ world }: Simulator, ...message: [string, string, string]) {
	const last = world.messages.at(-1);
	assert.deepEqual([last?.accountId, last?.person, last?.text], message);
}

export const field = (rows: Row[], name: string) => rows.map((row) => row[name]);
export const isIso = (value: unknown) =>
	typeof value === 'string' && new Date(value).toISOString() === value;

import { byId } from '../../n8n/workflows';
import type { ApiVersion } from '../credentials';
import { People } from '../people';
import type { Simulator } from '../simulator';
import type { ProviderName } from '../world';

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

const DAY = 86_400_000;
export const ACCOUNT = 'acc_of_the_loop';
const names = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

/** This many people, and nobody else, with this relationship to an account; the first of them is the latest. */
export function relate(
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

export const invitations = (direction: string, more: Row = {}) => ({
	resource: 'invitation',
	operation: 'getMany',
	direction,
	accountId: byId(ACCOUNT),
	...more,
});
export const field = (rows: Row[], name: string) => rows.map((row) => row[name]);
export const isIso = (value: unknown) =>
	typeof value === 'string' && new Date(value).toISOString() === value;

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { connectSafelyAccount } from '../simulator/connect-safely/world';
import { sendPilotSender } from '../simulator/send-pilot/world';
import { People, relationOf } from '../simulator/people';
import type { LoggedRequest } from '../simulator/request-log';
import type { Simulator } from '../simulator/simulator';
import { unipileAccount } from '../simulator/unipile/world';
import type { CheckContext } from './checks';
import type { N8nRest } from './rest';
import { byId, nodeRun, TRIGGER, type NodeRun, type NodeUnderTest } from './workflows';

export type SendingProvider = 'connectSafely' | 'sendPilot' | 'unipile';

/** This many people whom nobody has invited yet. */
export function people(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

export const rows = (names: string[]) => names.map((linkedin, row) => ({ row, linkedin }));

export const field = <T extends object>(list: T[], name: keyof T) =>
	list.map((entry): unknown => entry[name]);

/** The number of occurrences of each value in a list. */
export function tally(values: unknown[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

/** A separate account for a check, since n8n's process remembers the limits of those used before. */
export function addAccount(
	{ world }: Simulator,
	provider: SendingProvider,
	id: string,
	left = Infinity,
): string {
	if (provider === 'sendPilot') {
		const dailyLimit = Math.min(left, 100_000);
		world.sendPilot.senders.set(id, sendPilotSender({ id, dailyLimit }));
	} else if (provider === 'unipile') {
		const used = world.unipile.weeklyLimit - Math.min(left, world.unipile.weeklyLimit);
		world.unipile.accounts.v1.set(id, unipileAccount({ id, used }));
	} else {
		const used = world.connectSafely.weeklyLimit - Math.min(left, world.connectSafely.weeklyLimit);
		world.connectSafely.accounts.set(id, connectSafelyAccount({ id, used }));
	}
	return id;
}

/** An account of ConnectSafely, in a world without people. */
export function addStrangers({ world }: Simulator, id: string): void {
	world.people = new People();
	world.connectSafely.accounts.set(id, connectSafelyAccount({ id }));
}

const DAY = 86_400_000;
export const longAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();

/** A new account and these people alone, each with an invitation of the account pending for some days. */
export function invited(
	simulator: Simulator,
	id: string,
	names: string[],
	days: (name: string) => number = () => 1,
) {
	addStrangers(simulator, id);
	for (const [index, publicIdentifier] of names.entries()) {
		const invitationId = String(7410081824666395001n + BigInt(index));
		const since = Date.now() - days(publicIdentifier) * DAY;
		const relation = { relation: 'pending_sent', degree: 2, invitationId, since } as const;
		simulator.world.people.add({ publicIdentifier, relations: { [id]: relation } });
	}
}

/** The texts of an account's messages to a person. */
export const writtenTo = ({ world }: Simulator, id: string, name: string) =>
	world.messages
		.filter(({ accountId, person, isOwn }) => accountId === id && person === name && isOwn)
		.map(({ text }) => text);

/** The account and the person have nothing to do with each other (any more). */
export function assertUnrelated({ world }: Simulator, id: string, name: string): void {
	const person = world.people.get(name);
	assert.ok(person && relationOf(person, id).relation === 'none');
}

/** An operation of LinkedIn Outreach on the person in the item's `linkedin`. */
export const about = (provider: string, operation: string, more: Record<string, unknown> = {}) => ({
	provider,
	operation,
	profile: '={{ $json.linkedin }}',
	...more,
});

/** The unified node, inviting the person in the item's `linkedin`; without pacing, unless the options say so. */
export function inviting(
	provider: SendingProvider,
	accountId: string,
	credentials: NodeUnderTest['credentials'],
	options: Record<string, unknown> = {},
): NodeUnderTest {
	return {
		parameters: about(provider, 'sendConnection', {
			accountId: byId(accountId),
			options: { requestsPerMinute: 0, ...options },
		}),
		credentials,
	};
}

/** A list of people whom nobody has invited yet, an account of its own, and the node that invites them. */
export function newList(
	{ simulator, credentials }: Pick<CheckContext, 'simulator' | 'credentials'>,
	provider: SendingProvider,
	name: string,
	count: number,
	{ options, left }: { options?: Record<string, unknown>; left?: number } = {},
) {
	const accountId = addAccount(simulator, provider, `account-${name}`, left);
	const names = people(name, count);
	return {
		accountId,
		names,
		items: rows(names),
		node: inviting(provider, accountId, credentials, options),
	};
}

/** Runs a workflow with a list to its end, by hand. It succeeds, and each item leaves once. */
export async function runList(
	rest: N8nRest,
	workflowId: string,
	count: number,
	timeoutMs?: number,
): Promise<NodeRun> {
	const run = nodeRun(await rest.runWorkflow(workflowId, TRIGGER, timeoutMs));
	assertWhole(run, count);
	return run;
}

export function assertWhole(run: NodeRun, count: number): void {
	assert.equal(run.execution.status, 'success', run.execution.error?.message);
	assertConserved(run, count);
}

/** The invitation requests that reached the provider, whatever their result. */
export function posts(simulator: Simulator, provider: SendingProvider): LoggedRequest[] {
	const path = provider === 'unipile' ? '/users/invite' : '/connect';
	return simulator.requests(provider, path).filter(({ method }) => method === 'POST');
}

/** Checks the simulator's own record: each of these people was invited once, and nobody else. */
export function assertInvitedOnce(
	simulator: Simulator,
	provider: SendingProvider,
	names: string[],
): void {
	const invited = tally(simulator.invitationsAccepted(provider).map(({ person }) => person));
	assert.deepEqual(invited, tally(names));
}

/** Checks the outcomes of the items on Success. */
export function assertOutcomes({ success }: Pick<NodeRun, 'success'>, expected: string[]): void {
	assert.deepEqual(field(success, 'outcome'), expected);
}

/** Checks that each of this many input items is on the node's outputs exactly once. */
export function assertConserved(run: NodeRun, count: number): void {
	const pairs = run.pairs.flat().sort((one, other) => one - other);
	assert.deepEqual(
		pairs,
		Array.from({ length: count }, (_, index) => index),
	);
}

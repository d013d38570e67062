import { createHash } from 'node:crypto';
import { answer, type ProviderAnswer, type ProviderRequest } from '../http';
import { findPerson, relationOf, type Person, type Relationship } from '../people';
import type { UnipileAccount } from './world';
import {
	acceptInvitation,
	weekStart,
	withdrawInvitation,
	type AcceptedInvitation,
	type World,
} from '../world';

/** A refusal of v1: RFC 7807 with `errors/…` as its type. */
export const v1Problem = (status: number, code: string, detail?: string): ProviderAnswer =>
	answer(status, { status, type: `errors/${code}`, title: sentenceOf(code), detail, instance: '' });

/** A refusal of v2: `api/…` is Unipile's own, `provider/…` LinkedIn's. */
export const v2Problem = (
	status: number,
	type: string,
	{ title = sentenceOf(type), detail, headers }: V2More = {},
): ProviderAnswer =>
	answer(
		status,
		{ object: 'Error', type, status, title, detail, req_id: `req_${digest(type)}` },
		headers,
	);

interface V2More {
	title?: string;
	detail?: string;
	headers?: Record<string, string>;
}

export const digest = (text: string) =>
	createHash('sha256').update(text).digest('hex').slice(0, 26);

function sentenceOf(code: string): string {
	const words = code.replace(/^.*\//, '').replaceAll('_', ' ');
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export interface Context {
	readonly request: ProviderRequest;
	readonly world: World;
	readonly now: number;
}

/** A request that causes a call to LinkedIn. */
export type ContextOfAccount = Context & { readonly account: UnipileAccount };

export type OfAccount = (context: ContextOfAccount, ...found: string[]) => ProviderAnswer;

/** The handler of a request, by method and path; `*` is any segment, passed to the handler. */
export type Routes = Record<string, (context: Context, ...found: string[]) => ProviderAnswer>;

/** Null if no route matches. The first matching one counts. */
export function routed(routes: Routes, context: Context): ProviderAnswer | null {
	const { method, segments } = context.request;
	for (const [route, handle] of Object.entries(routes)) {
		const [verb, path = ''] = route.split(' /');
		const wanted = path.split('/').filter((part) => part !== '');
		if (verb !== method || wanted.length !== segments.length) continue;
		if (!wanted.every((part, index) => part === '*' || part === segments[index])) continue;
		return handle(context, ...segments.filter((_part, index) => wanted[index] === '*'));
	}
	return null;
}

const DISTANCES = { 1: 'FIRST_DEGREE', 2: 'SECOND_DEGREE', 3: 'THIRD_DEGREE' };

export const distanceOf = ({ relation, degree }: Relationship) =>
	relation === 'connected'
		? DISTANCES[1]
		: degree === null
			? 'OUT_OF_NETWORK'
			: DISTANCES[degree === 1 ? 2 : degree];

export type Refusal = 'nobody' | 'note' | 'connected' | 'pending' | 'withdrawn' | 'limit';

const COOLDOWN = 21 * 86_400_000;

/** Whether the account withdrew an invitation to this person too recently for another one. */
export function wasWithdrawn(
	{ unipile }: World,
	accountId: string,
	{ urnId }: Person,
	now: number,
): boolean {
	const at = unipile.withdrawals.get(`${accountId} ${urnId}`);
	return at !== undefined && now - at < COOLDOWN;
}

/** Withdraws an invitation; false if none is pending under that ID. */
export function withdraw({ world, account, now }: ContextOfAccount, invitationId: string): boolean {
	const one = world.people.invited(invitationId, account.id);
	if (!one || !withdrawInvitation(world, account.id, one)) return false;
	world.unipile.withdrawals.set(`${account.id} ${one.urnId}`, now);
	return true;
}

/** Invites the person with an ACoAA… ID. No other identifier works. */
export function invite(
	world: World,
	account: UnipileAccount,
	{ memberId, note }: { memberId: string; note: string | null },
	now: number,
): AcceptedInvitation | Refusal {
	const one = /^AC[ow]AA/.test(memberId) ? findPerson(world, memberId) : undefined;
	if (!one) return 'nobody';
	if ((note?.length ?? 0) > (account.premium ? 300 : 200)) return 'note';
	const { relation } = relationOf(one, account.id);
	if (relation === 'connected') return 'connected';
	if (relation !== 'none') return 'pending';
	if (wasWithdrawn(world, account.id, one, now)) return 'withdrawn';
	const week = weekStart(now);
	if (account.week !== null && account.week !== week) account.used = 0;
	account.week = week;
	if (account.used >= world.unipile.weeklyLimit) return 'limit';
	account.used += 1;
	return acceptInvitation(
		world,
		{ provider: 'unipile', accountId: account.id, one, note: note || null },
		now,
	);
}

import { createHash } from 'node:crypto';
import { arranged } from './lists';
import { findPerson, type Person } from './people';
import type { World } from './world';

/** The messages between an account and a person. */
export interface WorldMessage {
	id: string;
	accountId: string;
	/** public identifier */
	person: string;
	/** whether the account wrote it */
	isOwn: boolean;
	text: string;
	/** ms */
	at: number;
}

export interface WorldConversation {
	/** as LinkedIn has it, `2-…==` */
	id: string;
	one: Person;
	/** newest first, never empty */
	messages: [WorldMessage, ...WorldMessage[]];
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** The account's own LinkedIn ID. */
export const ownIdOf = (accountId: string) => `ACoAA${digest(`own ${accountId}`).slice(0, 20)}`;

/** The ID of the conversation between an account and a person. */
export const conversationIdOf = (accountId: string, person: string) =>
	`2-${digest(`${accountId} ${person}`).slice(0, 22)}==`;

/** A message, written now. */
export function write(
	world: World,
	message: Pick<WorldMessage, 'accountId' | 'person' | 'isOwn' | 'text'>,
	now: number,
): WorldMessage {
	if (!findPerson(world, message.person)) throw new Error(`There is no ${message.person}`);
	const written = { ...message, id: `m${world.messages.length + 1}`, at: now };
	world.messages.push(written);
	return written;
}

/** Newest first, unless the world says otherwise. */
export function conversationsOf(
	world: World,
	accountId: string,
	begins: boolean,
): WorldConversation[] {
	const threads = new Map<string, WorldConversation>();
	for (const message of [...world.messages].reverse()) {
		if (message.accountId !== accountId) continue;
		const one = findPerson(world, message.person);
		const known = threads.get(message.person);
		if (known) known.messages.push(message);
		else if (one) {
			const id = conversationIdOf(accountId, message.person);
			threads.set(message.person, { id, one, messages: [message] });
		}
	}
	const rows = [...threads.values()].sort((a, b) => b.messages[0].at - a.messages[0].at);
	return arranged(world, rows, {
		name: `conversations ${accountId}`,
		key: ({ id }) => id,
		begins,
	});
}

export const conversationOf = (world: World, accountId: string, id: string) =>
	conversationsOf(world, accountId, false).find((one) => one.id === id);

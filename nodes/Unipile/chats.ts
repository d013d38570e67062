import { setNewest } from '../outreach/base/bounded-map';
import type { Input } from '../outreach/operations/operation';
import {
	answeredWith,
	failedWith,
	refusedAs,
	type Failed,
	type Result,
} from '../outreach/operations/result';
import { personKey, type Profile } from '../outreach/people/profile';
import type { Ask } from '../outreach/provider/ask';
import type { ConversationEndpoints } from './conversations';
import type { Person } from './mapping';

/** How many people an execution remembers the IDs of. */
const MOST_PEOPLE = 1_000;

/** Finds the chats that accounts have with people, and remembers the people's IDs for an execution. */
export class Chats {
	private readonly memberIds = new Map<string, string>();

	constructor(
		private readonly ask: Ask,
		private readonly conversations: ConversationEndpoints,
	) {}

	/** Notes the ID that a profile told, so that it need not be visited again for that. */
	noteMember({ profile }: Input, memberId: string | null): void {
		if (profile === null || memberId === null) return;
		setNewest(this.memberIds, MOST_PEOPLE, personKey(profile), memberId);
	}

	/** The person's ID, where no visit is needed for it. */
	knownMember({ profile }: Input): string | null {
		if (profile === null) return null;
		return memberIdIn(profile) ?? this.memberIds.get(personKey(profile)) ?? null;
	}

	/** The chat with a person, or null. `look` visits the profile. */
	async find(
		input: Input,
		look: (input: Input) => Promise<Result<Person>>,
	): Promise<Result<string | null>> {
		const member = await this.memberIdOf(input, look);
		if (member.kind !== 'answered') return member;
		const { accountId } = input;
		const found = await this.ask(this.conversations.chatWith(accountId ?? '', member.value));
		return found.kind === 'failed' && isNoChat(found) ? refusedAs(found, null) : found;
	}

	private async memberIdOf(
		input: Input,
		look: (input: Input) => Promise<Result<Person>>,
	): Promise<Result<string>> {
		const known = this.knownMember(input);
		if (known !== null) return answeredWith(known);
		const seen = await look(input);
		if (seen.kind !== 'answered') return seen;
		const { memberId } = seen.value;
		return memberId === null
			? { ...withoutMemberId('find a conversation'), response: seen.response }
			: { ...seen, value: memberId };
	}
}

/**
 * Whether v1 knows no attendee of this ID, who then has never had a chat with the account. The vendor's pages do not say
 * how it answers that; a 404 that names the account is about the account.
 */
function isNoChat({ failure, response, sentence }: Failed): boolean {
	return (
		response?.status === 404 &&
		failure.code === 'errors/resource_not_found' &&
		!/\baccount\b/i.test(sentence ?? '')
	);
}

/** LinkedIn's own ID, where the person is named by it; that of Sales Navigator is another. */
function memberIdIn({ urn }: Profile): string | null {
	const id = urn?.split(':').pop() ?? '';
	return id.startsWith('ACo') ? id : null;
}

/** Of a profile that does not tell the ACoAA… ID. `what` goes on from "by which …". */
export const withoutMemberId = (what: string): Failed =>
	failedWith({
		source: 'provider',
		message: `Unipile did not include the person's ID in the profile, which is needed to ${what}`,
		description: 'Check the profile in LinkedIn: it may have been closed.',
	});

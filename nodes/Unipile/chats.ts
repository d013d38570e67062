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

/** Maximum number of people whose IDs an execution remembers. */
const MOST_PEOPLE = 1_000;

/** Finds the chats of accounts with people, and remembers the people's IDs for an execution. */
export class Chats {
	private readonly memberIds = new Map<string, string>();

	constructor(
		private readonly ask: Ask,
		private readonly conversations: ConversationEndpoints,
	) {}

	/** Remembers the ID from a profile, to save another visit. */
	noteMember({ profile }: Input, memberId: string | null): void {
		if (profile === null || memberId === null) return;
		setNewest(this.memberIds, MOST_PEOPLE, personKey(profile), memberId);
	}

	/** The person's ID, if it is known without a profile visit. */
	knownMember({ profile }: Input): string | null {
		if (profile === null) return null;
		return memberIdIn(profile) ?? this.memberIds.get(personKey(profile)) ?? null;
	}

	/** The chat with a person, or null. `look` reads the profile, which counts as a visit. */
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
 * Whether v1 has no attendee with this ID, who then never had a chat with the account. The vendor's pages do not
 * document this response; a 404 that names the account is about the account.
 */
function isNoChat({ failure, response, sentence }: Failed): boolean {
	return (
		response?.status === 404 &&
		failure.code === 'errors/resource_not_found' &&
		!/\baccount\b/i.test(sentence ?? '')
	);
}

/** LinkedIn's own ID, if the person is given by it. Sales Navigator's ID is a different one. */
function memberIdIn({ urn }: Profile): string | null {
	const id = urn?.split(':').pop() ?? '';
	return id.startsWith('ACo') ? id : null;
}

/** The failure for a profile without an ACoAA… ID. `what` continues "which is needed to …". */
export const withoutMemberId = (what: string): Failed =>
	failedWith({
		source: 'provider',
		message: `Unipile did not include the person's ID in the profile, which is needed to ${what}`,
		description: 'Check the profile in LinkedIn: it may have been closed.',
	});

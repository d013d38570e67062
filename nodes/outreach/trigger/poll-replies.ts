import { latestOf } from '../base/time';
import type { Conversation, ConversationMessage } from '../operations/conversations';
import type { Answered, Failed } from '../operations/result';
import type { Profile } from '../people/profile';
import type { OutreachEvent } from './events';
import type { PollClient } from './poll-client';
import {
	accountIn,
	lacks,
	MOST_PAGES,
	pageReader,
	subjectOf,
	type Newest,
	type Poll,
	type Watched,
} from './polled';
import {
	momentOf,
	RepliesWatch,
	repliesStateSchema,
	type Changed,
	type RepliesState,
} from './replies';

/** Maximum conversations read by one poll; the next one continues. */
export const MOST_THREADS = 20;
/** How many of them may be conversations that could not be read before. */
export const MOST_RETRIES = 5;
/** How many messages of a conversation to read. If there are more since the last poll, the newest start the workflow. */
const MOST_MESSAGES = 20;
/** How many conversations to search for an example. */
const MOST_EXAMPLES = 3;

/** A person's message and its conversation. */
interface Reply {
	readonly conversationId: string;
	readonly profile: Profile | null;
	readonly message: ConversationMessage;
	/** The conversation's own row, if it was listed. */
	readonly row: Conversation | null;
}

/**
 * Finds what people wrote since the last poll, each message once. The first poll is the baseline. Reads each
 * conversation that changed; a message without proof of its author starts nothing. An unreadable conversation or
 * list page does not hold up the others.
 */
export async function pollReplies(
	poll: Poll,
	client: PollClient,
	stored: unknown,
): Promise<Watched<RepliesState | null> | Failed> {
	const { polls } = poll.open.provider;
	const page = pageReader(poll, polls?.conversations);
	if (!page) return lacks(poll);
	const subject = subjectOf(poll);
	const known = repliesStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : null;
	const watch = new RepliesWatch(before, subject, poll.now, polls?.quietPages);
	const listed = await readList(poll, client, watch, page);
	if (listed.kind === 'failed') return listed;
	const read = await readChanged(poll, client, watch);
	if (read.kind === 'failed') return read;
	const events = read.replies.map((reply) => toReplyEvent(poll, listed.accountId, reply));
	const state = watch.state();
	logUnread(poll, watch, state);
	return { kind: 'watched', events, state };
}

interface ListRead {
	readonly kind: 'listed';
	readonly accountId: string | null;
}

/** Reads pages for at most half of the time, since the conversations must be read too. */
async function readList(
	{ accountId, budget, log }: Poll,
	client: PollClient,
	watch: RepliesWatch,
	page: NonNullable<ReturnType<typeof pageReader<Conversation>>>,
): Promise<ListRead | Failed> {
	let account = accountId;
	for (let pages = 0; pages < MOST_PAGES && !budget.isHalfOver; pages++) {
		const { at } = watch;
		if (at === null) break;
		const answer = await client.ask(async () => await page(at));
		if (answer === null) break;
		if (answer.kind === 'failed') {
			const goesOn = watch.fail();
			if (!goesOn && !watch.isBegun) return answer;
			log(`The rest of the list of conversations could not be read: ${answer.failure.message}`);
			if (!goesOn) break;
			continue;
		}
		account = accountId ?? accountIn(answer.response?.body) ?? account;
		watch.take(answer.value);
	}
	return { kind: 'listed', accountId: account };
}

interface ChangesRead {
	readonly kind: 'read';
	/** Oldest first. */
	readonly replies: Reply[];
}

/** A refused key fails the poll, unless something was already found. */
async function readChanged(
	poll: Poll,
	client: PollClient,
	watch: RepliesWatch,
): Promise<ChangesRead | Failed> {
	const replies: Reply[] = [];
	for (const [index, changed] of toRead(watch).entries()) {
		// At least one conversation is read, however long the pages took.
		if (index > 0 && poll.budget.isOver) break;
		const thread = await readThread(poll, client, changed);
		if (thread === null) break;
		if (thread.kind === 'failed' && isKeyRefused(thread)) {
			if (replies.length === 0) return thread;
			poll.log(`A conversation could not be read: ${thread.failure.message}`);
			break;
		}
		const messages =
			thread.kind === 'answered'
				? withShown(thread.value, changed.row)
				: shownOf(poll, watch, changed, thread);
		if (messages === null) continue;
		watch.enter(changed, latestOf(messages.map(momentOf)));
		logUncertain(poll, changed, messages);
		const { conversationId, profile, row, after } = changed;
		for (const message of messages) {
			if (!isReply(message) || !isAfter(message, after)) continue;
			replies.push({ conversationId, profile, message, row });
		}
	}
	replies.sort((one, other) => (momentOf(one.message) ?? 0) - (momentOf(other.message) ?? 0));
	return { kind: 'read', replies };
}

/** The conversations that one poll reads. Failing ones do not use up the others' share. */
function toRead({ due: { fresh, again } }: RepliesWatch): Changed[] {
	const retries = again.slice(0, MOST_RETRIES);
	return [...fresh.slice(0, MOST_THREADS - retries.length), ...retries];
}

/** For an unreadable conversation, the last message from its row; null if it is not usable now. */
function shownOf(
	{ log }: Poll,
	watch: RepliesWatch,
	changed: Changed,
	failed: Failed,
): readonly ConversationMessage[] | null {
	const last = changed.row?.lastMessage ?? null;
	const cause = failed.failure.message;
	if (last && isReply(last) && momentOf(last) !== null) {
		log(`A conversation could not be read: ${cause}. Only its last message is used`);
		return [last];
	}
	if (isGone(failed)) {
		log(`A conversation could not be read: ${cause}`);
		// It would fail each time, and cost a request each time.
		watch.enter(changed, null);
	} else if (watch.enterFailed(changed)) {
		log(`A conversation could not be read and will be retried: ${cause}`);
	} else {
		log(`A conversation could not be read and will not be retried until it changes: ${cause}`);
	}
	return null;
}

/** A row may prove who wrote the last message if the message itself does not, and may have one that is not listed yet. */
function withShown(
	messages: readonly ConversationMessage[],
	row: Conversation | null,
): readonly ConversationMessage[] {
	const last = row?.lastMessage;
	if (!last || last.direction === 'unknown') return messages;
	const index = messages.findIndex((one, place) => isSameMessage(one, last, place));
	const at = momentOf(last);
	if (index < 0) {
		const isNewer = at !== null && at > (latestOf(messages.map(momentOf)) ?? -Infinity);
		return isNewer ? [last, ...messages] : messages;
	}
	return messages.map((one, place) =>
		place === index && one.direction === 'unknown' ? { ...one, direction: last.direction } : one,
	);
}

/** If the row has no ID, compares text and time; the newest message may have another time. */
const isSameMessage = (one: ConversationMessage, last: ConversationMessage, place: number) =>
	last.id === null
		? one.text === last.text && (place === 0 || one.at === last.at)
		: one.id === last.id;

const isKeyRefused = ({ response }: Failed) => response?.status === 401;

/** Whether the provider says that there is no such conversation, rather than that it cannot be read now. */
function isGone({ response }: Failed): boolean {
	return [404, 410].includes(response?.status ?? 0);
}

/** Null if the poll must end here. */
async function readThread(
	{ open, accountId }: Poll,
	client: PollClient,
	{ conversationId, profile }: Pick<Conversation, 'conversationId' | 'profile'>,
): Promise<Answered<readonly ConversationMessage[]> | Failed | null> {
	const list = open.provider.polls?.conversations;
	if (!list) return null;
	const request = { accountId, conversationId, profile, at: 0, size: MOST_MESSAGES };
	const answer = await client.ask(async () => await list.messages(open.api, request));
	return answer?.kind === 'answered' ? { ...answer, value: answer.value.rows } : answer;
}

function logUncertain({ log }: Poll, { after }: Changed, messages: readonly ConversationMessage[]) {
	const written = messages.filter(({ kind }) => kind === 'message');
	if (written.some((one) => one.direction === 'unknown' && isAfter(one, after))) {
		log('It is not certain who wrote a message, so it starts nothing');
	}
	if (written.some((one) => isReply(one) && momentOf(one) === null)) {
		log('A message has no time and may be old, so it starts nothing');
	}
}

/** What a poll left unread. */
function logUnread(
	{ log, open: { provider } }: Poll,
	watch: RepliesWatch,
	state: RepliesState | null,
) {
	if (watch.undated > 0) {
		const { undated } = watch;
		log(`${provider.name} gives no time for ${undated} conversations, so they are not watched`);
	}
	const unread = state?.waiting.filter(({ tries }) => tries === 0).length ?? 0;
	if (unread > 0) log(`${unread} conversations have changed and will be read by the next polls`);
	if (watch.hasGivenUp) {
		log('The rest of the list of conversations could not be read, so older changes are not known');
	}
}

const isReply = ({ kind, direction }: ConversationMessage) =>
	kind === 'message' && direction === 'inbound';

const isAfter = (message: ConversationMessage, after: number) =>
	(momentOf(message) ?? -Infinity) > after;

/** The newest reply in the newest conversations. */
export async function newestReply(poll: Poll, client: PollClient): Promise<Newest | Failed | null> {
	const page = pageReader(poll, poll.open.provider.polls?.conversations);
	if (!page) return lacks(poll);
	const answer = await client.ask(async () => await page(0));
	if (answer === null || answer.kind === 'failed') return answer;
	const account = poll.accountId ?? accountIn(answer.response?.body);
	const rows = answer.value.rows.filter(({ isGroup }) => !isGroup);
	for (const row of rows.slice(0, MOST_EXAMPLES)) {
		const { lastMessage: last } = row;
		const isProven = last !== null && isReply(last);
		const thread = isProven ? null : await readThread(poll, client, row);
		if (thread?.kind === 'failed') return thread;
		const message = isProven ? last : thread?.value.find(isReply);
		if (message) {
			const { conversationId, profile } = row;
			const reply = { conversationId, profile, message, row };
			return { kind: 'newest', event: toReplyEvent(poll, account, reply) };
		}
	}
	return { kind: 'newest', event: null };
}

function toReplyEvent(
	{ open, event, now }: Poll,
	accountId: string | null,
	{ conversationId, profile, message, row }: Reply,
): OutreachEvent {
	const { id, text, at, fields } = message;
	return {
		event,
		provider: open.provider.id,
		accountId,
		profile,
		occurredAt: at ?? new Date(now).toISOString(),
		message: { id, text, at, conversationId },
		providerEvent: Object.keys(fields).length > 0 ? fields : (row?.fields ?? {}),
	};
}

import { latestOf } from '../base/time';
import type { Conversation, ConversationMessage } from '../operations/conversations';
import type { Answered, Failed } from '../operations/result';
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

/** The most conversations that one poll reads; the next one reads on. */
export const MOST_THREADS = 20;
/** So many messages of a conversation are read. Of more between two polls, the newest start the workflow. */
const MOST_MESSAGES = 20;
/** So many conversations are looked through for an example. */
const MOST_EXAMPLES = 3;

/** What a person wrote, and where. */
interface Reply {
	readonly row: Conversation;
	readonly message: ConversationMessage;
}

/**
 * Finds what people wrote since the last poll, each message once. The first poll is the baseline. Where the list does
 * not prove who wrote the last message, the conversation is read; what is not proven then starts nothing.
 */
export async function pollReplies(
	poll: Poll,
	client: PollClient,
	stored: unknown,
): Promise<Watched<RepliesState | null> | Failed> {
	const { open, accountId, budget, now, log } = poll;
	const { polls, name } = open.provider;
	const page = pageReader(poll, polls?.conversations);
	if (!page) return lacks(poll);
	const subject = subjectOf(poll);
	const known = repliesStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : null;
	const watch = new RepliesWatch(before, subject, now, polls?.quietPages);
	let account = accountId;
	for (let pages = 0; pages < MOST_PAGES && !budget.isOver; pages++) {
		const { at } = watch;
		if (at === null) break;
		const answer = await client.ask(async () => await page(at));
		if (answer === null) break;
		if (answer.kind === 'failed') return answer;
		account = accountId ?? accountIn(answer.response?.body) ?? account;
		watch.take(answer.value);
	}
	if (watch.undated > 0) {
		log(`${name} gives no time for ${watch.undated} conversations: they are not watched`);
	}
	const { replies, isThrough, failed } = await readChanged(poll, client, watch);
	if (failed && replies.length === 0) return failed;
	const events = replies.map((reply) => toReplyEvent(poll, account, reply));
	return { kind: 'watched', events, state: watch.state(isThrough) };
}

interface ChangesRead {
	/** Oldest first. */
	readonly replies: Reply[];
	readonly isThrough: boolean;
	/** Of a conversation that could not be read; the next poll tries it again. */
	readonly failed: Failed | null;
}

async function readChanged(
	poll: Poll,
	client: PollClient,
	watch: RepliesWatch,
): Promise<ChangesRead> {
	const replies: Reply[] = [];
	let failed: Failed | null = null;
	let threads = 0;
	let isThrough = true;
	const add = (changed: Changed, messages: readonly ConversationMessage[]) => {
		const { row } = changed;
		watch.enter(changed, latestOf(messages.map(momentOf)));
		for (const message of messages) {
			if (isReply(message) && isAfter(message, changed.after)) replies.push({ row, message });
		}
	};
	for (const changed of oldestFirst(watch.changed)) {
		const { row, activityAt } = changed;
		const last = row.lastMessage;
		if (row.isGroup) watch.enter(changed, activityAt);
		else if (last?.kind === 'message' && last.direction !== 'unknown') add(changed, [last]);
		else if (threads === MOST_THREADS || poll.budget.isOver) isThrough = false;
		else {
			threads += 1;
			const thread = await readThread(poll, client, row);
			if (thread?.kind === 'answered') {
				add(changed, thread.value);
				logUnproven(poll, changed, thread.value);
				continue;
			}
			if (thread) poll.log(`A conversation could not be read: ${thread.failure.message}`);
			// It would fail each time, and be a request each time.
			if (isGone(thread)) watch.enter(changed, null);
			else {
				isThrough = false;
				failed ??= thread;
			}
		}
	}
	replies.sort((one, other) => (momentOf(one.message) ?? 0) - (momentOf(other.message) ?? 0));
	return { replies, isThrough, failed };
}

/** Whether the provider says that there is no such conversation, rather than that it cannot read it now. */
function isGone(thread: Failed | null): boolean {
	return [404, 410].includes(thread?.response?.status ?? 0);
}

/** Null: the poll has to end here. */
async function readThread(
	{ open, accountId }: Poll,
	client: PollClient,
	{ conversationId, profile }: Conversation,
): Promise<Answered<readonly ConversationMessage[]> | Failed | null> {
	const list = open.provider.polls?.conversations;
	if (!list) return null;
	const request = { accountId, conversationId, profile, at: 0, size: MOST_MESSAGES };
	const answer = await client.ask(async () => await list.messages(open.api, request));
	return answer?.kind === 'answered' ? { ...answer, value: answer.value.rows } : answer;
}

function logUnproven({ log }: Poll, { after }: Changed, messages: readonly ConversationMessage[]) {
	const unproven = messages.filter(
		(one) => one.kind === 'message' && one.direction === 'unknown' && isAfter(one, after),
	);
	if (unproven.length > 0) log('It is not certain who wrote a message: it starts nothing');
}

const isReply = ({ kind, direction }: ConversationMessage) =>
	kind === 'message' && direction === 'inbound';

const isAfter = (message: ConversationMessage, after: number) =>
	(momentOf(message) ?? -Infinity) > after;

const oldestFirst = (changed: readonly Changed[]) =>
	[...changed].reverse().sort((one, other) => one.activityAt - other.activityAt);

/** The newest reply in the conversations on top. */
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
			return { kind: 'newest', event: toReplyEvent(poll, account, { row, message }) };
		}
	}
	return { kind: 'newest', event: null };
}

function toReplyEvent(
	{ open, event, now }: Poll,
	accountId: string | null,
	{ row, message }: Reply,
): OutreachEvent {
	const { id, text, at, fields } = message;
	return {
		event,
		provider: open.provider.id,
		accountId,
		profile: row.profile,
		occurredAt: at ?? new Date(now).toISOString(),
		message: { id, text, at, conversationId: row.conversationId },
		providerEvent: Object.keys(fields).length > 0 ? fields : row.fields,
	};
}

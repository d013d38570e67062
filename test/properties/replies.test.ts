import fc from 'fast-check';
import { processState } from '../../nodes/outreach/base/process-state';
import type {
	Conversation,
	ConversationMessage,
} from '../../nodes/outreach/operations/conversations';
import type { Failed, RateLimited } from '../../nodes/outreach/operations/result';
import { FAILED, limitedBy } from '../outreach/acme';
import { AcmePolls, later, usePollTimes } from '../outreach/trigger/acme-polls';
import { runs } from './seed';

const HOUR = 3_600_000;

/** What happens between two polls, and which requests of the poll fail. */
const roundArbitrary = fc.record({
	written: fc.array(fc.record({ person: fc.nat(8), isOwn: fc.boolean() }), { maxLength: 6 }),
	wrong: fc.array(fc.constantFrom('fails', 'limit', null, null, null), { maxLength: 8 }),
});

class Talk {
	readonly inbound: string[] = [];
	private readonly threads = new Map<string, ConversationMessage[]>();
	private wrong: Array<'fails' | 'limit' | null> = [];
	private count = 0;
	readonly polls: AcmePolls;

	constructor(size: number) {
		this.polls = new AcmePolls('reply_received', () => ({
			quietPages: 1,
			conversations: {
				limit: 'conversations',
				page: async (_api, _account, at) => {
					const start = Number(at);
					const rows = this.rows();
					const next = start + size < rows.length ? start + size : null;
					return this.answer({ rows: rows.slice(start, start + size), next });
				},
				messages: async (_api, { conversationId, size: most }) =>
					this.answer({
						rows: (this.threads.get(conversationId) ?? []).slice(0, most),
						next: null,
					}),
			},
		}));
	}

	write(person: number, isOwn: boolean): void {
		later(1000);
		const text = String(++this.count);
		if (!isOwn) this.inbound.push(text);
		const message: ConversationMessage = {
			key: text,
			id: text,
			at: new Date().toISOString(),
			direction: isOwn ? 'outbound' : 'inbound',
			text,
			kind: 'message',
			fields: {},
		};
		const name = `person-${person}`;
		this.threads.set(name, [message, ...(this.threads.get(name) ?? [])]);
	}

	/** Runs one poll. Returns what it found. */
	async poll(wrong: Array<'fails' | 'limit' | null>): Promise<string[]> {
		later(120_000);
		this.wrong = [...wrong];
		const events = await this.polls.poll();
		return typeof events === 'string' ? [] : events.map(({ message }) => message?.text ?? '');
	}

	private answer<T>(value: T) {
		const instead: Readonly<Record<string, Failed | RateLimited>> = {
			fails: FAILED,
			limit: limitedBy({ scope: 'minute', retryAfterSeconds: 60 }),
		};
		return instead[this.wrong.shift() ?? ''] ?? this.polls.answer('', value);
	}

	private rows(): Conversation[] {
		const rows = [...this.threads].map(([name, [last]]) => ({
			key: name,
			conversationId: name,
			owner: null,
			profile: null,
			isGroup: false,
			lastActivityAt: Date.parse(last?.at ?? ''),
			lastMessage: null,
			fields: {},
		}));
		return rows.sort((one, other) => other.lastActivityAt - one.lastActivityAt);
	}
}

usePollTimes();

test('Each reply after the baseline is found once, whatever fails or is limited in between', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(fc.nat(8), { maxLength: 6 }),
			fc.array(roundArbitrary, { maxLength: 6 }),
			async (size, before, rounds) => {
				processState.reset();
				const talk = new Talk(size);
				for (const person of before) talk.write(person, false);
				expect(await talk.poll([])).toEqual([]);
				const known = new Set(talk.inbound);
				const found: string[] = [];
				for (const { written, wrong } of rounds) {
					for (const { person, isOwn } of written) talk.write(person, isOwn);
					found.push(...(await talk.poll(wrong)));
				}
				for (let polls = 0; polls < 3; polls++) {
					// A failed conversation is retried after some time.
					later(HOUR);
					found.push(...(await talk.poll([])));
				}
				const wanted = talk.inbound.filter((text) => !known.has(text));
				expect(found.sort()).toEqual(wanted.sort());
			},
		),
		runs(100),
	);
});

import { processState } from '../../../nodes/outreach/base/process-state';
import type { Failed, RateLimited, Result } from '../../../nodes/outreach/operations/result';
import type { PolledEvent, PollRules, Provider } from '../../../nodes/outreach/provider/provider';
import { outreachEventSchema, type OutreachEvent } from '../../../nodes/outreach/trigger/events';
import { newestEvent, pollOnce } from '../../../nodes/outreach/trigger/poll';
import { Budget } from '../../../nodes/outreach/trigger/poll-client';
import type { Poll } from '../../../nodes/outreach/trigger/polled';
import { answered, openAcme } from '../acme';

export const NOW = Date.parse('2024-01-15T10:30:00.000Z');
export const DAY = 24 * 60 * 60_000;

/** Responses that replace the normal ones, by request. */
export type Instead = Readonly<Record<string, RateLimited | Failed>>;

/** A node that polls Acme for one event; its state is serialised as JSON, as at each start of n8n. */
export class AcmePolls {
	stored: unknown = null;
	log: string[] = [];
	/** The requests of the last poll. */
	asked: string[] = [];
	/** Responses that replace the normal ones. */
	instead = new Map<string, RateLimited | Failed>();
	/** The account in responses. */
	usedAccount: string | null = 'default';
	keyId = 'key';
	/** How long each request takes (ms), and what happens meanwhile. */
	slowly = 0;
	meanwhile: () => void = () => undefined;
	days = 14;
	accountId: string | null = 'acc';

	constructor(
		private readonly event: PolledEvent,
		private readonly polls: (scene: AcmePolls) => Omit<PollRules<unknown>, 'whenEmpty'>,
		/** What else is different about Acme. */
		public more: Partial<Provider> = {},
	) {}

	/** Responds to a request, and records it. */
	answer<T>(request: string, value: T): Result<T> {
		this.asked.push(request);
		jest.advanceTimersByTime(this.slowly);
		this.meanwhile();
		const body = { accountId: this.usedAccount };
		return this.instead.get(request) ?? answered(value, { body });
	}

	with(given: Partial<Poll> = {}): Poll {
		const opened = openAcme({ polls: { whenEmpty: 'All', ...this.polls(this) }, ...this.more });
		const { keyId } = this;
		return {
			kind: 'poll',
			open: { ...opened, keyId, defaultAccountId: keyId },
			event: this.event,
			accountId: this.accountId,
			days: this.days,
			stored: this.stored,
			budget: new Budget(60_000),
			log: (message) => this.log.push(message),
			now: Date.now(),
			...given,
		};
	}

	/** Runs one poll, for which some responses may be replaced; returns the message if it failed. */
	async poll(given: Partial<Poll> = {}, instead?: Instead): Promise<OutreachEvent[] | string> {
		this.asked = [];
		const usual = this.instead;
		if (instead) this.instead = new Map(Object.entries(instead));
		const polled = await pollOnce(this.with(given));
		this.instead = usual;
		if (polled.kind === 'failed') return polled.failure.message;
		this.stored = JSON.parse(JSON.stringify(polled.state));
		return polled.events.map((event) => outreachEventSchema.strict().parse(event));
	}

	async newest(given: Partial<Poll> = {}) {
		this.asked = [];
		const newest = await newestEvent(this.with(given));
		return newest.kind === 'failed' ? newest.failure.message : newest.event;
	}
}

/** Starts each test of a file at the same time, in a process that remembers nothing. */
export function usePollTimes() {
	beforeEach(() => {
		jest.useFakeTimers({ now: NOW });
		processState.reset();
	});
	afterEach(() => jest.useRealTimers());
}

export const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

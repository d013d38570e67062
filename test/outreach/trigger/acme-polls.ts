import type { Failed, RateLimited, Result } from '../../../nodes/outreach/operations/result';
import type { PolledEvent, PollRules } from '../../../nodes/outreach/provider/provider';
import { outreachEventSchema, type OutreachEvent } from '../../../nodes/outreach/trigger/events';
import { newestEvent, pollOnce } from '../../../nodes/outreach/trigger/poll';
import { Budget } from '../../../nodes/outreach/trigger/poll-client';
import type { Poll } from '../../../nodes/outreach/trigger/polled';
import { answered, openAcme } from '../acme';

export const NOW = Date.parse('2024-01-15T10:30:00.000Z');
export const DAY = 24 * 60 * 60_000;

/** A node that polls Acme for one event; its state is serialised as JSON, as at each start of n8n. */
export class AcmePolls {
	stored: unknown = null;
	log: string[] = [];
	/** The requests of the last poll. */
	asked: string[] = [];
	/** Responses that replace the normal ones. */
	instead = new Map<string, RateLimited | Failed>();
	/** The account in responses. */
	usedAccount = 'default';
	/** How long each request takes (ms). */
	slowly = 0;
	days = 14;
	accountId: string | null = 'acc';

	constructor(
		private readonly event: PolledEvent,
		private readonly polls: (scene: AcmePolls) => Omit<PollRules<unknown>, 'whenEmpty'>,
	) {}

	/** Responds to a request, and records it. */
	answer<T>(request: string, value: T): Result<T> {
		this.asked.push(request);
		jest.advanceTimersByTime(this.slowly);
		const body = { accountId: this.usedAccount };
		return this.instead.get(request) ?? answered(value, { body });
	}

	private get given(): Poll {
		const opened = openAcme({ polls: { whenEmpty: 'All', ...this.polls(this) } });
		return {
			kind: 'poll',
			open: opened,
			event: this.event,
			accountId: this.accountId,
			days: this.days,
			stored: this.stored,
			budget: new Budget(60_000),
			log: (message) => this.log.push(message),
			now: Date.now(),
		};
	}

	/** Runs one poll; returns the message if it failed. */
	async poll(): Promise<OutreachEvent[] | string> {
		this.asked = [];
		const polled = await pollOnce(this.given);
		if (polled.kind === 'failed') return polled.failure.message;
		this.stored = JSON.parse(JSON.stringify(polled.state));
		return polled.events.map((event) => outreachEventSchema.strict().parse(event));
	}

	async newest() {
		this.asked = [];
		const newest = await newestEvent(this.given);
		return newest.kind === 'failed' ? newest.failure.message : newest.event;
	}
}

export const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

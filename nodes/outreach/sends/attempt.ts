import type { IExecuteFunctions } from 'n8n-workflow';
import { failedWith, type Answer, type Answered, type Failed } from '../answer';
import { isCancelled, pause } from '../http/transport';
import type { SlotReservation } from '../limits/caps';
import { hoursHold } from '../limits/hours';
import type { LimitedCalls } from '../limits/limited-calls';
import type { Hold } from '../limits/limits';
import type { Attributed } from '../provider';
import { failureOf } from '../run/errors';
import type { ExecutionMemory } from '../run/memory';
import type { Held, Settled } from '../run/settled';
import type { SendTask } from '../run/task';
import type { SendReport } from '../vocabulary';
import type { Claim, SendMemory, SendState } from './send-memory';
import { cancelled, markSent, spaceSends } from './send-spacing';

/** What a send needs: one of each for a run. */
export interface SendDeps {
	readonly context: IExecuteFunctions;
	/** What this execution remembers. */
	readonly execution: ExecutionMemory;
	/** What all executions remember. */
	readonly memory: SendMemory;
	readonly calls: LimitedCalls;
}

type Report = Answer<Attributed<SendReport>>;

/** Why nothing may be sent at this moment by the author's own sending hours, or null. */
export function closedNow({ context }: SendDeps, { options }: SendTask): Hold | null {
	const { sendFrom, sendUntil, sendOn } = options;
	const hasHours = sendFrom !== undefined || sendUntil !== undefined || sendOn.length > 0;
	return hasHours ? hoursHold(options, context.getTimezone(), Date.now()) : null;
}

/** How a try to send ended. */
type Ended =
	| { readonly kind: 'answered'; readonly answer: Answered<Attributed<SendReport>> }
	| { readonly kind: 'inDoubt'; readonly failed: Failed }
	| { readonly kind: 'claimedByOther'; readonly state: 'sent' | 'inDoubt' }
	| { readonly kind: 'closed'; readonly hold: Hold }
	| { readonly kind: 'over'; readonly result: Settled<SendReport> };

/** After these the send stays remembered: it was made, or may have been. */
const STAYS: ReadonlySet<SendReport['outcome']> = new Set(['sent', 'unconfirmed']);

/** Makes one send: claims it in memory right before its one request, and enters there how it ended. */
export class SendAttempt {
	/** From right before the request until its end is entered. */
	private claim: Claim | null = null;
	private other: 'sent' | 'inDoubt' | null = null;
	private closed: Hold | null = null;

	constructor(
		private readonly deps: SendDeps,
		private readonly task: SendTask,
		/** What memory knew of the send. */
		private readonly before: SendState,
		private readonly slots: SlotReservation,
	) {}

	/** @throws DatabaseUnavailable where nothing was requested */
	async make(): Promise<Ended> {
		const { task } = this;
		const call = { bucket: task.bucket, run: async () => await this.request() };
		const answer = await this.deps.calls
			.call(task, call, task.options.keepInReserve)
			.catch(async (thrown) => await this.failedWith(thrown));
		if (this.other !== null) {
			await this.slots.release();
			return { kind: 'claimedByOther', state: this.other };
		}
		if (this.closed) {
			await this.slots.release();
			return { kind: 'closed', hold: this.closed };
		}
		return await this.enter(answer);
	}

	private async enter(answer: Answered<Attributed<SendReport>> | Failed | Held): Promise<Ended> {
		const { claim, task } = this;
		const { execution } = this.deps;
		if (claim) markSent(task);
		if (answer.kind === 'failed' && answer.accepted === 'unknown' && claim) {
			await claim.leaveInDoubt();
			return { kind: 'inDoubt', failed: answer };
		}
		const outcome = answer.kind === 'answered' ? answer.value.report.outcome : null;
		if (outcome === 'sent') await claim?.markSent(Date.now());
		else if (outcome === 'unconfirmed') await claim?.leaveInDoubt();
		else await claim?.rollBack();
		if (outcome === null || !STAYS.has(outcome)) await this.slots.release();
		if (answer.kind === 'answered') return { kind: 'answered', answer };
		execution.clear(task.key);
		if (answer.kind === 'held') return { kind: 'over', result: { ...answer, kind: 'limited' } };
		if (claim && answer.status !== null) execution.refuse(task.itemIndex, answer.failure);
		return { kind: 'over', result: { kind: 'failed', failure: answer.failure } };
	}

	/** What is thrown once the request was made is a defect, and says nothing of what the provider did. */
	private async failedWith(thrown: unknown): Promise<Failed> {
		if (this.claim) {
			return { ...failedWith(failureOf(thrown, this.task.providerName)), accepted: 'unknown' };
		}
		await this.slots.release();
		return await Promise.reject(thrown);
	}

	/** One request, or none. */
	private async request(): Promise<Report> {
		const { context } = this.deps;
		const { task } = this;
		if (!(await spaceSends(context, task))) return cancelled(task);
		const answered = new AbortController();
		let confirming: Promise<void> | null = null;
		const answer = await task.send(async () => {
			const isClaimed = await this.claimSend();
			confirming = this.claim?.confirm(answered.signal) ?? null;
			return isClaimed;
		});
		answered.abort();
		await confirming;
		if (this.claim && answer.kind === 'limited') {
			// Not accepted, and perhaps waited out: until then the send is nobody's.
			markSent(task);
			await this.claim.rollBack();
			this.claim = null;
			this.deps.execution.clear(task.key);
		}
		return answer;
	}

	/** Called last before the request, behind every wait. False: it must not be made. */
	private async claimSend(): Promise<boolean> {
		const { context, execution, memory } = this.deps;
		const { task } = this;
		// Again, since the pause between two sends can outlast the sending hours.
		this.closed = closedNow(this.deps, task);
		if (this.closed) return false;
		const wait = async (ms: number) => await pause(context, ms);
		const claim = await memory.claim(task.key, this.before, wait);
		if (claim === 'sent' || claim === 'inDoubt') this.other = claim;
		if (claim === null || claim === 'sent' || claim === 'inDoubt') return false;
		if (isCancelled(context)) {
			await claim.rollBack();
			return false;
		}
		this.claim = claim;
		execution.intend(task.key, task.itemIndex);
		return true;
	}
}

import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../answer';
import { TIMER_SLACK_MS } from '../limits/limited-calls';
import { heldRateLimit, passedRateLimit } from '../limits/limits';
import type { Leaving } from './items';
import type { Listed } from './lists';
import type { ExecutionMemory } from './memory';
import type { Settled } from './settled';
import type { ListTask, Task } from './task';

/** As much of an item's `rateLimit` as tells whose it is. */
const givenSchema = z.object({
	provider: z.string(),
	operation: z.string(),
	accountId: z.string().nullable(),
	retryAt: z.string(),
});

/** How what came of tasks leaves the node, and what a later round of a loop has to know of it. */
export class Leavings {
	constructor(
		private readonly memory: ExecutionMemory,
		private readonly items: readonly INodeExecutionData[],
		/** An agent may ask again at once; it is told again until when to wait. */
		private readonly asTool: boolean,
	) {}

	of(task: Task, settled: Settled): Leaving {
		const now = Date.now();
		if (settled.kind === 'failed') return { kind: 'failed', failure: settled.failure };
		if (settled.kind === 'limited') {
			const rateLimit = heldRateLimit(task.subject, settled.hold, settled.tried, now);
			this.memory.rememberLimited(loopKey(task));
			return { kind: 'limited', rateLimit };
		}
		const { value, body, status, reading } = settled;
		const accountId = value.accountId ?? task.subject.accountId;
		const rateLimit =
			reading && passedRateLimit({ ...task.subject, accountId }, reading, status, now);
		return {
			kind: 'success',
			rows: task.present({ report: value.report, accountId, body, rateLimit }),
			...this.filesOf(task),
		};
	}

	ofList(task: ListTask, listed: Listed): Leaving {
		if (listed.kind === 'failed') return listed;
		const { rows, rest } = listed;
		const presented = task.present({
			report: rows,
			accountId: task.subject.accountId,
			body: null,
			rateLimit: null,
		});
		const files = this.filesOf(task);
		if (!rest) return { kind: 'success', rows: presented, ...files };
		const rateLimit = {
			...heldRateLimit(task.subject, rest.hold, rest.tried, Date.now()),
			continueFrom: rest.place,
		};
		this.memory.rememberLimited(loopKey(task));
		return rows.length > 0
			? { kind: 'partly', rows: presented, rateLimit, ...files }
			: { kind: 'limited', rateLimit };
	}

	/** The input item's files, where its fields go beneath the answer. */
	private filesOf({ itemIndex, options }: Task) {
		const binary = options.includeInputFields ? this.items[itemIndex]?.binary : undefined;
		return binary ? { binary } : {};
	}

	/**
	 * A limited item that is back before its time would go round until memory runs out. It is known by the `rateLimit` that
	 * this node gave it: another item for the same person, as in a list with repeats, is none.
	 */
	failureOfLoop(task: Task): Failure | null {
		if (this.asTool || !this.memory.wasLimitedBefore(loopKey(task))) return null;
		const { data: given } = givenSchema.safeParse(this.items[task.itemIndex]?.json.rateLimit);
		const { provider, operation, accountId } = task.subject;
		const isOurs =
			given?.provider === provider &&
			given.operation === operation &&
			given.accountId === accountId;
		if (!given || !isOurs) return null;
		const { retryAt } = given;
		if (!(Date.parse(retryAt) > Date.now() + TIMER_SLACK_MS)) return null;
		return {
			source: 'workflow',
			message: `The item is back before ${retryAt}, when its rate limit ends: the loop has no Wait node, or one that is too short`,
			description:
				"Put a Wait node between the 'Rate Limited' output and this node, with 'Resume' set to 'At Specified Time' and the time {{ $json.rateLimit.retryAt }}.",
		};
	}
}

function loopKey(task: Task): string {
	const what = task.effect === 'list' ? task.readKey : task.personKey;
	return [task.accountKey, task.subject.operation, what].join('|');
}

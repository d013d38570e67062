import type { INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../answer';
import { TIMER_SLACK_MS } from '../limits/limited-calls';
import { heldRateLimit, passedRateLimit } from '../limits/limits';
import { isPlainObject } from '../objects';
import type { Leaving } from './items';
import type { Listed } from './lists';
import type { ExecutionMemory } from './memory';
import type { Settled } from './settled';
import type { ListTask, Task } from './task';

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
			this.memory.rememberLimited(loopKey(task), rateLimit);
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
		this.memory.rememberLimited(loopKey(task), rateLimit);
		return rows.length > 0
			? { kind: 'partly', rows: presented, rateLimit, ...files }
			: { kind: 'limited', rateLimit };
	}

	/** The input item's files, where its fields go beneath the answer. */
	private filesOf({ itemIndex, options }: Task) {
		const binary = options.includeInputFields ? this.items[itemIndex]?.binary : undefined;
		return binary ? { binary } : {};
	}

	/** A limited item that is back before its time would go round until memory runs out. */
	failureOfLoop(task: Task): Failure | null {
		if (this.asTool) return null;
		const retryAt = this.memory.leftLimitedUntil(loopKey(task));
		if (retryAt === null || !(Date.parse(retryAt) > Date.now() + TIMER_SLACK_MS)) return null;
		// A person is known again even where the loop dropped `rateLimit`; a call without one is told by it alone.
		const item = this.items[task.itemIndex]?.json;
		if (task.personKey === null && !isPlainObject(item?.rateLimit)) return null;
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

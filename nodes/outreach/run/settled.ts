import type { Failure } from '../answer';
import type { Hold, LimitReading } from '../limits/limits';
import type { Attributed } from '../provider';
import type { Task } from './task';

/** A call that a limit keeps from its answer; `tried` where the provider said so just now. */
export interface Held {
	readonly kind: 'held';
	readonly hold: Hold;
	readonly tried: { readonly httpStatus: number } | null;
}

/** An item's task, or why it cannot be one. */
export type Prepared = Task | Failure;

/** What came of a task. `reading` is what the last reply said of its limits. */
export type Settled<T = unknown> =
	| {
			readonly kind: 'answered';
			readonly value: Attributed<T>;
			readonly body: unknown;
			readonly status: number;
			readonly reading: LimitReading | null;
	  }
	| { readonly kind: 'limited'; readonly hold: Hold; readonly tried: { httpStatus: number } | null }
	| { readonly kind: 'failed'; readonly failure: Failure };

import type { ProviderName } from './providers';

export interface FaultMatch {
	provider?: ProviderName;
	/** the end of the path without its query, or a pattern for the path with it */
	path?: string | RegExp;
	method?: string;
	/** LinkupAPI version 2: the action of the body */
	action?: string;
	/** how many requests it hits; default 1, Infinity allowed */
	times?: number;
	/** how many matching requests pass unharmed first */
	after?: number;
}

/** `processed`: the request has its effect (an invitation really is recorded); default false. */
interface MayProcess {
	processed?: boolean;
}

export type Fault =
	| ({
			kind: 'status';
			status: number;
			body?: unknown;
			headers?: Record<string, string>;
	  } & MayProcess)
	/** processed at once, answered late */
	| { kind: 'delay'; ms: number }
	/** never answered, until close() */
	| ({ kind: 'hang' } & MayProcess)
	| { kind: 'reset-before' }
	| { kind: 'reset-after' }
	| { kind: 'truncate' }
	| ({ kind: 'not-json'; text?: string } & MayProcess)
	/** the next three change the normal answer; `field` is a dot path, array indices included */
	| { kind: 'missing-field'; field: string }
	| { kind: 'wrong-type'; field: string; value?: unknown }
	| { kind: 'extra-word'; field: string; value: string }
	| ({ kind: 'echo-secret'; status: number } & MayProcess)
	| ({ kind: 'redirect'; location: string; status?: number } & MayProcess)
	/** processed; the normal answer with that many bytes of padding */
	| { kind: 'huge'; bytes: number }
	/** processed; the normal answer with these headers beside its own */
	| { kind: 'headers'; headers: Record<string, string | string[]> }
	/** processed; the normal answer as bytes that are not what its headers say */
	| { kind: 'encoded'; as: Encoding; contentType?: string }
	/** processed; an answer that breaks off, or never ends, on the wire */
	| { kind: 'broken'; how: Breakage; status?: number };

export type Encoding =
	| 'utf-16le'
	| 'latin1'
	| 'utf-8 with a mark'
	| 'gzip'
	| 'deflate'
	| 'br'
	| 'no gzip';

/**
 * endless: JSON without end; endless gzip: the same, packed; endless list: lists of lists without end; stalled: half of the answer, and then nothing until close();
 * cut chunk: ended within a chunk; too long, too short: a wrong Content-Length; early hints: a 103 before the answer;
 * upgrade: a 101 in its place; no HTTP: bytes of another protocol
 */
export type Breakage =
	| 'endless'
	| 'endless gzip'
	| 'endless list'
	| 'endless list, packed'
	| 'stalled'
	| 'cut chunk'
	| 'too long'
	| 'too short'
	| 'early hints'
	| 'upgrade'
	| 'no HTTP';

export type FaultKind = Fault['kind'];
export type FaultOrder = FaultMatch & Fault;

/** Whether a request has its effect under this fault. */
export function isProcessed(fault: Fault): boolean {
	switch (fault.kind) {
		case 'reset-before':
			return false;
		case 'status':
		case 'hang':
		case 'not-json':
		case 'echo-secret':
		case 'redirect':
			return fault.processed ?? false;
		case 'broken':
			return (fault.status ?? 200) < 400;
		default:
			return true;
	}
}

export function matchesPath(path: string, wanted: string | RegExp): boolean {
	if (typeof wanted !== 'string') return path.search(wanted) !== -1;
	return path.endsWith(wanted) || path.split('?', 1)[0]?.endsWith(wanted) === true;
}

export interface FaultSubject {
	provider: ProviderName;
	method: string;
	path: string;
	action: string | null;
}

export class Faults {
	private orders: Array<{ order: FaultOrder; toPass: number; toHit: number }> = [];

	add(order: FaultOrder) {
		this.orders.push({ order, toPass: order.after ?? 0, toHit: order.times ?? 1 });
	}

	clear() {
		this.orders = [];
	}

	/** The first fault that matches this request; uses up one of its hits. */
	take(subject: FaultSubject): Fault | null {
		for (const entry of this.orders) {
			const { order } = entry;
			if (order.provider !== undefined && order.provider !== subject.provider) continue;
			if (order.method !== undefined && order.method.toUpperCase() !== subject.method) continue;
			if (order.action !== undefined && order.action !== subject.action) continue;
			if (order.path !== undefined && !matchesPath(subject.path, order.path)) continue;
			if (entry.toPass > 0) {
				entry.toPass -= 1;
				continue;
			}
			entry.toHit -= 1;
			if (entry.toHit <= 0) this.orders = this.orders.filter((other) => other !== entry);
			return order;
		}
		return null;
	}
}

type Container = Record<string, unknown>;
const isContainer = (value: unknown): value is Container =>
	typeof value === 'object' && value !== null;

/** A copy of a JSON value with the field at a dot path changed; the same value where there is none. */
export function changeField(
	json: unknown,
	field: string,
	change: (holder: Container, key: string) => void,
): unknown {
	const copy: unknown = structuredClone(json);
	const keys = field.split('.');
	const last = keys.pop();
	let holder = copy;
	for (const key of keys) holder = isContainer(holder) ? holder[key] : undefined;
	if (last !== undefined && isContainer(holder)) change(holder, last);
	return copy;
}

import { randomBytes } from 'node:crypto';
import { LogUnavailable } from '../base/errors';
import type { Wait } from '../base/cancellation';
import { oneAtATime } from '../base/one-at-a-time';
import { MINUTE_MS, toIso } from '../base/time';
import type { Claim, SendSubject } from '../sends/send-memory';
import type { LogRow } from './columns';
import type { LogReader } from './reader';
import {
	claimedBy,
	isOf,
	isUnderWay,
	nameInLog,
	OPEN,
	sameAs,
	SENT,
	stateOf,
	stateOfRow,
} from './rows';
import { where, whereAny, type LogTable } from './table';
import type { LogWrites } from './undone';

/** The sender, as shown in a row. */
export interface Author {
	/** The workflow's name. */
	readonly workflow: string;
	readonly execution: string;
}

/** A send claimed by this worker, or its state if another one made it. `rows` are its rows, found or written. */
export type Claimed =
	| { readonly kind: 'claim'; readonly claim: Claim; readonly rows: readonly LogRow[] }
	| {
			readonly kind: 'other';
			readonly state: 'sent' | 'inDoubt';
			readonly rows: readonly LogRow[];
	  };

/** How long to wait for another worker's claim, or its request in progress (ms). */
const CLAIM_PATIENCE_MS = 5_000;
export const REQUEST_PATIENCE_MS = 30_000;
const POLL_MS = 250;
/**
 * A claim this much older (ms) than one's own was abandoned. Taking over a claim is safe at any time, but before
 * this it would only disturb the other worker.
 */
const LEFT_BEHIND_MS = MINUTE_MS;
/** How many times to check whether a claim is the only one. */
const MOST_LOOKS = 500;
/** How many times to repeat a claim that another worker removed. */
const TRIES = 20;

/** A claim in the table. */
interface Held {
	readonly id: number;
	readonly status: string;
	/** Whether a read started after the write showed no other worker's row for the same send. */
	readonly isAlone: boolean;
	/** When the claim was written, by n8n's clock; null until its row was read. */
	readonly createdAt: string | null;
}

/**
 * Assigns a send to one worker, as explained in contributing/decisions/0008-the-log.md. In short: a claim is a
 * row; a worker that has written one and then reads no other one may go on; and a claim becomes `open`, if it is
 * still there, right before the request.
 */
export class LogClaims {
	private readonly held = new Map<string, Held>();
	/** The statuses of claims that may or may not be in the table. */
	private readonly uncertain = new Set<string>();
	/** Whether another worker is sending to the same people: claiming ahead would then only cause conflicts. */
	private hasRivals = false;

	constructor(
		private readonly table: LogTable,
		private readonly reader: LogReader,
		private readonly writes: LogWrites,
		private readonly author: Author,
	) {}

	/**
	 * Claims a send. `known` are its rows from the lookup. `following` are claimed together with it, so that their
	 * own turn costs no requests. Null if the execution was cancelled.
	 * @throws LogUnavailable
	 */
	async make(
		send: SendSubject,
		known: readonly LogRow[],
		following: readonly SendSubject[],
		wait: Wait,
	): Promise<Claimed | null> {
		for (let tries = 0; tries < TRIES; tries++) {
			const held = await this.hold(send, known, following, wait);
			if (held === null || 'kind' in held) return held;
			const row = await this.open(send, held);
			if (row) return { kind: 'claim', claim: this.claimOf(send, row, known), rows: [row] };
		}
		throw tooManyWorkers();
	}

	/** At the end of a run: frees sends that were claimed but not made. */
	async release(): Promise<void> {
		const statuses = new Set([...this.uncertain, ...[...this.held.values()].map(statusOf)]);
		this.uncertain.clear();
		this.held.clear();
		if (statuses.size === 0) return;
		await this.writes.make({ name: '', rows: whereAny('status', [...statuses]), cells: null });
	}

	/** Writes a claim and waits until it is the only one. */
	private async hold(
		send: SendSubject,
		known: readonly LogRow[],
		following: readonly SendSubject[],
		wait: Wait,
	): Promise<Held | Claimed | null> {
		const name = nameInLog(send);
		const alone = this.held.get(name);
		if (alone?.isAlone) return alone;
		let others = await this.enter(send, known, following);
		let waited = 0;
		for (let looks = 0; looks < MOST_LOOKS; looks++) {
			const state = stateOf(others);
			const rivals = others.filter((row) => stateOfRow(row) === 'claimed');
			const mine = this.held.get(name);
			if (mine && state === 'none' && rivals.length === 0) {
				const held = { ...mine, isAlone: true };
				this.held.set(name, held);
				return held;
			}
			if (state === 'sent' || (state === 'inDoubt' && waited >= REQUEST_PATIENCE_MS)) {
				await this.giveUp(name);
				return { kind: 'other', state, rows: others };
			}
			const isLeft = mine && rivals.every((row) => isLeftBehind(row, mine));
			if (state === 'none' && (waited >= CLAIM_PATIENCE_MS || isLeft)) {
				for (const { id, status } of rivals) await this.table.remove(where({ id, status }));
				waited = 0;
			} else {
				// The first claim stays and the others are withdrawn, so that one worker goes on.
				if (!mine || rivals.some(({ id }) => id < mine.id)) await this.giveUp(name);
				const ms = POLL_MS * (1 + Math.random());
				if (!(await wait(ms))) {
					await this.giveUp(name);
					return null;
				}
				waited += ms;
			}
			others = await this.othersOf(send, known);
			const isFree = others.length === 0 && !this.held.has(name);
			if (isFree) others = await this.enter(send, known, []);
		}
		await this.giveUp(name);
		throw tooManyWorkers();
	}

	/** Writes claims, and only then reads those of others. Returns the rows of `send` from other workers. */
	private async enter(
		send: SendSubject,
		known: readonly LogRow[],
		following: readonly SendSubject[],
	): Promise<readonly LogRow[]> {
		return await oneAtATime(`claims of ${this.author.execution} in ${this.table.id}`, async () => {
			const ahead = this.hasRivals ? [] : following;
			const sends = [send, ...ahead.filter((one) => !this.held.has(nameInLog(one)))];
			const status = claimedBy(randomBytes(8).toString('hex'));
			this.uncertain.add(status);
			const ids = await this.table.insert(
				sends.map((one) => ({ ...this.cellsOf(one), status, sentAt: null })),
			);
			// Only this read shows which of them others have claimed too. If it fails, no claim is valid.
			const rows = await this.reader.written([...new Set(sends.map(({ person }) => person))]);
			for (const [index, one] of sends.entries()) {
				const id = ids[index] ?? 0;
				this.held.set(nameInLog(one), { id, status, isAlone: false, createdAt: null });
			}
			this.uncertain.delete(status);
			for (const one of sends.slice(1)) {
				const name = nameInLog(one);
				const held = this.held.get(name);
				if (!held) continue;
				const isAlone = rows.every((row) => isOwn(row, held) || !isOf(row, one));
				if (isAlone) this.held.set(name, { ...held, isAlone });
				else {
					this.hasRivals = true;
					await this.giveUp(name);
				}
			}
			const others = this.withoutOwn(send, known, rows);
			if (others.length > 0) this.hasRivals = true;
			return others;
		});
	}

	private async othersOf(send: SendSubject, known: readonly LogRow[]): Promise<readonly LogRow[]> {
		return this.withoutOwn(send, known, await this.reader.written([send.person]));
	}

	/** What others have written about a send since the lookup, and their claims. */
	private withoutOwn(
		send: SendSubject,
		known: readonly LogRow[],
		rows: readonly LogRow[],
	): readonly LogRow[] {
		const name = nameInLog(send);
		const held = this.held.get(name);
		const own = held && rows.find((row) => isOwn(row, held));
		if (own) this.held.set(name, { ...held, createdAt: own.createdAt });
		const now = Date.parse(own?.createdAt ?? '') || Date.now();
		const { execution } = this.author;
		const isOver = (row: LogRow) =>
			stateOfRow(row) !== 'claimed' && !isUnderWay(row, execution, now);
		const before = new Set(known.filter(isOver).map(identityOf));
		const isMine = (row: LogRow) =>
			(held && isOwn(row, held)) === true || this.uncertain.has(row.status);
		return rows.filter((row) => isOf(row, send) && !isMine(row) && !before.has(identityOf(row)));
	}

	/** Turns the claim into an open request if it is still there. Returns the row, or null. */
	private async open(send: SendSubject, { id, status }: Held): Promise<LogRow | null> {
		const name = nameInLog(send);
		this.held.delete(name);
		let isAnswered = false;
		try {
			const cells = { status: OPEN, sentAt: toIso(Date.now()) };
			const [row = null] = await this.table.update(where({ id, status }), cells);
			isAnswered = true;
			return row;
		} finally {
			// It may have been written, although nothing was requested.
			if (!isAnswered) {
				this.uncertain.add(status);
				this.writes.later({ name, rows: this.requested(send, id), cells: null });
			}
		}
	}

	private claimOf(send: SendSubject, { id }: LogRow, known: readonly LogRow[]): Claim {
		const name = nameInLog(send);
		const rows = this.requested(send, id);
		return {
			noteRequest: () => undefined,
			confirm: async () => await Promise.resolve(),
			leaveInDoubt: async () => await Promise.resolve(),
			rollBack: async () => await this.writes.make({ name, rows, cells: null }),
			markSent: async (at, accountId) => {
				const account = accountId ?? send.accountId ?? '';
				const cells = { status: SENT, sentAt: toIso(at), account };
				const whole = { ...this.cellsOf(send), ...cells };
				const { person, action, fingerprint, execution } = whole;
				// If this got no response, the row may already be changed.
				const orElse = { unless: where({ person, action, fingerprint, execution }), cells: whole };
				await this.writes.make({ name, rows, cells, orElse });
				// The earlier send in doubt was not made, otherwise this one would not have been sent.
				for (const row of known) {
					if (stateOfRow(row) !== 'inDoubt') continue;
					await this.writes.make({ name, rows: sameAs(row), cells: null });
				}
			},
		};
	}

	/** The row of an open send. Not by ID alone, since SQLite may reuse it for another row. */
	private requested({ person }: SendSubject, id: number) {
		return where({ id, person, execution: this.author.execution, status: OPEN });
	}

	private async giveUp(name: string): Promise<void> {
		const held = this.held.get(name);
		if (!held) return;
		this.held.delete(name);
		const { id, status } = held;
		await this.writes.make({ name, rows: where({ id, status }), cells: null });
	}

	private cellsOf(send: SendSubject) {
		const { person, profileUrl, action, provider, fingerprint, accountId } = send;
		const { workflow, execution } = this.author;
		const account = accountId ?? '';
		return { person, profileUrl, action, account, provider, workflow, execution, fingerprint };
	}
}

const tooManyWorkers = () =>
	new LogUnavailable('too many n8n workers are writing to it at once', 'Run the item again later.');

const statusOf = ({ status }: Held) => status;
const identityOf = ({ id, createdAt }: LogRow) => `${id} ${createdAt}`;
const isOwn = ({ id, status }: LogRow, held: Held) => id === held.id && status === held.status;

/** Compares times of n8n's clock only, since this machine's clock may differ. */
function isLeftBehind({ createdAt }: LogRow, mine: Held): boolean {
	if (createdAt === null || mine.createdAt === null) return false;
	return Date.parse(mine.createdAt) - Date.parse(createdAt) > LEFT_BEHIND_MS;
}

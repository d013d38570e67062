import { MINUTE_MS } from '../../../nodes/outreach/base/time';
import type { LogMemory } from '../../../nodes/outreach/log/log-memory';
import { DataTables } from '../../simulator/data-tables';
import { invitation, logOf, newLog, Scheduler } from './workers';

const ADA = invitation('ada');

type End = 'sent' | 'refused' | 'in doubt';

/** The conditions of a race. */
export interface Rules {
	readonly reusesIds: boolean;
	/** Whether enough time passes that every claim looks abandoned and is removed by the next one. */
	readonly isRude: boolean;
}

interface Attempt {
	/** Whether the provider got a request. */
	requested: boolean;
	found: string;
}

/** Makes a send as the runner does. The provider's response takes its own turn. */
async function attempt(
	memory: LogMemory,
	send: ReturnType<typeof invitation>,
	scheduler: Scheduler,
	end: End = 'sent',
): Promise<Attempt> {
	const wait = async () => {
		await scheduler.stop();
		return true;
	};
	const before = await memory.lookUp(send, wait);
	if (before !== 'none') return { requested: false, found: before };
	const claim = await memory.claim(send, before, wait);
	if (claim === null || typeof claim === 'string') {
		return { requested: false, found: String(claim) };
	}
	await scheduler.stop();
	if (end === 'sent') await claim.markSent(Date.now(), null);
	else if (end === 'refused') await claim.rollBack();
	else await claim.leaveInDoubt();
	return { requested: true, found: end };
}

/** Workers that send to one person at the same time, in the order chosen by `choose`. */
export async function race(
	ends: readonly End[],
	{ reusesIds, isRude }: Rules,
	choose: (workers: readonly number[], turn: number) => number,
) {
	let clock = Date.now();
	const now = () => (clock += isRude ? 10 * MINUTE_MS : 1);
	const tables = new DataTables({ reusesIds, now });
	const table = newLog(tables);
	const scheduler = new Scheduler(tables);
	const attempts: Attempt[] = [];
	for (const [worker, end] of ends.entries()) {
		const memory = logOf(tables, table, String(worker));
		scheduler.start(worker, async () => {
			attempts.push(await attempt(memory, ADA, scheduler, end));
			await memory.close();
		});
	}
	const widths = await scheduler.run(choose);
	return { attempts, widths, rows: tables.rows(table) };
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number) {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

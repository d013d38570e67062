import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { isPlainObject } from '../objects';
import { LIMIT_SCOPES } from '../vocabulary';
import { limitReadingSchema, type Hold, type LimitBook } from './limits';

const holdSchema = z.object({
	reading: limitReadingSchema,
	scope: z.enum(LIMIT_SCOPES),
	retryAt: z.number(),
	message: z.string(),
});
const storedSchema = z.record(z.unknown()).catch({});

/** So many are stored, those that end last: n8n saves them whole each time. */
export const MOST_STORED = 500;
const endSchema = z.object({ retryAt: z.number() });

/** Shorter holds end before another execution would profit from them. */
const WORTH_STORING_MS = 60_000;

/**
 * Brings the holds that an earlier process met back into the book. They come from the node's static data, which n8n saves
 * at the end of production executions only.
 */
export function loadHolds(staticData: IDataObject, book: LimitBook, now: number): void {
	for (const [bucket, stored] of Object.entries(storedSchema.parse(staticData.holds))) {
		const hold = holdSchema.safeParse(stored);
		if (hold.success && hold.data.retryAt > now) book.hold(bucket, hold.data);
	}
}

/** Keeps a hold for later executions, and drops those that have ended, or end soonest where there are too many. */
export function storeHold(staticData: IDataObject, bucket: string, hold: Hold, now: number): void {
	if (hold.retryAt - now < WORTH_STORING_MS) return;
	const active = Object.entries(storedSchema.parse(staticData.holds)).flatMap(([name, stored]) => {
		const ends = name === bucket ? undefined : endSchema.safeParse(stored).data?.retryAt;
		return ends !== undefined && ends > now ? [{ name, stored, ends }] : [];
	});
	const kept = [...active, { name: bucket, stored: { ...hold }, ends: hold.retryAt }];
	if (kept.length > MOST_STORED) {
		kept.sort((one, other) => other.ends - one.ends).splice(MOST_STORED);
	}
	staticData.holds = z
		.custom<IDataObject>(isPlainObject)
		.parse(Object.fromEntries(kept.map(({ name, stored }) => [name, stored])));
}

/** Forgets the holds on the buckets that begin so. */
export function forgetHolds(staticData: IDataObject, prefixes: ReadonlySet<string>): void {
	if (staticData.holds === undefined || prefixes.size === 0) return;
	const kept = Object.entries(storedSchema.parse(staticData.holds)).filter(
		([bucket]) => ![...prefixes].some((prefix) => bucket.startsWith(prefix)),
	);
	staticData.holds = z.custom<IDataObject>(isPlainObject).parse(Object.fromEntries(kept));
}

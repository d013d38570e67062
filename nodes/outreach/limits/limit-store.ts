import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { isPlainObject } from '../base/objects';
import { LIMIT_SCOPES } from '../base/vocabulary';
import { rateLimitInfoSchema, type ActiveLimit, type LimitBook } from './limits';

const limitSchema = z.object({
	info: rateLimitInfoSchema,
	scope: z.enum(LIMIT_SCOPES),
	retryAt: z.number(),
	message: z.string(),
});
const storedSchema = z.record(z.unknown()).catch({});
const endSchema = z.object({ retryAt: z.number() });
const dataSchema = z.custom<IDataObject>(isPlainObject);

/** Maximum stored limits of each kind; those that end last are kept. n8n saves them all each time. */
export const MOST_STORED = 500;

/** Limits of a person last for weeks: in a shared store they would displace those of accounts. */
export type StoredAs = 'limits' | 'personLimits';
const KINDS: readonly StoredAs[] = ['limits', 'personLimits'];

/** Shorter limits end before another execution could use them. */
const WORTH_STORING_MS = 60_000;

/**
 * Adds the limits of an earlier process to the book. They are in the node's static data, which n8n saves only at
 * the end of production executions. `now` in ms.
 */
export function loadLimits(staticData: IDataObject, book: LimitBook, now: number): void {
	for (const kind of KINDS) {
		for (const [key, stored] of Object.entries(storedSchema.parse(staticData[kind]))) {
			const limit = limitSchema.safeParse(stored);
			if (limit.success && limit.data.retryAt > now) book.enterLimit(key, limit.data);
		}
	}
}

/**
 * Stores a limit for later executions. Drops those that have ended and, if there are too many, those that end soonest.
 */
export function storeLimit(
	staticData: IDataObject,
	key: string,
	limit: ActiveLimit,
	now: number,
	kind: StoredAs = 'limits',
): void {
	if (limit.retryAt - now < WORTH_STORING_MS) return;
	const active = Object.entries(storedSchema.parse(staticData[kind])).flatMap(([name, stored]) => {
		const ends = name === key ? undefined : endSchema.safeParse(stored).data?.retryAt;
		return ends !== undefined && ends > now ? [{ name, stored, ends }] : [];
	});
	const kept = [...active, { name: key, stored: { ...limit }, ends: limit.retryAt }];
	if (kept.length > MOST_STORED) {
		kept.sort((one, other) => other.ends - one.ends).splice(MOST_STORED);
	}
	staticData[kind] = dataSchema.parse(
		Object.fromEntries(kept.map(({ name, stored }) => [name, stored])),
	);
}

/** Removes the stored limits whose keys begin with one of the prefixes. */
export function forgetStoredLimits(staticData: IDataObject, prefixes: ReadonlySet<string>): void {
	for (const kind of KINDS) {
		if (staticData[kind] === undefined || prefixes.size === 0) continue;
		const kept = Object.entries(storedSchema.parse(staticData[kind])).filter(
			([key]) => ![...prefixes].some((prefix) => key.startsWith(prefix)),
		);
		staticData[kind] = dataSchema.parse(Object.fromEntries(kept));
	}
}

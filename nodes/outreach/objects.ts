import type { IDataObject } from 'n8n-workflow';

export function isPlainObject(value: unknown): value is IDataObject {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Puts an entry into a map that keeps the newest so many; whoever is put in anew is the newest. */
export function keep<K, V>(map: Map<K, V>, most: number, key: K, value: V): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/**
 * Puts an entry into a map that holds about so many. Once a tenth more are there, those that no longer count go first,
 * and then the oldest, so that the map is seldom looked through.
 */
export function keepActive<K, V>(
	map: Map<K, V>,
	most: number,
	[key, value]: readonly [K, V],
	isActive: (value: V, key: K) => boolean,
): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= most * 1.1) return;
	for (const [one, known] of map) if (!isActive(known, one)) map.delete(one);
	for (const one of map.keys()) {
		if (map.size <= most) break;
		map.delete(one);
	}
}

/** n8n's item data is any object; whatever else a provider answers is put under `value`. */
export function toDataObject(value: unknown): IDataObject {
	if (isPlainObject(value)) return value;
	return value === null || value === undefined ? {} : { value };
}

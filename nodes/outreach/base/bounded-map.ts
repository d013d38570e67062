/** Sets an entry of a map that keeps the newest `most` entries; setting an entry again makes it the newest. */
export function setNewest<K, V>(map: Map<K, V>, most: number, key: K, value: V): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/**
 * Sets an entry of a map that holds about `most` entries. Once it is a tenth larger, drops inactive entries first,
 * then the oldest, so that the map is seldom scanned.
 */
export function setActive<K, V>(
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

import type { IDataObject } from 'n8n-workflow';

export function isPlainObject(value: unknown): value is IDataObject {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What is at a dotted path of a body; undefined where nothing is. */
export function valueAt(body: unknown, path: string): unknown {
	let value = body;
	for (const key of path.split('.')) value = isPlainObject(value) ? value[key] : undefined;
	return value;
}

/** n8n's item data is any object; whatever else a provider answers is put under `value`. */
export function toDataObject(value: unknown): IDataObject {
	if (isPlainObject(value)) return value;
	return value === null || value === undefined ? {} : { value };
}

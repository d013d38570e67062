import type { IDataObject } from 'n8n-workflow';

export function isPlainObject(value: unknown): value is IDataObject {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value at a dotted path of a body; undefined if there is none. */
export function valueAt(body: unknown, path: string): unknown {
	let value = body;
	for (const key of path.split('.')) value = isPlainObject(value) ? value[key] : undefined;
	return value;
}

/** n8n's item data must be an object, so any other response is put under `value`. */
export function toDataObject(value: unknown): IDataObject {
	if (isPlainObject(value)) return value;
	return value === null || value === undefined ? {} : { value };
}

import { InvalidInput } from '../base/errors';
import type { ItemParameters } from './item-parameters';
import { count, yesOrNo } from './plain-values';

const limitSchema = count(1);

/**
 * Reads *Return All* and *Limit*: how many rows are wanted, or null for all.
 * @throws InvalidInput
 */
export function readLimit(parameters: ItemParameters, itemIndex: number): number | null {
	if (readSwitch(parameters, 'returnAll', 'Return All', itemIndex, false)) return null;
	const limit = limitSchema.safeParse(parameters.readGiven('limit', 'Limit', itemIndex, 50));
	if (limit.success) return limit.data;
	throw new InvalidInput(
		"The parameter 'Limit' is not a whole number above 0",
		"Enter a number under 'Limit', or turn on 'Return All'.",
	);
}

/**
 * Reads *Limit* of an operation that returns up to that many entries.
 * @throws InvalidInput
 */
export function readCount(
	parameters: ItemParameters,
	itemIndex: number,
	otherwise: number,
	most: number,
): number {
	const limit = count(1, most).safeParse(
		parameters.readGiven('limit', 'Limit', itemIndex, otherwise),
	);
	if (limit.success) return limit.data;
	throw new InvalidInput(
		`The parameter 'Limit' is not a whole number from 1 to ${most}`,
		"Enter a number under 'Limit'.",
	);
}

/** @throws InvalidInput */
export function readSwitch(
	parameters: ItemParameters,
	name: string,
	label: string,
	itemIndex: number,
	otherwise: boolean,
): boolean {
	const given = parameters.readGiven(name, label, itemIndex, otherwise);
	const value = yesOrNo.safeParse(given);
	if (value.success) return value.data;
	throw new InvalidInput(
		`The parameter '${label}' is ${parameters.show(given)}, which is neither true nor false`,
		`Turn '${label}' on or off, or make its expression return true or false.`,
	);
}

import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from '../answer';
import type { ItemParameters } from '../node/item-parameters';
import { count, yesOrNo } from '../node/plain-values';
import type { RateLimitSubject } from '../limits/limits';
import { placeSchema, type Place } from '../vocabulary';

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
		`Turn '${label}' on or off, or let its expression give true or false.`,
	);
}

const limitedItemSchema = z.object({
	rateLimit: z.object({
		provider: z.string(),
		operation: z.string(),
		accountId: z.string().nullable(),
		continueFrom: placeSchema,
	}),
});

/** Where an item that a limit broke off goes on, when it comes back for the same list; else null. */
export function placeToGoOn(
	item: IDataObject | undefined,
	subject: RateLimitSubject,
	fields: Place['fields'],
): Place | null {
	const parsed = limitedItemSchema.safeParse(item);
	if (!parsed.success) return null;
	const { continueFrom, ...brokenOff } = parsed.data.rateLimit;
	const isSame = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
	const { provider, operation, accountId } = subject;
	const isThisList =
		isSame(brokenOff, { provider, operation, accountId }) && isSame(continueFrom.fields, fields);
	return isThisList ? continueFrom : null;
}

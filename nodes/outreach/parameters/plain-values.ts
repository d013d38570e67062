import { z } from 'zod';

/**
 * Values from people and expressions. Text that is clearly a value counts as that value ("5", "TRUE", "9:00");
 * unclear text is refused ("yes", "5 per day", 1 for true). Each description continues "It takes …".
 */

/** The longest pause that n8n's timers support, about 23 days; a longer one would end at once. */
const MOST_SECONDS = 2_000_000;

const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::00)?$/;
const DAYS = /^[1-7](?:\s*,\s*[1-7]){0,20}$/;

const trimmed = (given: unknown) => (typeof given === 'string' ? given.trim() : given);

function toNumber(given: unknown): unknown {
	const value = trimmed(given);
	return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}

function toBoolean(given: unknown): unknown {
	const value = trimmed(given);
	if (typeof value !== 'string') return value;
	const word = value.toLowerCase();
	if (word === 'true') return true;
	return word === 'false' ? false : value;
}

export const yesOrNo = z.preprocess(toBoolean, z.boolean()).describe('true or false');

export const count = (least: number, most = Number.MAX_SAFE_INTEGER) =>
	z
		.preprocess(toNumber, z.number().int().min(least).max(most))
		.describe(
			most === Number.MAX_SAFE_INTEGER
				? `a whole number from ${least}`
				: `a whole number from ${least} to ${most}`,
		);

export const seconds = z
	.preprocess(toNumber, z.number().min(0).max(MOST_SECONDS))
	.describe(`a number of seconds from 0 to ${MOST_SECONDS}`);

export const oneOf = <const W extends string>(...words: readonly [W, ...W[]]) =>
	z.preprocess(trimmed, z.enum([...words])).describe(`one of ${words.join(', ')}`);

const locatorSchema = z.object({ value: z.unknown() });

/** The ID of a Data Table, as text or in n8n's resource locator. */
export const tableId = z
	.preprocess(
		(given) => trimmed(locatorSchema.safeParse(given).data?.value ?? given),
		z.string().regex(/^[a-zA-Z0-9]{1,36}$/),
	)
	.describe('a Data Table picked from the list, or its ID');

/** "HH:mm"; an end may also be "24:00" for midnight. */
export const timeOfDay = (ends: boolean) =>
	z
		.preprocess(
			trimmed,
			z.string().transform((text, context) => {
				const [, hour = '', minute = ''] = TIME.exec(text) ?? [];
				const time = `${hour.padStart(2, '0')}:${minute}`;
				const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60;
				if (isTime || (ends && time === '24:00')) return time;
				context.addIssue({ code: z.ZodIssueCode.custom });
				return z.NEVER;
			}),
		)
		.describe('a time of day such as 09:00 or 17:30');

function toDays(given: unknown): unknown {
	const value = trimmed(given);
	if (typeof value === 'number') return [value];
	return typeof value === 'string' && DAYS.test(value) ? value.split(',') : value;
}

/** Days of the week, in order, each once. */
export const days = z
	.preprocess(toDays, z.array(z.preprocess(toNumber, z.number().int().min(1).max(7))))
	.transform((given) => [...new Set(given)].sort((one, other) => one - other))
	.describe('days of the week from 1 (Monday) to 7 (Sunday)');

import type { Logger } from 'n8n-workflow';
import { LogUnavailable } from '../base/errors';
import type { LogRow } from './columns';
import { BY_HAND, isNew, NOBODY, personOf, sameAs } from './rows';
import { whereAny, type LogTable, type RowFilter } from './table';

/** How many times to repeat a read because of rows that were added by hand. */
const MOST_ROUNDS = 400;

/** Proxies accept URLs of about 8,000 characters. */
const LONGEST_FILTER = 6_000;

/** Reads the rows of people, including rows added by hand. */
export class LogReader {
	constructor(
		private readonly table: LogTable,
		private readonly logger: Logger,
	) {}

	/**
	 * All rows of these people, including rows added by hand with any spelling of the person. Rewrites the person
	 * of such a row in the package's form, so that it is found from then on.
	 * @throws LogUnavailable
	 */
	async all(people: readonly string[]): Promise<LogRow[]> {
		const filter: RowFilter = {
			type: 'or',
			filters: [
				...whereAny('execution', ['', null]).filters,
				...whereAny('person', people).filters,
			],
		};
		if (lengthOf(filter) > LONGEST_FILTER && people.length > 1) {
			const [one, other] = halves(people);
			return [...(await this.all(one)), ...(await this.all(other))];
		}
		for (let round = 0; round < MOST_ROUNDS; round++) {
			const { rows, isWhole } = await this.table.page(filter);
			const added = rows.filter(isNew);
			const named: LogRow[] = [];
			for (const row of added) named.push(await this.name(row));
			if (isWhole) return [...rows.filter((row) => !isNew(row)), ...named];
			if (added.length === 0) return await this.written(people);
		}
		throw new LogUnavailable(
			'its table has too many rows that were added by hand to read in one run',
			'Run the item again: each run reads more of them.',
		);
	}

	/**
	 * All rows with these people in the package's form, which is what claims rely on. Split into parts that fit a
	 * request and a response: one person may have many rows.
	 * @throws LogUnavailable
	 */
	async written(people: readonly string[]): Promise<LogRow[]> {
		const [first] = people;
		if (first === undefined) return [];
		if (people.length === 1) return await this.ofOne(first);
		const filter = whereAny('person', people);
		if (lengthOf(filter) <= LONGEST_FILTER) {
			const { rows, isWhole } = await this.table.page(filter);
			if (isWhole) return rows;
		}
		const [one, other] = halves(people);
		return [...(await this.written(one)), ...(await this.written(other))];
	}

	private async ofOne(person: string): Promise<LogRow[]> {
		const own = { columnName: 'person', condition: 'eq', value: person } as const;
		const rows: LogRow[] = [];
		for (let after = -1; ; ) {
			const beyond = { columnName: 'id', condition: 'gt', value: after } as const;
			const filters = after < 0 ? [own] : [own, beyond];
			const page = await this.table.page({ type: 'and', filters });
			rows.push(...page.rows);
			after = page.rows.at(-1)?.id ?? after;
			if (page.isWhole || page.rows.length === 0) return rows;
		}
	}

	private async name(row: LogRow): Promise<LogRow> {
		const person = personOf(row);
		if (person === NOBODY) {
			const text = `Row ${row.id} of the log has neither a person nor a valid profile`;
			this.logger.warn(text, { profileUrl: row.profileUrl });
		}
		await this.table.update(sameAs(row), { person, execution: BY_HAND });
		return { ...row, person, execution: BY_HAND, asRead: { ...row.asRead, person } };
	}
}

/** In the form of a URL. */
const lengthOf = (filter: RowFilter) => encodeURIComponent(JSON.stringify(filter)).length;

function halves(people: readonly string[]): [readonly string[], readonly string[]] {
	const middle = Math.ceil(people.length / 2);
	return [people.slice(0, middle), people.slice(middle)];
}

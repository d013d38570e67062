import type { Logger } from 'n8n-workflow';
import { LogUnavailable } from '../base/errors';
import type { LogRow } from './columns';
import { NOBODY, personOf, sameAs, spellingsOf } from './rows';
import { whereAny, type LogTable, type RowFilter } from './table';

/** How often a question is asked again because rows were in the way that nobody had given a person yet. */
const MOST_ROUNDS = 400;

/** What proxies let through of an address is some 8,000 characters. */
const LONGEST_FILTER = 6_000;

/** Reads the rows of people, whoever wrote them. */
export class LogReader {
	constructor(
		private readonly table: LogTable,
		private readonly logger: Logger,
	) {}

	/**
	 * All rows of these people that a node wrote, and no other ones: what a send is claimed by.
	 * @throws LogUnavailable
	 */
	async written(people: readonly string[]): Promise<LogRow[]> {
		return await this.inParts(people, (part) => whereAny('person', part));
	}

	/**
	 * All rows of these people, also those that somebody added: with the name of a profile as its person, or with an address
	 * alone. Such a row is given its person, so that it is found from then on.
	 * @throws LogUnavailable
	 */
	async all(people: readonly string[]): Promise<LogRow[]> {
		const filter = whereAny('person', ['', null, ...people.flatMap(spellingsOf)]);
		if (lengthOf(filter) > LONGEST_FILTER && people.length > 1) {
			const [one, other] = halves(people);
			return [...(await this.all(one)), ...(await this.all(other))];
		}
		for (let round = 0; round < MOST_ROUNDS; round++) {
			const { rows, isWhole } = await this.table.page(filter);
			const nameless = rows.filter(({ person }) => person === '');
			const named: LogRow[] = [];
			for (const row of nameless) named.push(await this.name(row));
			if (isWhole) return [...rows.filter(({ person }) => person !== ''), ...named];
			if (named.length === 0) return await this.inParts(people, byHand);
		}
		throw new LogUnavailable(
			'its table has very many rows without a person',
			"Fill in the column 'person' of the Data Table, or delete these rows.",
		);
	}

	/** Parts that fit into a question, and into an answer: a person alone may have many rows. */
	private async inParts(
		people: readonly string[],
		filterOf: (part: readonly string[]) => RowFilter,
	): Promise<LogRow[]> {
		const filter = filterOf(people);
		const [first] = people;
		if (first === undefined) return [];
		if (people.length === 1) return await this.ofOne(filter);
		if (lengthOf(filter) <= LONGEST_FILTER) {
			const { rows, isWhole } = await this.table.page(filter);
			if (isWhole) return rows;
		}
		const [one, other] = halves(people);
		return [...(await this.inParts(one, filterOf)), ...(await this.inParts(other, filterOf))];
	}

	private async ofOne({ filters }: RowFilter): Promise<LogRow[]> {
		const whole = await this.table.page({ type: 'or', filters });
		if (whole.isWhole) return whole.rows;
		const rows: LogRow[] = [];
		for (const one of filters) {
			let after = -1;
			for (let isWhole = false; !isWhole; ) {
				const beyond = { columnName: 'id', condition: 'gt', value: after } as const;
				const page = await this.table.page({ type: 'and', filters: [one, beyond] });
				rows.push(...page.rows);
				after = page.rows.at(-1)?.id ?? after;
				({ isWhole } = page);
			}
		}
		return rows;
	}

	private async name(row: LogRow): Promise<LogRow> {
		const person = personOf(row);
		const { id, profileUrl } = row;
		if (person === NOBODY) {
			const text = `Row ${id} of the log names nobody: it has no person, and no profile that can be read`;
			this.logger.warn(text, { profileUrl });
		}
		await this.table.update(sameAs(row), { person });
		return { ...row, person, asRead: { ...row.asRead, person } };
	}
}

/** As an address has it. */
const lengthOf = (filter: RowFilter) => encodeURIComponent(JSON.stringify(filter)).length;

function halves(people: readonly string[]): [readonly string[], readonly string[]] {
	const middle = Math.ceil(people.length / 2);
	return [people.slice(0, middle), people.slice(middle)];
}

const byHand = (part: readonly string[]) => whereAny('person', part.flatMap(spellingsOf));

/** Several rounds of one measurement. */
export interface Figure {
	readonly median: number;
	readonly low: number;
	readonly high: number;
	readonly rounds: readonly number[];
}

export function figure(rounds: readonly number[]): Figure {
	const sorted = [...rounds].sort((one, other) => one - other);
	const at = (place: number) => sorted[place] ?? NaN;
	const middle = (sorted.length - 1) / 2;
	return {
		median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		low: at(0),
		high: at(sorted.length - 1),
		rounds,
	};
}

/** One contender, or one of its settings. The figures are named with their units. */
export interface Row {
	readonly who: string;
	readonly figures: Readonly<Record<string, Figure>>;
}

/** The target of a benchmark: a value at or below a bound. */
export interface Aim {
	readonly what: string;
	readonly value: number;
	readonly atMost: number;
}

export interface Report {
	readonly title: string;
	readonly rows: readonly Row[];
	readonly aims: readonly Aim[];
}

function number(value: number): string {
	const digits =
		Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
	return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** The median; if the rounds differ visibly, also the lowest and the highest. */
function cell({ median, low, high }: Figure): string {
	const [middle, least, most] = [number(median), number(low), number(high)];
	return least === most ? middle : `${middle} (${least}–${most})`;
}

/** A report as Markdown, which is what the terminal shows too. */
export function markdown({ rows, aims }: Report): string {
	const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const lines = [
		line(['', ...columns]),
		line(['---', ...columns.map(() => '---:')]),
		...rows.map(({ who, figures }) =>
			line([who, ...columns.map((name) => (figures[name] ? cell(figures[name]) : '–'))]),
		),
	];
	const judged = aims.map(
		({ what, value, atMost }) =>
			`- ${what}: **${number(value)}**; aim ${number(atMost)}: ${value <= atMost ? 'holds' : 'does not hold'}`,
	);
	return [...lines, ...(judged.length > 0 ? ['', ...judged] : [])].join('\n');
}

import type { ReportRow } from '../../demo/report';

/** What `examples/prospects.json` does with each of its people in the demo's world, wherever it runs. */
export const PROMISED: ReadonlyArray<readonly [name: string, became: string]> = [
	['Ada Brandt', 'already connected'],
	['Bela Novak', 'already invited'],
	['Chidi Okafor', 'invited'],
	['José García', 'invited'],
	['Dana Levi', 'invited'],
	['Emre Kaya', 'invited'],
	['Chidi Okafor again', 'same person as above, not invited twice'],
	['Fatima Haddad', 'already connected'],
	['李雷', 'invited'],
	['Grace Kim', 'held back'],
	['Hugo Martin', 'held back'],
	['Ines Duarte', 'held back'],
	['Jonas Weber', 'held back'],
];

/** The rows of a report in the form of the above: of a moment, the day depends on when it runs. */
export const outcomesOf = (rows: readonly ReportRow[]) =>
	rows.map(({ name, became }) => [name, became.replace(/ until \d{4}-\d\d-\d\d 00:00 UTC$/, '')]);

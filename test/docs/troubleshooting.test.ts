/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messagesInCode, textsInCode, type TextInCode } from './messages-in-code';

const read = (page: string) =>
	readFileSync(path.join(__dirname, '../../docs', page), 'utf8').split('\n');
const cellsOf = (row: string) =>
	row
		.split(/(?<!\\)\|/)
		.slice(1, -1)
		.map((cell) => cell.trim());
const rowsOf = (lines: readonly string[]) =>
	lines.filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));

const lines = read('troubleshooting.md');

test('The Troubleshooting page has a row for every error message', () => {
	const messages = messagesInCode();
	expect(messages.length).toBeGreaterThan(80);
	const missing = messages.filter(
		({ pieces }) => !lines.some((line) => pieces.every((piece) => line.includes(piece))),
	);
	expect(missing.map(({ where, pieces }) => `${where}: ${pieces.join(' … ')}`)).toEqual([]);
});

test('Each row of the Troubleshooting page says what to do about its message', () => {
	const rows = rowsOf(lines);
	expect(rows.length).toBeGreaterThan(60);
	for (const row of rows) {
		const cells = cellsOf(row);
		expect([row, cells.length, cells.every((cell) => cell !== '')]).toEqual([row, 3, true]);
	}
});

/** Whether a text of a page is this text of the code, with its placeholders filled in. */
function isIn(text: string, { pieces }: TextInCode): boolean {
	let at = 0;
	for (const piece of pieces) {
		const found = text.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return at > 0;
}

test('Each sample of a message on the page of LinkedIn Outreach comes from the code', () => {
	const page = read('linkedin-outreach.md');
	const rows = rowsOf(page.slice(page.indexOf('## Messages'))).map(cellsOf);
	expect(rows.length).toBeGreaterThan(10);
	const [messages, texts] = [messagesInCode(), textsInCode()];
	const unknown = rows
		.slice(1)
		.filter(
			([, message = '', advice = '']) =>
				!messages.some((one) => isIn(message, one)) || !texts.some((one) => isIn(advice, one)),
		);
	expect(unknown).toEqual([]);
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messagesInCode } from './messages-in-code';

const lines = readFileSync(path.join(__dirname, '../../docs/troubleshooting.md'), 'utf8').split(
	'\n',
);

test('the Troubleshooting page has a row for every message of an error', () => {
	const messages = messagesInCode();
	expect(messages.length).toBeGreaterThan(80);
	const missing = messages.filter(
		({ pieces }) => !lines.some((line) => pieces.every((piece) => line.includes(piece))),
	);
	expect(missing.map(({ file, pieces }) => `${file}: ${pieces.join(' … ')}`)).toEqual([]);
});

test('a row says what to do about its message', () => {
	const rows = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
	expect(rows.length).toBeGreaterThan(60);
	for (const row of rows) {
		const cells = row.split(/(?<!\\)\|/).slice(1, -1);
		expect([row, cells.length, cells.every((cell) => cell.trim() !== '')]).toEqual([row, 3, true]);
	}
});

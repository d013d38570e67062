/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputItems, parseExecution, parseFlatted } from './execution';
import { tryLock } from './lock';
import { npmEnvironment } from './processes';

describe('Execution data', () => {
	it('Execution data is read from the stored format, with shared and circular parts', () => {
		const text = JSON.stringify([
			{ list: '1', word: '2', number: 7, self: '0' },
			['2', true, null, '3'],
			'text',
			{ word: '2' },
		]);
		const value = parseFlatted(text) as Record<string, unknown>;
		expect(value.list).toEqual(['text', true, null, { word: 'text' }]);
		expect(value.word).toBe('text');
		expect(value.number).toBe(7);
		expect(value.self).toBe(value);
	});

	it('Execution data has the items of an output over all runs of a node', () => {
		const task = { data: '1', executionStatus: 'success' };
		const data = JSON.stringify([
			{ resultData: '2' },
			{ main: '5' },
			{ runData: '3' },
			{ Node: '4' },
			['6', '6'],
			[null, '7'],
			{ ...task, executionStatus: '10' },
			['8'],
			{ json: '9' },
			{ n: 1 },
			'success',
		]);
		const execution = parseExecution({ id: 3, status: 'success', mode: 'manual', data });
		expect(outputItems(execution, 'Node', 1).map(({ json }) => json)).toEqual([{ n: 1 }, { n: 1 }]);
		expect(outputItems(execution, 'Node', 0)).toEqual([]);
		expect(outputItems(execution, 'Another', 0)).toEqual([]);
	});
});

it('The environment of a child npm has the registry’s settings, and nothing of the outer npm run', () => {
	const kept = {
		PATH: '/bin',
		npm_config_registry: 'https://registry.example',
		'npm_config_@scope:registry': 'https://scope.example',
		npm_config_https_proxy: 'http://proxy.example',
		npm_config_cafile: '/ca.pem',
	};
	const dropped = {
		npm_config_ignore_scripts: 'true',
		npm_config_local_prefix: '/clone',
		npm_config_omit: 'dev',
		npm_lifecycle_event: 'demo',
		npm_package_json: '/clone/package.json',
		NODE_OPTIONS: '--import tsx',
	};
	expect(npmEnvironment({ ...kept, ...dropped })).toEqual(kept);
});

describe('Locks', () => {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-outreach-lock-'));
	const lockFolder = join(folder, 'a.lock');
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('A lock has one holder at a time, and names it to others', () => {
		const first = tryLock(lockFolder);
		expect(tryLock(lockFolder)).toEqual({ heldBy: process.pid });
		if ('release' in first) first.release();
		const next = tryLock(lockFolder);
		expect(next).toHaveProperty('release');
		if ('release' in next) next.release();
	});

	it('A lock is taken over from a process that has ended', () => {
		mkdirSync(lockFolder);
		const gone = { pid: 2 ** 22 + 1, host: hostname() };
		writeFileSync(join(lockFolder, 'owner.json'), JSON.stringify(gone));
		const lock = tryLock(lockFolder);
		expect(lock).toHaveProperty('release');
		if ('release' in lock) lock.release();
	});
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CURRENT_N8N, n8nVersions } from '../n8n/install';

const folder = join(__dirname, '..', '..', '.github', 'workflows');
const texts = Object.fromEntries(
	readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
);

const permissions = z.record(z.string());
const jobSchema = z
	.object({
		permissions: permissions.optional(),
		needs: z.union([z.string(), z.array(z.string())]).default([]),
		environment: z.string().optional(),
		strategy: z
			.object({ matrix: z.record(z.array(z.unknown())) })
			.passthrough()
			.optional(),
		steps: z.array(z.object({ uses: z.string(), run: z.string() }).partial().passthrough()),
	})
	.passthrough();
const workflowSchema = z
	.object({ on: z.record(z.unknown()), permissions, jobs: z.record(jobSchema) })
	.passthrough();
const workflow = (file: string) => workflowSchema.parse(parse(texts[file] ?? ''));

describe.each(Object.keys(texts))('The workflow %s', (file) => {
	const text = texts[file] ?? '';
	const { on, permissions: granted, jobs } = workflow(file);

	it('The workflow names every action by its commit, with the version beside it', () => {
		const uses = text.split('\n').filter((line) => /\buses:/.test(line));
		expect(uses.length).toBeGreaterThan(0);
		const loose = uses.filter(
			(line) => !/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line),
		);
		expect(loose).toEqual([]);
	});

	it('The workflow may read the repository only, except to publish', () => {
		expect(granted).toEqual({ contents: 'read' });
		const more = Object.entries(jobs).filter(([, job]) => job.permissions?.['id-token']);
		expect(more.map(([name]) => name)).toEqual(file === 'publish.yml' ? ['publish'] : []);
	});

	it('The workflow uses no secret and leaves no token in the clone', () => {
		expect(text).not.toMatch(/secrets\.|_TOKEN|github\.token/);
		const clones = Object.values(jobs)
			.flatMap(({ steps }) => steps)
			.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		for (const { with: settings } of clones) {
			expect(settings).toMatchObject({ 'persist-credentials': false });
		}
	});

	it('The workflow puts no outside text into a command and does not run forks with rights', () => {
		for (const { run } of Object.values(jobs).flatMap(({ steps }) => steps)) {
			expect(run ?? '').not.toContain('${{');
		}
		expect(Object.keys(on)).not.toContain('pull_request_target');
	});
});

describe('Publishing', () => {
	const { on, jobs } = workflow('publish.yml');
	const { checks, build, publish } = jobs;

	it('Publishing starts with a published release only', () => {
		expect(on).toEqual({ release: { types: ['published'] } });
	});

	it('The job with the right to publish waits for the checks and runs no code of the repository', () => {
		expect(publish?.needs).toEqual(['checks', 'build']);
		expect(publish?.environment).toBe('npm');
		const [setUp, download, command, ...rest] = publish?.steps ?? [];
		expect(setUp?.uses).toMatch(/^actions\/setup-node@/);
		expect(download?.uses).toMatch(/^actions\/download-artifact@/);
		expect(command?.run).toMatch(
			/^npm publish \.\/\S+\.tgz --provenance --access public --ignore-scripts$/,
		);
		expect(rest).toEqual([]);
	});

	it('The published build is made apart from the checks, without a cache', () => {
		expect(build?.needs).toEqual([]);
		const commands = build?.steps.flatMap(({ run }) => run ?? []) ?? [];
		expect(commands).toEqual(expect.arrayContaining(['npm ci', 'npm run verify']));
		expect(commands.join('\n')).not.toMatch(/npm (test|cit|run (test|bench|demo))|\.ci\/run/);
		for (const { uses, with: settings } of [...(checks?.steps ?? []), ...(build?.steps ?? [])]) {
			expect(uses ?? '').not.toContain('actions/cache');
			if (uses?.startsWith('actions/setup-node@')) {
				expect(settings).toMatchObject({ 'package-manager-cache': false });
			}
		}
	});
});

test('Every n8n version with a manifest is tested for each change and named on the Install page', () => {
	const { jobs } = workflow('ci.yml');
	const others = n8nVersions().filter((version) => version !== CURRENT_N8N);
	expect(others.length).toBeGreaterThan(0);
	expect(jobs.versions?.strategy?.matrix.n8n).toEqual(others);
	expect(texts['ci.yml']).toContain(`test/n8n/versions/${CURRENT_N8N}.json`);
	const page = readFileSync(join(folder, '..', '..', 'docs', 'install.md'), 'utf8');
	for (const version of n8nVersions()) expect(page).toContain(version);
});

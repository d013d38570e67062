/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from './cache';
import { npmEnvironment, PlainError, signalGroup } from './processes';

const packOutput = z.array(z.object({ filename: z.string(), name: z.string() })).nonempty();
const manifestSchema = z.object({ name: z.string(), version: z.string() });

async function run(
	command: string,
	args: string[],
	cwd: string,
	signal?: AbortSignal,
): Promise<string> {
	signal?.throwIfAborted();
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env: npmEnvironment(),
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32' && command === 'npm',
		});
		const onAbort = () => signalGroup(child, 'SIGKILL');
		signal?.addEventListener('abort', onAbort, { once: true });
		let output = '';
		let complaint = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
		child.once('error', reject);
		child.once('close', (code) => {
			signal?.removeEventListener('abort', onAbort);
			if (signal?.aborted) return reject(signal.reason);
			if (code === 0) return resolve(output);
			const lines = `${output}\n${complaint}`.trim().split('\n').slice(-12).join('\n');
			reject(new PlainError(`\`${command} ${args.join(' ')}\` ended with code ${code}:\n${lines}`));
		});
	});
}

/** Builds the package of this clone. */
export async function buildPackage(folder = repositoryFolder, signal?: AbortSignal): Promise<void> {
	await run('npm', ['run', 'build', '--silent'], folder, signal);
}

/** Packs the built package into a tarball as for publishing, and returns its path. */
export async function packPackage(destination: string, folder = repositoryFolder): Promise<string> {
	await mkdir(destination, { recursive: true });
	const output = await run(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		folder,
	);
	const [packed] = packOutput.parse(JSON.parse(output));
	return join(destination, packed.filename.replace('@', '').replace('/', '-'));
}

/** Puts a tarball where n8n's own installer of community packages puts one. */
export async function installTarball(tarball: string, userFolder: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const unpacked = join(nodesFolder, 'node_modules', '.unpacking');
	await rm(unpacked, { recursive: true, force: true });
	await mkdir(unpacked, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], nodesFolder);
	const { name, version } = manifestSchema.parse(
		JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')),
	);
	const target = join(nodesFolder, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await mkdir(join(target, '..'), { recursive: true });
	await rename(unpacked, target);
	await writeFile(
		join(nodesFolder, 'package.json'),
		JSON.stringify(
			{ name: 'installed-nodes', private: true, dependencies: { [name]: version } },
			null,
			2,
		),
	);
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { rmSync } from 'node:fs';
import { startSimulator, type Simulator } from '../simulator/simulator';
import type { Command } from './command';
import { ensureN8n, type N8nInstall } from './install';
import { newUserFolder } from './n8n';
import { buildPackage, installTarball, packPackage } from './pack';
import { stopGroup } from './processes';
import { N8nSession } from './session';

/** What a real n8n with the package starts from. */
export interface Setup {
	install: N8nInstall;
	/** for n8n and its database; removed when the command ends, unless it is to be kept */
	folder: string;
	/** the packed package */
	tarball: string;
}

export interface SetupOptions {
	/** of n8n */
	version?: string;
	prefix?: string;
	keep?: boolean;
}

/** Builds and packs the package, installs n8n if it is not in the cache, and makes a folder for it. */
export async function prepareSetup(
	{ say, signal, atEnd }: Command,
	{ version, prefix, keep = false }: SetupOptions = {},
): Promise<Setup> {
	say('Building and packing the package');
	await buildPackage(undefined, signal);
	const install = await ensureN8n({ version, onProgress: say, signal });
	const folder = newUserFolder(prefix);
	atEnd(() => {
		if (keep) say(`Kept: ${folder}`);
		else rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	});
	return { install, folder, tarball: await packPackage(folder) };
}

/** A simulator until the command ends. */
export async function openSimulator(
	{ signal, atEnd }: Command,
	options?: Parameters<typeof startSimulator>[0],
): Promise<Simulator> {
	const simulator = await startSimulator(options);
	atEnd(async () => await simulator.close());
	signal.throwIfAborted();
	return simulator;
}

/** An n8n with the package, whose owner is signed in, until the command ends. */
export async function openSession(
	{ signal, atEnd }: Command,
	{ install, folder, tarball }: Setup,
	env?: Record<string, string>,
): Promise<N8nSession> {
	await installTarball(tarball, folder);
	signal.throwIfAborted();
	return await N8nSession.start({
		install,
		userFolder: folder,
		env,
		onSpawn: (child) => atEnd(async () => await stopGroup(child)),
	});
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlainError } from './processes';

const PAGE = 4096;

function mount(folder: string, megabytes: number): boolean {
	const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'outreach-test', folder];
	return spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
}

/** A small separate file system that can be filled without harm. */
export class SmallDisk {
	private readonly ballast: string;

	private constructor(readonly folder: string) {
		this.ballast = join(folder, 'ballast');
	}

	/** Why this machine cannot have one, if so. */
	static lacks(): string | undefined {
		const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
		const isThere = mount(folder, 1);
		if (isThere) spawnSync('umount', [folder]);
		rmdirSync(folder);
		return isThere ? undefined : 'to mount a tmpfs, which root may on Linux';
	}

	static mount(folder: string, megabytes: number): SmallDisk {
		if (!mount(folder, megabytes)) throw new PlainError(`No tmpfs can be mounted on ${folder}`);
		const disk = new SmallDisk(folder);
		process.once('exit', disk.unmount);
		return disk;
	}

	/** Fills all remaining space. */
	fill(): void {
		const file = openSync(this.ballast, 'a');
		try {
			for (;;) writeSync(file, Buffer.alloc(PAGE));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
		} finally {
			closeSync(file);
		}
	}

	free(): void {
		rmSync(this.ballast, { force: true });
	}

	/** Works even while it is in use. */
	readonly unmount = (): void => {
		process.off('exit', this.unmount);
		spawnSync('umount', ['-l', this.folder], { stdio: 'ignore' });
	};
}

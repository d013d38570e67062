/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
import {
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isAlive, PlainError } from './processes';

const HEARTBEAT_MILLISECONDS = 5_000;
const STALE_AFTER_MILLISECONDS = 60_000;

const ownerSchema = z.object({ pid: z.number(), host: z.string() });

/** A lock that this process holds. */
export interface Lock {
	release(): void;
}

function owner(folder: string): z.infer<typeof ownerSchema> | undefined {
	try {
		return ownerSchema.parse(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')));
	} catch {
		return undefined;
	}
}

function isStale(folder: string): boolean {
	const heldBy = owner(folder);
	if (heldBy && heldBy.host === hostname() && !isAlive(heldBy.pid)) return true;
	try {
		return Date.now() - statSync(folder).mtimeMs > STALE_AFTER_MILLISECONDS;
	} catch {
		return false;
	}
}

/**
 * Takes the lock folder, even from an owner that is gone: a process that no longer exists, or gave no sign of life
 * for a minute. Returns the lock, or the ID of the process that holds it.
 */
export function tryLock(folder: string): Lock | { heldBy: number | undefined } {
	try {
		mkdirSync(dirname(folder), { recursive: true });
	} catch (error) {
		throw new PlainError(
			`The folder ${dirname(folder)} cannot be used (${(error as NodeJS.ErrnoException).code}): set N8N_OUTREACH_CACHE to one that can.`,
		);
	}
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			mkdirSync(folder);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			if (!isStale(folder)) return { heldBy: owner(folder)?.pid };
			const aside = `${folder}.stale-${process.pid}`;
			try {
				renameSync(folder, aside);
			} catch {
				return { heldBy: owner(folder)?.pid };
			}
			if (!isStale(aside)) {
				renameSync(aside, folder);
				return { heldBy: owner(folder)?.pid };
			}
			rmSync(aside, { recursive: true, force: true });
			continue;
		}
		writeFileSync(
			join(folder, 'owner.json'),
			JSON.stringify({ pid: process.pid, host: hostname() }),
		);
		const heartbeat = setInterval(() => {
			try {
				utimesSync(folder, new Date(), new Date());
			} catch {
				clearInterval(heartbeat);
			}
		}, HEARTBEAT_MILLISECONDS);
		heartbeat.unref();
		return {
			release() {
				clearInterval(heartbeat);
				if (owner(folder)?.pid === process.pid) rmSync(folder, { recursive: true, force: true });
			},
		};
	}
	return { heldBy: owner(folder)?.pid };
}

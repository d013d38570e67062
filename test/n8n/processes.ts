/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** An error shown as one line in the terminal, without a stack trace. */
export class PlainError extends Error {}

const KEPT_NPM_SETTING =
	/^npm_config_(.*registry.*|\/\/.*|.*proxy|no_?proxy|ca|cafile|cert|key|strict_ssl|cache|userconfig|globalconfig|fetch_.*|maxsockets|nodedir)$/i;

/**
 * The environment for an `npm` started from within `npm run`: without the `npm_*` variables, which would make it
 * act on the outer project, but with the settings for the registry.
 */
export function npmEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(base).filter(
			([name]) =>
				(!/^npm_/i.test(name) || KEPT_NPM_SETTING.test(name)) &&
				!['INIT_CWD', 'NODE_OPTIONS', 'NODE_ENV'].includes(name),
		),
	);
}

/**
 * Calls back once when this process is asked to end: by a signal or, if npm started it, by the end of that npm,
 * whose shell does not forward SIGTERM.
 */
export function onStopRequest(callback: () => void): void {
	let isRequested = false;
	const request = () => {
		if (isRequested) return;
		isRequested = true;
		callback();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
	if (process.env.npm_lifecycle_event === undefined) return;
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) request();
	}, 500).unref();
}

/** Resolves after the given time. */
export async function pause(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Polls until the condition is true; `what` names it in the timeout's message. Busy machines need the time. */
export async function until(
	what: string,
	condition: () => boolean | Promise<boolean>,
	timeoutMilliseconds = 120_000,
): Promise<void> {
	const deadline = Date.now() + timeoutMilliseconds;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new PlainError(`Waited in vain until ${what}`);
		await pause(20);
	}
}

/** Whether a process of this id exists (also one that belongs to someone else). */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Starts a program in its own process group, with both output streams appended to a log file. */
export function startLogged(
	command: string,
	args: string[],
	options: { cwd: string; env: NodeJS.ProcessEnv; logFile: string; uid?: number; gid?: number },
): ChildProcess {
	const { logFile, ...given } = options;
	const log = openSync(logFile, 'a');
	try {
		return spawn(command, args, {
			...given,
			detached: process.platform !== 'win32',
			stdio: ['ignore', log, log],
			shell: process.platform === 'win32' && command === 'npm',
		});
	} finally {
		closeSync(log);
	}
}

/** Waits for a child to end; -1 if it could not be started or was ended by a signal. */
export async function exitCode(child: ChildProcess): Promise<number> {
	if (child.exitCode !== null) return child.exitCode;
	if (child.signalCode !== null) return -1;
	return await new Promise((resolve) => {
		child.once('error', () => resolve(-1));
		child.once('exit', (code) => resolve(code ?? -1));
	});
}

/** Sends a signal to a child and to everything that it started. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** Ends a child's process group: SIGTERM first, SIGKILL for whatever is left after the grace period. */
export async function stopGroup(child: ChildProcess, graceMilliseconds = 10_000): Promise<void> {
	signalGroup(child, 'SIGTERM');
	await Promise.race([exitCode(child), pause(graceMilliseconds)]);
	signalGroup(child, 'SIGKILL');
	await exitCode(child);
}

/** A currently free port of the loopback interface: the requested one, or any. */
export async function freePort(wanted = 0): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(wanted, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
		});
	});
}

/** Whether something already listens on the port, on any of this machine's addresses. */
export async function isPortTaken(port: number): Promise<boolean> {
	const isAnswered = await new Promise<boolean>((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' });
		const done = (answered: boolean) => {
			socket.destroy();
			resolve(answered);
		};
		socket.once('connect', () => done(true));
		socket.once('error', () => done(false));
		socket.setTimeout(2_000, () => done(false));
	});
	if (isAnswered) return true;
	return await freePort(port).then(
		() => false,
		() => true,
	);
}

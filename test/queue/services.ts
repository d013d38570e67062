/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFile, type ChildProcess } from 'node:child_process';
import {
	accessSync,
	chmodSync,
	chownSync,
	constants,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
} from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { exitCode, freePort, PlainError, signalGroup, startLogged, until } from '../n8n/processes';

const HOST = '127.0.0.1';
/** Where Debian installs programs that are not on the PATH. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** A database or a queue that listens on loopback, with all its data in its own folder. */
export interface Service {
	port: number;
	stop(): Promise<void>;
}

/** PostgreSQL, with queries. */
export interface Database extends Service {
	/** Rows as lines, columns separated by `|`. */
	query(sql: string): Promise<string[]>;
	/** Starts it again after a stop, with its data, at its old address. */
	startAgain(): Promise<void>;
}

/** The programs that are needed, by name, with the folder of each. */
export interface Programs {
	redis: string;
	/** the folder of `initdb`, `postgres` and `psql` */
	postgres: string;
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function foldersOfPostgres(): string[] {
	try {
		const versions = readdirSync(DEBIAN_POSTGRES).sort((one, other) => Number(other) - Number(one));
		return versions.map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
	} catch {
		return [];
	}
}

/** Finds Redis and PostgreSQL; if one is missing, the error says what to install. */
export function findPrograms(): Programs {
	const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const redis = path.map((folder) => join(folder, 'redis-server')).find(isProgram);
	const postgres = [...path, ...foldersOfPostgres()].find((folder) =>
		['initdb', 'postgres', 'psql'].every((program) => isProgram(join(folder, program))),
	);
	const missing = [...(redis ? [] : ['redis-server']), ...(postgres ? [] : ['postgresql'])];
	if (!redis || !postgres) {
		throw new PlainError(
			`Not there: ${missing.join(' and ')}. On Debian: apt-get install ${missing.join(' ')}`,
		);
	}
	return { redis, postgres };
}

/** Starts Redis, without storage on disk. */
export async function startRedis(
	program: string,
	folder: string,
	onSpawn: (stop: () => Promise<void>) => void,
): Promise<Service> {
	const port = await freePort();
	const child = startLogged(
		program,
		['--port', String(port), '--bind', HOST, '--save', '', '--appendonly', 'no', '--dir', folder],
		{ cwd: folder, env: process.env, logFile: join(folder, 'redis.log') },
	);
	const stop = async () => await end(child, 'SIGTERM');
	onSpawn(stop);
	await whenReady('Redis', child, join(folder, 'redis.log'), 'Ready to accept connections');
	return { port, stop };
}

/** The first line of Redis's answer to a command. */
export async function askRedis({ port }: Service, command: string): Promise<string> {
	return await new Promise((resolve, reject) => {
		const socket = connect({ port, host: HOST }, () => socket.write(`${command}\r\n`));
		socket.setTimeout(10_000, () =>
			socket.destroy(new PlainError(`Redis: no answer to ${command}`)),
		);
		socket.once('error', reject);
		socket.once('data', (answer) => {
			socket.destroy();
			resolve(answer.toString().split('\r\n')[0] ?? '');
		});
	});
}

/** Starts a new, empty PostgreSQL; its database and its user are both called `n8n`. */
export async function startPostgres(
	programs: string,
	parent: string,
	onSpawn: (stop: () => Promise<void>) => void,
): Promise<Database> {
	const folder = join(parent, 'postgres');
	mkdirSync(folder);
	const owner = unprivileged();
	if (owner) {
		chownSync(folder, owner.uid, owner.gid);
		// Temporary folders are accessible only to root, but the other user needs access.
		chmodSync(parent, 0o711);
	}
	const data = join(folder, 'data');
	const options = { cwd: folder, env: process.env, ...owner };
	await run(
		join(programs, 'initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
		options,
	);
	const port = await freePort();
	const logFile = join(parent, 'postgres.log');
	let child: ChildProcess | undefined;
	const begin = async () => {
		const logged = existsSync(logFile) ? statSync(logFile).size : 0;
		child = startLogged(
			join(programs, 'postgres'),
			['-D', data, '-h', HOST, '-p', String(port), '-k', '', '-c', 'max_connections=200'],
			{ ...options, logFile },
		);
		await whenReady('PostgreSQL', child, logFile, 'ready to accept connections', logged);
	};
	// SIGINT means a fast, orderly shutdown for PostgreSQL; at SIGTERM it waits for its clients.
	const stop = async () => {
		if (child) await end(child, 'SIGINT');
	};
	onSpawn(stop);
	await begin();
	const psql = ['-h', HOST, '-p', String(port), '-U', 'n8n', '-XAtq', '-v', 'ON_ERROR_STOP=1'];
	const ask = async (database: string, sql: string) =>
		await run(join(programs, 'psql'), [...psql, '-d', database, '-c', sql], options);
	await ask('postgres', 'CREATE DATABASE n8n');
	return {
		port,
		stop,
		startAgain: begin,
		query: async (sql) => (await ask('n8n', sql)).split('\n').filter((line) => line !== ''),
	};
}

interface RunOptions {
	cwd: string;
	env: NodeJS.ProcessEnv;
	uid?: number;
	gid?: number;
}

/** PostgreSQL refuses to run as root, so root starts it as another user. */
function unprivileged(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	for (const name of ['postgres', 'nobody']) {
		const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
		if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new PlainError('PostgreSQL does not run as root, and there is no user postgres or nobody');
}

async function run(program: string, args: string[], options: RunOptions): Promise<string> {
	return await new Promise((resolve, reject) => {
		const limits = { maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
		execFile(program, args, { ...options, ...limits }, (error, output, complaint) => {
			if (error) reject(new PlainError(`${program}: ${complaint || error.message}`));
			else resolve(output);
		});
	});
}

async function whenReady(
	name: string,
	child: ChildProcess,
	logFile: string,
	words: string,
	logged = 0,
) {
	let gone = false;
	void exitCode(child).then(() => (gone = true));
	await until(`${name} takes connections (log: ${logFile})`, () => {
		if (gone) throw new PlainError(`${name} ended: ${readFileSync(logFile, 'utf8').slice(-600)}`);
		return readFileSync(logFile).subarray(logged).includes(words);
	});
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	signalGroup(child, signal);
	const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
	await exitCode(child);
	clearTimeout(timer);
}

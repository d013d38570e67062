/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Socket } from 'node:net';
import { listen } from '../harness/loopback';

/** A delivered e-mail. */
export interface Letter {
	readonly to: string[];
	/** Headers and body, as they were sent. */
	readonly source: string;
}

/** A mail server on loopback that accepts everything. */
export interface MailServer {
	readonly port: number;
	readonly letters: Letter[];
}

/** The part of SMTP (RFC 5321) that a client without login and TLS uses. */
function serve(socket: Socket, letters: Letter[]) {
	let rest = '';
	let to: string[] = [];
	let isData = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	const takeLetter = () => {
		const end = rest.indexOf('\r\n.\r\n');
		if (end === -1) return false;
		letters.push({ to, source: rest.slice(0, end).replace(/^\.\./gm, '.') });
		rest = rest.slice(end + 5);
		[to, isData] = [[], false];
		say('250 OK');
		return true;
	};
	const takeLine = () => {
		const end = rest.indexOf('\r\n');
		if (end === -1) return false;
		const line = rest.slice(0, end);
		rest = rest.slice(end + 2);
		const [, address] = /^RCPT TO:<([^>]*)>/i.exec(line) ?? [];
		if (address !== undefined) to.push(address);
		isData = /^DATA$/i.test(line);
		if (/^QUIT$/i.test(line)) {
			say('221 Bye');
			socket.end();
		} else say(isData ? '354 Go on' : '250 OK');
		return true;
	};
	socket.setEncoding('utf8');
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk) => {
		rest += String(chunk);
		while (isData ? takeLetter() : takeLine());
	});
	say('220 mail.example');
}

/** Runs a check with its own mail server. */
export async function usingMail(run: (mail: MailServer) => Promise<void>): Promise<void> {
	const letters: Letter[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		serve(socket, letters);
	});
	const port = await listen(server);
	const close = async () => {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		for (const socket of sockets) socket.destroy();
		await closed;
	};
	try {
		await run({ port, letters });
	} finally {
		await close();
	}
}

/** The data of n8n's SMTP credential for such a server. */
export const smtpCredential = ({ port }: MailServer) => ({
	user: '',
	password: '',
	host: '127.0.0.1',
	port,
	secure: false,
	disableStartTls: true,
});

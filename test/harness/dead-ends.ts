/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { listen } from './loopback';
import { selfSigned } from './self-signed';

/** What a test's servers received. */
export interface Arrived {
	/** Requests, as far as they could be read, decrypted. */
	readonly requests: string[];
	/** Requests to a proxy. */
	readonly connects: string[];
}

const open: Array<{ server: Server; sockets: Set<Socket> }> = [];

/** Starts a local server and returns its port. `closeServers` ends it. */
export async function serve(server: Server): Promise<number> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
	});
	open.push({ server, sockets });
	return await listen(server);
}

export async function closeServers() {
	for (const { server, sockets } of open.splice(0)) {
		for (const socket of sockets) socket.destroy();
		await new Promise((done) => server.close(done));
	}
}

/** A raw TCP server: calls this for each connection, or for the first data on it. */
export async function tcp(meet: (socket: Socket) => void, on: 'connection' | 'data' = 'data') {
	return await serve(
		createServer((socket) => {
			if (on === 'connection') meet(socket);
			else socket.once('data', () => meet(socket));
		}),
	);
}

/** A TLS server that records what it receives, and then calls this. */
export async function tls(
	arrived: Arrived,
	certificate = selfSigned(),
	meet: (socket: Socket) => void = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{}'),
	maxVersion: SecureVersion = 'TLSv1.3',
) {
	const server = createTlsServer({ ...certificate, maxVersion }, (socket) => {
		socket.on('error', () => {});
		socket.once('data', (bytes) => {
			arrived.requests.push(bytes.toString('latin1').split('\r\n')[0] ?? '');
			meet(socket);
		});
	});
	server.on('tlsClientError', () => {});
	return await serve(server);
}

/** A proxy that responds to CONNECT with these bytes, by closing the connection, or not at all. */
export async function proxy(arrived: Arrived, answer: string | 'ends' | 'silent') {
	return await tcp((socket) => {
		arrived.connects.push('CONNECT');
		if (answer === 'ends') socket.destroy();
		else if (answer !== 'silent') socket.end(answer);
	});
}

/** A proxy that connects to a local port, whatever host is requested. */
export async function openProxy(arrived: Arrived, port: number) {
	const server = createHttpServer();
	server.on('connect', (request, socket: Socket) => {
		arrived.connects.push(`CONNECT ${request.url}`);
		const onward = connect(port, '127.0.0.1');
		onward.on('error', () => socket.destroy());
		socket.on('error', () => onward.destroy());
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		socket.pipe(onward).pipe(socket);
	});
	return await serve(server);
}

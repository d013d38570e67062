/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';

/** Starts a server on loopback, on any free port by default, and resolves with its port. */
export async function listen(server: Server, port = 0): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Ends a server and its connections. */
export async function close(server: HttpServer): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	server.closeAllConnections();
	await closed;
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import dns from 'node:dns';
import tlsModule from 'node:tls';
import nock from 'nock';
import { closeServers, openProxy, proxy, tcp, tls, type Arrived } from '../harness/dead-ends';
import { endWaitsWhen, hurry, hurryOnceWritten } from '../harness/hurry';
import { selfSigned } from '../harness/self-signed';
import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
// nock would replace the network.
beforeAll(() => nock.restore());

const arrived: Arrived = { requests: [], connects: [] };
const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY'] as const;
beforeEach(() => {
	arrived.requests.length = 0;
	arrived.connects.length = 0;
});
afterEach(async () => {
	jest.restoreAllMocks();
	for (const name of PROXIES) delete process.env[name];
	await closeServers();
});

/** Invites Ada through SendPilot, which cannot be asked for the result. */
async function send(baseUrl?: string, cancelWhen?: Promise<unknown>) {
	const right = simulated.credentials();
	const { success, failure } = await simulated.run({
		parameters: {
			provider: 'sendPilot',
			operation: 'sendConnection',
			profile: 'ada-one',
			accountId: byId('sender_abc123'),
		},
		credentials: {
			...right,
			sendPilotApi: { ...right.sendPilotApi, ...(baseUrl === undefined ? {} : { baseUrl }) },
		},
		cancelWhen,
	});
	return { outcome: success[0]?.outcome, message: failure?.message ?? success[0]?.message };
}

/** Trusts a certificate. */
function trust({ cert }: { cert: string }) {
	const { createSecureContext } = tlsModule;
	jest
		.spyOn(tlsModule, 'createSecureContext')
		.mockImplementation((options) => createSecureContext({ ca: cert, ...options }));
}

type Addresses = Array<{ address: string; family: number }>;
type LookedUp = (error: null, addresses: Addresses) => void;

/** Resolves every host name to these addresses, or never. */
function lookUp(addresses: string[] | null) {
	jest.spyOn(dns, 'lookup').mockImplementation(((
		_host: string,
		_options: object,
		done: LookedUp,
	) => {
		if (addresses === null) return;
		setImmediate(() =>
			done(
				null,
				addresses.map((address) => ({ address, family: 4 })),
			),
		);
	}) as unknown as typeof dns.lookup);
}

const through = (port: number, variable: (typeof PROXIES)[number] = 'HTTPS_PROXY') => {
	process.env[variable] = `http://127.0.0.1:${port}`;
	return variable === 'HTTPS_PROXY' ? 'https://api.sendpilot.test/v1' : 'http://127.0.0.1:1';
};
const status = (code: number, headers = '') =>
	`HTTP/1.1 ${code} Status\r\n${headers}Content-Type: application/json\r\nContent-Length: 19\r\n\r\n{"message":"Hello"}`;

interface DeadEnd {
	/** The target of the request. */
	readonly to: () => Promise<string>;
	readonly says: RegExp | string;
	readonly late?: true;
}

const https = (port: number) => `https://127.0.0.1:${port}`;
const TLS = 'no secure connection could be made';
const PROXY = "check n8n's proxy settings";

const NEVER_LEFT: Record<string, DeadEnd> = {
	'a refused connection': {
		to: async () => 'http://127.0.0.1:1',
		says: 'the connection was refused',
	},
	'a refused connection, https': {
		to: async () => https(1),
		says: 'the connection was refused',
	},
	'a refused connection of each of several addresses': {
		to: async () => {
			lookUp(['127.0.0.1', '127.0.0.2']);
			return 'https://two.test:1';
		},
		says: 'the connection was refused',
	},
	// The kernel refuses to connect, so no packet is sent.
	'no route': {
		to: async () => 'https://255.255.255.255',
		says: /no route|no connection could be made/,
	},
	'a connection that is not made in time': {
		to: async () => {
			lookUp(null);
			return 'https://slow.test';
		},
		says: 'the connection timed out',
		late: true,
	},
	'a handshake that does not end in time': {
		to: async () => {
			let connect = () => {};
			const connected = new Promise<void>((resolve) => (connect = resolve));
			endWaitsWhen(connected);
			// The server may learn of the connection before the client does.
			return https(await tcp(() => setImmediate(() => setImmediate(connect))));
		},
		says: `${TLS}: the host took too long`,
	},
	'plain HTTP behind https': {
		to: async () => https(await tcp((socket) => socket.end(status(400)))),
		says: `${TLS} (EPROTO)`,
	},
	'a connection ended before the handshake': {
		to: async () => https(await tcp((socket) => socket.destroy(), 'connection')),
		says: `${TLS}: the connection was cut off`,
	},
	'a connection ended within the handshake': {
		to: async () => https(await tcp((socket) => socket.end())),
		says: `${TLS}: the connection was cut off`,
	},
	'a connection reset within the handshake': {
		to: async () => https(await tcp((socket) => socket.resetAndDestroy())),
		says: `${TLS}: the connection was cut off`,
	},
	...Object.fromEntries(
		(['TLSv1.2', 'TLSv1.3'] as const).flatMap((version) =>
			Object.entries({
				'that nobody vouches for': {
					certificate: () => selfSigned(),
					says: `${TLS}: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
				},
				'that has expired': {
					certificate: () => selfSigned(20, 22),
					says: `${TLS}: its certificate has expired`,
				},
				'that is not valid yet': {
					certificate: () => selfSigned(47, 49),
					says: `${TLS}: its certificate is not valid yet`,
				},
				'of another host': {
					certificate: () => selfSigned(),
					says: `${TLS}: its certificate is for another host name`,
				},
			}).map(([what, { certificate, says }]): [string, DeadEnd] => [
				`${version}: a certificate ${what}`,
				{
					to: async () => {
						const used = certificate();
						if (what !== 'that nobody vouches for') trust(used);
						const port = await tls(arrived, used, undefined, version);
						return what === 'of another host' ? https(port) : `https://localhost:${port}`;
					},
					says,
				},
			]),
		),
	),
	'a proxy that refuses the connection': {
		to: async () => through(1),
		says: `the proxy did not open a connection (the connection was refused); ${PROXY}`,
	},
	'a proxy that hangs up': {
		to: async () => through(await proxy(arrived, 'ends')),
		says: `the proxy did not open a connection; ${PROXY}`,
	},
	'a proxy that does not answer': {
		to: async () => through(await proxy(arrived, 'silent')),
		says: `the proxy did not open a connection (the connection timed out); ${PROXY}`,
		late: true,
	},
	'a proxy that answers with no HTTP': {
		to: async () => through(await proxy(arrived, '220 mail.example.com\r\n\r\n')),
		says: `the proxy did not open a connection; ${PROXY}`,
	},
	'a proxy that opens the way to nothing': {
		to: async () => through(await openProxy(arrived, 1)),
		says: `${TLS}: the connection was cut off`,
	},
	'a proxy that opens the way to a wrong certificate': {
		to: async () => through(await openProxy(arrived, await tls(arrived))),
		says: `${TLS}: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
	},
	...Object.fromEntries(
		[302, 400, 403, 404, 429, 500, 502, 503].map((code): [string, DeadEnd] => [
			`a proxy that answers ${code}`,
			{
				to: async () => through(await proxy(arrived, status(code))),
				says: `the proxy answered with HTTP status ${code}; ${PROXY}`,
			},
		]),
	),
	...Object.fromEntries(
		PROXIES.map((name): [string, DeadEnd] => [
			`a proxy that asks for a password, ${name}`,
			{
				to: async () =>
					through(await proxy(arrived, status(407, 'Proxy-Authenticate: Basic\r\n')), name),
				says: `the proxy answered with HTTP status 407, which asks for a user name and password; ${PROXY}`,
			},
		]),
	),
};

test.each(Object.entries(NEVER_LEFT))(
	'A request that certainly was not sent lets the next execution invite: %s',
	async (_name, { to, says, late }) => {
		const baseUrl = await to();
		if (late) hurry();
		const { message } = await send(baseUrl);
		if (typeof says === 'string') {
			expect(message).toBe(`SendPilot could not be reached: ${says}`);
		} else {
			expect(message).toMatch(says);
		}
		expect(arrived.requests).toEqual([]);
		jest.restoreAllMocks();
		for (const name of PROXIES) delete process.env[name];
		expect(await send()).toMatchObject({ outcome: 'sent' });
		expect(simulated.sends()).toBe(1);
		await closeServers();
		expect(arrived.requests).toEqual([]);
	},
);

test('An execution that is cancelled during the handshake lets the next one invite', async () => {
	let shake = () => {};
	const handshake = new Promise<void>((resolve) => {
		shake = resolve;
	});
	const port = await tcp(() => shake());
	const { message } = await send(https(port), handshake);
	expect(message).toBe('SendPilot could not be reached: the execution was cancelled');
	expect(await send()).toMatchObject({ outcome: 'sent' });
	expect(simulated.sends()).toBe(1);
});

/** In the cases above nothing was written; in these, something was. */
const MAY_HAVE_LEFT: Record<string, DeadEnd> = {
	'a connection reset behind the request': {
		to: async () => {
			const port = await tcp((socket) => {
				arrived.requests.push('POST');
				socket.resetAndDestroy();
			});
			return `http://127.0.0.1:${port}`;
		},
		says: 'the connection was cut off before the answer was complete',
	},
	'a connection ended as soon as it is there': {
		to: async () => `http://127.0.0.1:${await tcp((socket) => socket.destroy(), 'connection')}`,
		says: 'the connection was cut off before the answer was complete',
	},
	...Object.fromEntries(
		(['directly', 'through a proxy'] as const).flatMap((how) =>
			Object.entries({
				'is cut behind the request': {
					meet: (socket: { destroy(): unknown }) => void socket.destroy(),
					says: 'the connection was cut off before the answer was complete',
					late: undefined,
				},
				'gets no answer in time': {
					meet: () => {},
					says: 'it did not answer in time',
					late: true as const,
				},
			}).map(([what, { meet, says, late }]): [string, DeadEnd] => [
				`a TLS connection that ${what}, ${how}`,
				{
					to: async () => {
						const certificate = selfSigned();
						trust(certificate);
						const port = await tls(arrived, certificate, meet);
						if (how === 'through a proxy') through(await openProxy(arrived, port));
						return `https://localhost:${port}`;
					},
					says,
					late,
				},
			]),
		),
	),
};

test.each(Object.entries(MAY_HAVE_LEFT))(
	'A request that may have been sent lets nobody be invited again: %s',
	async (_name, { to, says, late }) => {
		const baseUrl = await to();
		if (late) hurryOnceWritten();
		const { outcome, message } = await send(baseUrl);
		expect(outcome).toBe('unconfirmed');
		expect(message).toContain(`SendPilot could not be reached: ${says}.`);
		expect(arrived.requests.length).toBeLessThanOrEqual(1);
		jest.restoreAllMocks();
		for (const name of PROXIES) delete process.env[name];
		expect((await send()).outcome).not.toBe('sent');
		expect(simulated.sends()).toBe(0);
	},
);

test("A refusal by the provider through a proxy counts as the provider's", async () => {
	const certificate = selfSigned();
	trust(certificate);
	const port = await tls(arrived, certificate, (socket) => socket.end(status(403)));
	through(await openProxy(arrived, port));
	const { message } = await send(`https://localhost:${port}`);
	expect(message).toMatch(/^SendPilot .*Hello/);
	expect(message).not.toMatch(/proxy/i);
	expect(arrived).toEqual({
		requests: ['POST /inbox/connect HTTP/1.1'],
		connects: [`CONNECT localhost:${port}`],
	});
});

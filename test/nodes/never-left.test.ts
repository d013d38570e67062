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

/** What happens to the request, its target, what the error says, and whether that is only said after a wait. */
type DeadEnd = [what: string, to: () => Promise<string>, says: RegExp | string, isLate?: boolean];

const https = (port: number) => `https://127.0.0.1:${port}`;
const TLS = 'no secure connection could be made';
const PROXY = "check n8n's proxy settings";
const REFUSED = 'the connection was refused';
const IN_HANDSHAKE = `${TLS}: the connection was cut off`;
const CUT_OFF = 'the connection was cut off before the answer was complete';
const UNOPENED = `the proxy did not open a connection; ${PROXY}`;
const UNTRUSTED = 'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)';

/** Certificates that are not accepted, and what the error says of them. */
const CERTIFICATES = [
	['that nobody vouches for', () => selfSigned(), UNTRUSTED],
	['that has expired', () => selfSigned(20, 22), 'has expired'],
	['that is not valid yet', () => selfSigned(47, 49), 'is not valid yet'],
	['of another host', () => selfSigned(), 'is for another host name'],
] as const;

const NEVER_LEFT: DeadEnd[] = [
	['a refused connection', async () => 'http://127.0.0.1:1', REFUSED],
	['a refused connection, https', async () => https(1), REFUSED],
	[
		'a refused connection of each of several addresses',
		async () => {
			lookUp(['127.0.0.1', '127.0.0.2']);
			return 'https://two.test:1';
		},
		REFUSED,
	],
	// The kernel refuses to connect, so no packet is sent.
	['no route', async () => 'https://255.255.255.255', /no route|no connection could be made/],
	[
		'a connection that is not made in time',
		async () => {
			lookUp(null);
			return 'https://slow.test';
		},
		'the connection timed out',
		true,
	],
	[
		'a handshake that does not end in time',
		async () => {
			let connect = () => {};
			const connected = new Promise<void>((resolve) => (connect = resolve));
			endWaitsWhen(connected);
			// The server may learn of the connection before the client does.
			return https(await tcp(() => setImmediate(() => setImmediate(connect))));
		},
		`${TLS}: the host took too long`,
	],
	[
		'plain HTTP behind https',
		async () => https(await tcp((socket) => socket.end(status(400)))),
		`${TLS} (EPROTO)`,
	],
	[
		'a connection ended before the handshake',
		async () => https(await tcp((socket) => socket.destroy(), 'connection')),
		IN_HANDSHAKE,
	],
	[
		'a connection ended within the handshake',
		async () => https(await tcp((socket) => socket.end())),
		IN_HANDSHAKE,
	],
	[
		'a connection reset within the handshake',
		async () => https(await tcp((socket) => socket.resetAndDestroy())),
		IN_HANDSHAKE,
	],
	...(['TLSv1.2', 'TLSv1.3'] as const).flatMap((version) =>
		CERTIFICATES.map(([what, certificate, says]): DeadEnd => {
			const to = async () => {
				const used = certificate();
				if (what !== 'that nobody vouches for') trust(used);
				const port = await tls(arrived, used, undefined, version);
				return what === 'of another host' ? https(port) : `https://localhost:${port}`;
			};
			return [`${version}: a certificate ${what}`, to, `${TLS}: its certificate ${says}`];
		}),
	),
	[
		'a proxy that refuses the connection',
		async () => through(1),
		`the proxy did not open a connection (${REFUSED}); ${PROXY}`,
	],
	['a proxy that hangs up', async () => through(await proxy(arrived, 'ends')), UNOPENED],
	[
		'a proxy that does not answer',
		async () => through(await proxy(arrived, 'silent')),
		`the proxy did not open a connection (the connection timed out); ${PROXY}`,
		true,
	],
	[
		'a proxy that answers with no HTTP',
		async () => through(await proxy(arrived, '220 mail.example.com\r\n\r\n')),
		UNOPENED,
	],
	[
		'a proxy that opens the way to nothing',
		async () => through(await openProxy(arrived, 1)),
		IN_HANDSHAKE,
	],
	[
		'a proxy that opens the way to a wrong certificate',
		async () => through(await openProxy(arrived, await tls(arrived))),
		`${TLS}: its certificate ${UNTRUSTED}`,
	],
	...[302, 400, 403, 404, 429, 500, 502, 503].map(
		(code): DeadEnd => [
			`a proxy that answers ${code}`,
			async () => through(await proxy(arrived, status(code))),
			`the proxy answered with HTTP status ${code}; ${PROXY}`,
		],
	),
	...PROXIES.map(
		(name): DeadEnd => [
			`a proxy that asks for a password, ${name}`,
			async () => through(await proxy(arrived, status(407, 'Proxy-Authenticate: Basic\r\n')), name),
			`the proxy answered with HTTP status 407, which asks for a user name and password; ${PROXY}`,
		],
	),
];

test.each(NEVER_LEFT)(
	'A request that certainly was not sent lets the next execution invite: %s',
	async (_name, to, says, isLate = false) => {
		const baseUrl = await to();
		if (isLate) hurry();
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

const BEHIND_THE_REQUEST: Array<
	[what: string, meet: Parameters<typeof tls>[2], says: string, isLate?: boolean]
> = [
	['is cut behind the request', (socket) => socket.destroy(), CUT_OFF],
	['gets no answer in time', () => {}, 'it did not answer in time', true],
];
/** In the cases above nothing was written; in these, something was. */
const MAY_HAVE_LEFT: DeadEnd[] = [
	[
		'a connection reset behind the request',
		async () => {
			const port = await tcp((socket) => {
				arrived.requests.push('POST');
				socket.resetAndDestroy();
			});
			return `http://127.0.0.1:${port}`;
		},
		CUT_OFF,
	],
	[
		'a connection ended as soon as it is there',
		async () => `http://127.0.0.1:${await tcp((socket) => socket.destroy(), 'connection')}`,
		CUT_OFF,
	],
	...(['directly', 'through a proxy'] as const).flatMap((how) =>
		BEHIND_THE_REQUEST.map(([what, meet, says, isLate]): DeadEnd => {
			const to = async () => {
				const certificate = selfSigned();
				trust(certificate);
				const port = await tls(arrived, certificate, meet);
				if (how === 'through a proxy') through(await openProxy(arrived, port));
				return `https://localhost:${port}`;
			};
			return [`a TLS connection that ${what}, ${how}`, to, says, isLate];
		}),
	),
];

test.each(MAY_HAVE_LEFT)(
	'A request that may have been sent lets nobody be invited again: %s',
	async (_name, to, says, isLate = false) => {
		const baseUrl = await to();
		if (isLate) hurryOnceWritten();
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

import fc from 'fast-check';
import nock from 'nock';
import { credentialOf } from '../harness/exchange';
import type { CredentialData } from '../harness/harness';
import { harnesses } from '../harness/loaded.cjs';

/** A provider's response. */
export interface MadeUpReply {
	readonly status: number;
	readonly body: string;
	readonly headers: Record<string, string>;
}

const person = {
	profileUrl: 'https://www.linkedin.com/in/ada-lovelace',
	publicIdentifier: 'ada-lovelace',
	firstName: 'Ada',
};
const invitation = { invitationId: '1', invitation_id: '7310081824666365952', profile: person };

/** Parts of the providers' responses, right and wrong. */
const WORDS = {
	connected: true,
	invitationSent: false,
	invitationReceived: false,
	success: true,
	status: 'success',
	data: {
		invitation_state: 'PENDING',
		invitation_type: 'SENT',
		invitation_id: '7310081824666365952',
		invitations: [invitation],
		connections: [person],
		accounts: [{ account_id: 'acc_1', status: 'active', is_active: true }],
		total: 1,
	},
	is_connected: false,
	connection_level: 2,
	id: 'acc_1',
	message: 'Connection request sent',
	error: 'Refused',
	invitations: [invitation],
	connections: [person],
	accounts: [{ id: 'acc_1', status: 'AVAILABLE' }],
	leads: [{ id: 'lead_1', linkedinUrl: person.profileUrl }],
	senders: [{ id: 'acc_1', status: 'active' }],
	pagination: { hasMore: true, page: 1, total: 3 },
	hasMore: true,
	count: 1,
};
const likely = fc.subarray(Object.entries(WORDS)).map((entries) => Object.fromEntries(entries));

/** The same with one value of another type. */
const wrongShape = fc
	.tuple(likely, fc.constantFrom(...Object.keys(WORDS)), fc.jsonValue({ maxDepth: 3 }))
	.map(([body, key, value]) => ({ ...body, [key]: value }));

/** JSON with a missing or repeated part. */
const nearlyJson = fc.tuple(likely, fc.nat(400), fc.nat(40)).map(([body, at, length]) => {
	const text = JSON.stringify(body);
	return `${text.slice(0, at)}${text.slice(at + length)}`;
});

const nested = fc
	.tuple(fc.constantFrom('[', '{"data":', '{"invitations":['), fc.constantFrom(3, 99, 101, 5_000))
	.map(([open, depth]) => {
		const close = open.replace(/[^[{]/g, '').replace(/\[/g, ']').replace(/\{/g, '}');
		return `${open.repeat(depth)}1${[...close].reverse().join('').repeat(depth)}`;
	});

const asText = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const body = fc.oneof(
	{ weight: 6, arbitrary: likely.map((value) => JSON.stringify(value)) },
	{ weight: 3, arbitrary: wrongShape.map((value) => JSON.stringify(value)) },
	{ weight: 1, arbitrary: likely.map((value) => JSON.stringify([value])) },
	{ weight: 2, arbitrary: nearlyJson },
	{ weight: 1, arbitrary: nested },
	{ weight: 2, arbitrary: fc.json() },
	// For a string with custom units, fast-check first builds a table of all Unicode.
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map(asText) },
);
const status = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(200) },
	{ weight: 4, arbitrary: fc.constantFrom(201, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503) },
	{ weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
const headers = fc.record(
	{
		'Retry-After': fc.constantFrom('1', '30', '0', '-5', 'soon', 'Mon, 22 Jan 2030 00:00:00 GMT'),
		'X-RateLimit-Action': fc.constantFrom('connect', 'CONNECT', 'view', ''),
		'X-RateLimit-Remaining': fc.constantFrom('0', '1', '90', '-1', 'many'),
		'X-RateLimit-Reset': fc.constantFrom('2030-01-22T00:00:00.000Z', '1705881600', 'never'),
		Date: fc.constantFrom('Thu, 01 Jan 1970 00:00:00 GMT', 'Sat, 22 Jan 2050 00:00:00 GMT', 'now'),
	},
	{ requiredKeys: [] },
);
export const reply: fc.Arbitrary<MadeUpReply> = fc.record({ status, body, headers });

const ADDRESSES = harnesses().map(
	(harness) => new URL(String(credentialOf(harness).baseUrl)).origin,
);

/** Every provider returns these responses in order; the last one repeats. */
export function answerWith(replies: readonly MadeUpReply[]) {
	nock.cleanAll();
	let asked = 0;
	for (const address of ADDRESSES) {
		for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
			nock(address)
				.persist()
				.intercept(/.*/, method)
				.reply(() => {
					const next = replies[Math.min(asked, replies.length - 1)];
					asked += 1;
					return [next?.status ?? 200, next?.body ?? '', { ...next?.headers }];
				});
		}
	}
}

/** Credentials with the vendors' own addresses, and this key as each secret. */
export function credentialsWith(key: string, version = 'v2'): CredentialData {
	return Object.fromEntries(
		harnesses().map((harness) => {
			const secrets = harness.versions.flatMap((one) => one.secrets);
			const credential = credentialOf(harness, version);
			return [
				new harness.credential().name,
				{ ...credential, ...Object.fromEntries(secrets.map((name) => [name, key])) },
			];
		}),
	);
}

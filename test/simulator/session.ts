import { z } from 'zod';
import { defaultWorld } from './default-world';
import { startSimulator, type Simulator } from './simulator';
import type { ProviderName } from './world';

export const START = Date.parse('2024-01-15T10:30:00.000Z');
export const MINUTE = 60_000;
export const DAY = 86_400_000;

const world = defaultWorld();
const auth: Record<ProviderName, Record<string, string>> = {
	connectSafely: { Authorization: `Bearer ${world.connectSafely.apiKey}` },
	linkupApi: { 'x-api-key': world.linkupApi.apiKey },
	sendPilot: { 'X-API-Key': world.sendPilot.apiKey },
	seleqt: { 'X-API-Key': world.seleqt.apiKey },
	unipile: { 'X-API-KEY': world.unipile.apiKey },
};

const Row = z.record(z.unknown());
export const row = (json: unknown) => Row.parse(json);

function pick(json: unknown, field: string): unknown {
	return field
		.split('.')
		.reduce<unknown>((at, key) => (Array.isArray(at) ? at[Number(key)] : row(at)[key]), json);
}

/** A simulator with a clock of its own, fresh for each test of a file, and ways to call it. */
export function useSession() {
	let sim: Simulator | undefined;
	const clock = { now: START };
	const session = {
		clock,
		get sim() {
			if (!sim) throw new TypeError('The simulator starts before the first test');
			return sim;
		},
		async call(
			provider: ProviderName,
			route: string,
			body?: unknown,
			headers: Record<string, string> = auth[provider],
		) {
			const [method = 'GET', path = ''] = route.split(' ');
			return await session.ask(`${session.sim.baseUrls[provider]}${path}`, method, body, headers);
		},
		async ask(url: string, method: string, body: unknown, headers: Record<string, string>) {
			const response = await fetch(url, {
				method,
				headers: { 'Content-Type': 'application/json', ...headers },
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			const text = await response.text();
			const json: unknown = JSON.parse(text);
			const get = (field: string) => pick(json, field);
			/** One field of each row of a list. */
			const column = (list: string, field: string) =>
				z
					.array(z.unknown())
					.parse(get(list))
					.map((one) => pick(one, field));
			return { status: response.status, text, body: json, get, column };
		},
		cs: async (route: string, body?: unknown) => await session.call('connectSafely', route, body),
		v1: async (name: string, body: object = {}) =>
			await session.call('linkupApi', `POST /v1/network/${name}`, {
				login_token: world.linkupApi.loginToken,
				country: 'FR',
				...body,
			}),
		v2: async (action: string, params: object = {}, account_id = 'acc_abc123') =>
			await session.call('linkupApi', 'POST /v2/network', { account_id, action, params }),
		/** Unipile, v1 below its DSN or v2. */
		unipile: async (
			version: 'v1' | 'v2',
			route: string,
			body?: unknown,
			key = world.unipile.apiKey,
			headers: Record<string, string> = {},
		) => {
			const [method = 'GET', path = ''] = route.split(' ');
			const { baseUrls, url } = session.sim;
			const base = version === 'v1' ? `${url}/api/v1` : baseUrls.unipile;
			return await session.ask(`${base}${path}`, method, body, { 'X-API-KEY': key, ...headers });
		},
		/** So many people who stand so to the account; the first one's relation is the newest. */
		people(
			count: number,
			relation: 'connected' | 'pending_sent' | 'pending_received',
			accountId: string,
			name = relation.replace('_', '-'),
		) {
			for (let n = 1; n <= count; n++) {
				const invitationId =
					relation === 'connected' ? null : String(7300000000000000000n + BigInt(n));
				const since = START - n * MINUTE;
				const relationship = { relation, degree: 2, invitationId, since } as const;
				session.sim.world.people.add({
					publicIdentifier: `${name}-${n}`,
					relations: { [accountId]: relationship },
				});
			}
		},
	};
	beforeAll(async () => {
		sim = await startSimulator({ now: () => clock.now });
	});
	beforeEach(() => {
		clock.now = START;
		session.sim.reset();
	});
	afterAll(async () => await sim?.close());
	return session;
}

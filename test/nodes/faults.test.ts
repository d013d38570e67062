/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { EVERY_OPERATION, nodeOperationsOf, PEOPLE, senderOf } from '../harness/every-operation';
import { faultCases, type FaultCase } from '../harness/fault-cases';
import { hurryOnceWritten } from '../harness/hurry';
import { recordLog } from '../harness/log';
import {
	runNode,
	searchAccounts,
	type NodeCredentials,
	type NodeResult,
} from '../harness/run-node';
import { selfSigned } from '../harness/self-signed';
import { MODES } from '../harness/senders';
import { useSimulator } from '../harness/simulated';
import { writeBroken } from '../simulator/broken';
import { isProcessed } from '../simulator/faults';
import type { ProviderName } from '../simulator/world';

const simulated = useSimulator();

/** Requests that came to a host that no credential names. */
const elsewhere: string[] = [];
let answerElsewhere = (response: ServerResponse): unknown => response.end('{}');
const servers: Record<string, Server> = {
	elsewhere: createServer((request, response) => {
		elsewhere.push(`${request.method} ${request.url}`);
		answerElsewhere(response);
	}),
	'self-signed': createTlsServer(selfSigned(), (request, response) => {
		elsewhere.push(`${request.method} ${request.url}`);
		response.end('{}');
	}),
};
const portOf = (name: string) => (servers[name]?.address() as AddressInfo).port;

beforeAll(async () => {
	// It stands between the client and the wire, and takes timeouts and broken answers another way.
	nock.restore();
	for (const server of Object.values(servers)) {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	}
});
afterAll(async () => {
	for (const server of Object.values(servers)) await new Promise((done) => server.close(done));
});

let log: string[] = [];
beforeEach(() => {
	elsewhere.length = 0;
	log = recordLog();
});
afterEach(() => jest.restoreAllMocks());

/** Each operation meets every sixth fault, and each fault every sixth operation; EVERY_FAULT=1 runs them all. */
const TURNS = process.env.EVERY_FAULT === undefined ? 6 : 1;
const CASES = Object.keys(faultCases('')).map((name, index) => ({ name, index }));
const caseOf = (name: string): FaultCase => {
	const found = faultCases(`http://localhost:${portOf('elsewhere')}`)[name];
	if (!found) throw new TypeError(`There is no fault called ${name}`);
	return found;
};

/** The credentials, where it is the host that goes wrong, and not an answer. */
function credentialsFor(host: FaultCase['host'], version?: 'v1' | 'v2') {
	const right = simulated.credentials(version);
	if (host === undefined) return right;
	const { port } = new URL(simulated.sim.url);
	const baseUrl = {
		'self-signed': `https://127.0.0.1:${portOf('self-signed')}`,
		'http behind https': `https://127.0.0.1:${port}`,
		closed: 'http://127.0.0.1:1',
	}[host];
	const moved = Object.entries(right).map(([name, data]) => [name, { ...data, baseUrl }]);
	return Object.fromEntries(moved) as typeof right;
}

/** Each item leaves once, in order, paired with where it came from: `counts` tells on which outputs. */
function leftOn({ outputs }: NodeResult): number[][] {
	return outputs.map((output) =>
		output.map(({ pairedItem }) => (pairedItem as { item: number }).item),
	);
}

function expectNoSecret({ run, failure }: NodeResult, provider: ProviderName) {
	const { world } = simulated.sim;
	const told = JSON.stringify([
		run,
		failure && [failure.message, failure.description, failure.stack, failure.cause],
		log,
	]);
	for (const secret of [world[provider].apiKey, world.linkupApi.loginToken]) {
		expect(told).not.toContain(secret);
		expect(told).not.toContain(Buffer.from(secret).toString('base64'));
	}
}

/** Checks that all items failed with this, wherever the mode puts failed items. */
function expectFailed(result: NodeResult, mode: keyof typeof MODES, says: RegExp) {
	if (mode === 'plain' || mode === 'Retry On Fail') {
		expect(result.failure?.message).toMatch(says);
		expect(result.failure?.description).toMatch(/\S/);
		expect(result.failure?.context?.itemIndex).toBeGreaterThanOrEqual(0);
		return;
	}
	expect(result.failure).toBeUndefined();
	const output = mode === 'Continue' ? 0 : 2;
	const expected: number[][] = mode === 'Continue' ? [[0, 1], []] : [[], [], [0, 1]];
	expect(leftOn(result)).toEqual(expected);
	for (const { json } of result.outputs[output] ?? []) {
		expect(json.error).toMatch(says);
		expect(json.message).toMatch(/\S/);
	}
}

const MODE_NAMES = Object.keys(MODES) as Array<keyof typeof MODES>;
/** A request that was given up may come in late, in the next test: it has the key of its own. */
function dropStrays() {
	const { log: requests } = simulated.sim;
	requests.splice(0, requests.length, ...requests.filter(({ authorized }) => authorized));
}

const invited = () => simulated.sim.invitationsAccepted().map(({ person }) => person);

test('the matrix has every operation of the provider nodes', () => {
	for (const { id: node } of PROVIDERS) {
		for (const { resource, operation } of nodeOperationsOf(node)) {
			const cases = Object.values(EVERY_OPERATION).filter(
				({ parameters }) => parameters.resource === resource && parameters.operation === operation,
			);
			expect([node, resource, operation, cases.some((one) => one.node === node)]).toContain(true);
		}
	}
});

describe.each(Object.entries(EVERY_OPERATION).map(([name, one], index) => ({ name, one, index })))(
	'$name',
	({ one, index }) => {
		const { node, provider, version, effect, prepare } = one;
		const parameters = { ...one.parameters } as IDataObject;

		const turns = CASES.filter((fault) => (index + fault.index) % TURNS === 0);

		test.each(turns)('$name', async ({ name, index: fault }) => {
			const { meaning, says, fault: order, host, late } = caseOf(name);
			const turn = Math.floor((index + fault) / TURNS) + fault;
			const mode = MODE_NAMES[turn % MODE_NAMES.length] ?? 'plain';
			const settings = MODES[mode];
			prepare?.(simulated.sim);
			if (order) simulated.sim.fault({ provider, ...order, times: Infinity });
			if (late) hurryOnceWritten();
			const credentials = credentialsFor(host, version);
			const result = await simulated.run({
				node,
				version,
				parameters,
				credentials,
				items: PEOPLE,
				settings,
			});

			dropStrays();
			expect(elsewhere).toEqual([]);
			expectNoSecret(result, provider);
			expect(new Set(invited()).size).toBe(invited().length);
			expect(simulated.sends()).toBeLessThanOrEqual(effect === 'once' ? PEOPLE.length : 0);
			if (meaning === 'harmless') {
				expect(result.failure).toBeUndefined();
				expect(new Set(leftOn(result)[0])).toEqual(new Set([0, 1]));
				expect(leftOn(result).slice(1).flat()).toEqual([]);
				expect(result.success.filter((json) => 'error' in json)).toEqual([]);
				return;
			}
			if (meaning === 'limited') {
				expect(result.failure).toBeUndefined();
				expect(leftOn(result).slice(0, 2)).toEqual([[], [0, 1]]);
				return;
			}
			if (meaning === 'refused') expect(invited()).toEqual([]);
			if (effect === 'once' && meaning === 'unclear') {
				expect(result.failure).toBeUndefined();
				expect(leftOn(result).flat()).toEqual([0, 1]);
				for (const { outcome, invited: isInvited, message } of result.success) {
					expect([outcome, isInvited]).toEqual(['unconfirmed', null]);
					expect(String(message).replace(/\. The invitation may have gone out: .*$/, '')).toMatch(
						says,
					);
				}
				return;
			}
			expectFailed(result, mode, says);
			if (effect === 'read' || effect === 'list') {
				const tries = mode === 'Retry On Fail' ? 3 : 1;
				expect(simulated.sim.log.length).toBeLessThanOrEqual(PEOPLE.length * tries);
			}
		});
	},
);

describe.each(
	Object.entries(EVERY_OPERATION).filter(
		([, { node, effect }]) => node !== 'linkedInOutreach' && effect === 'once',
	),
)('%s, when only the invitation goes wrong', (_name, one) => {
	const { match, canBeAsked } = senderOf(one);
	const unclear = CASES.filter(({ name }) => {
		const { meaning, fault } = faultCases('')[name] ?? {};
		return meaning === 'unclear' && fault !== undefined;
	});

	test.each(unclear)('$name: asked for once, and then looked after', async ({ name }) => {
		const { fault, late } = caseOf(name);
		if (!fault) throw new TypeError('Each of these is a fault of the answer');
		one.prepare?.(simulated.sim);
		simulated.sim.fault({ ...match, ...fault });
		// Long enough for what is answered as it should be.
		if (late) hurryOnceWritten(500);
		const { success, failure } = await simulated.run({
			node: one.node,
			version: one.version,
			parameters: { ...one.parameters } as IDataObject,
			items: PEOPLE,
		});
		dropStrays();
		expect(failure).toBeUndefined();
		const first = isProcessed(fault) && canBeAsked ? ['sent', true] : ['unconfirmed', null];
		expect(success.map((json) => [json.outcome, json.invited])).toEqual([first, ['sent', true]]);
		expect(simulated.sends()).toBe(PEOPLE.length);
		expect(invited()).toEqual(isProcessed(fault) ? ['ada-one', 'ben-two'] : ['ben-two']);
		expect(elsewhere).toEqual([]);
	});
});

describe('what is not read on is hung up on', () => {
	const parameters = { provider: 'connectSafely', operation: 'getAccountStatus' };
	const AS: Record<string, (credentials: NodeCredentials) => Promise<unknown>> = {
		'in an execution': async (credentials) => await runNode({ parameters, credentials }),
		'in the editor': async (credentials) =>
			await searchAccounts({ parameters, credentials }).catch(() => null),
	};

	test.each(
		Object.entries(AS).flatMap(([name, run]) =>
			(['endless', 'endless gzip', 'endless list', 'stalled'] as const).map((how) => ({
				name,
				run,
				how,
			})),
		),
	)('$how, $name', async ({ run, how }) => {
		const closed = new Promise<void>((resolve) => {
			servers.elsewhere?.once('request', (_request, response: ServerResponse) => {
				response.once('close', resolve);
			});
		});
		answerElsewhere = (response) => writeBroken(how, response, Buffer.from('{"a":1}'), 200);
		if (how === 'stalled') hurryOnceWritten();
		const baseUrl = `http://127.0.0.1:${portOf('elsewhere')}`;
		await run({ connectSafelyApi: { apiKey: `key ${how}`, baseUrl } });
		await closed;
	});
});

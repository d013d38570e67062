/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { credentialsFor, isSimulated, type ApiVersion } from '../simulator/credentials';
import { ofAccount } from '../simulator/operation-case';
import type { Simulator } from '../simulator/simulator';
import { about, addAccount, assertOutcomes, field, rows } from './people';
import type { N8nRest } from './rest';
import type { NamedCheck } from './run-checks';
import type { N8nSession } from './session';
import { byId, PACKAGE, runNode } from './workflows';

/**
 * What every check works with: a freshly reset simulator, and the same n8n throughout, which remembers account
 * limits from earlier checks.
 */
export interface CheckContext {
	rest: N8nRest;
	/** for checks that crash n8n or restart it */
	n8n: N8nSession;
	simulator: Simulator;
	/** stored credentials for the simulator, by credential type */
	credentials: Record<string, { id: string; name: string }>;
}

/** A check of the package in one n8n process. */
export type Check = NamedCheck<CheckContext>;

const NODES = ['linkedInOutreach', ...PROVIDERS.map(({ id }) => id)];
const CREDENTIALS = PROVIDERS.map(({ credential }) => credential.type);

const SIMULATED_CREDENTIALS = PROVIDERS.filter(({ id }) => isSimulated(id)).map(
	({ credential }) => credential.type,
);

/** A valid key for each credential type. */
export const credentialData = (simulator: Simulator) => credentialsFor(simulator, 'v1');

/** Saves a valid credential of each type; returns them by type. */
export async function saveCredentials(
	rest: N8nRest,
	simulator: Simulator,
): Promise<CheckContext['credentials']> {
	const credentials: CheckContext['credentials'] = {};
	for (const [type, data] of Object.entries(credentialData(simulator))) {
		credentials[type] = await rest.saveCredential(`${type} simulated`, type, { ...data });
	}
	return credentials;
}

const loading: Check[] = [
	{
		name: 'all nodes load, each with its two outputs',
		async run({ rest }) {
			const types = await rest.nodeTypes(PACKAGE);
			const names = types.map((type) => type.name.slice(PACKAGE.length + 1));
			for (const name of NODES) assert.ok(names.includes(name), `${name} is not among ${names}`);
			for (const type of types.filter((one) =>
				NODES.includes(one.name.slice(PACKAGE.length + 1)),
			)) {
				assert.deepEqual(type.outputNames, ['Success', 'Rate Limited'], type.name);
			}
		},
	},
	{
		name: 'all credential types load',
		async run({ rest }) {
			const names = await rest.credentialTypes();
			for (const name of CREDENTIALS) assert.ok(names.includes(name), `${name} did not load`);
		},
	},
];

const testOf = (type: string, version: ApiVersion): Check => ({
	name: `the test of ${type} ${version} passes with a right key and fails with a wrong one`,
	async run({ rest, simulator }) {
		const data = credentialsFor(simulator, version)[type] ?? {};
		const right = await rest.testCredential(`${type} ${version} right`, type, data);
		assert.equal(right.status, 'OK', right.message);
		const wrong = await rest.testCredential(`${type} ${version} wrong`, type, {
			...data,
			apiKey: 'not-the-key',
		});
		assert.equal(wrong.status, 'Error');
	},
});

const credentialTests: Check[] = [
	...SIMULATED_CREDENTIALS.map((type) => testOf(type, 'v1')),
	...['linkupApi', 'unipileApi'].map((type) => testOf(type, 'v2')),
	{
		name: 'the test of unipileApi passes with a key of one account, which may not list them',
		async run({ rest, simulator }) {
			const scoped = await rest.testCredential('unipileApi scoped', 'unipileApi', {
				...credentialsFor(simulator, 'v2').unipileApi,
				apiKey: simulator.world.unipile.scopedApiKey,
			});
			assert.equal(scoped.status, 'OK', scoped.message);
		},
	},
	{
		name: 'the test of sendPilotApi passes with a key that lacks scopes',
		async run({ rest, simulator }) {
			const limited = await rest.testCredential('sendPilotApi limited', 'sendPilotApi', {
				...credentialData(simulator).sendPilotApi,
				apiKey: simulator.world.sendPilot.limitedApiKey,
			});
			assert.equal(limited.status, 'OK', limited.message);
		},
	},
];

const outputs: Check[] = [
	{
		name: 'sends leave on Success until the limit, the rest on Rate Limited, untried',
		async run({ rest, simulator, credentials }) {
			const accountId = addAccount(simulator, 'connectSafely', 'acc_limit', 2);
			const people = ['limit-one', 'limit-two', 'limit-three', 'limit-four'];
			const account = { accountId: byId(accountId) };
			const run = await runNode(rest, 'Both outputs', rows(people), {
				parameters: about('connectSafely', 'sendConnection', account),
				credentials,
			});
			assert.equal(run.execution.status, 'success', run.execution.error?.message);
			assertOutcomes(run, ['sent', 'sent']);
			assert.deepEqual(field(run.success, 'invited'), [true, true]);
			assert.deepEqual(field(run.rateLimited, 'row'), [2, 3]);
			assert.deepEqual(field(run.rateLimited, 'linkedin'), people.slice(2));
			assert.deepEqual(run.pairs, [[0, 1], [2, 3], []]);
			assert.equal(simulator.requests('connectSafely', '/connect').length, 2);
			assert.equal(simulator.invitationsAccepted('connectSafely').length, 2);
			for (const { rateLimit } of run.rateLimited) {
				const { retryAt, ...told } = rateLimit as Record<string, unknown>;
				assert.ok(Date.parse(String(retryAt)) > Date.now(), `retryAt is ${String(retryAt)}`);
				assert.equal(told.scope, 'week');
				assert.equal(told.accountId, accountId);
				assert.equal(told.attempted, false);
			}
		},
	},
	{
		name: 'a failed item leaves on the error output, the others on Success',
		async run({ rest, credentials }) {
			const items = ['connie-connected', 'https://www.linkedin.com/company/acme', 'peter-pending'];
			const run = await runNode(rest, 'Error output', rows(items), {
				parameters: about('connectSafely', 'getConnectionStatus'),
				credentials,
				onError: 'continueErrorOutput',
			});
			assertOutcomes(run, ['connected', 'not_connected']);
			assert.equal(run.rateLimited.length, 0);
			assert.equal(run.failed.length, 1);
			assert.equal(run.failed[0]?.row, 1);
			assert.match(String(run.failed[0]?.error), /company/i);
			assert.deepEqual(run.pairs[0], [0, 2]);
		},
	},
	{
		name: 'with Continue a failed item stays on Success, with its error',
		async run({ rest, credentials }) {
			const run = await runNode(rest, 'Continue', rows(['', 'connie-connected']), {
				parameters: about('connectSafely', 'getConnectionStatus'),
				credentials,
				onError: 'continueRegularOutput',
			});
			assert.equal(run.execution.status, 'success');
			assert.equal(run.success.length, 2);
			assert.match(String(run.success[0]?.error), /profile/i);
			assert.equal(run.success[1]?.outcome, 'connected');
		},
	},
	{
		name: 'without On Error a failed item stops the workflow, and the message says why',
		async run({ rest, simulator, credentials }) {
			const run = await runNode(rest, 'Stop', [{ linkedin: 'https://www.linkedin.com/school/x' }], {
				parameters: about('connectSafely', 'getConnectionStatus'),
				credentials,
			});
			assert.equal(run.execution.status, 'error');
			assert.match(run.execution.error?.message ?? '', /school/i);
			assert.equal(simulator.log.length, 0);
		},
	},
];

const parameters: Check[] = [
	{
		name: 'expressions set profile, note and account for each item',
		async run({ rest, simulator, credentials }) {
			const items = [
				{ who: 'expr-one', text: 'Hello One', account: 'acc_12345' },
				{ who: 'expr-two', text: 'Hello Two', account: '696ce9e780e0483585e4e553' },
			];
			const run = await runNode(rest, 'Expressions', items, {
				parameters: about('connectSafely', 'sendConnection', {
					profile: "={{ 'https://www.linkedin.com/in/' + $json.who + '?x=1' }}",
					note: '={{ $json.text }}',
					accountId: byId('={{ $json.account }}'),
					options: { includeInputFields: true },
				}),
				credentials,
			});
			assert.equal(run.execution.status, 'success', run.execution.error?.message);
			assertOutcomes(run, ['sent', 'sent']);
			assert.deepEqual(field(run.success, 'who'), ['expr-one', 'expr-two']);
			const accepted = simulator.invitationsAccepted('connectSafely');
			// Two accounts send in parallel, so either may come first.
			assert.deepEqual(
				accepted.map(({ person, note, accountId }) => [person, note, accountId]).sort(),
				[
					['expr-one', 'Hello One', 'acc_12345'],
					['expr-two', 'Hello Two', '696ce9e780e0483585e4e553'],
				],
			);
		},
	},
	{
		name: 'the account status of ConnectSafely',
		async run({ rest, credentials }) {
			const run = await runNode(rest, 'Account status', [{}], {
				parameters: {
					provider: 'connectSafely',
					operation: 'getAccountStatus',
					accountId: byId('acc_error'),
				},
				credentials,
			});
			assert.equal(run.success[0]?.outcome, 'needs_attention', run.execution.error?.message);
			assert.equal(run.success[0]?.accountId, 'acc_error');
		},
	},
	{
		name: 'the connection status of LinkupAPI',
		async run({ rest, credentials }) {
			const linkup = await runNode(rest, 'LinkupAPI', [{}], {
				parameters: about('linkupApi', 'getConnectionStatus', { profile: 'connie-connected' }),
				credentials,
			});
			assert.equal(linkup.success[0]?.outcome, 'connected', linkup.execution.error?.message);
		},
	},
	{
		name: 'an invitation through SendPilot',
		async run({ rest, simulator, credentials }) {
			const run = await runNode(rest, 'SendPilot', [{}], {
				parameters: about('sendPilot', 'sendConnection', {
					profile: 'sendpilot-person',
					accountId: byId('sender_abc123'),
				}),
				credentials,
			});
			assert.equal(run.success[0]?.outcome, 'sent', run.execution.error?.message);
			assert.equal(simulator.invitationsAccepted('sendPilot').length, 1);
		},
	},
];

const ACCOUNTS_OF_UNIPILE = {
	v1: [
		'Ada Doe (Tz5bQm1vRkCwd2_Xa)',
		'Dan Doe (Lw7hGe3nPyJfo6_Zu), needs attention',
		'John Doe (Yk08cDzzdsqs9_8ds)',
	],
	v2: [
		'Ada Doe (acc_01h455vb4pex5vsknk084sn03r)',
		'Dan Doe (acc_01h455vb4pex5vsknk084sn04s), needs attention',
		'John Doe (acc_01h455vb4pex5vsknk084sn02q)',
	],
};

/** WhatsApp accounts are not included. */
const fromList: Check[] = (['v1', 'v2'] as const).map((version) => ({
	name: `From List has the LinkedIn accounts of Unipile ${version}, in both nodes`,
	async run({ rest, simulator }) {
		const data = credentialsFor(simulator, version).unipileApi ?? {};
		const unipileApi = await rest.saveCredential(`unipileApi ${version}`, 'unipileApi', data);
		for (const node of ['linkedInOutreach', 'unipile']) {
			const listed = await rest.fromList(`${PACKAGE}.${node}`, {
				parameter: 'accountId',
				methodName: 'searchAccounts',
				parameters: { provider: 'unipile' },
				credentials: { unipileApi },
			});
			assert.deepEqual(listed, ACCOUNTS_OF_UNIPILE[version], node);
		}
	},
}));

const ownNodes: Check[] = [
	{
		name: "a limit of requests leaves on the Rate Limited output of a provider's own node",
		async run({ rest, simulator, credentials }) {
			// A limit of an account that no other check uses.
			simulator.world.unipile.minute.perMinute = 1;
			const people = [{ who: 'connie-connected' }, { who: 'peter-pending' }];
			const run = await runNode(rest, 'Unipile limit', people, {
				type: 'unipile',
				parameters: ofAccount('Tz5bQm1vRkCwd2_Xa', 'profile', 'get', {
					profile: '={{ $json.who }}',
					options: { maxConcurrentRequests: 1 },
				}),
				credentials,
			});
			assert.equal(run.execution.status, 'success', run.execution.error?.message);
			assert.equal(run.success.length, 1);
			assert.deepEqual(field(run.rateLimited, 'who'), ['peter-pending']);
		},
	},
];

/** Every check of the package in a real n8n, in the order in which they run. */
export const checks: Check[] = [
	...loading,
	...credentialTests,
	...outputs,
	...parameters,
	...fromList,
	...ownNodes,
];

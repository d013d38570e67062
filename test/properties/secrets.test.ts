import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { EVERY_OPERATION } from '../harness/every-operation';
import { byId } from '../harness/exchange';
import { recordLog } from '../harness/log';
import { processedStore } from '../harness/processed-store';
import { runNode } from '../harness/run-node';
import { activateTrigger } from '../harness/run-poll';
import { newProcess, withoutNetwork } from '../harness/simulated';
import { answerWith, credentialsWith } from './made-up';
import { PROPERTY_TIMEOUT_MS, runs } from './seed';

withoutNetwork();

/** Long enough not to stand in ordinary text by chance, and of everything that a key may hold. */
const secret = fc
	.string({ unit: fc.constantFrom(...'abcXYZ019-_.+/=:%&"\\<> é'), minLength: 12, maxLength: 40 })
	.map((text) => `k${text.trim()}9`);

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** How a key may be written. */
const WRITTEN: ReadonlyArray<(key: string) => string> = [
	(key) => key,
	(key) => `Bearer ${key}`,
	(key) => `Invalid key '${key}'!`,
	(key) => key.toUpperCase(),
	(key) => encodeURIComponent(key),
	(key) => encodeURIComponent(key).toLowerCase(),
	(key) => new URLSearchParams({ key }).toString(),
	(key) => base64(key),
	(key) => base64(`Bearer ${key}`),
	(key) => `Basic ${base64(`user:${key}:more`)}`,
	(key) => Buffer.from(`{"key":"${key}"}`).toString('base64url'),
	(key) => JSON.stringify({ key }),
	(key) => JSON.stringify(JSON.stringify({ key })),
];

/** Where a provider may show it in what it answers. */
const SHOWN: ReadonlyArray<(text: string) => unknown> = [
	(text) => text,
	(text) => ({ error: text }),
	(text) => ({ error: { message: text, code: text } }),
	(text) => ({ message: [text, { issues: [{ message: text }] }] }),
	(text) => ({ success: false, [text]: true, error: 'No' }),
	(text) => ({ success: true, status: 'success', data: { [text]: { [text]: text } } }),
	(text) => ({ connected: true, echoed: { headers: { authorization: text } } }),
	(text) => ({ connected: false, invitationSent: false, invitationReceived: false, note: text }),
	(text) => ({ success: true, id: text, requestId: text, message: text, status: text }),
	(text) => ({ invitations: [{ invitationId: text, sentAt: text, profile: { firstName: text } }] }),
	(text) => ({ senders: [{ id: text, name: text, status: text }], accounts: [{ id: text }] }),
	(text) => [{ id: text, status: text, firstName: text }],
	(text) => ({ status: 'success', data: { invitations: [{ invitation_id: text, name: text }] } }),
];

const shown = fc
	.tuple(secret, fc.constantFrom(...WRITTEN), fc.constantFrom(...SHOWN))
	.map(([key, write, show]) => {
		const text = write(key);
		// JSON has more than one way to write a letter.
		const odd = JSON.stringify(show(text)).replace(/k/g, '\\u006b').replace(/\//g, '\\/');
		return { key, text, bodies: [JSON.stringify(show(text)), odd, text] };
	});
const status = fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503);

function answerWithSecret({ bodies, text }: { bodies: string[]; text: string }, code: number) {
	const inHeader = encodeURIComponent(text);
	answerWith(
		bodies.map((body) => ({
			status: code,
			body,
			headers: {
				'X-RateLimit-Action': inHeader,
				'X-RateLimit-Limit': '5',
				'X-Api-Key': inHeader,
				Location: `https://elsewhere.example.com/?key=${inHeader}`,
				'Retry-After': '30',
			},
		})),
	);
}

function expectHidden(told: string, key: string) {
	const escaped = JSON.stringify(key).slice(1, -1);
	const forms = [
		key,
		escaped,
		JSON.stringify(escaped).slice(1, -1),
		encodeURIComponent(key),
		encodeURIComponent(encodeURIComponent(key)),
		base64(key).replace(/=+$/, '').slice(0, -1),
		base64(`Bearer ${key}`).slice(10, -4),
		base64(`user:${key}:more`).slice(8, -12),
	];
	const small = told.toLowerCase();
	for (const form of forms) expect(small).not.toContain(form.toLowerCase());
}

test(
	'no key is in anything that leaves or is logged, however it is echoed',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				shown,
				status,
				fc.constantFrom(...Object.values(EVERY_OPERATION)),
				fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
				async (echo, code, { node, version, parameters }, onError) => {
					newProcess();
					processedStore.forget();
					answerWithSecret(echo, code);
					const log = recordLog();
					const { run } = await runNode({
						node,
						parameters: {
							...parameters,
							simplify: false,
							options: { requestsPerMinute: 0, includeProviderResponse: true },
						} as IDataObject,
						credentials: credentialsWith(echo.key, version),
						items: [{ person: 'ada-lovelace', prospect: 7 }],
						settings: { onError },
					});
					const { runData, error } = run.data.resultData;
					const told = JSON.stringify([
						runData,
						error && [error.message, error.description, error.stack, error.cause],
						run.data.executionData?.contextData,
						log,
					]);
					expectHidden(told, echo.key);
				},
			),
			runs(250),
		);
	},
	PROPERTY_TIMEOUT_MS,
);

const WATCHED = [
	['connectSafely', 'connection_accepted'],
	['connectSafely', 'invitation_received'],
	['connectSafely', 'account_needs_attention'],
	['linkupApi', 'connection_accepted'],
	['linkupApi', 'invitation_received'],
	['linkupApi', 'account_needs_attention'],
	['sendPilot', 'account_needs_attention'],
] as const;

test(
	'nor in what a poll tells, keeps or logs',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				shown,
				status,
				fc.constantFrom(...WATCHED),
				async (echo, code, [provider, event]) => {
					newProcess();
					const log = recordLog();
					const trigger = await activateTrigger({
						parameters: { provider, event, accountId: byId('acc_1') },
						credentials: credentialsWith(echo.key),
					});
					const told: unknown[] = [log, trigger.log];
					for (const poll of [trigger.poll, trigger.poll, trigger.fetchTestEvent]) {
						answerWithSecret(echo, code);
						told.push(await poll().catch((error: Error) => [error, error.message, error.stack]));
					}
					expectHidden(JSON.stringify([told, trigger.saved()]), echo.key);
				},
			),
			runs(60),
		);
	},
	PROPERTY_TIMEOUT_MS,
);

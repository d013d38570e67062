import type { IDataObject } from 'n8n-workflow';
import { ConnectSafelyTrigger } from '../../nodes/ConnectSafely/ConnectSafelyTrigger.node';
import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';
import type { CredentialData } from '../harness/harness';
import { outcomeOf, WebhookTrigger, useProcessAt } from '../harness/run-webhook';
import { at } from '../outreach/fakes';
import { signatureHeaders } from '../simulator/deliver';
import { connectSafelyMessage, sendPilotReply } from '../simulator/payloads';

const NOW = at('2026-05-12T14:35:00.000Z');
const SECRET = 'hook-5f2b9c';
const KEY = 'key-1';

/** Triggers whose webhooks people create at the provider by hand. */
const TRIGGERS = [
	{
		provider: 'connectSafely',
		name: 'ConnectSafely',
		trigger: ConnectSafelyTrigger,
		credential: 'connectSafelyApi',
		event: connectSafelyMessage(),
	},
	{
		provider: 'sendPilot',
		name: 'SendPilot',
		trigger: SendPilotTrigger,
		credential: 'sendPilotApi',
		event: sendPilotReply(),
	},
] as const;

useProcessAt(NOW);

describe.each(TRIGGERS)('$name', ({ provider, name, trigger, credential, event }) => {
	const opened = (credentials: CredentialData, events: unknown = ['reply_received']) =>
		new WebhookTrigger({ trigger, parameters: { events } as IDataObject, credentials });
	const withSecret = (webhookSecret: unknown, events?: unknown) => {
		const data = { apiKey: KEY, baseUrl: 'https://x.test', webhookSecret } as IDataObject;
		return opened({ [credential]: data }, events);
	};
	const raw = JSON.stringify(event);
	const signed = (body: string) => signatureHeaders(provider, body, { secret: SECRET, at: NOW });

	test.each([
		['an empty secret', () => withSecret('')],
		['none in the credential', () => opened({ [credential]: { apiKey: KEY } })],
		['no credential', () => opened({})],
	])('Unsigned events are accepted with %s', async (_what, open) => {
		expect(outcomeOf(await open().post(raw))).toEqual([200, 1]);
	});

	test.each([
		['a secret that is no text', () => withSecret(1234)],
		['a secret that is null', () => withSecret(null)],
		['a credential that n8n cannot load', () => opened({ [credential]: undefined })],
	])('No event is accepted with %s', async (_what, open) => {
		const node = open();
		expect(outcomeOf(await node.post(raw))).toEqual([503, null]);
		expect(outcomeOf(await node.post(raw, signed(raw)))).toEqual([503, null]);
		expect(node.log.join()).toContain(`the ${name} credential cannot be read`);
	});

	test.each([[[]], [['unknown_word']], ['no list'], [['connection_accepted']]])(
		'A reply starts nothing if the chosen events are %j',
		async (events) => {
			const posted = await withSecret(SECRET, events).post(raw, signed(raw));
			expect(outcomeOf(posted)).toEqual([200, null]);
		},
	);

	test('The trigger creates and removes no webhook', async () => {
		const node = withSecret(SECRET);
		expect(await node.activate()).toBeNull();
		expect([await node.hook('create'), await node.hook('delete')]).toEqual([true, true]);
		expect(node.saved).toEqual({});
	});
});

import crypto from 'node:crypto';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { ConnectSafelyTrigger } from '../../nodes/ConnectSafely/ConnectSafelyTrigger.node';
import { LinkupApiTrigger } from '../../nodes/LinkupApi/LinkupApiTrigger.node';
import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';
import { UnipileTrigger } from '../../nodes/Unipile/UnipileTrigger.node';
import { LARGEST_DELIVERY_BYTES } from '../../nodes/outreach/trigger/webhooks';
import { LINKUP_V2 } from '../LinkupApi/credentials';
import { byId } from '../harness/exchange';
import { sign, WebhookTrigger, outcomeOf as outcome, useProcessAt } from '../harness/run-webhook';
import { at } from '../outreach/fakes';
import { UNIPILE_V1, UNIPILE_V2 } from '../Unipile/trigger';
import { signatureHeaders } from '../simulator/deliver';
import {
	connectSafelyMessage,
	linkupMessage,
	sendPilotReply,
	unipileMessageV1,
} from '../simulator/payloads';

const NOW = at('2026-02-24T04:53:13.000Z');
const SECRET = 'whsec-5f2b=9c';
const KEY = 'a-key-to-keep';

interface Hooked {
	/** How the provider authenticates a delivery. */
	headersFor(raw: string | Buffer, secret: string): Record<string, string>;
	readonly trigger: new () => INodeType;
	readonly parameters: IDataObject;
	readonly credentials: Record<string, IDataObject>;
	readonly saved: IDataObject;
	/** The event with this number; each is different. */
	event(number: number): object;
}

const TRIGGERS: Record<string, Hooked> = {
	'ConnectSafely Trigger': {
		headersFor: (raw, secret) => signatureHeaders('connectSafely', raw, { secret, at: NOW }),
		trigger: ConnectSafelyTrigger,
		parameters: { events: ['reply_received'] },
		credentials: {
			connectSafelyApi: { apiKey: KEY, baseUrl: 'https://x.test', webhookSecret: SECRET },
		},
		saved: {},
		event: (number) => connectSafelyMessage({ message_urn: `urn:li:message:${number}` }),
	},
	'SendPilot Trigger': {
		headersFor: (raw, secret) => signatureHeaders('sendPilot', raw, { secret, at: NOW }),
		trigger: SendPilotTrigger,
		parameters: { events: ['all'] },
		credentials: {
			sendPilotApi: { apiKey: KEY, baseUrl: 'https://x.test', webhookSecret: SECRET },
		},
		saved: {},
		event: (number) => sendPilotReply({ eventId: `evt_${number}` }),
	},
	'LinkupAPI Trigger': {
		headersFor: (raw, secret) => signatureHeaders('linkupApi', raw, { secret, at: NOW }),
		trigger: LinkupApiTrigger,
		parameters: { accountId: byId('acc_1'), events: ['reply_received'] },
		credentials: { linkupApi: { ...LINKUP_V2, apiKey: KEY } },
		saved: { webhookId: 'wh_1', secret: SECRET },
		event: (number) => linkupMessage({ event: { message_text: `Hello ${number}` } }),
	},
	'Unipile Trigger, v1': {
		headersFor: (_raw, secret) => ({ 'X-Webhook-Secret': secret }),
		trigger: UnipileTrigger,
		parameters: { accountId: byId('acc_1'), events: ['connection_accepted'] },
		credentials: { unipileApi: { ...UNIPILE_V1, apiKey: KEY } },
		saved: { webhookId: 'wh_1', secret: SECRET },
		event: (number) => ({
			event: 'new_relation',
			account_id: 'acc_1',
			user_provider_id: `ACoAA${number}`,
		}),
	},
	'Unipile Trigger, messages': {
		headersFor: (_raw, secret) => ({ 'X-Webhook-Secret': secret }),
		trigger: UnipileTrigger,
		parameters: { accountId: byId('acc_1'), events: ['reply_received'] },
		credentials: { unipileApi: { ...UNIPILE_V1, apiKey: KEY } },
		saved: { webhookId: 'wh_1', secret: SECRET },
		event: (number) => unipileMessageV1({ account_id: 'acc_1', fields: { message_id: number } }),
	},
	'Unipile Trigger, v2': {
		headersFor: (raw, secret) => ({
			'unipile-signature': `t=${NOW / 1000},v0=${sign(secret, NOW / 1000, raw)}`,
		}),
		trigger: UnipileTrigger,
		parameters: { accountId: byId('acc_1'), events: ['connection_accepted'] },
		credentials: { unipileApi: { ...UNIPILE_V2, apiKey: KEY } },
		saved: { webhookId: 'we_1', secret: SECRET },
		event: (number) => ({
			type: 'relation.new',
			account_id: 'acc_1',
			payload: { user: { id: `ACoAA${number}` } },
		}),
	},
};

useProcessAt(NOW);

describe.each(Object.entries(TRIGGERS))('%s', (_name, hooked) => {
	const { event } = hooked;
	const open = () => new WebhookTrigger(hooked);
	const headersFor = (raw: string | Buffer, secret = SECRET) => hooked.headersFor(raw, secret);
	const post = async (node: WebhookTrigger, raw: string | Buffer) =>
		await node.post(raw, headersFor(raw));

	test('A wrong signature of the right length is compared in constant time, and refused', async () => {
		const compared = jest.spyOn(crypto, 'timingSafeEqual');
		const raw = JSON.stringify(event(1));
		const node = open();
		const posted = await node.post(raw, headersFor(raw, 'another secret'));
		expect(outcome(posted)).toEqual([401, null]);
		expect(compared).toHaveBeenCalledTimes(1);
		expect(JSON.stringify([posted, node.log])).not.toContain(SECRET);
		expect(node.saved).toEqual(hooked.saved);
	});

	test('A body larger than any event is refused, signed or not, and does not use up the event', async () => {
		const node = open();
		const large = JSON.stringify({ ...event(1), padding: 'x'.repeat(LARGEST_DELIVERY_BYTES) });
		const hashed = jest.spyOn(crypto, 'createHmac');
		const headers = headersFor(large);
		hashed.mockClear();
		expect(outcome(await node.post(large, headers))).toEqual([413, null]);
		expect(outcome(await node.post(large))).toEqual([413, null]);
		expect(hashed).not.toHaveBeenCalled();
		expect(outcome(await post(node, JSON.stringify(event(1))))).toEqual([200, 1]);
		const whole = LARGEST_DELIVERY_BYTES - JSON.stringify({ ...event(2), padding: '' }).length;
		const full = JSON.stringify({ ...event(2), padding: 'x'.repeat(whole) });
		expect(outcome(await post(node, full))).toEqual([200, 1]);
	});

	test.each<[string, string | Buffer]>([
		['an endless number', `{"a":${'9'.repeat(500_000)}`],
		['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x80, 0x7d])],
		['UTF-16', Buffer.from(`\ufeff${JSON.stringify(event(1))}`, 'utf16le')],
		['two bodies in one', `${JSON.stringify(event(1))}${JSON.stringify(event(2))}`],
		['packed', crypto.randomBytes(2000)],
		['nothing', ''],
		['a form', 'event=message&account_id=1'],
		['a list of events', JSON.stringify([event(1)])],
		['null', 'null'],
	])('The body "%s" is refused although it is signed, and starts nothing', async (_what, raw) => {
		const node = open();
		const posted = await post(node, raw);
		expect(outcome(posted)).toEqual([400, null]);
		expect(JSON.stringify([posted, node.log])).not.toContain(SECRET);
		expect(node.saved).toEqual(hooked.saved);
	});

	test('An event contains no secret that the trigger knows, even if somebody writes it', async () => {
		const told = { ...event(1), note: `${SECRET} and ${KEY}`, webhookSecret: SECRET };
		const posted = await post(open(), JSON.stringify(told));
		expect(outcome(posted)).toEqual([200, 1]);
		// A trigger whose secret n8n keeps with the webhook does not read the credential.
		const known = 'secret' in hooked.saved ? [SECRET] : [SECRET, KEY];
		for (const secret of known) expect(JSON.stringify(posted)).not.toContain(secret);
	});

	test('An endlessly nested body starts nothing', async () => {
		const nested = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
		expect((await post(open(), nested)).items).toBeNull();
	});

	test('Deep but readable nesting is cut off in the event, and does not stop the node', async () => {
		const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
		const raw = JSON.stringify({ ...event(1), deep: '@' }).replace('"@"', deep);
		const { status, items } = await post(open(), raw);
		expect([status, items?.length]).toEqual([200, 1]);
		expect(JSON.stringify(items)).toContain('nested too deep');
	});

	test('Names of prototype properties are data at most, and change no object', async () => {
		const raw = JSON.stringify(event(1)).replace(
			'{',
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"nested":{"__proto__":{"polluted":1}},"toString":1,',
		);
		const { status, items } = await post(open(), raw);
		expect([status, items?.length]).toEqual([200, 1]);
		expect(JSON.stringify(items)).not.toContain('__proto__');
		const copied = structuredClone(items);
		for (const one of [{}, [], copied, Object.assign({}, copied?.[0])]) {
			expect('polluted' in (one ?? {})).toBe(false);
		}
	});

	test('Headers that are lists, or have odd values, are not a signature', async () => {
		const raw = JSON.stringify(event(1));
		const right = headersFor(raw);
		const odd = (change: (value: string) => unknown) =>
			Object.fromEntries(
				Object.entries(right).map(([name, value]) => [name, change(value)]),
			) as Record<string, string>;
		const node = open();
		for (const change of [
			(value: string) => [value, value],
			() => undefined,
			() => 7,
			() => 'x'.repeat(100_000),
			() => ','.repeat(100_000),
			(value: string) => value.replace(/\d/g, '٣'),
			(value: string) => value.replace(/=/g, ':'),
			(value: string) => value.slice(0, -1),
			(value: string) => `${value}0`,
		]) {
			expect(outcome(await node.post(raw, odd(change)))).toEqual([401, null]);
		}
		expect(outcome(await node.post(raw, right))).toEqual([200, 1]);
	});

	test('Simultaneous events, each delivered several times, start the workflow once each', async () => {
		const node = open();
		const raws = Array.from({ length: 20 }, (_, number) => JSON.stringify(event(number)));
		const posts = [...raws, ...raws, ...raws].map(async (raw) => await post(node, raw));
		const posted = await Promise.all(posts);
		expect(new Set(posted.map(({ status }) => status))).toEqual(new Set([200]));
		expect(posted.flatMap(({ items }) => items ?? [])).toHaveLength(20);
	});
});

/** Triggers whose secret n8n keeps with the webhook. */
const KEPT = Object.entries(TRIGGERS).filter(([, { saved }]) => 'secret' in saved);

test.each(
	KEPT.flatMap(([name, hooked]) => [
		{ name, hooked, what: 'nothing', saved: {} },
		{ name, hooked, what: 'no secret', saved: { webhookId: 'wh_1' } },
		{ name, hooked, what: 'an empty secret', saved: { webhookId: 'wh_1', secret: '' } },
	]),
)('An event of $name is refused if n8n has $what', async ({ hooked, saved }) => {
	const node = new WebhookTrigger({ ...hooked, saved });
	const raw = JSON.stringify(hooked.event(1));
	for (const secret of ['', SECRET]) {
		expect(outcome(await node.post(raw, hooked.headersFor(raw, secret)))).toEqual([401, null]);
	}
});

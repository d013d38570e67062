import { readUnipileEvent, SUBSCRIPTIONS } from '../../nodes/Unipile/events';
import { isFromUnipile } from '../../nodes/Unipile/webhooks';
import { parseJson } from '../../nodes/outreach/http/json';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import { sign } from '../harness/run-webhook';
import { at } from '../outreach/fakes';

const NOW = at('2026-02-24T04:55:00.000Z');
const NOTICED = '2026-02-24T04:55:00.000Z';
const AT = '2026-02-24T04:53:13.000Z';
const ID = 'ACoAAAcDMMQBODyLwZrRcgYhrkCafURGqva0U4E';
const URN = `urn:li:fsd_profile:${ID}`;
const JANE_URL = 'https://www.linkedin.com/in/jane-smith';
const JANE = { publicIdentifier: 'jane-smith', url: JANE_URL, urn: URN };

const read = (body: Record<string, unknown>, secrets: string[] = []) =>
	readUnipileEvent(body, NOW, secrets);

const V1_RELATION = {
	event: 'new_relation',
	account_id: 'acc_1',
	account_type: 'LINKEDIN',
	webhook_name: 'n8n Unipile Trigger',
	user_full_name: 'Jane Smith',
	user_provider_id: ID,
	user_public_identifier: 'jane-smith',
	user_profile_url: `${JANE_URL}/`,
};
const v1Status = (message: string, more: object = {}) => ({
	AccountStatus: { account_id: 'acc_1', account_type: 'LINKEDIN', message, ...more },
});
const v2 = (type: string, payload: object = {}, more: object = {}) => ({
	id: 'evt_1',
	type,
	created_at: AT,
	account_id: 'acc_1',
	account_provider: 'linkedin',
	payload,
	...more,
});

test('A new connection of v1 has an ID made from its fields, and the current time', () => {
	const { id, event, status } = read(V1_RELATION);
	expect(event).toEqual({
		event: 'connection_accepted',
		provider: 'unipile',
		accountId: 'acc_1',
		profile: JANE,
		occurredAt: NOTICED,
		providerEvent: V1_RELATION,
	});
	outreachEventSchema.strict().parse(event);
	expect(status).toBeNull();
	expect(id).toBe(read({ ...V1_RELATION, user_full_name: 'J. Smith' }).id);
	expect(id).not.toBe(read({ ...V1_RELATION, account_id: 'acc_2' }).id);
	expect(id).not.toBe(read({ ...V1_RELATION, user_provider_id: 'ACoAAother' }).id);
	expect(read({ ...V1_RELATION, user_provider_id: null }).id).toBeNull();
});

test.each(['relation.new', 'relation.request.accept', 'Relation.New'])(
	'A new connection of v2 is the event %s, with an ID and a time',
	(type) => {
		const user = { id: ID, display_name: 'Jane', public_identifier: 'jane-smith' };
		const body = v2(type, { id: 'rel_1', user });
		const { id, event, status } = read(body);
		expect(event).toEqual({
			event: 'connection_accepted',
			provider: 'unipile',
			accountId: 'acc_1',
			profile: JANE,
			occurredAt: AT,
			providerEvent: body,
		});
		expect([id, status]).toEqual(['evt_1', null]);
	},
);

test.each<[unknown, unknown]>([
	[{ id: ID }, { publicIdentifier: null, url: `https://www.linkedin.com/in/${ID}`, urn: URN }],
	[{ profile_url: JANE_URL }, { ...JANE, urn: null }],
	[{ profile_url: `https://www.linkedin.com/in/${ID}`, public_identifier: 'jane-smith' }, JANE],
	[{ id: '12345', profile_url: 'x' }, null],
	[{ id: 'jane-doe' }, null],
	[{}, null],
	['Jane', null],
])('A person who is given as %j has the profile %j', (user, profile) => {
	expect(read(v2('relation.new', { user })).event.profile).toEqual(profile);
});

test.each([
	['OK', 'account_recovered', false],
	['SYNC_SUCCESS', 'account_recovered', false],
	['CREATION_SUCCESS', 'account_recovered', false],
	['RECONNECTED', 'account_recovered', true],
	['CREDENTIALS', 'account_needs_attention', false],
	['PERMISSIONS', 'account_needs_attention', false],
	['ERROR', 'account_needs_attention', false],
	['STOPPED', 'account_needs_attention', false],
	['DELETED', 'account_needs_attention', false],
])('The status %s of v1 is the event %s', (message, event, impliesRecovery) => {
	const reading = read(v1Status(message, { product: 'MESSAGING' }));
	expect(reading.event).toMatchObject({ event, accountId: 'acc_1', profile: null });
	expect(reading.status).toEqual({
		accountId: 'acc_1',
		product: 'MESSAGING',
		word: message.toLowerCase(),
		isGood: event === 'account_recovered',
		impliesRecovery,
		at: NOW,
	});
});

test.each([
	['account.status.running', 'account_recovered'],
	['account.unlocked', 'account_recovered'],
	['account.reconnect', 'account_recovered'],
	['account.status.errored', 'account_needs_attention'],
	['account.status.disconnected', 'account_needs_attention'],
	['account.status.degraded', 'account_needs_attention'],
	['account.status.partial', 'account_needs_attention'],
	['account.locked', 'account_needs_attention'],
	['account.remove', 'account_needs_attention'],
])('The type %s of v2 is the event %s', (type, event) => {
	const timestamp = '2026-02-24T04:50:00.000Z';
	const reading = read(v2(type, { timestamp, product: 'messaging', reason: 'provider' }));
	expect(reading.event).toMatchObject({ event, occurredAt: timestamp });
	expect(reading.id).toBe('evt_1');
	expect(reading.status).toMatchObject({
		accountId: 'acc_1',
		product: 'messaging',
		isGood: event === 'account_recovered',
		at: at(timestamp),
	});
});

test.each<Record<string, unknown>>([
	v1Status('CONNECTING'),
	v1Status('SOMETHING_NEW'),
	v2('account.status.paused'),
	v2('message.new'),
	v2('constructor'),
	{ event: 'message_received', account_id: 'acc_1' },
	{ AccountStatus: { message: 7 } },
	{ AccountStatus: 'OK' },
	{},
])('A delivery with %j is an unknown event', (body) => {
	const { event, status } = read(body);
	expect([event.event, status]).toEqual(['unknown', null]);
});

test('The same status at another time is another delivery', () => {
	const first = readUnipileEvent(v1Status('CREDENTIALS'), NOW, []).id;
	expect(first).not.toBe(readUnipileEvent(v1Status('CREDENTIALS'), NOW + 1, []).id);
	expect(first).not.toBe(readUnipileEvent(v1Status('STOPPED'), NOW, []).id);
});

test('Long IDs keep their digits', () => {
	const body = parseJson(
		'{"type":"relation.new","id":7310081824666365952,"account_id":9007199254740993}',
	);
	const { id, event } = read({ ...Object(body) });
	expect([id, event.accountId]).toEqual(['7310081824666365952', '9007199254740993']);
});

test('Secrets are hidden in every field of an event', () => {
	const { event } = read(v2('relation.new', { note: 'kF3p-secret', token: 'AQED' }), [
		'kF3p-secret',
	]);
	expect(event.providerEvent.payload).toEqual({ note: '[hidden]', token: '[hidden]' });
});

test('Every subscribed word is read as the event that it is subscribed for', () => {
	const message = {
		account_type: 'LINKEDIN',
		account_info: { user_id: 'ACoAAOther' },
		sender: { attendee_provider_id: ID },
	};
	for (const [event, { v1, v2: types }] of SUBSCRIPTIONS) {
		const told = [
			...v1.events.map((word) =>
				v1.source === 'account_status' ? v1Status(word.toUpperCase()) : { event: word, ...message },
			),
			...types.map((type) => v2(type, { is_sender: false })),
		].map((body) => read(body).event.event);
		expect(told).toContain(event);
		expect(told).not.toContain('unknown');
	}
});

describe('Authentication of deliveries', () => {
	const raw = Buffer.from('{"a": "é"}');
	const seconds = NOW / 1000;
	const hex = sign('wes_1', seconds, raw);
	const isFrom = (headers: Record<string, string>, secrets: string[], now = NOW) =>
		isFromUnipile({ raw, header: (name) => headers[name.toLowerCase()] ?? '' }, secrets, now);

	test.each([
		['s3cret', ['s3cret'], true],
		['s3cret', ['other', 's3cret'], true],
		['s3cre', ['s3cret'], false],
		['s3cret', [], false],
		['', [''], false],
		['', ['s3cret'], false],
	])('A v1 delivery with the secret %j is accepted for %j: %s', (sent, secrets, isRight) => {
		expect(isFrom({ 'x-webhook-secret': sent }, secrets)).toBe(isRight);
	});

	test.each([
		[`t=${seconds},v0=${hex}`, true],
		[`t=${seconds}, v0=${'0'.repeat(64)}, v0=${hex}, v1=x, more`, true],
		[`v0=${hex},t=${seconds}`, true],
		[`t=${seconds},v1=${hex}`, false],
		[`t=${seconds + 1},v0=${hex}`, false],
		[`v0=${hex}`, false],
		[hex, false],
	])('A v2 delivery with the signature %s is accepted: %s', (signature, isRight) => {
		const headers = { 'unipile-signature': signature };
		expect(isFrom(headers, ['other', 'wes_1'])).toBe(isRight);
		expect(isFrom(headers, ['other'])).toBe(false);
		expect(isFrom(headers, ['wes_1'], NOW + 301_000)).toBe(false);
		expect(isFrom(headers, ['wes_1'], NOW - 301_000)).toBe(false);
	});
});

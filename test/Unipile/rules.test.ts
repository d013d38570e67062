import { unipile } from '../../nodes/Unipile/manifest';
import { NO_RATE_LIMIT_INFO } from '../../nodes/outreach/limits/limits';
import { limitReader } from '../harness/fake-ask';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';
import { opened, VERSIONS } from './opened';

const NOW = at('2024-01-15T10:30:00.000Z');
const ROSA = inputOf({ profile: 'rosa-quill-17', accountId: 'acc_1' });
const DAY = 86_400;

const v1 = (code: string, more: object = {}) => ({
	type: `errors/${code}`,
	title: 'Title',
	...more,
});
const v2 = (type: string, more: object = {}) => ({
	object: 'Error',
	type,
	title: 'Title',
	req_id: 'req_1',
	...more,
});

const parse = limitReader(unipile, NOW, { method: 'GET', path: '/' });

const HEADERS = {
	'x-ratelimit-limit': '100',
	'x-ratelimit-remaining': '0',
	// In seconds.
	'x-ratelimit-reset': '12',
};
const FROM_HEADERS = { limit: 100, remaining: 0, resetAt: NOW + 12_000 };
const BUSY = v1('too_many_requests');
const OWN = v2('api/too_many_requests');
const LINKEDINS = v2('provider/too_many_requests');
const after = (seconds: string) => ({ 'retry-after': seconds });
const waits = (retryAfterSeconds: number) => ({ retryAfterSeconds });
test.each<[string, number, unknown, Record<string, string>, object]>([
	['v1’s', 429, BUSY, {}, {}],
	['v1’s, with Retry-After', 429, BUSY, after('60'), waits(60)],
	['what is used up', 422, v1('limit_exceeded'), {}, { scope: 'day' }],
	['what is used up, under another status', 400, v1('limit_exceeded'), {}, { scope: 'day' }],
	['Unipile’s own', 429, OWN, { ...HEADERS, ...after('12.5') }, { ...FROM_HEADERS, ...waits(13) }],
	['Unipile’s own, without headers', 429, OWN, {}, {}],
	['LinkedIn’s', 429, LINKEDINS, {}, waits(3600)],
	['LinkedIn’s, with a wait too short', 429, LINKEDINS, after('12.5'), waits(3600)],
	['LinkedIn’s, with a long wait', 429, LINKEDINS, after('7200'), waits(7200)],
	['a code nobody knows', 429, { type: 'x' }, after('5'), { message: null, retryAfterSeconds: 5 }],
])('A limit is read from a response: %s', (_case, status, body, headers, info) => {
	expect(parse(status, body, headers)).toEqual({
		isReached: true,
		info: { ...NO_RATE_LIMIT_INFO, scope: 'unknown', message: 'Title', ...info },
	});
});

test.each([
	[422, v1('connection_limit_reached')],
	[422, v1('cannot_resend_yet')],
	[422, v1('limit_too_high', { detail: 'The limit was exceeded.' })],
	[500, v1('limit_exceeded')],
	[422, v2('provider/unprocessable_entity', { title: 'limit_exceeded' })],
	[200, { id: 'acc_1' }],
])('A response with the status %d is no limit: %j', (status, body) => {
	expect(parse(status, body)).toEqual({ isReached: false, info: null });
});

test('The headers of a success report what remains', () => {
	expect(parse(200, {}, { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7' })).toEqual({
		isReached: false,
		info: { ...NO_RATE_LIMIT_INFO, limit: 100, remaining: 7 },
	});
});

/** The result of a refused invitation. */
async function refused(status: number, body: unknown) {
	const results = [];
	for (const version of VERSIONS) {
		const { api, ask } = opened(version, reply(status, body));
		results.push(await ask(api.endpoints.invite(ROSA, 'ACoAArosa-1')));
	}
	const [one, other] = results;
	expect(one).toEqual(other);
	if (one?.kind !== 'failed') throw new Error(`Not failed: ${JSON.stringify(one)}`);
	return one;
}

describe('Refusals', () => {
	const limit = (accountSeconds: number | null, personSeconds: number) => ({
		kind: 'limit',
		accountSeconds,
		personSeconds,
	});
	const REFUSAL = { kind: 'refusal' };

	test.each<[number, object, object]>([
		[422, v1('already_invited_recently'), limit(null, 21 * DAY)],
		[422, v1('cannot_resend_yet'), limit(DAY, 7 * DAY)],
		[422, v1('cannot_resend_within_24hrs'), limit(DAY, 7 * DAY)],
		[400, v2('provider/invalid_parameters'), REFUSAL],
		[409, v2('provider/conflict'), REFUSAL],
		[422, v2('provider/unprocessable_entity'), REFUSAL],
		[422, v2('provider/of_tomorrow'), REFUSAL],
	])('A refusal is doubtful: %d %j', async (status, body, doubt) => {
		expect(await refused(status, body)).toMatchObject({ accepted: 'doubtful', doubt });
	});

	test.each<[number, object]>([
		[400, v1('too_many_characters')],
		[400, v1('cannot_resend_yet')],
		[401, v1('disconnected_account')],
		[403, v1('account_restricted')],
		[404, v1('resource_not_found')],
		[422, v1('already_connected')],
		[422, v1('cannot_invite_attendee')],
		[422, v1('connection_limit_reached')],
		[422, v1('of_tomorrow', { detail: 'Something went wrong, try again later' })],
		[400, v2('api/invalid_parameters')],
		[401, v2('api/proxy_auth_error')],
		[401, v2('provider/invalid_authorization')],
		[403, v2('provider/insufficient_permissions')],
		[403, v2('api/account_restricted')],
		[404, v2('provider/resource_not_found')],
		[409, v2('api/conflict')],
		[422, v2('api/of_tomorrow')],
		[500, v2('api/internal_error')],
		[501, v2('api/not_implemented')],
		[503, v2('api/service_unavailable')],
	])('A refusal is certain: %d %j', async (status, body) => {
		const failed = await refused(status, body);
		expect([failed.accepted, failed.doubt]).toEqual(['no', undefined]);
	});

	test.each<[number, object]>([
		[408, v1('request_timeout')],
		[500, v1('unexpected_error')],
		[500, v1('provider_error')],
		[500, v1('limit_exceeded')],
		[503, v1('no_client_session')],
		[504, v1('request_timeout')],
		[502, v2('api/proxy_error')],
		[504, v2('api/proxy_timeout')],
		[408, v2('api/request_timeout')],
		[500, v2('provider/server_error')],
		[504, v2('provider/timeout')],
		[403, v2('provider/of_tomorrow', { detail: 'Something went wrong, try again later' })],
		[500, {}],
	])('A response leaves open whether anything was sent: %d %j', async (status, body) => {
		const failed = await refused(status, body);
		expect([failed.accepted, failed.doubt]).toEqual(['unknown', undefined]);
	});

	test('A body with an error is a refusal, even with the status 200', async () => {
		expect(await refused(200, v2('api/conflict', { title: 'No' }))).toMatchObject({
			accepted: 'no',
			failure: { message: 'Unipile answered: No', code: 'api/conflict' },
		});
	});
});

const KEY = ['Unipile does not accept the API key', "'API Version'"] as const;
const DISCONNECTED = [
	'The LinkedIn account is disconnected from Unipile',
	"'Get Reconnect Link'",
] as const;
const UNREACHABLE = [
	'LinkedIn does not let the account contact this person',
	"'Invitee Email'",
] as const;
const TOO_LONG = ['The text is too long for this account', "'Max Note Length'"] as const;
const CONNECTIONS_ONLY = [
	'LinkedIn lets this account write only to its connections',
	"'Require Connection'",
] as const;
const NO_MESSAGE = ['LinkedIn does not accept this message', "'Message'"] as const;
const WAIT = ['LinkedIn does not accept another invitation for now', 'Try again later'] as const;
const NOT_FOUND = ['Unipile did not find what was requested', "'API Version'"] as const;
const PLAIN = ['Unipile answered', "Check the item's parameters"] as const;

const PROXY = ["The account's proxy did not accept Unipile's login", 'proxy in the'] as const;
const BLOCKED = [
	'LinkedIn does not let the account invite this person',
	"'Invitee Email'",
] as const;
const CREDITS = [
	'The account has used up its notes or InMail credits',
	"'If Note Refused'",
] as const;
const FULL = [
	'The account has as many connections as LinkedIn allows',
	'Remove connections',
] as const;
const RECENTLY = ['LinkedIn does not let this person be invited again yet', 'three weeks'] as const;
const RESTRICTED = ['LinkedIn has restricted the account', 'Log in to LinkedIn'] as const;
const SCOPE = ['The API key is not allowed to do this', "'Service Key'"] as const;
const HIDDEN = ['LinkedIn does not show this profile to the account', 'closer connection'] as const;

test.each<[number, object, readonly [string, string]]>([
	[401, v1('missing_credentials'), KEY],
	[401, v2('api/invalid_credentials'), KEY],
	[401, {}, KEY],
	[401, v1('disconnected_account'), DISCONNECTED],
	[401, v1('expired_credentials'), DISCONNECTED],
	[401, v1('invalid_credentials'), DISCONNECTED],
	[401, v1('checkpoint_error'), DISCONNECTED],
	[401, v1('invalid_checkpoint_solution'), DISCONNECTED],
	[401, v1('multiple_sessions'), DISCONNECTED],
	[401, v1('wrong_account'), DISCONNECTED],
	[401, v1('disconnected_feature'), DISCONNECTED],
	[401, v2('provider/invalid_authorization'), DISCONNECTED],
	[401, v2('provider/invalid_credentials'), DISCONNECTED],
	[401, v2('provider/invalid_checkpoint_code'), DISCONNECTED],
	[401, v2('provider/account_mismatch'), DISCONNECTED],
	[401, v2('api/proxy_auth_error'), PROXY],
	[422, v1('cannot_invite_attendee'), BLOCKED],
	[422, v1('invalid_recipient'), UNREACHABLE],
	[422, v1('user_unreachable'), UNREACHABLE],
	[422, v1('blocked_recipient'), UNREACHABLE],
	[400, v1('too_many_characters'), TOO_LONG],
	[400, v1('content_too_large'), TOO_LONG],
	[422, v1('insufficient_credits'), CREDITS],
	[422, v1('not_allowed_inmail'), CONNECTIONS_ONLY],
	[403, v1('feature_not_subscribed'), CONNECTIONS_ONLY],
	[422, v1('invalid_message'), NO_MESSAGE],
	[422, v1('cant_send_message'), NO_MESSAGE],
	[422, v1('connection_limit_reached'), FULL],
	[422, v1('already_invited_recently'), RECENTLY],
	[422, v1('cannot_resend_yet'), WAIT],
	[422, v1('cannot_resend_within_24hrs'), WAIT],
	[403, v2('api/account_restricted'), RESTRICTED],
	[403, v1('account_restricted'), RESTRICTED],
	[403, v2('api/insufficient_permissions'), SCOPE],
	[403, v2('provider/insufficient_permissions'), HIDDEN],
	[402, v2('api/inactive_subscription'), ['The Unipile subscription is not active', 'dashboard']],
	[404, v1('resource_not_found'), NOT_FOUND],
	[404, v2('api/resource_not_found'), NOT_FOUND],
	[422, v1('invalid_account'), PLAIN],
	[409, v2('provider/conflict'), PLAIN],
])('A refusal with %d and %j is explained', async (status, body, [what, description]) => {
	const told = failureIn(await refused(status, { ...body, detail: 'In its words.' }));
	expect(told).toMatchObject({
		message: `${what}: In its words.`,
		description: expect.stringContaining(description) as unknown,
		httpStatus: status,
		...('type' in body ? { code: body.type } : {}),
	});
});

test('An explanation that may be about a message names the parameters of invitations only for invitations', () => {
	const ofInvitations = /'(?:Invitee Email|Max Note Length|If Note Refused|Note)'/;
	const others = unipile.errors.table.filter(
		({ code }) => code !== 'errors/cannot_invite_attendee',
	);
	const sentences = others.flatMap(({ description }) => description.split(/(?<=\.) /));
	const named = sentences.filter((sentence) => ofInvitations.test(sentence));
	expect(named).not.toEqual([]);
	for (const sentence of named) expect(sentence).toMatch(/^For an invitation[,:] /);
});

test.each([
	[{ detail: 'Detail', title: 'Title' }, 'Detail'],
	[{ title: 'Title', message: 'Message' }, 'Title'],
	[{ message: 'Message', error: 'Error text' }, 'Message'],
	[{ error: 'Error text' }, 'Error text'],
	// The name of the status is the least specific.
	[{ detail: 'Unprocessable Entity', title: 'Title' }, 'Title'],
])('The most specific sentence of %j is shown', async (body, sentence) => {
	const { failure } = await refused(418, body);
	expect(failure.message).toBe(`Unipile answered: ${sentence}`);
});

import { hideSecretFields, hideSecrets } from '../../../nodes/outreach/http/secrets';
import { transportOver } from './transport-over';

const SECRET = 'k3y/"é+=\\x';

describe('Secrets in texts', () => {
	test.each([
		['as it is', 'key k3y/"é+=\\x!', 'key [hidden]!'],
		['twice', `${SECRET} and ${SECRET}`, '[hidden] and [hidden]'],
		['escaped in JSON', '{"key":"k3y/\\"é+=\\\\x"}', '{"key":"[hidden]"}'],
		['percent-encoded', '?key=k3y%2F%22%C3%A9%2B%3D%5Cx&a=b', '?key=[hidden]&a=b'],
		['in base64', `Basic ${Buffer.from(SECRET).toString('base64')}`, 'Basic [hidden]'],
		['in capitals', `KEY ${SECRET.toUpperCase()}`, 'KEY [hidden]'],
		['percent-encoded in small letters', '?key=k3y%2f%22%c3%a9%2b%3d%5cx', '?key=[hidden]'],
		['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET)), '[hidden]'],
		['escaped in HTML', '<b>k3y/&quot;é+=\\x</b>', '<b>[hidden]</b>'],
		['escaped in JSON twice', JSON.stringify(JSON.stringify(SECRET)), '"\\"[hidden]\\""'],
		['in URL-safe base64', Buffer.from(SECRET).toString('base64url'), '[hidden]'],
		['not there', 'nothing here', 'nothing here'],
	])('A secret in a text is hidden, and nothing else: %s', (_name, text, expected) => {
		expect(hideSecrets(text, ['other-secret', SECRET])).toBe(expected);
	});

	test.each(['Bearer ', '"', "li_at=AQED; JSESSIONID='ajax:", 'prefix.'])(
		'A secret that was pasted with %j in front is hidden without it too',
		(before) => {
			const key = ['sk', 'live', '0123456789abcdef'].join('_');
			expect(hideSecrets(`Bad key ${key}!`, [`${before}${key}`])).toBe('Bad key [hidden]!');
		},
	);

	test.each([
		['the bytes of a header read as UTF-8', Buffer.from(SECRET, 'latin1').toString('utf8')],
		['UTF-8 read as single bytes', Buffer.from(SECRET, 'utf8').toString('latin1')],
	])('A secret is hidden in a wrong encoding: %s', (_as, text) => {
		expect(hideSecrets(text, [SECRET])).toBe('[hidden]');
	});

	/** A few ms each; a pattern that restarts at each character would take hours. */
	test.each<[string, string, string]>([
		['letters', 'a', `${'a'.repeat(99)}b`],
		['beginnings of the key', 'k3y/"é+=', SECRET],
		['escapes', '\\\\"', SECRET],
		['percents', '%25', SECRET],
		['entities', '&amp;quot;', SECRET],
		['base64', Buffer.from(SECRET).toString('base64').slice(0, -3), SECRET],
	])('1 MB of %s is searched in linear time', (_what, part, secret) => {
		const text = part.repeat(Math.ceil(1_000_000 / part.length));
		const before = performance.now();
		expect(hideSecrets(`${text} ${secret}`, [secret])).not.toContain(secret);
		expect(performance.now() - before).toBeLessThan(4_000);
	});

	test.each(['Bearer ', 'user:', 'a', 'ab', '{"k":"'])(
		'A secret that is encoded in base64 together with %j in front is hidden',
		(before) => {
			const key = ['key', '0123456789', 'abcdefghij'].join('_');
			const text = Buffer.from(`${before}${key}, and more`).toString('base64');
			const hidden = hideSecrets(text, [key]);
			expect(hidden).toContain('[hidden]');
			expect(Buffer.from(hidden.replace('[hidden]', ''), 'base64').toString()).not.toContain(
				'0123',
			);
		},
	);

	test.each([[''], ['a'], ['123']])('The secret %j is too short to be hidden', (secret) => {
		expect(hideSecrets('a 12345 text', [secret])).toBe('a 12345 text');
	});

	test('A secret of six characters is hidden', () => {
		expect(hideSecrets('a 123456 text', ['123456'])).toBe('a [hidden] text');
	});
});

describe('Secret fields', () => {
	test.each([
		['api_key'],
		['apiKey'],
		['API-Key'],
		['x-api-key'],
		['login_token'],
		['li_at'],
		['password'],
		['Authorization'],
		['cookie'],
		['cookies'],
		['webhook_secret'],
		['secret'],
		['access_token'],
		['refreshToken'],
		['id_token'],
		['token'],
		['client_secret'],
		['x_access_token'],
		['linkedin_password'],
		['session'],
		['sessionId'],
		['session_cookie'],
		['li_a'],
		['JSESSIONID'],
		['Set-Cookie'],
		['bearer'],
		['bearer_token'],
		['private key'],
		['Proxy-Authorization'],
		['csrf-token'],
		['credentials'],
	])('The value of the field %s is hidden', (field) => {
		expect(hideSecretFields({ [field]: 'value', id: 'value' })).toEqual({
			[field]: '[hidden]',
			id: 'value',
		});
	});

	test('Secret fields are hidden at any depth, whatever they contain', () => {
		const body = {
			items: [{ account: { login_token: 'AQED' }, name: 'John' }],
			cookies: ['li_at=AQED', 'JSESSIONID=ajax:1'],
			id: 7,
			none: null,
		};
		const hidden = JSON.stringify(hideSecretFields(body));
		expect(hidden).not.toContain('AQED');
		expect(JSON.parse(hidden)).toMatchObject({
			items: [{ account: { login_token: '[hidden]' }, name: 'John' }],
			id: 7,
			none: null,
		});
	});

	test.each([
		['token_count', 5],
		['keyword', 'sales'],
		['shared_key_id', 'k'],
		['hasTokens', 'yes'],
		['shared_secret', 'of an invitation'],
		['validationToken', 'of an invitation'],
		['continuationToken', 'of a list'],
		['next_page_token', 'of a list'],
		['session_count', 2],
		['lia', true],
	])('The field %s is not a secret', (field, value) => {
		expect(hideSecretFields({ [field]: value })).toEqual({ [field]: value });
	});

	test.each([['text'], [5], [null], [undefined], [true]])(
		'The value %j without fields stays unchanged',
		(value) => {
			expect(hideSecretFields(value)).toBe(value);
		},
	);
});

describe('Secrets in responses', () => {
	const respond = async (body: string, headers: Record<string, string> = {}) => {
		const transport = transportOver(
			async () => ({ statusCode: 400, headers, body }),
			['abc/défghi'],
		);
		return await transport({ method: 'GET', path: '/' });
	};

	// JSON has several ways to write a character.
	test.each([
		['as it is', '{"error":"Bad key abc/défghi"}'],
		['with an escaped slash', String.raw`{"error":"Bad key abc\/défghi"}`],
		['with an escaped letter', String.raw`{"error":"Bad key abc/d\u00e9fghi"}`],
		['with both', String.raw`{"error":"Bad key abc\/d\u00E9fghi"}`],
	])('A secret in a response is hidden however JSON writes it: %s', async (_name, body) => {
		expect(await respond(body)).toMatchObject({ body: { error: 'Bad key [hidden]' } });
	});

	test('A secret in a response’s header is hidden', async () => {
		expect(await respond('{}', { 'X-Echo': 'abc/défghi' })).toMatchObject({
			headers: { 'x-echo': '[hidden]' },
		});
	});
});

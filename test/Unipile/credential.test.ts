import { UnipileApi } from '../../credentials/UnipileApi.credentials';
import { addressOf, addressOfDsn } from '../../nodes/Unipile/credential';
import { unipile } from '../../nodes/Unipile/manifest';
import { InvalidInput } from '../../nodes/outreach/base/errors';
import { checkedBaseUrl } from '../../nodes/outreach/http/transport';
import { readCredential } from '../../nodes/outreach/provider/credentials';
import { CREDENTIALS } from './opened';

const { name, credential } = unipile;
const connect = (given: unknown) =>
	credential.connection(readCredential(credential.schema, given, name, credential.labels));

const BASE = 'https://api8.unipile.com:13424/api/v1';

test.each([
	'api8.unipile.com:13424',
	'https://api8.unipile.com:13424',
	'https://api8.unipile.com:13424/',
	'api8.unipile.com:13424///',
	'https://api8.unipile.com:13424/api/v1',
	'https://api8.unipile.com:13424//api//v1/',
	'api8.unipile.com:13424/api/v1/',
	'HTTPS://API8.Unipile.COM:13424',
	' api8.unipile.com:13424\n',
])('The DSN %j is read as host and port', (dsn) => {
	expect(addressOfDsn(dsn)).toBe(BASE);
	expect(addressOf({ apiVersion: 'v1', dsn })).toBe(BASE);
	expect(connect({ ...CREDENTIALS.v1, dsn })).toMatchObject({ baseUrl: BASE, version: 'v1' });
});

test.each([
	['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/v1'],
	['http://localhost:8080/', 'http://localhost:8080/api/v1'],
	['http://[::1]:8080', 'http://[::1]:8080/api/v1'],
	['https://api1.unipile.com:443', 'https://api1.unipile.com:443/api/v1'],
	['127.0.0.1:8080', 'https://127.0.0.1:8080/api/v1'],
])('The DSN %s is accepted', (dsn, address) => {
	expect(addressOfDsn(dsn)).toBe(address);
	expect(checkedBaseUrl(addressOfDsn(dsn), 'Unipile')).toBe(address);
});

const NO_HOST = 'is not a host and a port';
const UNENCRYPTED = /^'DSN' of the Unipile credential uses (?:http|ftp|ws),/;
const PATH = 'has a path or a query after its port';
const PORT = 'has no port';
test.each<[string, string | RegExp]>([
	['', NO_HOST],
	['  ', NO_HOST],
	['https://', NO_HOST],
	['/api/v1', NO_HOST],
	['api8 unipile:13424', NO_HOST],
	['api8.unipile.com:99999', NO_HOST],
	['https://key@api8.unipile.com:13424', NO_HOST],
	['key:secret@api8.unipile.com:13424', NO_HOST],
	['http://api8.unipile.com:13424', UNENCRYPTED],
	['HTTP://api8.unipile.com:13424', UNENCRYPTED],
	['http://127.0.0.1.example.com:80', UNENCRYPTED],
	['http://10.0.0.1:8080', UNENCRYPTED],
	['ftp://api8.unipile.com:13424', UNENCRYPTED],
	['ws://localhost:8080', UNENCRYPTED],
	['api8.unipile.com:13424/api/v2', PATH],
	['api8.unipile.com:13424/accounts', PATH],
	['api8.unipile.com:13424?port=1', PATH],
	['api8.unipile.com:13424/api/v1?x=1', PATH],
	['api8.unipile.com:13424#top', PATH],
	['api8.unipile.com', PORT],
	['https://api8.unipile.com/api/v1', PORT],
	['api8.unipile.com:', PORT],
])('The DSN "%s" is refused with one clear error', (dsn, says) => {
	const read = () => addressOfDsn(dsn);
	expect(read).toThrow(InvalidInput);
	expect(read).toThrow(says);
	expect(read).toThrow(/^'DSN' of the Unipile credential /);
});

test('The error for a DSN does not show it, since it can hold a secret', () => {
	expect(() => addressOfDsn('user:hunter2@api8.unipile.com:13424')).toThrow(
		expect.not.objectContaining({ message: expect.stringContaining('hunter2') as unknown }),
	);
});

test('A credential of v2 has no DSN, and its service key is a secret', () => {
	const given = { ...CREDENTIALS.v2, dsn: 'whatever', serviceKey: 'service-1234' };
	expect(connect(given)).toEqual({
		baseUrl: 'https://api.unipile.com/v2',
		version: 'v2',
		secrets: ['key-1234', 'service-1234'],
		identity: ['key-1234'],
	});
	expect(addressOf(given)).toBe('https://api.unipile.com/v2');
});

test('A credential of v1 ignores the fields of the other generation', () => {
	const given = { ...CREDENTIALS.v1, baseUrl: 'ftp://x', serviceKey: '•••' };
	expect(connect(given)).toMatchObject({ baseUrl: BASE, secrets: ['key-1234'] });
});

test.each(['', 'http://api.unipile.com/v2', 'https://x@api.unipile.com', undefined, 7])(
	'The credential test refuses the Base URL %j of v2',
	(baseUrl) => {
		expect(() => addressOf({ apiVersion: 'v2', baseUrl })).toThrow(/Base URL/);
	},
);

test('The fields of one generation are shown only for it', () => {
	const shown = new UnipileApi().properties.map((field) => [
		field.name,
		field.displayOptions?.show?.apiVersion,
	]);
	expect(Object.fromEntries(shown)).toEqual({
		apiVersion: undefined,
		apiKey: undefined,
		dsn: ['v1'],
		serviceKey: ['v2'],
		baseUrl: ['v2'],
	});
});

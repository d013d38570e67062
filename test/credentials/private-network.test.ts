import { checkedBaseUrl, PLAIN_HTTP } from '../../nodes/outreach/http/transport';
import { testBaseUrl } from '../../nodes/outreach/provider/credentials';

const NEAR = [
	'localhost',
	'n8n',
	'n8n-main_1',
	'[::1]',
	'127.0.0.1',
	'10.0.0.7',
	'192.168.1.2',
	'172.16.0.1',
	'172.31.9.9',
	'n8n.local',
	'n8n.prod.svc',
	'n8n.lan',
];
const FAR = [
	'n8n.example.com',
	'8.8.8.8',
	'172.15.0.1',
	'172.32.0.1',
	'192.169.0.1',
	'11.0.0.1',
	'n8n.local.example.com',
	'134744072',
	'0x08080808',
	'127.0.0.1.example.com',
];

/** The URL of a credential's test, as n8n evaluates it. */
function tested(baseUrl: string): unknown {
	const [, code = ''] = /^=\{\{(.*)\}\}$/s.exec(testBaseUrl('', 'privateNetwork')) ?? [];
	const [, pattern = ''] = /^ \/(.*)\/\.test\(/.exec(code) ?? [];
	return new RegExp(pattern).test(baseUrl);
}

test.each(NEAR)('The key of n8n’s API may be sent to %s without https', (host) => {
	const baseUrl = `http://${host}:5678/api/v1`;
	expect(checkedBaseUrl(baseUrl, 'Log', 'privateNetwork')).toBe(baseUrl);
	expect(tested(baseUrl)).toBe(true);
});

test.each(FAR)('The key of n8n’s API is not sent to %s without https', (host) => {
	const baseUrl = `http://${host}:5678/api/v1`;
	expect(() => checkedBaseUrl(baseUrl, 'Log', 'privateNetwork')).toThrow('https address');
	expect(tested(baseUrl)).toBe(false);
});

test('The key of a provider is sent without https only to this machine', () => {
	expect(NEAR.filter((host) => PLAIN_HTTP.thisMachine.test(host))).toEqual([
		...['localhost', '[::1]', '127.0.0.1'],
	]);
});

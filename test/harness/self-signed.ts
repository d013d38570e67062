import { generateKeyPairSync, sign } from 'node:crypto';

const tlv = (tag: number, ...parts: Buffer[]) => {
	const value = Buffer.concat(parts);
	const { length } = value;
	const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...size]), value]);
};
const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts);
const integer = (value: number) => tlv(0x02, Buffer.from([value]));
const oid = (...bytes: number[]) => tlv(0x06, Buffer.from(bytes));
const utcTime = (text: string) => tlv(0x17, Buffer.from(text));

/**
 * A key and a self-signed certificate for a TLS server (X.509 in DER, RFC 5280). It is valid from the year `from`
 * to `until`; `host` may start with `*.`.
 */
export function selfSigned(
	from = 24,
	until = 49,
	host = 'localhost',
): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
	const commonName = sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(host)));
	const name = sequence(tlv(0x31, commonName));
	const content = sequence(
		tlv(0xa0, integer(2)),
		integer(1),
		ecdsaWithSha256,
		name,
		sequence(utcTime(`${from}0101000000Z`), utcTime(`${until}1231235959Z`)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = tlv(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
	const base64 = sequence(content, ecdsaWithSha256, signature).toString('base64');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
	};
}

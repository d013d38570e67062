import { sendPilot } from '../../nodes/SendPilot/manifest';
import { readCredential } from '../../nodes/outreach/provider/credentials';

const { name, credential } = sendPilot;
const connect = (given: unknown) =>
	credential.connection(readCredential(credential.schema, given, name, credential.labels));

const KEY = { apiKey: 'key-1234', baseUrl: 'https://api.test/x' };

test('A credential without a webhook secret has only its key as a secret', () => {
	expect(connect(KEY).secrets).toEqual(['key-1234', '']);
});

test('A webhook secret that is no text is refused', () => {
	expect(() => connect({ ...KEY, webhookSecret: 5 })).toThrow(
		"'Webhook Secret' of the SendPilot credential is missing or cannot be used",
	);
});

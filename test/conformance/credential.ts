import type { ICredentialType, IDataObject } from 'n8n-workflow';
import { testCredential } from '../harness/credential-test';
import { isCall } from './scripted-provider';
import type { Stage } from './stage';

const WRONG_KEY = 'wrong-key';
const ADDRESS_REFUSED =
	/^(?:'Base URL' must start with https:\/\/|The Base URL of the \w+ credential is not an https address|'DSN' of the \w+ credential (?:is not a host|uses|has a path))/;

/** The fields of the credential, and the request by which n8n tests it. */
export function describeCredential(stage: Stage) {
	const { harness, version } = stage.subject;
	const { exchange, wrong, limited } = version.tested;
	const check = async (given: IDataObject = {}, Type = harness.credential) =>
		await testCredential(Type, { ...stage.credential(), ...given });
	const plays = (answered: typeof wrong = exchange) => {
		stage.server.play = (request) =>
			isCall(exchange, request) ? { exchange: { ...answered, headers: {} } } : null;
	};
	const expectOneCall = () => {
		expect(stage.server.unexpected).toEqual([]);
		expect(stage.server.log).toHaveLength(1);
	};
	beforeEach(() => {
		plays();
		stage.server.refusal = wrong;
	});

	test('The credential has the fields and defaults that saved credentials rely on', () => {
		const { properties } = new harness.credential();
		const defaults = properties.map((field) => [field.name, field.default]);
		expect(Object.fromEntries(defaults)).toEqual(harness.fields);
	});

	test('The editor hides every secret field of the credential', () => {
		const { properties } = new harness.credential();
		const hidden = properties.filter(({ typeOptions }) => typeOptions?.password === true);
		expect(hidden.map(({ name }) => name)).toEqual(expect.arrayContaining([...version.secrets]));
	});

	test('The credential test passes with a valid key, in one call', async () => {
		expect(await check()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expectOneCall();
	});

	test.each(['/', ' '])('The credential test passes if the address ends in "%s"', async (tail) => {
		const address = { [stage.addressField]: `${stage.server.url}${tail}` };
		expect((await check(address)).status).toBe('OK');
		expectOneCall();
	});

	test.each([
		'http://api.example.com',
		'http://localhost.example.com/v1',
		'http://127.0.0.1.example.com',
		'http://10.0.0.1:8080',
		'ftp://api.example.com',
		'api.example.com/v1',
		'',
	])('The credential test fails for the address "%s", and sends no key', async (address) => {
		expect(await check({ [stage.addressField]: address })).toEqual({
			status: 'Error',
			message: expect.stringMatching(ADDRESS_REFUSED),
		});
		expect(stage.server.log).toEqual([]);
	});

	test('The credential test fails with a wrong key, and the message names the provider', async () => {
		const { status, message } = await check({ apiKey: WRONG_KEY });
		expect(status).toBe('Error');
		expect(message).toContain(`${stage.subject.provider.name} does not accept this API key`);
		expect(message).not.toContain(WRONG_KEY);
	});

	if (limited) {
		test('The credential test passes with a valid key that lacks a scope', async () => {
			plays(limited);
			expect((await check()).status).toBe('OK');
			expectOneCall();
		});
	}

	test('The credential test fails on a redirect, and does not send the key to its target', async () => {
		const location = `${stage.server.url}/stolen`;
		stage.server.fault({ kind: 'redirect', location, processed: false });
		expect((await check()).status).toBe('Error');
		expectOneCall();
	});

	test.each([500, 503])('The credential test fails if the provider is down: %i', async (status) => {
		stage.server.fault({ kind: 'status', status });
		expect((await check()).status).toBe('Error');
	});

	const { ignoreHttpStatusErrors } = new harness.credential().test?.request ?? {};
	if (ignoreHttpStatusErrors === undefined) return;
	test('The credential test fails with a wrong key even in n8n before 2.10, which ignores the status', async () => {
		const Type = withoutStatus(harness.credential);
		expect((await check({}, Type)).status).toBe('OK');
		const { status, message } = await check({ apiKey: WRONG_KEY }, Type);
		expect(status).toBe('Error');
		expect(message).toContain('does not accept this API key');
	});
}

/** The rules as n8n before 2.10 reads them: any value of `ignoreHttpStatusErrors` counts as true. */
function withoutStatus(Type: new () => ICredentialType): new () => ICredentialType {
	return class extends Type {
		constructor() {
			super();
			if (this.test) this.test.request.ignoreHttpStatusErrors = true;
		}
	};
}

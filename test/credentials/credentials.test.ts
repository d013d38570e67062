import type { ICredentialType, IDataObject } from 'n8n-workflow';
import { ConnectSafelyApi } from '../../credentials/ConnectSafelyApi.credentials';
import { LinkupApi } from '../../credentials/LinkupApi.credentials';
import { SeleqtApi } from '../../credentials/SeleqtApi.credentials';
import { SendPilotApi } from '../../credentials/SendPilotApi.credentials';
import { testCredential } from '../harness/credential-test';
import { useSimulator, type ApiVersion } from '../harness/simulated';

const simulated = useSimulator();

interface Tested {
	readonly type: new () => ICredentialType;
	readonly name: 'connectSafelyApi' | 'linkupApi' | 'seleqtApi' | 'sendPilotApi';
	readonly version?: ApiVersion;
	readonly call: string;
	/** What a wrong key is told. */
	readonly wrong: RegExp;
}

const TESTED: Readonly<Record<string, Tested>> = {
	ConnectSafely: {
		type: ConnectSafelyApi,
		name: 'connectSafelyApi',
		call: 'GET /accounts',
		wrong: /ConnectSafely does not accept this API key/,
	},
	'LinkupAPI v1': {
		type: LinkupApi,
		name: 'linkupApi',
		version: 'v1',
		call: 'GET /v1/check',
		wrong: /\S/,
	},
	'LinkupAPI v2': {
		type: LinkupApi,
		name: 'linkupApi',
		version: 'v2',
		call: 'GET /v2/accounts?limit=1',
		wrong: /\S/,
	},
	Seleqt: {
		type: SeleqtApi,
		name: 'seleqtApi',
		call: 'GET /api-keys/',
		wrong: /Seleqt does not accept this API key/,
	},
	SendPilot: { type: SendPilotApi, name: 'sendPilotApi', call: 'GET /me', wrong: /\S/ },
};

describe.each(Object.entries(TESTED))('%s', (_name, { type, name, version, call, wrong }) => {
	const check = async (changed: (right: IDataObject) => IDataObject = () => ({})) => {
		const right = simulated.credentials(version)[name];
		return await testCredential(type, { ...right, ...changed(right) });
	};
	const calls = () => simulated.sim.log.map(({ method, path }) => `${method} ${path}`);

	test('a right key passes, with one call that costs nothing', async () => {
		simulated.sim.world.linkupApi.credits = 0;
		expect(await check()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(calls()).toEqual([call]);
	});

	test.each(['/', ' '])('a Base URL that ends in "%s" changes nothing', async (tail) => {
		const { status } = await check(({ baseUrl }) => ({ baseUrl: `${String(baseUrl)}${tail}` }));
		expect(status).toBe('OK');
		expect(calls()).toEqual([call]);
	});

	test.each([
		'http://api.example.com',
		'http://localhost.example.com/v1',
		'http://10.0.0.1:8080',
		'ftp://api.example.com',
		'api.example.com/v1',
		'',
	])('the Base URL "%s" fails with the reason, and gets no key', async (baseUrl) => {
		const result = await check(() => ({ baseUrl }));
		expect(result).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^'Base URL' must start with https:\/\//),
		});
		expect(calls()).toEqual([]);
	});

	test('a wrong key fails', async () => {
		const { status, message } = await check(() => ({ apiKey: 'wrong-key' }));
		expect(status).toBe('Error');
		expect(message).toMatch(wrong);
		expect(message).not.toContain('wrong-key');
	});

	test('a redirect fails, and takes the key nowhere', async () => {
		simulated.sim.fault({ kind: 'redirect', location: 'https://elsewhere.example.com/' });
		const { status } = await check();
		expect(status).toBe('Error');
		expect(calls()).toEqual([call]);
	});

	test.each([500, 503])('a provider that is down (%i) fails', async (status) => {
		simulated.sim.fault({ kind: 'status', status });
		expect((await check()).status).toBe('Error');
	});
});

test('a SendPilot key that merely lacks a scope passes', async () => {
	const { sendPilot } = simulated.sim.world;
	const apiKey = sendPilot.limitedApiKey;
	const { status } = await testCredential(SendPilotApi, {
		...simulated.credentials().sendPilotApi,
		apiKey,
	});
	expect(status).toBe('OK');
	expect(simulated.sim.log).toEqual([expect.objectContaining({ status: 403 })]);
});

/** n8n before 2.10 takes whatever stands in `ignoreHttpStatusErrors` for a yes. */
class OlderSeleqt extends SeleqtApi {
	constructor() {
		super();
		this.test.request.ignoreHttpStatusErrors = true;
	}
}
class OlderSendPilot extends SendPilotApi {
	constructor() {
		super();
		this.test.request.ignoreHttpStatusErrors = true;
	}
}

test.each([
	['seleqtApi', OlderSeleqt],
	['sendPilotApi', OlderSendPilot],
] as const)(
	'where n8n does not look at the status, a wrong %s key fails all the same',
	async (name, Type) => {
		const right = simulated.credentials()[name];
		expect((await testCredential(Type, { ...right })).status).toBe('OK');
		const wrong = await testCredential(Type, { ...right, apiKey: 'wrong-key' });
		expect(wrong).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('does not accept'),
		});
	},
);

test('LinkupAPI takes the version that was typed behind its address for what it is', async () => {
	const right = simulated.credentials('v2').linkupApi;
	const { status } = await testCredential(LinkupApi, {
		...right,
		baseUrl: `${String(right.baseUrl)}/v2/`,
	});
	expect(status).toBe('OK');
});

const FIELDS = {
	connectSafelyApi: { apiKey: '', baseUrl: 'https://api.connectsafely.ai/linkedin' },
	linkupApi: {
		apiKey: '',
		apiVersion: 'v2',
		loginToken: '',
		country: 'FR',
		baseUrl: 'https://api.linkupapi.com',
	},
	sendPilotApi: { apiKey: '', webhookSecret: '', baseUrl: 'https://api.sendpilot.ai/v1' },
	seleqtApi: { apiKey: '', baseUrl: 'https://api.seleqt.ai/api/v1' },
};

test.each([ConnectSafelyApi, LinkupApi, SeleqtApi, SendPilotApi])(
	'the fields of %p and their defaults',
	(Type) => {
		const { name, properties } = new Type();
		const defaults = Object.fromEntries(properties.map((field) => [field.name, field.default]));
		expect(defaults).toEqual(FIELDS[name as keyof typeof FIELDS]);
	},
);

test('LinkupAPI v1 offers the documented countries', () => {
	const country = new LinkupApi().properties.find(({ name }) => name === 'country');
	const values = (country?.options ?? []).map((option) => 'value' in option && option.value);
	expect(values.sort()).toEqual(['BR', 'CA', 'DE', 'ES', 'FR', 'IL', 'IN', 'IT', 'NL', 'UK', 'US']);
});

import type { IDataObject } from 'n8n-workflow';
import { SENDERS } from '../harness/senders';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const URN = 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f';
const BY_ID = {
	publicIdentifier: null,
	url: 'https://www.linkedin.com/in/ACoAABJefVoBrz2LR3f',
	urn: URN,
};
const named = (publicIdentifier: string, encoded = publicIdentifier) => ({
	publicIdentifier,
	url: `https://www.linkedin.com/in/${encoded}`,
	urn: null,
});
const JANE = named('jane-doe');
const JOSE = named('josé-garcía', 'jos%C3%A9-garc%C3%ADa');
const LEAD = {
	publicIdentifier: null,
	url: 'https://www.linkedin.com/in/ACwAABJefVoBrz2LR3f',
	urn: 'urn:li:fsd_profile:ACwAABJefVoBrz2LR3f',
};

const FORMS: ReadonlyArray<readonly [string, IDataObject]> = [
	['jane-doe', JANE],
	['https://www.linkedin.com/in/jane-doe', JANE],
	['https://www.linkedin.com/in/jane-doe/', JANE],
	['http://www.linkedin.com/in/jane-doe', JANE],
	['https://linkedin.com/in/jane-doe', JANE],
	['linkedin.com/in/jane-doe', JANE],
	['www.linkedin.com/in/jane-doe/', JANE],
	['https://de.linkedin.com/in/jane-doe', JANE],
	['https://uk.linkedin.com/in/jane-doe?trk=people-guest', JANE],
	['https://m.linkedin.com/in/jane-doe', JANE],
	['https://www.linkedin.com/in/jane-doe?utm_source=share&utm_medium=ios_app', JANE],
	['https://www.linkedin.com/in/jane-doe/#about', JANE],
	['https://www.linkedin.com/in/jane-doe/details/experience/', JANE],
	['https://www.linkedin.com/in/jane-doe/overlay/contact-info/', JANE],
	['  https://www.linkedin.com/in/jane-doe \n', JANE],
	['in/jane-doe', JANE],
	['https://www.linkedin.com/in/jane%E2%80%8B-doe%C2%AD', JANE],
	['/in/jane-doe/', JANE],
	['HTTPS://WWW.LINKEDIN.COM/in/jane-doe', JANE],
	['https://www.linkedin.com/in/Jane-Doe', named('Jane-Doe')],
	['https://www.linkedin.com/in/jos%C3%A9-garc%C3%ADa', JOSE],
	['https://www.linkedin.com/in/josé-garcía/', JOSE],
	['josé-garcía', JOSE],
	[
		'https://www.linkedin.com/in/%E7%8E%8B%E5%B0%8F%E6%98%8E',
		named('王小明', '%E7%8E%8B%E5%B0%8F%E6%98%8E'),
	],
	[URN, BY_ID],
	['urn:li:fs_miniProfile:ACoAABJefVoBrz2LR3f', BY_ID],
	['ACoAABJefVoBrz2LR3f', BY_ID],
	['https://www.linkedin.com/in/ACoAABJefVoBrz2LR3f/', BY_ID],
	['https://www.linkedin.com/sales/lead/ACwAABJefVoBrz2LR3f,NAME_SEARCH,Hw1t', LEAD],
	['https://www.linkedin.com/sales/people/ACwAABJefVoBrz2LR3f,NAME_SEARCH,Hw1t?_ntb=x', LEAD],
	['ACwAABJefVoBrz2LR3f', LEAD],
];

/** What each provider is sent for a profile. */
const SENT: Readonly<Record<string, (profile: IDataObject) => IDataObject>> = {
	ConnectSafely: ({ urn, publicIdentifier }) =>
		urn === null ? { profileId: publicIdentifier } : { profileUrn: urn },
	'LinkupAPI v1': ({ url }) => ({ linkedin_url: url }),
	'LinkupAPI v2': ({ url }) => ({ params: { profile_url: url } }),
	SendPilot: ({ url }) => ({ recipientLinkedinUrl: url }),
};

describe.each(Object.entries(SENDERS))('%s', (name, { provider, version, parameters }) => {
	test.each(FORMS)('%s', async (pasted, profile) => {
		const { success, failure } = await simulated.run({
			version,
			parameters: { ...parameters, profile: pasted },
		});
		expect(failure).toBeUndefined();
		expect(success[0]?.profile).toEqual(profile);
		expect(simulated.sim.requests(provider).map(({ body }) => body)).toEqual([
			expect.objectContaining(SENT[name]?.(profile)),
		]);
	});
});

test.each([
	['jane-doe', '/relationship/jane-doe'],
	['josé-garcía', '/relationship/jos%C3%A9-garc%C3%ADa'],
	[URN, '/relationship/ACoAABJefVoBrz2LR3f'],
])('ConnectSafely is asked for the relationship with %s by path', async (pasted, path) => {
	await simulated.run({
		parameters: { provider: 'connectSafely', operation: 'getConnectionStatus', profile: pasted },
	});
	expect(simulated.sim.log.map((entry) => entry.path)).toEqual([path]);
});

const REFUSED: ReadonlyArray<readonly [string, string]> = [
	['', 'Profile is empty'],
	['https://www.linkedin.com/company/n8n/', 'Profile is a company page'],
	['linkedin.com/school/mit', 'Profile is a school page'],
	['https://www.linkedin.com/showcase/n8n', 'Profile is a showcase page'],
	['https://www.linkedin.com/posts/jane_x-activity-7310081824666365952-abc', 'Profile is a post'],
	['https://www.linkedin.com/feed/update/urn:li:activity:7310081824666365952', 'Profile is a post'],
	['urn:li:activity:7310081824666365952', 'Profile is the URN of a post'],
	['urn:li:company:1035', 'Profile is a URN of the type "company"'],
	['https://www.linkedin.com/groups/123', 'Profile is a group page'],
	['https://www.linkedin.com/jobs/view/123', 'Profile is a job page'],
	['https://www.linkedin.com/sales/company/1035', 'Profile is a Sales Navigator company page'],
	['https://www.linkedin.com/', 'Profile is the LinkedIn home page'],
	['https://www.linkedin.com/in/', 'Profile is an address that ends at /in/'],
	['https://lnkd.in/abc', 'Profile is a short link'],
	['https://example.com/in/jane-doe', 'Profile is an address on another web site'],
	['https://linkedin.com.evil.example/in/jane-doe', 'Profile is an address on another web site'],
	['jane@example.com', 'Profile is an e-mail address'],
	['Jane Doe', "Profile looks like a person's name"],
	['12345', 'Profile is only a number'],
	['in/jane-doe, in/ben-two', 'Profile holds'],
	['UNKNOWN', 'Profile is "UNKNOWN": the field'],
	['https://www.linkedin.com/in/N/A', 'Profile is "N/A": the field'],
	['LinkedIn', 'Profile is "LinkedIn", which names no person'],
	['#REF!', 'Profile begins with "#"'],
	['https://www.linkedin.com/in/jos&#233;-garcia', 'Profile holds an HTML entity'],
	['https://www.linkedin.com/in/jos?-garcia', 'Profile has a "?" or "#" within the name'],
];

test.each(REFUSED)('"%s" is refused before any call: %s', async (pasted, says) => {
	for (const { version, parameters } of Object.values(SENDERS)) {
		const { failure } = await simulated.run({
			version,
			parameters: { ...parameters, profile: pasted },
		});
		const name = { connectSafely: 'ConnectSafely', linkupApi: 'LinkupAPI', sendPilot: 'SendPilot' };
		const provider = name[parameters.provider as keyof typeof name];
		expect(failure?.name).toBe('NodeOperationError');
		expect(failure?.message).toContain(`${provider}: ${says}`);
		expect(failure?.description).toMatch(/\S/);
	}
	expect(simulated.sim.log).toEqual([]);
});

import type { Result } from '../../../nodes/outreach/operations/result';
import { FAILED } from '../acme';
import { onlyAbout } from '../../../nodes/outreach/operations/about';
import { failureIn, inputOf } from '../fakes';

const ID = 'ACoAABJefVoBrz2LR3f';
const ABOUT = { person: ['urn', 'data.url'], invitation: 'invitation' };
const answered = (body: unknown): Result<string> => ({
	kind: 'answered',
	value: 'v',
	response: { status: 200, body, rateLimit: null },
});
const asked = (profile: string) => inputOf({ profile, invitationId: '7310081824666365952' });

test.each<[string, unknown]>([
	['ada-one', {}],
	['ada-one', null],
	['ada-one', 'sent'],
	['ada-one', { data: 'somebody' }],
	['ada-one', { accountId: 'acc_2' }],
	['ada-one', { data: { url: 'https://www.linkedin.com/in/ADA-one/' } }],
	// A public identifier and an id cannot be compared, nor can the two kinds of ids.
	['ada-one', { urn: `urn:li:fsd_profile:${ID}` }],
	[ID, { data: { url: 'https://www.linkedin.com/in/ben-two' } }],
	[ID, { urn: 'ACwAABJefVoBrz2LR3f' }],
	[ID, { urn: `urn:li:fsd_profile:${ID}` }],
	['ada-one', { urn: 'urn:li:member:12' }],
	['ada-one', { invitation: '7310081824666365952' }],
])('A response about the requested person %s is accepted: %j', (profile, body) => {
	const answer = answered(body);
	expect(onlyAbout(answer, 'Acme', asked(profile), ABOUT)).toBe(answer);
});

test.each<[string, unknown, string, string]>([
	['ada-one', { data: { url: 'linkedin.com/in/ben-two' } }, 'data.url', 'linkedin.com/in/ben-two'],
	[ID, { urn: 'urn:li:fsd_profile:ACoAAXXXXXXXX' }, 'urn', 'urn:li:fsd_profile:ACoAAXXXXXXXX'],
	['ada-one', { invitation: '7310081824666365953' }, 'invitation', '7310081824666365953'],
])(
	'A response about another person or invitation than %s is a failure that names the field: %j',
	(profile, body, field, named) => {
		expect(failureIn(onlyAbout(answered(body), 'Acme', asked(profile), ABOUT))).toMatchObject({
			source: 'provider',
			message: `Acme answered about a different person or invitation: the field '${field}' of its answer is '${named}'`,
			httpStatus: 200,
			accepted: 'unknown',
		});
	},
);

test('Any response is accepted if the request named nobody', () => {
	const answer = answered({ urn: ID, invitation: '7' });
	expect(onlyAbout(answer, 'Acme', inputOf({}), ABOUT)).toBe(answer);
});

test('A failed response stays unchanged, whomever it names', () => {
	const body = { data: { url: 'ben-two' } };
	const failed = { ...FAILED, response: { status: 400, body, rateLimit: null } };
	expect(onlyAbout(failed, 'Acme', asked('ada-one'), ABOUT)).toBe(failed);
});

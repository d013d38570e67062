import { parseProfile } from '../../../nodes/outreach/people/profile';
import { personOf, withoutSecrets } from '../../../nodes/outreach/trigger/messages';

const URN = 'urn:li:fsd_profile:ACoAADPy0YkBl72yFV0n';
const ID = 'ACoAADPy0YkBl72yFV0n';
const ADDRESS = 'https://www.linkedin.com/in/ada-sample';
const ada = parseProfile(ADDRESS);
const byId = parseProfile(ID);

test.each([
	['a name and an ID', 'ada-sample', null, ID, { ...ada, urn: URN }],
	['an address and an ID', null, ADDRESS, ID, { ...ada, urn: URN }],
	[
		'an address by ID and a name',
		'ada-sample',
		`https://www.linkedin.com/in/${ID}`,
		null,
		{ ...ada, urn: URN },
	],
	['a name unlike its address', 'ada-sample', 'https://www.linkedin.com/in/ben', null, ada],
	['an ID as the name, and an address', ID, ADDRESS, null, { ...ada, urn: URN }],
	['an address alone', null, ADDRESS, null, ada],
	['an ID alone', null, null, ID, byId],
	['an ID that is not LinkedIn’s', null, null, 'lead-17', null],
	['a name and an ID that is not LinkedIn’s', 'ada-sample', null, 'lead-17', ada],
	['an address of nobody', null, 'https://example.com/ada', null, null],
	['neither a name, an address nor an ID', null, null, null, null],
])('An event with %s has everything known about its person', (_title, name, url, id, person) => {
	expect(personOf(name, url, id)).toEqual(person);
});

test('A message keeps its text, without the account’s secrets', () => {
	const message = { id: 'm-1', text: 'Your key is k3y-of-acme?', at: null, conversationId: 'c-1' };
	expect(withoutSecrets(message, ['k3y-of-acme'])).toEqual({
		...message,
		text: 'Your key is [hidden]?',
	});
});

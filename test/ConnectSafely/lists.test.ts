import {
	hasId,
	isFromPerson,
	personOf,
	simpleInvitation,
	simpleInvitationSchema,
	toConnectionsPage,
	toReceivedPage,
	toPendingPage,
	toSentPage,
	withConnectedOn,
} from '../../nodes/ConnectSafely/lists';
import {
	connectionSchema,
	connectionsSchema,
	receivedInvitationsSchema,
	sentInvitationsSchema,
} from '../../nodes/ConnectSafely/responses';
import { anonymousKey, Collected, type ListedRow } from '../../nodes/outreach/operations/pages';
import lists from '../fixtures/ConnectSafely/lists.json';
import { at } from '../outreach/fakes';

const NOW = at('2024-01-15T10:30:00.000Z');

const sent = (...invitations: unknown[]) =>
	toSentPage(sentInvitationsSchema.parse({ invitations }), 20, NOW);
const received = (invitations: unknown[], endOfList?: unknown) =>
	toReceivedPage(receivedInvitationsSchema.parse({ invitations, endOfList }), 20, NOW);
const connections = (...rows: unknown[]) =>
	toConnectionsPage(connectionsSchema.parse({ connections: rows }), 20);

const [john] = lists.sent.invitations;
const [yash] = lists.received.invitations;
const [doe] = lists.connections.connections;

describe('Sent invitations', () => {
	test('A sent invitation keeps the provider’s fields, and gets the time that its words mean', () => {
		expect(sent(john, { ...john, invitationId: '2' })).toMatchObject({
			rows: [
				{
					key: john?.invitationId,
					fields: { ...john, sentAtApproximate: '2024-01-13T10:30:00.000Z' },
				},
				{ key: '2' },
			],
			next: 22,
		});
	});

	test.each([
		[{ invitationId: '1', id: '2', invitationUrn: 'urn:3' }, '1'],
		[{ id: '2', invitationUrn: 'urn:3' }, '2'],
		[{ invitationUrn: 'urn:3' }, 'urn:3'],
	])('A sent invitation with the IDs %j has the key %s', (row, key) => {
		expect(sent(row).rows[0]?.key).toBe(key);
	});

	test('A sent invitation without an ID has all its fields as its key', () => {
		const [one, same, other] = sent({ memberId: 'a' }, { memberId: 'a' }, { memberId: 'b' }).rows;
		expect(one?.key).toBe(same?.key);
		expect(one?.key).not.toBe(other?.key);
	});

	test.each([
		['1', true],
		['2', true],
		['3', false],
	])('An invitation with the IDs 1 and 2 has the ID %s: %s', (wanted, expected) => {
		expect(hasId({ invitationId: '1', id: '2', invitationUrn: null }, wanted)).toBe(expected);
	});
});

describe('Received invitations', () => {
	test('A received invitation names the person who sent it', () => {
		const [row] = received([yash]).rows;
		expect(row).toMatchObject({
			key: yash?.invitationId,
			since: null,
			profile: { publicIdentifier: 'yash-jadhav-a03656326' },
			fields: { ...yash, receivedAtApproximate: '2024-01-01T10:30:00.000Z' },
		});
	});

	test.each([
		[undefined, 21],
		[false, 21],
		['yes', 21],
		[true, null],
	])('The page after one with endOfList %j begins at %j', (endOfList, next) => {
		expect(received([yash], endOfList).next).toBe(next);
	});

	test.each([
		['CONNECTION', true],
		['connection', true],
		[null, true],
		['ORGANIZATION', false],
	])('An invitation of the category %j is from a person: %s', (invitationCategory, expected) => {
		const [row] = received([{ ...yash, invitationCategory }]).rows;
		expect(row && isFromPerson(row)).toBe(expected);
	});
});

describe('The person of a row', () => {
	const NAMED = { firstName: null, lastName: null };
	const URN = 'urn:li:fsd_profile:ACoAADPy0YkBl72yFV0nJCqXd2F9OBxiI7Tvhg4';

	test.each([
		['the address, even if there is a name', 'https://www.linkedin.com/in/ada/', 'ben', URN, 'ada'],
		['the name, if the address is no profile', 'https://example.com', 'ben', URN, 'ben'],
		['a name of two characters', null, 'yo', URN, 'yo'],
		['the ID, if there is nothing else', null, null, URN, null],
	])('A person is known by %s', (_case, profileUrl, publicIdentifier, memberUrn, expected) => {
		const profile = personOf({ profile: { ...NAMED, profileUrl, publicIdentifier }, memberUrn });
		expect(profile?.publicIdentifier).toBe(expected);
		expect(profile?.url).toContain(expected ?? 'ACoAADPy0YkBl72yFV0nJCqXd2F9OBxiI7Tvhg4');
	});

	test('A row has a person only if it names one', () => {
		expect(personOf({ profile: null, memberUrn: null })).toBeNull();
		expect(personOf({ profile: null, memberUrn: URN })?.url).toContain('ACoAADPy0YkBl72yFV0n');
	});
});

describe('Connections', () => {
	test('A connection has the day on which it was made', () => {
		expect(connections(doe)).toEqual({
			rows: [
				{
					key: 'in:johndoe',
					profile: expect.objectContaining({ publicIdentifier: 'johndoe' }) as unknown,
					since: at('2024-02-15T00:00:00.000Z'),
					fields: { ...doe, connectedOn: '2024-02-15' },
				},
			],
			next: 21,
		});
	});

	test('A connection that names nobody has all its fields as its key, and no day', () => {
		const row = { firstName: 'Ada' };
		expect(connections(row).rows).toEqual([
			{
				key: anonymousKey(row),
				profile: null,
				since: null,
				fields: { ...row, connectedOn: null },
			},
		]);
	});

	test.each([
		[{ profileUrl: 'https://www.linkedin.com/in/UNKNOWN' }],
		[{ vanityName: 'UNKNOWN', profileUrl: 'https://www.linkedin.com/in/UNKNOWN/' }],
		[{ vanityName: 'headless' }],
		[{ profileUrl: 'https://www.linkedin.com/search/results/people/headless?origin=x' }],
		[{ firstName: 'LinkedIn', lastName: 'Member' }],
	])('Hidden members remain separate rows: %j', (row) => {
		const page = connections(row, { ...row, headline: 'CFO' }, row, doe);
		const collected = new Collected<ListedRow>(0);
		collected.add(page);
		expect(page.rows.map(({ profile }) => profile?.publicIdentifier)).toEqual([
			...[undefined, undefined, undefined],
			'johndoe',
		]);
		expect(collected.rows.map(({ fields }) => fields)).toEqual(
			page.rows.map(({ fields }) => fields),
		);
	});

	test('A name of two characters names a person', () => {
		expect(connections({ vanityName: 'yo' }).rows[0]?.key).toBe('in:yo');
	});
});

test('Fields in another form count as absent', () => {
	const odd = { profileUrl: 7, vanityName: {}, connectedDate: 7 };
	expect(connections(odd).rows[0]).toMatchObject({ profile: null, since: null });
	const invitation = { id: {}, invitationId: [], invitationUrn: 7, memberUrn: 7, sentAt: 7 };
	const [oddSent] = sent({ ...invitation, profile: { profileUrl: 7, publicIdentifier: 7 } }).rows;
	expect(oddSent).toMatchObject({
		key: expect.stringContaining('{') as unknown,
		fields: { sentAtApproximate: null },
	});
	expect(oddSent && personOf(oddSent.invitation)).toBeNull();
	const category = { ...invitation, receivedAt: 7, invitationCategory: 7 };
	const [row] = received([category]).rows;
	expect(row).toMatchObject({ profile: null, fields: { receivedAtApproximate: null } });
	expect(row && isFromPerson(row)).toBe(true);
});

describe('Simplify', () => {
	test('Simplify keeps the same few fields of each sent invitation', () => {
		const [row] = sent(john).rows;
		expect(simpleInvitation(row?.fields ?? {})).toEqual({
			invitationId: '7897046780350316544',
			firstName: 'John',
			lastName: 'Doe',
			headline: 'CEO | Entrepreneur | Tech Founder',
			publicIdentifier: 'johndoe',
			profileUrl: 'https://www.linkedin.com/in/johndoe',
			sentAt: '2 days ago',
			sentAtApproximate: '2024-01-13T10:30:00.000Z',
		});
	});

	test('Simplify adds the category and the message of a received invitation', () => {
		const [row] = received([{ ...yash, customMessage: 'Hi' }]).rows;
		expect(simpleInvitation(row?.fields ?? {})).toEqual({
			invitationId: '7455891636745551899',
			firstName: 'Yash',
			lastName: 'Jadhav',
			headline: null,
			publicIdentifier: 'yash-jadhav-a03656326',
			profileUrl: 'https://www.linkedin.com/in/yash-jadhav-a03656326/',
			invitationCategory: 'ORGANIZATION',
			customMessage: 'Hi',
			receivedAt: '2 weeks ago',
			receivedAtApproximate: '2024-01-01T10:30:00.000Z',
		});
	});

	test.each([{}, { profile: 'Ada' }, { profile: null }])('Simplify completes the row %j', (row) => {
		expect(simpleInvitation(row)).toEqual({
			invitationId: null,
			firstName: null,
			lastName: null,
			headline: null,
			publicIdentifier: null,
			profileUrl: null,
			sentAt: null,
			sentAtApproximate: null,
		});
	});

	test('Simplify takes the ID from another field if it has to', () => {
		expect(simpleInvitation({ id: '2' }).invitationId).toBe('2');
		expect(simpleInvitation({ id: '2', invitationId: '1' }).invitationId).toBe('1');
	});
});

test('The preview of a connection has all documented fields, and its day', () => {
	const shown = Object.keys(withConnectedOn(connectionSchema).shape);
	expect(shown).toEqual(Object.keys(connections(doe).rows[0]?.fields ?? {}));
});

test.each([
	['sent', sent(john).rows[0]],
	['received', received([yash]).rows[0]],
])('The preview of an invitation that was %s has the fields of Simplify', (_which, row) => {
	const simple = simpleInvitation(row?.fields ?? {});
	expect(simpleInvitationSchema.strict().parse(simple)).toEqual(simple);
});

test.each([
	['Sent 2 weeks ago', '2024-01-01T10:30:00.000Z'],
	['Sent 1 month ago', '2023-12-18T10:30:00.000Z'],
	['Sent yesterday', '2024-01-15T10:30:00.000Z'],
	['2023-12-01T09:00:00.000Z', '2023-12-01T09:00:00.000Z'],
	['il y a 2 jours', null],
	[null, null],
])('An invitation with the words %j was sent at the latest at %j', (sentAt, latest) => {
	const row = { invitationId: '7', sentAt, profile: { publicIdentifier: 'rosa-quill-17' } };
	const page = toSentPage(sentInvitationsSchema.parse({ invitations: [row] }), 0, NOW);
	expect(toPendingPage(page, NOW)).toMatchObject({
		rows: [
			{
				key: '7',
				profile: { publicIdentifier: 'rosa-quill-17' },
				sentAtLatest: latest === null ? null : at(latest),
			},
		],
		next: page.next,
	});
});

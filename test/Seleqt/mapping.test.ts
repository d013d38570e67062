import { seleqt } from '../../nodes/Seleqt/manifest';
import { toAddedReport, toConnectionReport } from '../../nodes/Seleqt/mapping';
import { getConnectionStatusViaSeleqt } from '../../nodes/Seleqt/operations';
import { addToCampaignSchema, connectionStatusSchema } from '../../nodes/Seleqt/responses';
import connectionStatus from '../fixtures/Seleqt/connection-status.json';
import { openWith } from '../harness/fake-ask';
import { failureIn, inputOf, reply, valueOf } from '../outreach/fakes';

const CREDENTIAL = { apiKey: 'prefix.secret', baseUrl: 'https://api.seleqt.ai/api/v1' };
const read = async (body: unknown, ownId = '1234') =>
	await openWith(seleqt, CREDENTIAL, reply(200, body)).call(
		getConnectionStatusViaSeleqt,
		inputOf({ ownId }),
	);

test.each([
	['first', '17', 'connected', true, 1, 'FIRST_DEGREE', 'none'],
	['second', '17', 'not_connected', false, 2, 'SECOND_DEGREE', 'unknown'],
	['third', '17', 'not_connected', false, 3, 'THIRD_DEGREE', 'unknown'],
	['outOfNetwork', '17', 'not_connected', false, null, 'OUT_OF_NETWORK', 'unknown'],
	['unknown', '17', 'not_connected', false, null, null, 'unknown'],
	['newWord', '17', 'not_connected', false, null, null, 'unknown'],
	['withEmptyAccount', null, 'connected', true, 1, 'FIRST_DEGREE', 'none'],
] as const)(
	'A connection that Seleqt shows as %s, for the account %j, is %s',
	async (name, accountId, outcome, isConnected, degree, networkDistance, invitationState) => {
		expect(valueOf(await read(connectionStatus[name]))).toEqual({
			accountId,
			report: { outcome, isConnected, degree, networkDistance, invitationState, prospectId: 1234 },
		});
	},
);

test('A prospect ID that is too long for a number keeps its digits', async () => {
	const { report } = valueOf(await read(connectionStatus.first, '9007199254740993'));
	expect(report).toMatchObject({ prospectId: '9007199254740993' });
});

test.each<[unknown, string]>([
	[{ success: true }, "Seleqt left out the field 'is_connected' of its answer"],
	[
		{ success: true, is_connected: 'yes' },
		"Seleqt sent something unexpected in the field 'is_connected' of its answer",
	],
])('A response without a readable connection is an error: %j', async (body, message) => {
	expect(failureIn(await read(body)).message).toBe(message);
});

test('A report has a prospect ID only if it was requested by one', () => {
	const status = connectionStatusSchema.parse(connectionStatus.first);
	expect(toConnectionReport(status, null).report).not.toHaveProperty('prospectId');
});

test('A response needs only the connection', async () => {
	expect(valueOf(await read({ is_connected: true }))).toMatchObject({
		accountId: null,
		report: { outcome: 'connected', isConnected: true, degree: null, networkDistance: null },
	});
});

const [NO, YES] = [{ is_connected: false }, { is_connected: true }];
test.each<[object, string, boolean | null, number | null, string | null]>([
	[{ ...NO, connection_level: 'DISTANCE_2' }, 'not_connected', false, 2, null],
	[{ ...NO, network_distance: 'second degree' }, 'not_connected', false, null, 'SECOND_DEGREE'],
	// The response contradicts itself.
	[{ ...NO, connection_level: 1 }, 'unknown', null, 1, null],
	[{ ...YES, connection_level: 2 }, 'unknown', null, 2, null],
	[{ ...YES, network_distance: 'OUT_OF_NETWORK' }, 'unknown', null, null, 'OUT_OF_NETWORK'],
	[{ ...NO, network_distance: 'FIRST_DEGREE' }, 'unknown', null, null, 'FIRST_DEGREE'],
])('A response with %j is %s', async (body, outcome, isConnected, degree, networkDistance) => {
	expect(valueOf(await read(body)).report).toMatchObject({
		outcome,
		isConnected,
		degree,
		networkDistance,
	});
});

test.each([
	[{ count: 2 }, 'added', null],
	[{ count: 1 }, 'added', '1 of 2 prospects were added.'],
	[{ count: 0 }, 'not_added', '0 of 2 prospects were added.'],
	[{ count: 1, warning: 'One has no profile' }, 'added', 'One has no profile'],
	[{}, 'unknown', null],
])('Two prospects with the response %j are %s, with the message %j', (said, outcome, message) => {
	const answer = addToCampaignSchema.parse({ success: true, ...said });
	expect(toAddedReport(answer, 2)).toEqual({ accountId: null, report: { outcome, message } });
});

test.each([{ success: false }, { success: 'true' }, {}])(
	'The result of adding prospects is unknown from %j',
	(said) => {
		expect(addToCampaignSchema.safeParse({ count: 2, ...said }).success).toBe(false);
	},
);

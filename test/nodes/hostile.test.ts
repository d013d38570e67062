import nock from 'nock';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const API = 'https://api.connectsafely.ai';
let keys = 0;
const credentials = () => ({
	connectSafelyApi: { apiKey: `hostile-key-${++keys}`, baseUrl: `${API}/linkedin` },
});
const parameters = (operation: string, more = {}) => ({
	provider: 'connectSafely',
	operation,
	profile: '={{ $json.p }}',
	options: { requestsPerMinute: 0 },
	...more,
});
const three = [{ p: 'ada' }, { p: 'ben' }, { p: 'cyd' }];
const relationship = { connected: false, invitationSent: false, invitationReceived: false };
const NESTED = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;

test('An endlessly nested response fails its own item, and no other', async () => {
	nock(API).get('/linkedin/relationship/ada').reply(200, relationship);
	nock(API).get('/linkedin/relationship/ben').reply(200, NESTED);
	nock(API).get('/linkedin/relationship/cyd').reply(200, relationship);
	const { outputs } = await runNode({
		parameters: parameters('getConnectionStatus'),
		credentials: credentials(),
		items: three,
		settings: { onError: 'continueErrorOutput' },
	});
	expect(outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
		[{ item: 0 }, { item: 2 }],
		[],
		[{ item: 1 }],
	]);
});

test.each([
	['an object', { text: 'Hi' }, 'is an object'],
	['a list', ['Hi'], 'is a list'],
	['a truth', true, 'is a boolean'],
])('A note that is %s is refused, and nobody is invited without it', async (_name, note, says) => {
	const { failure } = await runNode({
		parameters: parameters('sendConnection', { note: '={{ $json.note }}' }),
		credentials: credentials(),
		items: [{ p: 'ada', note }],
	});
	expect(failure?.message).toContain(`The parameter 'Note' ${says}`);
});

test.each([
	['invitationId', 'Invitation ID', Number('7310081824666365952')],
	['accountId', 'Account', Number('9007199254740993')],
])('An ID that lost digits as a number is refused: %s', async (name, label, id) => {
	const { failure } = await runNode({
		parameters: parameters('withdrawInvitation', { [name]: '={{ $json.id }}' }),
		credentials: credentials(),
		items: [{ p: 'ada', id }],
	});
	expect(failure?.message).toContain(`The parameter '${label}' is a number that was rounded`);
});

test.each(['..', '.', '\ud800'])('The account %j is refused, not ignored', async (accountId) => {
	const { failure } = await runNode({
		parameters: parameters('getConnectionStatus', {
			accountId: { __rl: true, mode: 'id', value: accountId },
		}),
		credentials: credentials(),
		items: [{ p: 'ada' }],
	});
	expect(failure?.message).toContain("The parameter 'Account' is");
});

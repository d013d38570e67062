import { byId } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';
import { SENDERS } from '../harness/senders';
import { answerWith, credentialsWith } from '../properties/made-up';

withoutNetwork();

const ITEMS = ['ada-one', 'ben-two', 'cem-three'].map((person) => ({ person }));

async function sendUnder(name: string, status: number, sentence: string) {
	const { version, parameters } = SENDERS[name]!;
	const body = { success: false, status: 'error', error: sentence, message: sentence };
	answerWith([{ status, body: JSON.stringify(body), headers: {} }]);
	const { success, rateLimited } = await runNode({
		parameters: { accountId: byId('acc_1'), ...parameters, profile: '={{ $json.person }}' },
		credentials: credentialsWith('a-key-to-keep-0123', version),
		items: ITEMS,
		settings: { onError: 'continueRegularOutput' },
	});
	return {
		success: success.length,
		rateLimited: rateLimited.map(({ rateLimit }) => rateLimit),
	};
}

describe.each(Object.keys(SENDERS))('%s', (name) => {
	test.each([
		[400, 'DAILY_LIMIT_REACHED'],
		[403, 'You can only send 20 invitations per day'],
		[409, 'You are sending invitations too quickly'],
		[422, 'RateLimitExceeded'],
	])('a limit that is told under %d holds the other items back: %s', async (status, sentence) => {
		const { success, rateLimited } = await sendUnder(name, status, sentence);
		expect(success).toBe(0);
		expect(rateLimited).toEqual([
			expect.objectContaining({ attempted: true, httpStatus: status, message: sentence }),
			expect.objectContaining({ attempted: false, httpStatus: null }),
			expect.objectContaining({ attempted: false, httpStatus: null }),
		]);
	});

	test.each([
		[400, 'note exceeds the limit of 300 characters'],
		[403, 'CREDITS_LIMIT_REACHED'],
		[409, 'ALREADY_INVITED'],
		[422, 'NOTE_LIMIT_EXCEEDED'],
		[400, 'Request failed with status code 502'],
	])('what else is told under %d holds nobody back: %s', async (status, sentence) => {
		expect(await sendUnder(name, status, sentence)).toEqual({ success: 3, rateLimited: [] });
	});
});

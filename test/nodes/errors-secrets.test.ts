import nock from 'nock';
import { LINKUP_V1 } from '../LinkupApi/credentials';
import { answers, CREDENTIALS } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

test('a field in which somebody’s session is echoed is blanked in the provider response', async () => {
	const data = {
		invitation_state: 'NO_INVITATION',
		invitation_type: null,
		invitation_id: null,
		member_distance: 3,
		message: 'No invitation found',
	};
	answers('linkupApi', [
		{
			call: 'POST /v1/network/invitation-status',
			answer: { status: 'success', data: { ...data, login_token: 'another-one', cookie: 'c1' } },
		},
	]);
	const { success } = await runNode({
		parameters: {
			provider: 'linkupApi',
			operation: 'getInvitationStatus',
			profile: 'ada-one',
			options: { includeProviderResponse: true },
		},
		credentials: { ...CREDENTIALS, linkupApi: LINKUP_V1 },
	});
	expect(success[0]?.providerResponse).toEqual({
		status: 'success',
		data: { ...data, login_token: '[hidden]', cookie: '[hidden]' },
	});
});

test('a redirect is not followed, so that no key goes to another host', async () => {
	const elsewhere = jest.fn();
	nock('https://elsewhere.example.com').get('/').reply(200, elsewhere).persist();
	simulated.sim.fault({
		provider: 'connectSafely',
		kind: 'redirect',
		location: 'https://elsewhere.example.com/',
	});
	const { failure } = await simulated.run({
		parameters: { provider: 'connectSafely', operation: 'getAccountStatus' },
	});
	expect(failure?.message).toContain('redirect');
	expect(elsewhere).not.toHaveBeenCalled();
});

describe('an id longer than a number holds', () => {
	test.each([
		['7310081824666365952', '7310081824666365952'],
		['9999999999999999999999', '9999999999999999999999'],
		['"7310081824666365953"', '7310081824666365953'],
		['42', '42'],
	])('%s keeps its digits', async (written, id) => {
		const body = `{"status":"success","data":{"invitation_state":"PENDING","invitation_type":"SENT","invitation_id":${written},"member_distance":2,"message":"m"}}`;
		answers('linkupApi', [{ call: 'POST /v1/network/invitation-status', answer: body }]);
		const { success } = await runNode({
			parameters: { provider: 'linkupApi', operation: 'getInvitationStatus', profile: 'ada-one' },
			credentials: { ...CREDENTIALS, linkupApi: LINKUP_V1 },
		});
		expect(success[0]?.invitationId).toBe(id);
	});
});

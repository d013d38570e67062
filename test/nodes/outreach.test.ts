import { expectOutput } from '../harness/exchange';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const URL = 'https://www.linkedin.com/in/john-doe-123';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };
const NONE = {
	invitation_state: 'NO_INVITATION',
	invitation_type: null,
	invitation_id: null,
	member_distance: 3,
	message: 'No invitation found',
};
test('Seleqt names the account that it chose itself', async () => {
	await expectOutput({
		provider: 'seleqt',
		parameters: { operation: 'getConnectionStatus', prospectId: 1234 },
		exchanges: [
			{
				call: 'GET /public/prospects/1234/connection-status/',
				answer: {
					success: true,
					is_connected: true,
					connection_level: 1,
					network_distance: 'FIRST_DEGREE',
					checked_with_account_id: 8,
				},
			},
		],
		output: {
			provider: 'seleqt',
			operation: 'getConnectionStatus',
			outcome: 'connected',
			accountId: '8',
			profile: null,
			remaining: null,
			isConnected: true,
			degree: 1,
			networkDistance: 'FIRST_DEGREE',
			invitationState: 'none',
			prospectId: 1234,
		},
	});
});

const UNKNOWN_WORD = { ...NONE, invitation_state: 'SNOOZED', member_distance: null };

test('a word of tomorrow is unknown, and stays in the provider response', async () => {
	const body = { status: 'success', data: UNKNOWN_WORD };
	await expectOutput({
		provider: 'linkupApi',
		version: 'v1',
		parameters: {
			profile: URL,
			operation: 'getInvitationStatus',
			options: { includeProviderResponse: true },
		},
		exchanges: [{ call: 'POST /v1/network/invitation-status', answer: body }],
		output: {
			provider: 'linkupApi',
			operation: 'getInvitationStatus',
			outcome: 'unknown',
			accountId: null,
			profile: JOHN,
			remaining: null,
			invitationId: null,
			isConnected: null,
			degree: null,
			message: 'No invitation found',
			providerResponse: body,
		},
	});
});

import type { IDataObject } from 'n8n-workflow';
import { byId, expectOutput, type DocumentedCase } from '../harness/exchange';
import { v1, v2 } from '../harness/linkup-calls';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const URL = 'https://www.linkedin.com/in/john-doe-123';
const ID = '7310081824666365952';
const JOHN = { publicIdentifier: 'john-doe-123', url: URL, urn: null };

const PENDING = {
	invitation_state: 'PENDING',
	invitation_type: 'SENT',
	invitation_id: ID,
	member_distance: 2,
	message: 'Invitation pending',
};

const withdrawn = (provider: string, fields: IDataObject) => ({
	provider,
	operation: 'withdrawInvitation',
	outcome: 'withdrawn',
	profile: null,
	remaining: null,
	invitationId: ID,
	...fields,
});
const withdraw = (given: DocumentedCase): DocumentedCase => ({
	...given,
	parameters: { operation: 'withdrawInvitation', ...given.parameters },
});

const WITHDRAWALS: Record<string, DocumentedCase> = {
	'ConnectSafely, a person': withdraw({
		provider: 'connectSafely',
		parameters: { profile: URL },
		exchanges: [
			{
				call: 'POST /invitations/withdraw',
				body: { profileId: 'john-doe-123' },
				answer: {
					success: true,
					message: 'Invitation withdrawn successfully',
					accountId: '696ce9e780e0483585e4e553',
				},
			},
		],
		output: withdrawn('connectSafely', {
			accountId: '696ce9e780e0483585e4e553',
			profile: JOHN,
			invitationId: null,
			message: 'Invitation withdrawn successfully',
		}),
	}),
	'ConnectSafely, nothing pending': withdraw({
		provider: 'connectSafely',
		parameters: { profile: URL, invitationId: ID, accountId: byId('acc_12345') },
		exchanges: [
			{
				call: 'POST /invitations/withdraw',
				body: { accountId: 'acc_12345', profileId: 'john-doe-123', invitationId: ID },
				status: 400,
				answer: { error: 'No pending invitation found for this profile', success: false },
			},
		],
		output: withdrawn('connectSafely', {
			outcome: 'not_pending',
			accountId: 'acc_12345',
			profile: JOHN,
			message: 'No pending invitation found for this profile',
		}),
	}),
	'LinkupAPI v1, an invitation': withdraw({
		provider: 'linkupApi',
		v1: true,
		parameters: { invitationId: ID },
		exchanges: [
			v1(
				'withdraw-invitation',
				{ invitation_id: ID },
				{ status: 'success', message: 'Invitation withdrawn successfully' },
			),
		],
		output: withdrawn('linkupApi', {
			accountId: null,
			message: 'Invitation withdrawn successfully',
		}),
	}),
	'LinkupAPI v2, a person': withdraw({
		provider: 'linkupApi',
		parameters: { profile: URL, accountId: byId('acc_abc123') },
		exchanges: [
			v2('check_invitation', { profile_url: URL }, PENDING),
			v2('withdraw', { invitation_id: ID }, { withdrawn: true, invitation_id: ID }),
		],
		output: withdrawn('linkupApi', {
			accountId: 'acc_abc123',
			profile: JOHN,
			message: null,
			credits: 2,
		}),
	}),
	'LinkupAPI v2, nothing pending': withdraw({
		provider: 'linkupApi',
		parameters: { profile: URL, accountId: byId('acc_abc123') },
		exchanges: [
			v2(
				'check_invitation',
				{ profile_url: URL },
				{
					invitation_state: 'NO_INVITATION',
					invitation_type: null,
					invitation_id: null,
					member_distance: 3,
					message: 'No invitation found',
				},
			),
		],
		output: withdrawn('linkupApi', {
			outcome: 'not_pending',
			accountId: 'acc_abc123',
			profile: JOHN,
			invitationId: null,
			message: 'No invitation found',
			credits: 1,
		}),
	}),
};

describe('withdrawInvitation', () => {
	test.each(Object.entries(WITHDRAWALS))('%s', async (_name, one) => await expectOutput(one));
});

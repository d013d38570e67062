import type { Answer } from '../../../nodes/outreach/operations/result';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import { sentenceOf } from '../../../nodes/outreach/base/schemas';
import {
	noSuchAccount,
	readRefusedResponse,
	readRefusedSend,
	readRefusedWithdraw,
} from '../../../nodes/outreach/operations/refusals';
import { meaningOf } from '../../../nodes/outreach/operations/sentences';
import { inputOf } from '../fakes';

function refused(sentence: string | null, accepted: 'no' | 'unknown' = 'no'): Answer<unknown> {
	return {
		kind: 'failed',
		failure: { source: 'provider', message: 'm', description: 'd', httpStatus: 400 },
		accepted,
		sentence,
		status: 400,
		body: { error: sentence },
		reading: null,
	};
}

describe('readRefusedSend', () => {
	test.each([
		['Already connected to this profile', 'already_connected'],
		['You are already connected with this person', 'already_connected'],
		['This profile is already a connection', 'already_connected'],
		['Already a 1st-degree connection', 'already_connected'],
		['Invitation already sent to this profile', 'already_pending'],
		['An invitation has already been sent', 'already_pending'],
		['Already invited', 'already_pending'],
		['ALREADY_CONNECTED', 'already_connected'],
		['invitation_already_sent', 'already_pending'],
		['AlreadyInvited', 'already_pending'],
		['Invitation is already pending', 'already_pending'],
		['Connection request pending', 'already_pending'],
		['You have a pending invitation to this member', 'already_pending'],
		['An  invitation\nhas already been sent', 'already_pending'],
		['Invitations were already sent to this member', 'already_pending'],
		['Your account is already connected to this person', 'already_connected'],
	])('%s', (sentence, outcome) => {
		expect(readRefusedSend(refused(sentence))).toEqual({
			kind: 'answered',
			value: {
				accountId: null,
				report: {
					outcome,
					invited: false,
					noteSent: false,
					requestId: null,
					invitationId: null,
					sentAt: null,
					message: sentence,
				},
			},
			body: { error: sentence },
			status: 400,
			reading: null,
		});
	});

	// Said of the account, not of the person: nobody was found pending.
	test.each([
		['LinkedIn profile not found: invalid-profile-id'],
		['Either profileId or profileUrn must be provided'],
		['The account is not connected'],
		['Too many pending invitations. Withdraw some before sending new ones'],
		['You have already sent 20 invitations today'],
		['Please withdraw some of your pending invitations before you send new ones'],
		['Please withdraw some of your pending invitations before inviting this person'],
		['You have already sent the maximum number of invitations to people like this person'],
		['You have already invited a lot of people this week'],
		['Your pending invitations are too old'],
		['Weekly invitation limit reached'],
		['Your account has been restricted; an invitation is pending review'],
		['This LinkedIn account is already connected to another workspace'],
		[''],
		[null],
	])('a failure: %j', (sentence) => {
		expect(readRefusedSend(refused(sentence))).toBeNull();
	});

	test.each<[string, Answer<unknown>]>([
		['the provider may have acted', refused('Already connected', 'unknown')],
		['limited', { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO }],
		['answered', { kind: 'answered', value: {}, body: {}, status: 200, reading: null }],
	])('no refusal: %s', (_name, answer) => {
		expect(readRefusedSend(answer)).toBeNull();
	});
});

describe('readRefusedWithdraw', () => {
	const input = inputOf({ invitationId: '7310081824666365952' });

	test.each([
		['No pending invitation found for this profile'],
		['There is no invitation to withdraw'],
		['No such invitation'],
		['The invitation is not pending'],
		['Nothing to withdraw'],
	])('%s', (sentence) => {
		expect(readRefusedWithdraw(refused(sentence), input)).toMatchObject({
			kind: 'answered',
			status: 400,
			value: {
				accountId: null,
				report: {
					outcome: 'not_pending',
					invitationId: '7310081824666365952',
					message: sentence,
				},
			},
		});
	});

	test.each<[string, Answer<unknown>]>([
		['another refusal', refused('Unauthorized')],
		['a parameter that is missing', refused('No invitation_id was given')],
		['a parameter in words', refused('No invitation ID was given')],
		['no sentence', refused(null)],
		['the provider may have acted', refused('No pending invitation found', 'unknown')],
		['limited', { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO }],
		['answered', { kind: 'answered', value: {}, body: {}, status: 200, reading: null }],
	])('not: %s', (_name, answer) => {
		expect(readRefusedWithdraw(answer, input)).toBeNull();
	});
});

test('an account that the list does not hold names the provider, the ID and what to do', () => {
	expect(noSuchAccount('SendPilot', 'sender_9')).toMatchObject({
		kind: 'failed',
		accepted: 'no',
		failure: {
			source: 'provider',
			message: "SendPilot lists no account with the ID 'sender_9'",
			description: "Pick an account from the list under 'Account', or connect it first.",
		},
	});
});

test.each([
	['accepted', 'This invitation was already accepted', 'not_pending'],
	['expired', 'The invitation has expired', 'not_pending'],
	['a session that is over', 'Your LinkedIn cookie has expired', null],
])('a refused answer to an invitation: %s', (_name, sentence, outcome) => {
	expect(readRefusedResponse(refused(sentence), '7')?.value.report.outcome ?? null).toBe(outcome);
});

test('the status beside the sentence is read before it', () => {
	const answer = { ...refused('Weekly limit reached'), body: { status: 'PENDING' } };
	expect(readRefusedSend(answer)?.value.report.outcome).toBe('already_pending');
});

test.each(['no', 'already sent', 'without ', 'invitation ', 'a-', '1 ', 'reached ', 'maximum '])(
	'a sentence of 100 kB made of %j takes no time to read',
	(part) => {
		const body = { error: part + part.repeat(50_000) + ' '.repeat(50_000) + '!' };
		const begun = performance.now();
		const sentence = sentenceOf(body, ['error']) ?? '';
		readRefusedSend(refused(sentence));
		readRefusedWithdraw(refused(sentence), inputOf({}));
		readRefusedResponse(refused(sentence), null);
		meaningOf({ sentence });
		expect(sentence.length).toBeLessThanOrEqual(2000);
		expect(performance.now() - begun).toBeLessThan(500);
	},
);

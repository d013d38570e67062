import { sentenceOf } from '../../../nodes/outreach/base/schemas';
import {
	cannotTell,
	isRefusedNote,
	limitReached,
	noSuchAccount,
	readRefusedInvitation,
	readRefusedResponse,
	readRefusedWithdrawal,
} from '../../../nodes/outreach/operations/refusals';
import { failedWith, type Failed } from '../../../nodes/outreach/operations/result';
import { meaningOf } from '../../../nodes/outreach/operations/sentences';
import { FAILURE } from '../acme';

function refused(
	sentence: string | null,
	accepted: Failed['accepted'] = 'no',
	body: unknown = { error: sentence },
): Failed {
	const response = { status: 400, body, rateLimit: null };
	return { ...failedWith(FAILURE, accepted), sentence, response };
}

describe('Refused invitations', () => {
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
		['Invitation is pending', 'already_pending'],
		['You have a pending invitation to this member', 'already_pending'],
		['An  invitation\nhas already been sent', 'already_pending'],
		['Invitations were already sent to this member', 'already_pending'],
		['Your account is already connected to this person', 'already_connected'],
	])('A refused invitation has its own outcome for the sentence: %s', (sentence, outcome) => {
		expect(readRefusedInvitation(refused(sentence))).toEqual({ outcome, message: sentence });
	});

	// About the account, not the person: nobody was found pending.
	test.each([
		'LinkedIn profile not found: invalid-profile-id',
		'Either profileId or profileUrn must be provided',
		'The account is not connected',
		'Too many pending invitations. Withdraw some before sending new ones',
		'You have already sent 20 invitations today',
		'Please withdraw some of your pending invitations before you send new ones',
		'Please withdraw some of your pending invitations before inviting this person',
		'You have already sent the maximum number of invitations to people like this person',
		'You have already sent 20 invitations to people like this person',
		'You have already sent 20 new connection requests to people like this person',
		'You have already invited a lot of people this week',
		'Your pending invitations are too old',
		'Weekly invitation limit reached',
		'Your account has been restricted; an invitation is pending review',
		'This LinkedIn account is already connected to another workspace',
		'',
		null,
	])('A refused invitation is a failure for the sentence: %j', (sentence) => {
		expect(readRefusedInvitation(refused(sentence))).toBeNull();
	});

	test('A refused invitation is a failure if the provider may have acted', () => {
		expect(readRefusedInvitation(refused('Already connected', 'unknown'))).toBeNull();
	});

	test('A refused invitation is read by its sentence if there is no response', () => {
		const bare = { ...refused('Already connected'), response: null };
		expect(readRefusedInvitation(bare)?.outcome).toBe('already_connected');
	});

	test('A refused invitation is read by its status before its sentence, even without a sentence', () => {
		const pending = refused('Weekly limit reached', 'no', { status: 'PENDING' });
		expect(readRefusedInvitation(pending)?.outcome).toBe('already_pending');
		expect(readRefusedInvitation({ ...pending, sentence: '' })).toEqual({
			outcome: 'already_pending',
			message: null,
		});
	});

	test('A refused invitation reports the first 500 characters of its sentence', () => {
		const message = readRefusedInvitation(
			refused(`Already connected ${'x'.repeat(1_000)}`),
		)?.message;
		expect(message).toHaveLength(500);
	});
});

describe('Refused withdrawals', () => {
	test.each([
		'No pending invitation found for this profile',
		'There is no invitation to withdraw',
		'No such invitation',
		'Invitation not found',
		'The invitation is not pending',
		'Nothing to withdraw',
	])(
		'A refused withdrawal means that no invitation is pending for the sentence: %s',
		(sentence) => {
			expect(readRefusedWithdrawal(refused(sentence))).toBe(sentence);
		},
	);

	test.each([
		['another refusal', refused('Unauthorized')],
		['a parameter that is missing', refused('No invitation_id was given')],
		['a parameter in words', refused('No invitation ID was given')],
		['no sentence', refused(null)],
		['a provider that may have acted', refused('No pending invitation found', 'unknown')],
	])('A refused withdrawal is a failure with %s', (_name, failed) => {
		expect(readRefusedWithdrawal(failed)).toBeNull();
	});

	test('A refused withdrawal or answer that leaves a doubt is read by its sentence', () => {
		const sentence = 'No pending invitation found';
		expect(readRefusedWithdrawal(refused(sentence, 'doubtful'))).toBe(sentence);
		expect(readRefusedResponse(refused('No such invitation', 'doubtful'), '7')).toMatchObject({
			outcome: 'not_pending',
		});
	});
});

describe('Codes of refused invitations', () => {
	const coded = (code: string, sentence = 'Refused', accepted: Failed['accepted'] = 'no') => ({
		...refused(sentence, accepted),
		failure: { ...FAILURE, code },
	});

	test.each([
		['errors/already_connected', 'already_connected'],
		['ALREADY_INVITED', 'already_pending'],
		['provider/alreadyConnected', 'already_connected'],
	])('The code %s of a refused invitation shows the relationship', (code, outcome) => {
		expect(readRefusedInvitation(coded(code))).toEqual({ outcome, message: 'Refused' });
	});

	test.each([
		['errors/connection_limit_reached', 'no'],
		['already_connected/errors', 'no'],
		['errors/already_connected', 'doubtful'],
		['errors/already_connected', 'unknown'],
	] as const)(
		'The code %s of a refused invitation is not an outcome if accepted is %s',
		(code, accepted) => {
			expect(readRefusedInvitation(coded(code, 'Refused', accepted))).toBeNull();
		},
	);

	test.each([
		['by its code', coded('note/long'), true],
		['by another code', coded('note/short'), false],
		['without a code', refused('Refused'), false],
		['by its words', refused('Your note exceeds the 300 character limit'), true],
		['by words about characters', refused('Your note is over the 200 character cap'), true],
		['by words about a custom message', refused('Custom message quota used up'), true],
		['by words about a customised one', refused('Customised message not allowed'), true],
		['by words about a customized one', refused('Customized invite not allowed'), true],
		['by words about none left', refused('You have no more personalized invitations left'), true],
		['by words of something else', refused('Your headline is too long'), false],
		['by words about many notes', refused('NOTE_LIMIT_EXCEEDED'), true],
		['by its code, where it may have gone out', coded('note/long', 'Refused', 'unknown'), false],
		['by its code, in doubt', coded('note/long', 'Refused', 'doubtful'), false],
		['without a sentence', { ...coded('note/long'), sentence: null }, false],
	])('An invitation that was refused for its note is recognised: %s', (_case, failed, expected) => {
		expect(isRefusedNote(failed, ['note/long'])).toBe(expected);
	});
});

test.each([
	['accepted', 'This invitation was already accepted', 'not_pending'],
	['expired', 'The invitation has expired', 'not_pending'],
	['expired in two words', 'Invitation expired', 'not_pending'],
	['missing', 'No such invitation', 'not_pending'],
	['an expired session', 'Your LinkedIn cookie has expired', null],
])('A refused answer to an invitation is read: %s', (_name, sentence, outcome) => {
	const report = readRefusedResponse(refused(sentence), '7');
	expect(report).toEqual(outcome && { outcome, invitationId: '7', message: sentence });
	expect(readRefusedResponse(refused(sentence, 'unknown'), '7')).toBeNull();
});

test('An account that is not in the list is a failure with the provider, the ID and what to do', () => {
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

test('An undecidable list and a reached limit are failures with the provider and what to do', () => {
	expect(cannotTell('Acme', 'an ID', 'Name the person')).toMatchObject({
		accepted: 'no',
		failure: {
			source: 'provider',
			message: 'Acme lists an invitation without an ID',
			description: 'Name the person',
		},
	});
	expect(limitReached('Acme', 'Wait')).toEqual({
		source: 'provider',
		message: "Acme's rate limit is reached",
		description: 'Wait',
	});
});

test.each(['no', 'already sent', 'without ', 'invitation ', 'a-', '1 ', 'reached ', 'maximum '])(
	'A sentence of 100 kB made of %j is read in linear time',
	(part) => {
		const body = { error: part + part.repeat(50_000) + ' '.repeat(50_000) + '!' };
		const begun = performance.now();
		const sentence = sentenceOf(body, ['error']) ?? '';
		readRefusedInvitation(refused(sentence));
		readRefusedWithdrawal(refused(sentence));
		readRefusedResponse(refused(sentence), null);
		meaningOf({ sentence });
		expect(sentence.length).toBeLessThanOrEqual(2000);
		expect(performance.now() - begun).toBeLessThan(500);
	},
);

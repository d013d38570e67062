import type { Failure } from '../base/errors';
import { LONGEST_SENTENCE, shortened } from '../base/text';
import { nothingToAnswer, type RespondReport } from './reports';
import { failedWith, type Failed } from './result';
import { relationIn, spaced, wordsOf } from './sentences';

/**
 * Refusals that are outcomes. Providers express them only in prose, under a 4xx, so these patterns match words
 * that all of them use: "already connected", "invitation already sent", "no pending invitation". They expect one
 * space between words.
 */
const ALREADY_CONNECTED = /\balready (?:an? )?(?:(?:1st|first)[- ]degree )?connect/i;
const ALREADY_PENDING =
	/\balready (?:been )?(?:sent|invited|pending)|\balready has a pending|\b(?:invit\w*|request) (?:is )?(?:already )?pending|\bpending (?:connection )?(?:invit(?:ation|e)|connection|request)\b/i;
/** About the account or all of its invitations, not about the person. */
const OF_THE_ACCOUNT =
	/\btoo many\b|\blimit|\bmaximum\b|\bquota\b|\brestrict|\bsuspend|\bblocked\b|\b\d+ (?:[\w-]{1,20} ){0,2}(?:invit|request|people)|\bwithdraw (?:some|several|a few|any|all|old|older|your|pending|existing)\b/i;
/** Also about the account, unless it names the person. */
const OF_MANY = /\b(?:invitations|invites|requests|people|members|profiles|accounts?)\b/i;
const OF_ONE =
	/\b(?:this|that|the) (?:person|member|user|profile|recipient|contact|lead|prospect)\b|\brecipient\b/i;
const NOT_PENDING =
	/\bno (?:pending |sent |such )?(?:connection )?invit(?:ation|e)s?\b(?![ -](?:id|urn))|\b(?:not|no longer) pending\b|\bnothing to withdraw\b|\binvitation (?:was |is )?not found\b|\balready withdrawn\b/i;

/** The outcome of a refused invitation, or null if it is a failure. */
export function readRefusedInvitation(failed: Failed): {
	readonly outcome: 'already_connected' | 'already_pending';
	readonly message: string | null;
} | null {
	const refusal = refusalIn(failed);
	if (!refusal) return null;
	const outcome =
		relationIn(failed.response?.body) ??
		outcomeIn(codeWords(failed)) ??
		outcomeIn(refusal.sentence);
	const message =
		failed.sentence === '' ? null : shortened(failed.sentence ?? '', LONGEST_SENTENCE);
	return outcome && { outcome, message };
}

/** The last part of a code such as `errors/no_connection`, as words. */
const codeWords = ({ failure }: Failed) => wordsOf(failure.code?.split('/').pop() ?? '');

function outcomeIn(sentence: string): 'already_connected' | 'already_pending' | null {
	if (OF_THE_ACCOUNT.test(sentence)) return null;
	if (OF_MANY.test(sentence) && !OF_ONE.test(sentence)) return null;
	if (ALREADY_CONNECTED.test(sentence)) return 'already_connected';
	return ALREADY_PENDING.test(sentence) ? 'already_pending' : null;
}

const PERSON = '(?:person|member|user|profile|recipient|contact|lead|prospect)';
const THEM = `(?:(?:to|with) )(?:(?:this|that|the|your|an?) )?(?:${PERSON}|them|each other)\\b`;

/**
 * The account and the person are not connected. Only if it names the person or the degree: "not connected" alone
 * can also mean that the account lost its LinkedIn session.
 */
const NOT_CONNECTED = new RegExp(
	[
		String.raw`(?:\bnot|n['’]t|\bonly|\bmust|\brequires?)\b[^.!?]{0,60}\b(?:1st|first)[- ]degree\b`,
		String.raw`\b(?:1st|first)[- ]degree connections? (?:only|required)\b`,
		String.raw`(?:\bnot|n['’]t|\bno longer)(?: been| yet)? connected ${THEM}`,
		String.raw`\b(?:recipient|person|contact|lead|prospect) (?:is|are) (?:not|no longer) (?:yet )?(?:an? |one of )?(?:your )?connect(?:ed|ions?)\b`,
		String.raw`\b(?:must|have to|has to|need to|needs to) be connected ${THEM}`,
		String.raw`\bno connection (?:exists )?${THEM}`,
		String.raw`\bonly (?:message|write to|send messages to)[^.!?]{0,30}\bconnections\b`,
	].join('|'),
	'i',
);

/** Whether a message was refused because the two are not connected. */
export function isRefusedAsNotConnected(failed: Failed): boolean {
	const refusal = refusalIn(failed);
	if (!refusal) return false;
	return [codeWords(failed), refusal.sentence].some((words) => NOT_CONNECTED.test(words));
}

const NOTE = /\bnotes?\b(?! that\b|:)|\bcustom(?:i[sz]ed)? (?:message|invit)|\bpersonali[sz]ed\b/i;
const NOTE_TROUBLE =
	/\btoo (?:long|many characters)|\blength\b|\bcharacters?\b|\blimit|\bmaximum\b|\bquota\b|\bexceed|\bpremium\b|\b(?:no|not) (?:[\w-]{1,20} ){0,3}(?:left|remaining|available|allowed)|\bused up\b|\brun out\b/i;

/** Whether an invitation was refused only because of its note: too long for the account, or none left this month. */
export function isRefusedNote(failed: Failed, codes: readonly string[] = []): boolean {
	const refusal = refusalIn(failed);
	if (!refusal) return false;
	const { code } = failed.failure;
	if (code !== undefined && codes.includes(code)) return true;
	return NOTE.test(refusal.sentence) && NOTE_TROUBLE.test(refusal.sentence);
}

/** A refusal on which the provider certainly did not act: its sentence for matching, and for showing. */
function refusalIn(failed: Failed): { sentence: string; shown: string } | null {
	return failed.accepted === 'no' ? wordsIn(failed) : null;
}

/** A refusal of a repeatable write: if its words are clear, it does not matter whether the provider acted. */
function refusalOfWrite(failed: Failed): { sentence: string; shown: string } | null {
	return failed.accepted === 'unknown' ? null : wordsIn(failed);
}

function wordsIn({ sentence }: Failed): { sentence: string; shown: string } | null {
	if (sentence === null) return null;
	return { sentence: wordsOf(sentence), shown: shortened(spaced(sentence), LONGEST_SENTENCE) };
}

/** The provider's sentence if a refused withdrawal means that no invitation is pending, or null if it is a failure. */
export function readRefusedWithdrawal(failed: Failed): string | null {
	const refusal = refusalOfWrite(failed);
	return refusal && NOT_PENDING.test(refusal.sentence) ? refusal.shown : null;
}

/** A received invitation no longer exists. */
const NOT_TO_ANSWER =
	/\balready (?:been )?(?:accepted|ignored|answered)\b|\binvitation (?:has |is |was )?(?:already )?expired\b|\bexpired invitation\b/i;

/** The report of a refused answer to a received invitation, or null if it is a failure. */
export function readRefusedResponse(
	failed: Failed,
	invitationId: string | null,
): RespondReport | null {
	const refusal = refusalOfWrite(failed);
	if (!refusal) return null;
	if (!NOT_PENDING.test(refusal.sentence) && !NOT_TO_ANSWER.test(refusal.sentence)) return null;
	return { ...nothingToAnswer(invitationId), message: refusal.shown };
}

/** An account missing from the provider's list; for providers that report an account only in their list. */
export function noSuchAccount(providerName: string, accountId: string | null): Failed {
	return failedWith({
		source: 'provider',
		message: `${providerName} lists no account with the ID '${accountId ?? ''}'`,
		description: "Pick an account from the list under 'Account', or connect it first.",
	});
}

/**
 * A list of invitations that may include the requested one in an unrecognisable form, so it does not prove that
 * none is pending.
 */
export function cannotTell(providerName: string, what: string, whatToDo: string): Failed {
	return failedWith({
		source: 'provider',
		message: `${providerName} lists an invitation without ${what}`,
		description: whatToDo,
	});
}

/** A limit as a failure, for callers without a Rate Limited output. */
export function limitReached(providerName: string, whatToDo: string): Failure {
	return {
		source: 'provider',
		message: `${providerName}'s rate limit is reached`,
		description: whatToDo,
	};
}

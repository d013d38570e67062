import { z } from 'zod';

/**
 * What a refusal means, judging by words that all providers use. Its sentence is already cut (`sentenceOf`), and
 * each pattern is linear: no two adjacent repetitions match the same text.
 */
export type Meaning =
	/** A limit of the account is reached. */
	| 'limit'
	/** The provider, or a service it called, failed during the request: it may have acted. */
	| 'unclear'
	/** The provider refuses and says why. */
	| 'refused'
	/** None of these words. */
	| 'unknown';

const anyOf = (...patterns: readonly string[]) => new RegExp(patterns.join('|'), 'i');
const { raw } = String;

const BROKE_DOWN = anyOf(
	raw`\binternal (?:server )?(?:error|failure)|^internal\b`,
	raw`\bserver (?:error|failure|is (?:down|busy|overloaded))|\boverloaded\b`,
	raw`\bdeadline\b|\btim(?:ed?|ing)[ -]?out\b|\btimeouts?\b|\btime limit\b`,
	raw`\bgateway\b|\bunhandled\b|\bexception\b|\bsomething went wrong\b`,
	raw`\b(?:unexpected|unknown|network) (?:error|failure|problem)`,
	raw`\bconnection (?:was |is |has been )?(?:reset|closed|aborted|refused|lost|terminated|interrupted)`,
	raw`\bECONN|\bETIMEDOUT\b|\bEPIPE\b|\bsocket hang up\b`,
	raw`\bbeing processed\b|\bin progress\b|\b(?:no|not) (?:response|respond)`,
	raw`\b(?:status(?: code)?|HTTP)[ :=]{0,2}5\d\d\b|\bfetch failed\b`,
	raw`\baborted\b|\b(?:operation|job|task) (?:was |is )?cancell?ed\b|\b(?:target|browser|page|stream) (?:was |is |has )?(?:closed|crashed)`,
	raw`\b(?:Type|Reference|Range) ?Error\b|\bcannot read propert|\b(?:database|proxy|browser|protocol) (?:error|failure)|\bdeadlock`,
	raw`\bmay (?:already )?have (?:been sent|gone out)|\b(?:unable to|could not|couldn['’]t|cannot) (?:confirm|verify|determine) (?:whether|if|that)\b`,
);

/** Providers also add these words to a reason, which then takes precedence. */
const FOR_NOW = anyOf(
	raw`\bupstream\b|\b(?:service|temporarily|currently|momentarily) (?:is )?unavailable|^unavailable\b`,
	raw`\btry (?:it )?again (?:later|soon|shortly|in a )|\bretry (?:later|in a )`,
);

const SENDS = raw`(?:request|invit|connection|message|call|attempt|action)`;
const WORDS = raw`(?:[\w-]{1,20} ){0,4}`;
const LIMIT = anyOf(
	raw`\brate[ -]?limit|\bthrottl|\bquota\b`,
	raw`\btoo many ${WORDS}${SENDS}`,
	raw`\b(?:limits?|allowance|cap)\b[^.!?]{0,40}\b(?:reached|exceeded|hit|exhausted|used up|surpassed)\b`,
	raw`\b(?:reach|exceed|hit|surpass|exhaust|used? up)(?:ed|ing|s|es)?\b[^.!?]{0,40}\b(?:limits?|allowance)\b`,
	raw`\b(?:hourly|daily|weekly|monthly|invitations?|invites?|connections?|requests?|messages?|sending) (?:[\w-]{1,20} ){0,2}limits?\b`,
	raw`\bmaximum ${WORDS}${SENDS}|\brun out of ${WORDS}${SENDS}`,
	raw`\bno (?:more )?(?:[\w-]{1,20} ){0,2}(?:invitations|invites|requests) (?:left|remaining|available)`,
	raw`\bout of (?:invitations|invites|(?:connection )?requests)\b`,
	raw`\b(?:status(?: code)?|HTTP)[ :=]{0,2}429\b|\b(?:too|so) (?:fast|quickly|often|frequently)\b|\bslow down\b|\bcool(?:ing)?[ -]?down\b`,
	raw`\b(?:requests?|invitations?|invites|sending|account|sender) (?:(?:is|are|was|were|has been|have been) )?(?:blocked|paused|on hold) (?:for (?:\d|an? |the next )|until (?:\d|tomorrow|next |monday))`,
	raw`\b(?:only|more than|at most|up to) ${WORDS}\d{1,5} ${WORDS}${SENDS}[^.!?]{0,40}\b(?:per|a|an|each|every|this) (?:hour|day|week|month)\b`,
	raw`\bsent \d{1,5} ${WORDS}(?:invit|request|connection)\w* (?:today|this (?:hour|day|week|month)|in the (?:last|past))\b`,
);

/** Limits other than on the account's actions: credits, the length of a note, the number of notes, a parameter. */
const OTHER_LIMIT = anyOf(
	raw`\bcredits?\b|\bpayment|\bbilling\b`,
	raw`\bchar(?:acter)?s?\b|\btoo long\b|\blength\b|\bsize\b|\bbytes?\b|\b[KM]B\b|\bparameter|\battachment`,
	raw`(?<!please )\bnotes?\b(?! that\b|:)|\bcustom(?:i[sz]ed)? (?:message|invit)|\bpersonali[sz]ed\b`,
);

const PERSON = raw`(?:person|member|recipient|contact|lead|prospect|invitee)`;
/** Limits that the person has reached, or that apply only to this person. */
const OF_THE_PERSON = anyOf(
	raw`\b(?:th(?:is|at|e) )?(?:${PERSON}|(?<=\bth(?:is|at) )(?:user|profile))(?:['’]s)? (?:has|have|had|reached|exceeded|accepts?|already|connection|invitation|inbox|network|limit)`,
	raw`\b(?:limit|maximum|many)\b[^.,;:!?]{0,40}\b(?:for|of|to|from|per) (?:(?:this|that|the) )?${PERSON}\b`,
);

/** Facts about account or person, which "try again later" does not put in doubt. */
const FACT = anyOf(raw`\balready\b|\brestrict|\bsuspend|\bbanned\b|\bwithdraw`);

const REFUSED = anyOf(
	raw`\bno (?:longer|pending|sent|such|active|connection|invit|account|valid|permission|linkedin)`,
	raw`\bnot (?:been )?(?:found|pending|valid|active|allowed|permitted|connected|supported|available|enabled|authori[sz]ed|eligible|exist|accept|enough|sent)`,
	raw`\bn['’]t (?:exist|allow|accept|have|support)|\bcan(?:not|['’]t)\b|\bnothing to\b`,
	raw`\binvalid\b|\bmissing\b|\brequired?\b|\bmust\b|\bshould (?:not )?be\b|\bmalformed\b|\bunsupported\b|\bbad request\b`,
	raw`\bunauthori[sz]ed\b|\bforbidden\b|\bdenied\b|\bpermission|\bexpired\b|\binactive\b|\bdisabled\b|\bdisconnected\b|\blogged out\b`,
	raw`\binsufficient\b|\btoo (?:long|short|large)\b|\bexceeds\b|\brejected\b|\bdeclined\b|\brefused\b|\bblocked\b|\bunknown (?:action|account|parameter|profile)`,
);

/** Reads a provider's code and sentence. */
export function meaningOf({ code = '', sentence }: { code?: string; sentence: string }): Meaning {
	const texts = [wordsOf(code), wordsOf(sentence)];
	const speaksOf = (pattern: RegExp) => texts.some((text) => pattern.test(text));
	if (speaksOf(BROKE_DOWN)) return 'unclear';
	if (speaksOf(LIMIT) && !speaksOf(OTHER_LIMIT) && !speaksOf(OF_THE_PERSON)) return 'limit';
	if (speaksOf(FACT)) return 'refused';
	if (speaksOf(FOR_NOW)) return 'unclear';
	return speaksOf(LIMIT) || speaksOf(REFUSED) ? 'refused' : 'unknown';
}

/** One space between words, so that no pattern needs to repeat spaces. */
export function spaced(text: string): string {
	return text.split(/\s/).filter(Boolean).join(' ');
}

/** The same for a name such as RATE_LIMITED or TooManyRequests, which some providers return instead of a sentence. */
export function wordsOf(text: string): string {
	const words = /^\w+$/.test(text) ? text.replace(/([a-z])(?=[A-Z])/g, '$1 ') : text;
	return spaced(words.replace(/_/g, ' '));
}

const RELATIONS: ReadonlyMap<string, 'already_connected' | 'already_pending'> = new Map([
	['connected', 'already_connected'],
	['already_connected', 'already_connected'],
	['pending', 'already_pending'],
	['already_pending', 'already_pending'],
]);
const statusSchema = z.object({ status: z.string() });

/**
 * The relationship from the `status` next to a refusal's sentence, as some providers return it; null if there is
 * none, or an unknown one.
 */
export function relationIn(body: unknown) {
	const { data } = statusSchema.safeParse(body);
	return RELATIONS.get(data?.status.trim().toLowerCase() ?? '') ?? null;
}

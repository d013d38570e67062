import { z } from 'zod';
import { toIso } from '../base/time';
import { nullableBoolean, nullableText, type Relationship } from '../base/vocabulary';
import { credits, type CutOff, type OnceRecord, type OnceRules } from './operation';
import { readRefusedInvitation } from './refusals';
import { byWhomAndWhen } from './reports';
import type { Failed } from './result';

const report = z.object({
	outcome: z.enum([
		'sent',
		'already_connected',
		'already_pending',
		'duplicate',
		'skipped',
		'dry_run',
		'unconfirmed',
	]),
	/** True: an invitation was sent for this item; false: none was; null: not known. */
	invited: nullableBoolean,
	noteSent: nullableBoolean,
	requestId: nullableText,
	invitationId: nullableText,
	sentAt: nullableText,
	message: nullableText,
	credits,
});
export type SendReport = z.infer<typeof report>;

/** The report of an invitation that was not sent, or that the provider did not act on. */
export function notInvited(outcome: SendReport['outcome'], message: string | null): SendReport {
	return {
		outcome,
		invited: false,
		noteSent: false,
		requestId: null,
		invitationId: null,
		sentAt: null,
		message,
	};
}

const noteSentUnless = ({ note }: CutOff['input']) => (note === null ? false : null);

const UNKNOWN = {
	outcome: 'skipped',
	message:
		'The provider does not say how the account and this person are related, so no invitation was sent.',
} as const;

/** Reasons not to invite, by relationship. */
const RELATED: Readonly<
	Partial<Record<Relationship, { outcome: SendReport['outcome']; message: string }>>
> = {
	connected: {
		outcome: 'already_connected',
		message: 'Already connected; no invitation was sent.',
	},
	pending_sent: {
		outcome: 'already_pending',
		message: 'An invitation to this person is already pending.',
	},
	unknown: UNKNOWN,
	not_connected: UNKNOWN,
	pending_received: {
		outcome: 'skipped',
		message: 'This person has invited you: accept that invitation instead.',
	},
};

function related(relationship: Relationship): SendReport | null {
	const found = RELATED[relationship];
	return found ? notInvited(found.outcome, found.message) : null;
}

const unlessUnknown = (relationship: Relationship) =>
	relationship === 'unknown' || relationship === 'not_connected' ? null : related(relationship);

const once: OnceRules<SendReport, Relationship> = {
	idempotencyKey: (person) => `invitation ${person}`,
	noun: { one: 'invitation', many: 'invitations' },
	byOtherWorker: 'Another n8n worker is inviting this person right now',
	skipOption: 'skipAlreadyInvited',
	options: ['skipAlreadyInvited', 'skipIfRelated', 'longNote', 'ifNoteRefused', 'maxNoteLength'],
	// People in memory are checked again if the author wants them invited again.
	asksFirst: ({ skipIfRelated }, before) =>
		before === 'sent' || (before === 'none' && skipIfRelated),
	readBack: async ({ relationship }) => await relationship(),
	// A declined or withdrawn invitation also shows as none, and may be sent again.
	provesNotSent: (relationship) => relationship === 'none',
	isEarlier: () => true,
	stateAfter: ({ outcome }) => {
		if (outcome === 'unconfirmed') return 'inDoubt';
		return outcome === 'sent' ? 'sent' : 'none';
	},
	reports: {
		duplicate: () => notInvited('duplicate', 'The same person appeared earlier in this execution.'),
		skipped: (earlier) => ({
			...notInvited('skipped', `Invited ${byWhomAndWhen(earlier)}.`),
			sentAt: earlier.sentAt,
		}),
		dryRun: () => notInvited('dry_run', 'Dry run: everything was checked, and nothing was sent.'),
		related,
		earlier: unlessUnknown,
		refused: unlessUnknown,
		reconciled: (relationship, { input, providerName, happened, now }) => {
			if (relationship === 'pending_sent') {
				const message = `${happened}. ${providerName} now shows the invitation as pending.`;
				const sent = notInvited('sent', message);
				return { ...sent, invited: true, noteSent: noteSentUnless(input), sentAt: toIso(now) };
			}
			if (relationship !== 'connected') return null;
			const message = `${happened}. ${providerName} shows that the account and this person are connected.`;
			return notInvited('already_connected', message);
		},
		unconfirmed: ({ input, happened }) => ({
			...notInvited(
				'unconfirmed',
				`${happened}. The invitation may have gone out: check the account in LinkedIn before you invite this person again.`,
			),
			invited: null,
			noteSent: noteSentUnless(input),
		}),
	},
};

export const sendConnection = {
	id: 'sendConnection',
	name: 'Send Connection Request',
	action: 'Send connection request',
	description: 'Invite a person to connect, at most once',
	effect: 'once',
	inputs: { person: 'profile', account: 'optional', note: true },
	report,
	readRefusal: (failed: Failed): SendReport | null => {
		const refused = readRefusedInvitation(failed);
		return refused && notInvited(refused.outcome, refused.message);
	},
	once,
} as const satisfies OnceRecord<typeof report>;

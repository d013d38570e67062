import { z } from 'zod';
import {
	nullableNumber,
	nullableText,
	profileSchema,
	rateLimitSchema,
	type Relationship,
} from '../base/vocabulary';
import type { Profile } from '../people/profile';
import type { Failed, Result } from './result';

/** Which parameters an operation reads. */
export interface OperationInputs {
	/** `ownId`: the provider's own ID of the person instead of a profile. */
	readonly person: 'profile' | 'profileOrInvitation' | 'ownId' | 'none';
	/** `optional`: where the provider allows that; `filter`: it narrows what is returned, and is never needed. */
	readonly account: 'optional' | 'required' | 'filter' | 'none';
	readonly note?: boolean;
	/** The text of a message, which must not be empty. */
	readonly message?: boolean;
	/** How many of something to return. */
	readonly limit?: boolean;
}

/** What one item asks for, read from its parameters and checked. */
export interface Input {
	/** The provider's ID of the LinkedIn account to use; null: the provider's default. */
	readonly accountId: string | null;
	readonly profile: Profile | null;
	/** The provider's own ID of the person. */
	readonly ownId: string | null;
	readonly invitationId: string | null;
	/** At most 300 characters. */
	readonly note: string | null;
	/** Not empty. */
	readonly message: string | null;
	/** How many to return; null where the operation does not ask. */
	readonly limit: number | null;
	/** What is given for an operation's own parameters, by their names. */
	readonly fields: Readonly<Record<string, string>>;
}

/**
 * One thing that can be asked of a provider, in the one vocabulary. Panels, options, outputs, previews, tables of the
 * documentation and tests derive from the record.
 */
export interface OperationRecord<Schema extends z.AnyZodObject = z.AnyZodObject> {
	/** The value of the parameter 'Operation'. */
	readonly id: string;
	/** As the panel lists it, in Title Case. */
	readonly name: string;
	/** As the node creator and the node's subtitle have it. */
	readonly action: string;
	readonly description: string;
	/**
	 * `read` changes nothing; `write` may be repeated without harm; `once` may reach the provider once at most for each item,
	 * whatever fails.
	 */
	readonly effect: 'read' | 'write' | 'once';
	readonly inputs: OperationInputs;
	/** The fields that it adds to what every success has. */
	readonly report: Schema;
	/** The report that a provider's refusal is, such as *already connected*; null where it is a failure. */
	readRefusal?(failed: Failed, input: Input): z.infer<Schema> | null;
}

/** A report of a `once` operation, as far as the runner has to understand it. */
export interface OnceReport {
	readonly outcome: string;
	/** What happened, for a person to read. */
	readonly message: string | null;
}
export const onceReportSchema = z
	.object({ outcome: z.string(), message: nullableText })
	.passthrough();

/** What is known of a send: nothing, that it was made, or that it was requested and its end is unknown. */
export type SendState = 'none' | 'sent' | 'inDoubt';

/** What is remembered of a send that was made. */
export interface EarlierSend {
	/** ISO 8601 UTC; null where it is not known any more. */
	readonly sentAt: string | null;
	/** Who made it, as far as that is known; null: the node itself. */
	readonly by: { readonly account: string | null; readonly workflow: string | null } | null;
}

/** How the runner keeps an operation to at most once, and what it reports where the provider does not. */
export interface OnceRules<R extends OnceReport = OnceReport, Evidence = unknown> {
	/** Tells sends of this operation apart: what is sent, and to whom. `person` is the same for two spellings of one name. */
	idempotencyKey(person: string, input: Input): string;
	/** Of what is sent, where one person may be sent several different ones; absent: one of its kind. */
	fingerprint?(input: Input): string;
	/** What is sent, for messages and for a log: "1 invitation", "2 invitations". */
	readonly noun: { readonly one: string; readonly many: string };
	/** What a report says of another worker that sends the same, without a full stop. */
	readonly byOtherWorker: string;
	/** The option by which memory answers in the send's place. */
	readonly skipOption: 'skipAlreadyInvited' | 'skipAlreadySent';
	/** The options that only this operation has, beside those of all sends. */
	readonly options: readonly string[];
	/** Whether to ask how the two are related before sending. `before` is what memory knows. */
	asksFirst(checks: Checks, before: SendState): boolean;
	/** Reads what shows how a send ended; null where the provider cannot be asked. */
	readBack(reads: SendReads, cutOff: CutOff): Promise<Result<Evidence> | null>;
	/**
	 * Whether this shows that a send in doubt was surely not made: only then may it be made again. `isRefused`: the provider
	 * has said no.
	 */
	provesNotSent(evidence: Evidence, cutOff: CutOff, isRefused: boolean): boolean;
	/** Whether another item for the same, later in the execution, is a duplicate of one that was reported so. */
	isEarlier(report: R): boolean;
	/** What a report of the provider means for memory. */
	stateAfter(report: R): SendState;
	readonly reports: OnceReports<R, Evidence>;
}

/** The author's options on what to check before a send. */
export interface Checks {
	readonly skipIfRelated: boolean;
	readonly requireConnection: boolean;
}

/** What a `once` operation reports where the runner decides. */
export interface OnceReports<R extends OnceReport = OnceReport, Evidence = unknown> {
	/** The same was asked for earlier in the execution. */
	duplicate(): R;
	/** Memory knows it. */
	skipped(earlier: EarlierSend): R;
	dryRun(): R;
	/** How account and person are related speaks against sending; null where it does not. */
	related(relationship: Relationship, checks: Checks): R | null;
	/** The report after a request was cut off, by what was read back; null where that does not decide it. */
	reconciled(evidence: Evidence, cutOff: CutOff): R | null;
	/** The same of a request of an earlier execution, or of another worker, in whose place this one reports. */
	earlier(evidence: Evidence, cutOff: CutOff): R | null;
	/** The same of a request that the provider refused, which leaves it open whether it acted. */
	refused(evidence: Evidence, cutOff: CutOff): R | null;
	/** The request was cut off, and nobody knows whether it was accepted. */
	unconfirmed(cutOff: CutOff): R;
}

/** A send whose end is unknown. */
export interface CutOff {
	readonly input: Input;
	readonly providerName: string;
	/** What happened, without a full stop. */
	readonly happened: string;
	/** When the request was made (ms since 1970); null where that is not known any more. */
	readonly attemptedAt: number | null;
	/** ms since 1970 */
	readonly now: number;
}

/** What can be asked of the provider about a send's account and person, each within its own limit; null where it cannot. */
export interface SendReads {
	relationship(): Promise<Result<Relationship> | null>;
	/** The report of another operation for the same account and person; null also where it cannot be read. */
	report<R extends OperationRecord>(
		record: R,
		input: Partial<Input>,
	): Promise<Result<ReportOf<R>> | null>;
}

/** What an operation of this record reports. */
export type ReportOf<R extends OperationRecord> = z.infer<R['report']>;

/** A record of a `once` operation. */
export interface OnceRecord<Schema extends z.AnyZodObject = z.AnyZodObject>
	extends OperationRecord<Schema> {
	readonly effect: 'once';
	readonly once: OnceRules;
}

/** What LinkedIn Outreach returns on Success for an operation. */
export function successSchema({ id, report }: OperationRecord) {
	return z
		.object({
			provider: z.string(),
			operation: z.literal(id),
			accountId: nullableText,
			profile: profileSchema.nullable(),
			/** How many the provider says are left of what the call used up. */
			remaining: nullableNumber,
			/** With *Include Rate Limit* only; null where the provider reported nothing. */
			rateLimit: rateLimitSchema.nullable().optional(),
		})
		.merge(report);
}

/** What a call cost, where the provider says so; absent elsewhere. */
export const credits = z.number().optional();

export function isOnce(record: OperationRecord): record is OnceRecord {
	return record.effect === 'once' && 'once' in record;
}

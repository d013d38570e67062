import { z } from 'zod';
import { openObject } from '../base/schemas';
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
	/** `ownId`: the provider's own ID of the person, instead of a profile. */
	readonly person: 'profile' | 'profileOrInvitation' | 'ownId' | 'none';
	/**
	 * `optional`: if the provider allows it to be empty; `filter`: narrows what is returned, and is never
	 * required.
	 */
	readonly account: 'optional' | 'required' | 'filter' | 'none';
	readonly note?: boolean;
	/** The text of a message, which must not be empty. */
	readonly message?: boolean;
	/** How many entries to return. */
	readonly limit?: boolean;
}

/** One item's input, read from its parameters and checked. */
export interface Input {
	/** The provider's ID of the LinkedIn account to use; null for the provider's default. */
	readonly accountId: string | null;
	readonly profile: Profile | null;
	/** The provider's own ID of the person. */
	readonly ownId: string | null;
	readonly invitationId: string | null;
	/** At most 300 characters. */
	readonly note: string | null;
	/** Not empty. */
	readonly message: string | null;
	/** How many entries to return; null if the operation has no such parameter. */
	readonly limit: number | null;
	/** The values of an operation's own parameters, by name. */
	readonly fields: Readonly<Record<string, string>>;
}

/**
 * One operation of a provider, in the shared vocabulary. Panels, options, outputs, previews, documentation tables
 * and tests derive from the record.
 */
export interface OperationRecord<Schema extends z.AnyZodObject = z.AnyZodObject> {
	/** The value of the parameter 'Operation'. */
	readonly id: string;
	/** The name in the panel, in Title Case. */
	readonly name: string;
	/** The text in the node creator and the node's subtitle. */
	readonly action: string;
	readonly description: string;
	/**
	 * `read` changes nothing; `write` may be repeated without harm; `once` may reach the provider at most once per
	 * item, whatever fails.
	 */
	readonly effect: 'read' | 'write' | 'once';
	readonly inputs: OperationInputs;
	/** The fields it adds to those of every success. */
	readonly report: Schema;
	/** The report that a refusal stands for, such as *already connected*; null if it is a failure. */
	readRefusal?(failed: Failed, input: Input): z.infer<Schema> | null;
}

/** The part of a `once` operation's report that the runner needs. */
export interface OnceReport {
	readonly outcome: string;
	/** What happened, for people. */
	readonly message: string | null;
}
export const onceReportSchema = openObject({ outcome: z.string(), message: nullableText });

/** What is known about a send: nothing, that it was made, or that it was requested and its end is unknown. */
export type SendState = 'none' | 'sent' | 'inDoubt';

/** What is remembered about a send that was made. */
export interface EarlierSend {
	/** ISO 8601 UTC; null if it is no longer known. */
	readonly sentAt: string | null;
	/** Who made it, as far as known; null for the node itself. */
	readonly by: { readonly account: string | null; readonly workflow: string | null } | null;
}

/** How the runner ensures that an operation runs at most once, and what it reports if the provider does not. */
export interface OnceRules<R extends OnceReport = OnceReport, Evidence = unknown> {
	/**
	 * Identifies a send of this operation: what is sent, and to whom. `person` is identical for two spellings of
	 * one name.
	 */
	idempotencyKey(person: string, input: Input): string;
	/** A hash of the content, if one person may be sent several different ones; absent: only one. */
	fingerprint?(input: Input): string;
	/** The noun for messages and for the log: "1 invitation", "2 invitations". */
	readonly noun: { readonly one: string; readonly many: string };
	/** The report's text if another worker makes the same send, without a full stop. */
	readonly byOtherWorker: string;
	/** The option that lets memory answer instead of sending. */
	readonly skipOption: 'skipAlreadyInvited' | 'skipAlreadySent';
	/** The options that only this operation has, in addition to those of all sends. */
	readonly options: readonly string[];
	/** Whether to read the relationship before sending. `before` is what memory knows. */
	asksFirst(checks: Checks, before: SendState): boolean;
	/** Reads the evidence of how a send ended; null if the provider cannot be asked. */
	readBack(reads: SendReads, cutOff: CutOff): Promise<Result<Evidence> | null>;
	/**
	 * Whether this proves that a send in doubt was not made: only then may it be made again. `isRefused`: the
	 * provider refused it.
	 */
	provesNotSent(evidence: Evidence, cutOff: CutOff, isRefused: boolean): boolean;
	/** Whether a later item of the execution for the same send is a duplicate of one with this report. */
	isEarlier(report: R): boolean;
	/** What a provider's report means for memory. */
	stateAfter(report: R): SendState;
	readonly reports: OnceReports<R, Evidence>;
}

/** The author's options on what to check before a send. */
export interface Checks {
	readonly skipIfRelated: boolean;
	readonly requireConnection: boolean;
}

/** The reports of a `once` operation that come from the runner. */
export interface OnceReports<R extends OnceReport = OnceReport, Evidence = unknown> {
	/** An earlier item of the execution requested the same. */
	duplicate(): R;
	/** It is in memory. */
	skipped(earlier: EarlierSend): R;
	dryRun(): R;
	/** The report if the relationship rules out the send; null if it does not. */
	related(relationship: Relationship, checks: Checks): R | null;
	/** The report after a request was cut off, from the evidence; null if that does not decide it. */
	reconciled(evidence: Evidence, cutOff: CutOff): R | null;
	/** The same for a request of an earlier execution or of another worker that this send stands in for. */
	earlier(evidence: Evidence, cutOff: CutOff): R | null;
	/** The same for a request whose refusal leaves it open whether the provider acted. */
	refused(evidence: Evidence, cutOff: CutOff): R | null;
	/** The request was cut off, and it is unknown whether it was accepted. */
	unconfirmed(cutOff: CutOff): R;
}

/** A send whose end is unknown. */
export interface CutOff {
	readonly input: Input;
	readonly providerName: string;
	/** What happened, without a full stop. */
	readonly happened: string;
	/** When the request was made (ms since 1970); null if that is no longer known. */
	readonly attemptedAt: number | null;
	/** ms since 1970 */
	readonly now: number;
}

/** Reads about a send's account and person, each within its own limit; null if the provider does not offer it. */
export interface SendReads {
	relationship(): Promise<Result<Relationship> | null>;
	/** The report of another operation for the same account and person; also null if it cannot be read. */
	report<R extends OperationRecord>(
		record: R,
		input: Partial<Input>,
	): Promise<Result<ReportOf<R>> | null>;
}

/** The report of an operation with this record. */
export type ReportOf<R extends OperationRecord> = z.infer<R['report']>;

/** The record of a `once` operation. */
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
			/** The remaining quota of what the call used, as the provider reports it. */
			remaining: nullableNumber,
			/** Only with *Include Rate Limit*; null if the provider reported nothing. */
			rateLimit: rateLimitSchema.nullable().optional(),
		})
		.merge(report);
}

/** What a call cost, if the provider reports it; otherwise absent. */
export const credits = z.number().optional();

export function isOnce(record: OperationRecord): record is OnceRecord {
	return record.effect === 'once' && 'once' in record;
}

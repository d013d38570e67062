import { z } from 'zod';
import {
	nullableNumber,
	nullableText,
	profileSchema,
	rateLimitSchema,
	type Relationship,
} from '../base/vocabulary';
import type { Profile } from '../people/profile';
import type { Failed } from './result';

/** Which parameters an operation reads. */
export interface OperationInputs {
	/** `ownId`: the provider's own ID of the person instead of a profile. */
	readonly person: 'profile' | 'profileOrInvitation' | 'ownId' | 'none';
	/** `optional`: where the provider allows that; `filter`: it narrows what is returned, and is never needed. */
	readonly account: 'optional' | 'required' | 'filter' | 'none';
	readonly note?: boolean;
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

/** How the runner keeps an operation to at most once, and what it reports where the provider does not. */
export interface OnceRules<R extends OnceReport = OnceReport> {
	/** Tells sends of this operation apart: what is sent, and to whom. `person` is the same for two spellings of one name. */
	idempotencyKey(person: string, input: Input): string;
	/** What is sent, for messages: "1 invitation", "2 invitations". */
	readonly noun: { readonly one: string; readonly many: string };
	/** What a report says of another worker that sends the same, without a full stop. */
	readonly byOtherWorker: string;
	/** Whether a send that is in doubt was surely not made, by how the two are related now: only then may it be made again. */
	provesNotSent(relationship: Relationship): boolean;
	/** What a report of the provider means for memory. */
	stateAfter(report: R): SendState;
	readonly reports: OnceReports<R>;
}

/** What a `once` operation reports where the runner decides. */
export interface OnceReports<R extends OnceReport = OnceReport> {
	/** The same was asked for earlier in the execution. */
	duplicate(): R;
	/** Memory knows it; `sentAt` is when (ISO 8601 UTC), or null where that is not known any more. */
	skipped(sentAt: string | null): R;
	dryRun(): R;
	/** How account and person are related speaks against sending; null where it does not. */
	related(relationship: Relationship): R | null;
	/** The report after a request was cut off, by how the two are related now; null where that does not decide it. */
	reconciled(relationship: Relationship, cutOff: CutOff): R | null;
	/** The request was cut off, and nobody knows whether it was accepted. */
	unconfirmed(cutOff: CutOff): R;
}

/** A send whose end is unknown. */
export interface CutOff {
	readonly input: Input;
	readonly providerName: string;
	/** What happened, without a full stop. */
	readonly happened: string;
	/** ms since 1970 */
	readonly now: number;
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

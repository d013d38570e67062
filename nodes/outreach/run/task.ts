import type { IDataObject } from 'n8n-workflow';
import type { Answer } from '../answer';
import type { LimitReading, RateLimitSubject } from '../limits/limits';
import type { Options } from '../node/options';
import type { Attributed, Standing } from '../provider';
import type { Place, RateLimit, SendReport } from '../vocabulary';

/** A call and the limit it counts against. */
export interface LimitedCall<T> {
	/** Key, account and the provider's name for what is limited. */
	readonly bucket: string;
	run(): Promise<Answer<T>>;
}

interface TaskBase {
	readonly itemIndex: number;
	readonly subject: RateLimitSubject;
	/** The provider as a message names it. */
	readonly providerName: string;
	/**
	 * Provider and account, the same whichever key reaches it; begins each bucket of the account's. Changes of one account
	 * go one after the other.
	 */
	readonly accountKey: string;
	/** The provider's name for what sends use up. */
	readonly sendLimitName: string;
	/** Provider and person, the same for two spellings of one name; null where the call has no person. */
	readonly personKey: string | null;
	readonly options: Options;
	/** Takes the credential's secrets out of a text. */
	hide?(text: string): string;
	/** Builds what leaves on Success, one object for each row. */
	present(result: Presentable): IDataObject[];
}

export interface ReadTask extends TaskBase {
	readonly effect: 'read';
	/** Two tasks of one run with the same key ask the same, and share one request. */
	readonly readKey: string;
	/** Whether the output needs the answer's body. */
	readonly needsBody: boolean;
	readonly call: LimitedCall<Attributed<unknown>>;
}

/** Reads a list page by page; one item leaves for each of its rows. */
export interface ListTask extends TaskBase {
	readonly effect: 'list';
	/** Two tasks of one run with the same key read the same list, and share its pages. */
	readonly readKey: string;
	readonly bucket: string;
	readonly place: Place;
	/** One page: its report is a `Page`. */
	page(at: number): Promise<Answer<Attributed<unknown>>>;
}

/** Changes something, and does no harm when asked twice. */
export interface ChangeTask extends TaskBase {
	readonly effect: 'change';
	readonly call: LimitedCall<Attributed<unknown>>;
}

export interface SendTask extends TaskBase {
	readonly effect: 'send';
	readonly personKey: string;
	/** Names the send in memory: what is sent, and to whom. */
	readonly key: string;
	readonly hasNote: boolean;
	/** Whether the output needs the answer's body. */
	readonly needsBody: boolean;
	/** What sends of the account count against. */
	readonly bucket: string;
	/** Makes one request at most each time it is run; `beforeRequest` is awaited last, and false keeps it from being made. */
	send(beforeRequest: () => Promise<boolean>): Promise<Answer<Attributed<SendReport>>>;
	/** Asks how account and person stand; null where the provider cannot say. */
	readonly standing: LimitedCall<Standing> | null;
	/** Asks what remains of the account's invitations; null where that cannot be asked. */
	readonly quota: (() => Promise<LimitReading | null>) | null;
}

export type Task = ReadTask | ListTask | ChangeTask | SendTask;

/** A success, before it is brought into the node's form. */
export interface Presentable {
	/** Of a list: its rows. */
	readonly report: unknown;
	readonly accountId: string | null;
	readonly body: unknown;
	readonly rateLimit: RateLimit | null;
}

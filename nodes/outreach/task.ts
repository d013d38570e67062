import type { IDataObject } from 'n8n-workflow';
import type { Answer } from './answer';
import type { LimitReading, RateLimitSubject } from './limits';
import type { Options } from './options';
import type { Attributed, BeforeLeaving, Standing } from './provider';
import type { SendReport } from './vocabulary';

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
	/** Provider and key: begins each bucket of theirs. */
	readonly keyPrefix: string;
	/** Key and account: changes of one account go one after the other. */
	readonly accountKey: string;
	/** The provider's name for what sends use up. */
	readonly sendLimitName: string;
	/** Provider and person, the same for two spellings of one name; null where the call has no person. */
	readonly personKey: string | null;
	readonly options: Options;
	/** Builds what leaves on Success, one object for each row. */
	present(result: Presentable): IDataObject[];
}

export interface ReadTask extends TaskBase {
	readonly effect: 'read';
	/** Two tasks of one run with the same key ask the same, and share one request. */
	readonly readKey: string;
	readonly call: LimitedCall<Attributed<unknown>>;
}

/** Changes something, and does no harm when asked twice. */
export interface ChangeTask extends TaskBase {
	readonly effect: 'change';
	readonly call: LimitedCall<Attributed<unknown>>;
}

export interface SendTask extends TaskBase {
	readonly effect: 'send';
	readonly personKey: string;
	readonly hasNote: boolean;
	/** What sends of the account count against. */
	readonly bucket: string;
	/** Exactly one POST each time it is run. */
	send(beforeLeaving: BeforeLeaving): Promise<Answer<Attributed<SendReport>>>;
	/** Asks how account and person stand; null where the provider cannot say. */
	readonly standing: LimitedCall<Standing> | null;
	/** Asks what remains of the account's invitations; null where that cannot be asked. */
	readonly quota: (() => Promise<LimitReading | null>) | null;
}

export type Task = ReadTask | ChangeTask | SendTask;

/** A success, before it is brought into the node's form. */
export interface Presentable {
	readonly report: unknown;
	readonly accountId: string | null;
	readonly body: unknown;
	readonly rateLimit: IDataObject | null;
}

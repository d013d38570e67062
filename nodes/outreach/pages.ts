import type { IDataObject } from 'n8n-workflow';
import type { Profile } from './profile';

/** Part of a list that a provider gives piece by piece. */
export interface Page<T> {
	readonly rows: readonly T[];
	/** Where the next page begins, in the provider's own counting; null: this was the last one. */
	readonly next: number | null;
}

/** A person in a list of a provider's: a connection, or somebody who sent an invitation. */
export interface ListedPerson {
	/** The same for the same row whenever it is listed, and for no other row of its list. */
	readonly key: string;
	readonly profile: Profile | null;
	/** When it came about, in ms since 1970; null where the provider does not say, or says it only roughly. */
	readonly since: number | null;
	/** The provider's own row. */
	readonly fields: IDataObject;
}

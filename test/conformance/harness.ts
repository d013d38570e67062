import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import type { Relationship } from '../../nodes/outreach/base/vocabulary';
import { rateLimitOf, reportOf, type Reported } from '../harness/reports';

/** A documented request and its response. */
export interface Exchange {
	/** "GET /account/status" */
	readonly call: string;
	/** The complete query. */
	readonly query?: Readonly<Record<string, string>>;
	/** The complete body. */
	readonly body?: IDataObject;
	/** Whether the body is multipart/form-data. */
	readonly isForm?: true;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly answer: unknown;
}

/** A documented operation: an item's input, the exchanges, and the complete output. */
export interface Sample {
	/** The operation's own parameters. The suite adds the operation and the account. */
	readonly parameters: IDataObject;
	/** In order. For a `once` operation: its one request, after the read it starts with, if it has one. */
	readonly exchanges: readonly Exchange[];
	/** The complete output on Success: one item, or one per row. For a provider's own node it includes `remaining`. */
	readonly output: readonly IDataObject[];
}

export const sampleOf = (
	parameters: IDataObject,
	exchanges: readonly Exchange[],
	...output: readonly IDataObject[]
): Sample => ({ parameters, exchanges, output });

/** Faults are tested on the first sample; the others show other inputs and results, by name. */
export type Samples = Readonly<Record<string, Sample>>;

/** How a provider reports a limit on an operation, and the expected `rateLimit`. */
export interface LimitSample {
	/** An operation of LinkedIn Outreach, by ID; or of the provider's own node, as "resource.operation". */
	readonly operation: string;
	/** The limited response to the operation's last request. */
	readonly answer: Pick<Exchange, 'status' | 'headers' | 'answer'>;
	/** The fields other than provider, operation and account. */
	readonly rateLimit: IDataObject;
}

/** For `unknown`: any undocumented word. */
export type Relationships = Readonly<
	Record<Exclude<Relationship, 'pending_received' | 'not_connected'>, Exchange> & {
		pending_received?: Exchange;
		/** Not connected; whether an invitation is pending is unknown. */
		not_connected?: Exchange;
	}
>;

/** The request that tests a credential. */
export interface CredentialTest {
	/** The response with a valid key. */
	readonly exchange: Exchange;
	/** The response with an invalid key. */
	readonly wrong: Pick<Exchange, 'status' | 'answer'>;
	/** The response with a valid key that lacks a scope, if keys have scopes. */
	readonly limited?: Pick<Exchange, 'status' | 'answer'>;
}

/** The person who replaces a sample's person. */
export const PEOPLE = ['ada-one', 'ben-two', 'cat-three', 'dan-four'] as const;

/** One generation of a provider's API. The current time in samples is `NOW`. */
export interface VersionHarness {
	/** Its ID in the manifest. */
	readonly id: string;
	/** The credential's fields; the base URL only if the field has no default. */
	readonly credential: IDataObject;
	/** Its secret fields. */
	readonly secrets: readonly [string, ...string[]];
	/** For a credential without a Base URL: the field with the address, and the address in requests. */
	readonly address?: { readonly field: string; readonly own: string };
	/** The request header with the API key. */
	readonly auth: { readonly header: string; readonly scheme?: string };
	/** The request that n8n uses to test the credential, and its responses. */
	readonly tested: CredentialTest;
	/** The account in every sample; null if the credential is for one account. */
	readonly accountId: string | null;
	/** The text that names the person in every sample, and occurs nowhere else. The suite replaces it. */
	readonly subject: string;
	/** LinkedIn's ID of that person, which ends in `subject`, if responses have one. */
	readonly memberId?: string;
	/** By ID of the operation's record. */
	readonly operations: Readonly<Record<string, Samples>>;
	/** By "resource.operation". */
	readonly node: Readonly<Record<string, Samples>>;
	/** Operations of the provider's own node that this version does not have. */
	readonly lacking?: readonly string[];
	/** The first one is for a `once` operation, if there is one. */
	readonly limits: Readonly<Record<string, LimitSample>>;
	/** Further, optional requests of sends. */
	readonly besides?: readonly Exchange[];
	/** How the provider shows each relationship, if it can. Not every provider reports who was invited by the person. */
	readonly relationships?: Relationships;
	/**
	 * How a conversation with the sample's person is read back if the sample's message was written in it at `NOW`,
	 * and if it was not. Required if messages can be sent and conversations read.
	 */
	readonly conversation?: {
		readonly sent: readonly Exchange[];
		readonly empty: readonly Exchange[];
	};
	/** Further requests if the response leaves the relationship unknown. */
	readonly whenUnknown?: readonly Exchange[];
	/** The response to a send if the two are already related, by expected outcome. */
	readonly refusals?: Readonly<Record<string, Pick<Exchange, 'status' | 'answer'>>>;
	/** A required field of the response to a send: for all, or by the operation's limit. */
	readonly neededField?: string | Readonly<Record<string, string>>;
	/**
	 * How the request for another person differs from the first one of the operation's first sample; null if the
	 * item is refused. A body is merged into the sample's. Required if an operation takes a profile.
	 */
	readonly named?: (profile: NamedProfile, operation: string) => Named | null;
	/** Provider-specific input that is refused before any call, by what is wrong with it. */
	readonly badInput?: Readonly<Record<string, BadInput>>;
}

export interface Named extends Partial<Pick<Exchange, 'call' | 'query' | 'body'>> {
	/** How many of the sample's exchanges this person does not need; default 0. */
	readonly skips?: number;
}

export interface NamedProfile {
	readonly publicIdentifier: string | null;
	readonly url: string;
	readonly urn: string | null;
}

export interface BadInput {
	/** As `LimitSample.operation`. */
	readonly operation: string;
	/** Replaces the sample's. */
	readonly parameters?: IDataObject;
	/** Replaces the sample's. */
	readonly accountId?: string;
	/** What the error says in addition to the provider's name. */
	readonly says: RegExp;
}

/** What the suite needs to know about a provider. */
export interface ProviderHarness {
	/** Its ID in the registry. */
	readonly id: string;
	readonly node: new () => INodeType;
	readonly credential: new () => ICredentialType;
	/** Its fields and their defaults, which saved credentials rely on. */
	readonly fields: IDataObject;
	readonly versions: readonly [VersionHarness, ...VersionHarness[]];
}

/** Types a harness and keeps its literal type. */
export const providerHarness = (harness: ProviderHarness): ProviderHarness => harness;

/** The complete outputs of a provider's samples: usual but for the given fields. */
export const outputsOf =
	(provider: string, accountId: string | null, profile: IDataObject | null) =>
	(operation: Reported, fields: object = {}): IDataObject => {
		const { outcome, ...report } = reportOf(operation, fields);
		const about = operation === 'getAccountStatus' ? null : profile;
		// In the order of the documentation's tables, which show them.
		return { provider, operation, outcome, accountId, profile: about, ...report, remaining: null };
	};

/** A limit of `operation`, and the expected `rateLimit`: unknown for an hour, but for the given fields. */
export const limitOf = (
	operation: string,
	answer: LimitSample['answer'],
	rateLimit: IDataObject,
): LimitSample => ({
	operation,
	answer,
	rateLimit: rateLimitOf({
		retryAt: '2024-01-15T11:30:00.000Z',
		httpStatus: answer.status ?? 200,
		...rateLimit,
	}),
});

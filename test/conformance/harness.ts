import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import type { Relationship } from '../../nodes/outreach/base/vocabulary';

/** A request that a provider's documentation shows, and its answer. */
export interface Exchange {
	/** "GET /account/status" */
	readonly call: string;
	/** The whole query. */
	readonly query?: Readonly<Record<string, string>>;
	/** The whole body. */
	readonly body?: IDataObject;
	/** Whether the body is the fields of multipart/form-data. */
	readonly isForm?: true;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly answer: unknown;
}

/** An operation as the provider documents it: what an item gives, what is exchanged, and all that is returned. */
export interface Sample {
	/** Parameters of the operation's own. The suite adds the operation and the account. */
	readonly parameters: IDataObject;
	/** In their order; of a `once` operation its one request, behind the read that it begins with where it has one. */
	readonly exchanges: readonly Exchange[];
	/** Success, whole: one item, or one for each row. Of a provider's own node `remaining` is written out too. */
	readonly output: readonly IDataObject[];
}

/** The first sample is the one that faults are tried on; the others show other ways and ends, by name. */
export type Samples = Readonly<Record<string, Sample>>;

/** How a provider reports a limit on an operation, and what it has to become on Rate Limited. */
export interface LimitSample {
	/** Of LinkedIn Outreach, by id; or of the provider's own node, as "resource.operation". */
	readonly operation: string;
	/** The limited answer to the operation's last request. */
	readonly answer: Pick<Exchange, 'status' | 'headers' | 'answer'>;
	/** All but provider, operation and account. */
	readonly rateLimit: IDataObject;
}

/** Of `unknown`, any word that the provider does not document. */
export type Relationships = Readonly<
	Record<Exclude<Relationship, 'pending_received' | 'not_connected'>, Exchange> & {
		pending_received?: Exchange;
		/** Not connected, while it is unknown whether an invitation is pending. */
		not_connected?: Exchange;
	}
>;

/** The one request by which a credential is tested. */
export interface CredentialTest {
	/** With a right key. */
	readonly exchange: Exchange;
	/** The answer to a wrong key. */
	readonly wrong: Pick<Exchange, 'status' | 'answer'>;
	/** The answer to a right key that lacks a scope, where keys have scopes. */
	readonly limited?: Pick<Exchange, 'status' | 'answer'>;
}

/** Whom the suite puts in the place of a sample's person. */
export const PEOPLE = ['ada-one', 'ben-two', 'cat-three', 'dan-four'] as const;

/** One generation of a provider's API. Samples speak of the moment `NOW`. */
export interface VersionHarness {
	/** As the manifest names it. */
	readonly id: string;
	/** What the credential holds, and the base URL only where the field has no default. */
	readonly credential: IDataObject;
	/** Its fields that must never show. */
	readonly secrets: readonly [string, ...string[]];
	/** Where the credential has no Base URL: the field with the address, and the address as requests name it. */
	readonly address?: { readonly field: string; readonly own: string };
	/** The request header with the API key. */
	readonly auth: { readonly header: string; readonly scheme?: string };
	/** The request by which n8n tests the credential, and its answers. */
	readonly tested: CredentialTest;
	/** The account that every sample names; null where the credential is one account. */
	readonly accountId: string | null;
	/** What names the person in every sample, and nothing else. The suite puts others in its place. */
	readonly subject: string;
	/** LinkedIn's ID of that person, which ends in `subject`, where answers have one. */
	readonly memberId?: string;
	/** By the id of the operation's record. */
	readonly operations: Readonly<Record<string, Samples>>;
	/** By "resource.operation". */
	readonly node: Readonly<Record<string, Samples>>;
	/** Operations of the provider's own node that this version does not have. */
	readonly lacking?: readonly string[];
	/** The first one is of a `once` operation where there is one. */
	readonly limits: Readonly<Record<string, LimitSample>>;
	/** What sends ask besides, and can do without. */
	readonly besides?: readonly Exchange[];
	/** How the provider shows each relationship, if it can say; not every provider tells who was invited by the person. */
	readonly relationships?: Relationships;
	/**
	 * How a conversation with the sample's person is read back where the sample's message was written in it at `NOW`, and
	 * where it was not. Needed where messages are sent and conversations can be read.
	 */
	readonly conversation?: {
		readonly sent: readonly Exchange[];
		readonly empty: readonly Exchange[];
	};
	/** What is asked besides where the answer leaves it unknown how the two are related. */
	readonly whenUnknown?: readonly Exchange[];
	/** What the answer to a send is, where the two are related already, by the outcome it has to become. */
	readonly refusals?: Readonly<Record<string, Pick<Exchange, 'status' | 'answer'>>>;
	/** A field of the answer to a send without which it is no answer: of each, or by the operation's limit. */
	readonly neededField?: string | Readonly<Record<string, string>>;
	/**
	 * How the request that asks for somebody differs from the first one of the operation's first sample; null where the
	 * item is refused. A body is merged into the sample's. Needed where an operation takes a profile.
	 */
	readonly named?: (profile: NamedProfile, operation: string) => Named | null;
	/** Input of the provider's own that is refused before any call, by what is wrong with it. */
	readonly badInput?: Readonly<Record<string, BadInput>>;
}

export interface Named extends Partial<Pick<Exchange, 'call' | 'query' | 'body'>> {
	/** How many of the sample's exchanges are not needed for this person; none where it is not said. */
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
	/** In the place of the sample's. */
	readonly parameters?: IDataObject;
	/** In the place of the sample's. */
	readonly accountId?: string;
	/** What the error says beside the provider's name. */
	readonly says: RegExp;
}

/** All that the suite has to know of a provider. */
export interface ProviderHarness {
	/** As the registry knows it. */
	readonly id: string;
	readonly node: new () => INodeType;
	readonly credential: new () => ICredentialType;
	/** Its fields and their defaults, on which saved credentials rely. */
	readonly fields: IDataObject;
	readonly versions: readonly [VersionHarness, ...VersionHarness[]];
}

/** Types a harness, and keeps what it says as it is written. */
export const providerHarness = (harness: ProviderHarness): ProviderHarness => harness;

import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { ProviderHarness } from '../conformance/harness';

/** The list under `n8n` in `package.json`, in order. */
export declare function nodeClasses(): ReadonlyArray<new () => INodeType>;
export declare function credentialClasses(): ReadonlyArray<new () => ICredentialType>;

/**
 * The conformance suite's harness for each provider with a node: `test/<Provider>/conformance.ts`.
 * @throws if a provider has none
 */
export declare function harnesses(): readonly ProviderHarness[];

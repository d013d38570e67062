import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { ProviderHarness } from '../conformance/harness';

/** What `package.json` lists under `n8n`, in its order. */
export declare function nodeClasses(): ReadonlyArray<new () => INodeType>;
export declare function credentialClasses(): ReadonlyArray<new () => ICredentialType>;

/** What the conformance suite knows of each provider: a file each. */
export declare function harnesses(): readonly ProviderHarness[];

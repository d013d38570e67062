import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { ZodTypeAny } from 'zod';

/** Makes JSON schemas like the editor's output previews. The library's own type is too deep for TypeScript. */
export declare function toJsonSchema(schema: ZodTypeAny): unknown;

/** What `package.json` lists under `n8n`. */
export declare function credentialTypes(): ICredentialType[];
export declare function nodeTypes(): INodeType[];

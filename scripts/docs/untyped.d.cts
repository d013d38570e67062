import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { ZodTypeAny } from 'zod';

/** As the editor's output previews are made. The library's own type is deeper than TypeScript goes. */
export declare function toJsonSchema(schema: ZodTypeAny): unknown;

/** What `package.json` lists under `n8n`. */
export declare function credentialTypes(): ICredentialType[];
export declare function nodeTypes(): INodeType[];

import type { ZodTypeAny } from 'zod';

/** As the editor's output previews are made. The library's own type is deeper than TypeScript goes. */
export declare function toJsonSchema(schema: ZodTypeAny): unknown;

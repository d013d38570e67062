import type { z } from 'zod';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';

/** The editor's preview of an operation's output: of a provider's own node. */
export function previewOf(provider: string, resource: unknown, operation: unknown): z.ZodTypeAny {
	const found = PROVIDERS.find(({ id }) => id === provider)?.node.operations.find(
		(one) => one.resource === resource && one.operation === operation,
	);
	if (!found) throw new TypeError(`${provider} has no ${String(resource)}.${String(operation)}`);
	return found.output;
}

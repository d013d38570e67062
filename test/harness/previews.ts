import type { z } from 'zod';
import { connectSafelyNode } from '../../nodes/ConnectSafely/operations';
import { linkupApiNode } from '../../nodes/LinkupApi/operations';
import { seleqtNode } from '../../nodes/Seleqt/operations';
import { sendPilotNode } from '../../nodes/SendPilot/operations';
import type { NodeOperation } from '../../nodes/outreach/node/provider-node';
import type { ProviderId } from '../../nodes/outreach/vocabulary';

type Described = Pick<NodeOperation<never>, 'resource' | 'operation' | 'output'>;
const nodes: Readonly<Record<ProviderId, { operations: readonly Described[] }>> = {
	connectSafely: connectSafelyNode,
	linkupApi: linkupApiNode,
	seleqt: seleqtNode,
	sendPilot: sendPilotNode,
};

/** What the editor shows of an operation's output before it has run: of a provider's own node. */
export function previewOf(node: ProviderId, resource: unknown, operation: unknown): z.ZodTypeAny {
	const found = nodes[node].operations.find(
		(one) => one.resource === resource && one.operation === operation,
	);
	if (!found) throw new TypeError(`${node} has no ${String(resource)}.${String(operation)}`);
	return found.output;
}

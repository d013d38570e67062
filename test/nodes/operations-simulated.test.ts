import type { IDataObject } from 'n8n-workflow';
import { connectSafelyNode } from '../../nodes/ConnectSafely/operations';
import { linkupApiNode } from '../../nodes/LinkupApi/operations';
import type { NodeOperation } from '../../nodes/outreach/node/provider-node';
import { seleqtNode } from '../../nodes/Seleqt/operations';
import { sendPilotNode } from '../../nodes/SendPilot/operations';
import { OPERATION_CASES, type OperationCase } from '../harness/operation-cases';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const nodes: Readonly<Record<OperationCase['node'], { operations: ReadonlyArray<Described> }>> = {
	connectSafely: connectSafelyNode,
	linkupApi: linkupApiNode,
	seleqt: seleqtNode,
	sendPilot: sendPilotNode,
};
type Described = Pick<NodeOperation<never>, 'resource' | 'operation' | 'output'>;

/** What the editor shows of an operation's output before it has run. */
function previewOf({ node, parameters: { resource, operation } }: OperationCase) {
	const found = nodes[node].operations.find(
		(one) => one.resource === resource && one.operation === operation,
	);
	if (!found) throw new TypeError(`${node} has no ${String(resource)}.${String(operation)}`);
	return found.output;
}

test.each(Object.entries(OPERATION_CASES))('%s', async (_name, one) => {
	const { node, version, parameters, prepare, check } = one;
	prepare?.(simulated.sim);
	const { success, rateLimited, failure } = await simulated.run({
		node,
		version,
		parameters: parameters as IDataObject,
	});
	expect(failure).toBeUndefined();
	expect(rateLimited).toEqual([]);
	check(success, simulated.sim);
	// The preview is of what leaves as a rule: simplified.
	if (parameters.simplify === false) return;
	for (const row of success) expect(previewOf(one).safeParse(row).error).toBeUndefined();
});

import type { IDataObject } from 'n8n-workflow';
import { OPERATION_CASES } from '../simulator/providers';
import { previewOf } from '../harness/previews';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

test.each(OPERATION_CASES)(
	'The simulated provider is asked and answers as documented: %s',
	async (_name, one) => {
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
		// The preview shows the default output, which is simplified.
		if (parameters.simplify === false) return;
		const preview = previewOf(node, parameters.resource, parameters.operation);
		for (const row of success) expect(preview.safeParse(row).error).toBeUndefined();
	},
);

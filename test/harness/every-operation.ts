import type { IDataObject } from 'n8n-workflow';
import { choiceOf, subjectsOf, type Operation } from '../conformance/stage';
import { byId } from './exchange';
import { harnesses } from './loaded.cjs';
import type { ApiVersion } from '../simulator/credentials';

/** One operation of one node. */
export interface EveryOperation {
	readonly node: string;
	readonly version?: ApiVersion;
	readonly effect: Operation['effect'];
	/** An item names a `person`, and a `prospect` if the provider has its own IDs. */
	readonly parameters: IDataObject;
}

/** Every operation of every node, through each version of an API that has it. */
export const EVERY_OPERATION: Readonly<Record<string, EveryOperation>> = Object.fromEntries(
	harnesses()
		.flatMap(subjectsOf)
		.flatMap(({ harness, version, api, operations }) =>
			operations.map((operation): [string, EveryOperation] => [
				`${api.name}: ${operation.title}`,
				{
					node: operation.isUnified ? 'linkedInOutreach' : harness.id,
					version: version.id === 'v1' ? 'v1' : undefined,
					effect: operation.effect,
					parameters: {
						...choiceOf(operation, harness.id),
						...operation.sample.parameters,
						profile: '={{ $json.person }}',
						prospectId: '={{ $json.prospect }}',
						...(version.accountId === null ? {} : { accountId: byId(version.accountId) }),
					},
				},
			]),
		),
);

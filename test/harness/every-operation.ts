import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { effectOf } from '../../nodes/outreach/provider/provider';
import type { FaultMatch } from '../simulator/faults';
import { People } from '../simulator/people';
import type { Simulator } from '../simulator/simulator';
import type { ProviderName } from '../simulator/world';
import { byId } from './exchange';
import { OPERATION_CASES } from './operation-cases';
import type { NodeName } from './run-node';
import { SENDERS } from './senders';
import type { ApiVersion } from './simulated';

type Effect = ReturnType<typeof effectOf>;

/** One operation of one node, so that it succeeds for both of `PEOPLE`. */
export interface EveryOperation {
	readonly node: NodeName;
	readonly provider: ProviderName;
	readonly version?: ApiVersion;
	readonly effect: Effect;
	readonly parameters: Readonly<Record<string, unknown>>;
	prepare?(simulator: Simulator): void;
}

/** An item for each; an operation that is about nobody asks the same for both. */
export const PEOPLE = [
	{ person: 'ada-one', prospect: 8101 },
	{ person: 'ben-two', prospect: 8102 },
];

/** The operations of a provider's own node. */
export const nodeOperationsOf = (provider: string) =>
	PROVIDERS.find(({ id }) => id === provider)?.node.operations ?? [];

const VERSIONS: Readonly<Record<ProviderName, ReadonlyArray<ApiVersion | undefined>>> = {
	connectSafely: [undefined],
	linkupApi: ['v1', 'v2'],
	seleqt: [undefined],
	sendPilot: [undefined],
};

/** What names an account; Seleqt has one of its own. */
const ACCOUNTS: Readonly<Record<ProviderName, object>> = {
	connectSafely: { accountId: byId('acc_12345') },
	linkupApi: { accountId: byId('acc_abc123') },
	seleqt: {},
	sendPilot: { accountId: byId('sender_abc123') },
};

function pendingFor(relation: 'pending_sent' | 'none') {
	return ({ world }: Simulator) => {
		world.people = new People();
		for (const [index, { person, prospect }] of PEOPLE.entries()) {
			world.people.add({
				publicIdentifier: person,
				seleqtProspectId: prospect,
				relations: {
					'*': {
						relation,
						degree: 2,
						invitationId: relation === 'none' ? null : `741008182466639700${index}`,
						since: Date.now() - 86_400_000,
					},
				},
			});
		}
	};
}

const about = { profile: '={{ $json.person }}', prospectId: '={{ $json.prospect }}' };

function ofProviderNode(node: ProviderName, version: ApiVersion | undefined) {
	return nodeOperationsOf(node)
		.filter(({ inputs }) => !(version === 'v1' && inputs.account === 'required'))
		.filter((one) => !(version === 'v1' && one.resource === 'account'))
		.flatMap((one): Array<[string, EveryOperation]> => {
			const { resource, operation, inputs } = one;
			const effect = effectOf(one);
			const special = Object.entries(OPERATION_CASES).filter(
				([, { parameters, ...known }]) =>
					known.node === node &&
					known.version === version &&
					parameters.resource === resource &&
					parameters.operation === operation,
			);
			if (special.length > 0) {
				return special.map(([name, { parameters, prepare }]) => [
					name,
					{ node, provider: node, version, effect, parameters, prepare },
				]);
			}
			const account = inputs.account === 'none' ? {} : ACCOUNTS[node];
			const parameters = { resource, operation, ...about, ...account };
			const prepare = pendingFor(operation === 'withdraw' ? 'pending_sent' : 'none');
			const name = `${node}${version ? ` ${version}` : ''}: ${resource} ${operation}`;
			return [[name, { node, provider: node, version, effect, parameters, prepare }]];
		});
}

function ofUnifiedNode(provider: ProviderName, version: ApiVersion | undefined) {
	const api = version ? `${provider} ${version}` : provider;
	const { operations = [] } = PROVIDERS.find(({ id }) => id === provider) ?? {};
	const had = operations.filter(
		({ versions }) => version === undefined || versions?.includes(version) !== false,
	);
	return had.map(({ record }): [string, EveryOperation] => {
		const operation = record.id;
		const account = version === 'v1' ? {} : ACCOUNTS[provider];
		return [
			`LinkedIn Outreach, ${api}: ${operation}`,
			{
				node: 'linkedInOutreach',
				provider,
				version,
				effect: record.effect,
				parameters: { provider, operation, ...about, ...account },
				prepare: pendingFor(operation === 'withdrawInvitation' ? 'pending_sent' : 'none'),
			},
		];
	});
}

/** Every operation of every node, through each version of an API that has it. */
export const EVERY_OPERATION: Readonly<Record<string, EveryOperation>> = Object.fromEntries(
	Object.entries(VERSIONS).flatMap(([name, versions]) =>
		versions.flatMap((version) => {
			const provider = name as ProviderName;
			return [...ofUnifiedNode(provider, version), ...ofProviderNode(provider, version)];
		}),
	),
);

/** Of an operation that sends: the requests that invite, and whether the provider can be asked how things stand. */
export function senderOf({ provider, version }: EveryOperation): {
	match: FaultMatch;
	canBeAsked: boolean;
} {
	const found = Object.values(SENDERS).find(
		(sender) => sender.provider === provider && (sender.version ?? 'v2') === (version ?? 'v2'),
	);
	if (!found) throw new TypeError(`${provider} does not send`);
	return found;
}

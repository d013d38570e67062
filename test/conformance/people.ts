import type { IDataObject } from 'n8n-workflow';
import { isPlainObject } from '../../nodes/outreach/base/objects';
import type { Exchange, NamedProfile } from './harness';
import { isCall } from './scripted-provider';
import type { Operation, Stage } from './stage';

const byName = (publicIdentifier: string): NamedProfile => ({
	publicIdentifier,
	url: `https://www.linkedin.com/in/${encodeURIComponent(publicIdentifier)}`,
	urn: null,
});
const byId = (id: string): NamedProfile => ({
	publicIdentifier: null,
	url: `https://www.linkedin.com/in/${id}`,
	urn: `urn:li:fsd_profile:${id}`,
});

/** What authors paste, and which person it means. */
const PASTED: ReadonlyArray<readonly [string, NamedProfile]> = [
	['jane-doe', byName('jane-doe')],
	['https://de.linkedin.com/in/jane-doe/?utm_source=share#about', byName('jane-doe')],
	['/in/jane-doe/details/experience/', byName('jane-doe')],
	['https://www.linkedin.com/in/jane%E2%80%8B-doe%C2%AD', byName('jane-doe')],
	['https://www.linkedin.com/in/Jane-Doe', byName('Jane-Doe')],
	['https://www.linkedin.com/in/jos%C3%A9-garc%C3%ADa', byName('josé-garcía')],
	['王小明', byName('王小明')],
	['urn:li:fsd_profile:ACoAABJefVoBrz2LR3f', byId('ACoAABJefVoBrz2LR3f')],
	['https://www.linkedin.com/in/ACoAABJefVoBrz2LR3f/', byId('ACoAABJefVoBrz2LR3f')],
	[
		'https://www.linkedin.com/sales/lead/ACwAABJefVoBrz2LR3f,NAME_SEARCH,Hw1t',
		byId('ACwAABJefVoBrz2LR3f'),
	],
];

/** However a person is pasted, the provider is asked for that person, or the item is refused before any call. */
export function describePeople(stage: Stage) {
	const { distinct, version, provider } = stage.subject;
	const { subject, named, besides = [] } = version;
	const asks = ({ call, query, body }: Exchange) => JSON.stringify([call, query, body]);
	const taking = distinct.filter(({ inputs }) => /^profile/.test(inputs.person));
	if (taking.length === 0) return;
	if (!named) throw new TypeError(`The harness of ${provider.name} lacks 'named'`);

	/** Runs the first sample for another person, with its responses in order. */
	async function run(operation: Operation, pasted: string, { url }: NamedProfile, skips = 0) {
		const exchanges = stage.about(operation.sample.exchanges, url.slice(url.lastIndexOf('/') + 1));
		const rest = exchanges.slice(skips);
		stage.server.play = (request) => {
			const exchange = besides.find((one) => isCall(one, request)) ?? rest.shift();
			return exchange ? { exchange } : null;
		};
		const parameters = { ...operation.sample.parameters, profile: pasted };
		const result = await stage.run(operation, { parameters });
		const log = stage.server.log.filter((one) => !besides.some((each) => isCall(each, one)));
		return { ...result, log };
	}

	function cases(isNamed: boolean) {
		const operations = taking.filter(
			({ sample }) => sample.exchanges.slice(0, 1).map(asks).join().includes(subject) === isNamed,
		);
		const all = operations.flatMap((operation) =>
			PASTED.map(([pasted, profile]) => ({
				title: `${operation.title}: ${pasted}`,
				operation,
				pasted,
				profile,
			})),
		);
		// One module reads all forms.
		return stage.turns(all, 3);
	}

	test.each(cases(true))(
		'The request is for the pasted person: $title',
		async ({ operation, pasted, profile }) => {
			const differs = named(profile, operation.key);
			const { failure, log } = await run(operation, pasted, profile, differs?.skips);
			const sample = operation.sample.exchanges[differs?.skips ?? 0];
			if (differs === null) {
				expect(failure?.name).toBe('NodeOperationError');
				expect(failure?.message).toMatch(/\S/);
				expect(stage.server.log).toEqual([]);
				return;
			}
			const { call, query, body } = { ...sample, ...differs };
			expect(log[0]).toEqual({
				method: call?.split(' ')[0],
				path: call?.split(' ')[1],
				query: query ?? {},
				body: body === undefined ? null : merged(sample?.body ?? {}, body),
			});
			expect(failure?.message).toBeUndefined();
		},
	);

	const lists = taking.filter(({ effect }) => effect === 'list');
	if (lists.length > 0) {
		test.each(lists)('Two people are requested separately: $title', async (operation) => {
			const [ada, ben] = stage.people;
			stage.plays(operation.sample);
			const { failure, items } = await stage
				.run(operation, { each: true, items: stage.items(2) })
				.then(({ outputs, ...rest }) => ({ ...rest, items: outputs[0] ?? [] }));
			expect(failure?.message).toBeUndefined();
			expect(stage.server.unexpected).toEqual([]);
			const asked = stage.server.log.map((request) => JSON.stringify(request));
			for (const person of [ada, ben]) {
				expect(asked.some((request) => request.includes(person))).toBe(true);
			}
			expect(new Set(items.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(2);
		});
	}

	const listed = cases(false);
	if (listed.length === 0) return;
	test.each(listed)(
		'The pasted person is found in the list: $title',
		async ({ operation, pasted, profile }) => {
			const { failure, success, log } = await run(operation, pasted, profile);
			expect(failure?.message).toBeUndefined();
			expect(success[0]?.outcome).toBe(operation.sample.output[0]?.outcome);
			expect(log).toHaveLength(operation.sample.exchanges.length);
		},
	);
}

/** Deep merge; omits undefined values. */
function merged(given: IDataObject, over: IDataObject): IDataObject {
	const all: IDataObject = {};
	for (const [name, value] of Object.entries({ ...given, ...over })) {
		const under = given[name];
		const isDeep = isPlainObject(value) && isPlainObject(under);
		if (value !== undefined) all[name] = isDeep ? merged(under, value) : value;
	}
	return all;
}

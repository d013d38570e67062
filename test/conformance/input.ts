import type { IDataObject } from 'n8n-workflow';
import { operationWith, type Operation, type Stage } from './stage';

interface Bad {
	readonly what: string;
	/** The invalid input of the item. */
	readonly given: IDataObject;
	readonly says: RegExp;
}

const PROFILES: ReadonlyArray<readonly [unknown, string]> = [
	['', 'Profile is empty'],
	['   ', 'Profile is empty'],
	[null, 'Profile'],
	[{ a: 1 }, "The parameter 'Profile' is an object"],
	['https://www.linkedin.com/company/n8n/', 'Profile is a company page'],
	['linkedin.com/school/mit', 'Profile is a school page'],
	['https://www.linkedin.com/posts/jane_x-activity-7310081824666365952-abc', 'Profile is a post'],
	['urn:li:company:1035', 'Profile is a URN of the type "company"'],
	['https://www.linkedin.com/in/', 'Profile is an address that ends at /in/'],
	['https://linkedin.com.evil.example/in/jane-doe', 'Profile is an address on a site other'],
	['jane@example.com', 'Profile is an e-mail address'],
	['Jane Doe', "Profile looks like a person's name"],
	['in/jane-doe, in/ben-two', 'Profile contains'],
];
const escaped = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** Invalid input is refused before anything is called. */
export function describeInput(stage: Stage) {
	const { operations, provider, api, version } = stage.subject;

	// One module reads all forms, so one operation runs all of them, and each other operation one.
	const first = operations.find(({ inputs }) => inputs.person === 'profile');

	function badOf(operation: Operation): Bad[] {
		const { inputs } = operation;
		const bad: Bad[] = [];
		if (inputs.person === 'profile') {
			const some = operation === first ? PROFILES : PROFILES.slice(4, 5);
			for (const [profile, says] of some) {
				const what = `a profile that is ${JSON.stringify(profile)}`;
				bad.push({ what, given: { profile: profile as string }, says: escaped(says) });
			}
		}
		if (inputs.person === 'profileOrInvitation') {
			const says = /Both 'Profile' and 'Invitation ID' are empty/;
			bad.push({ what: 'neither profile nor invitation', given: { profile: '' }, says });
			const company = 'https://www.linkedin.com/company/n8n';
			bad.push({ what: 'a company', given: { profile: company }, says: /is a company page/ });
		}
		if (inputs.person === 'ownId' && provider.ownId) {
			const { name, label } = provider.ownId;
			for (const id of ['abc', '1.5', '0', -3, '', 'https://www.linkedin.com/in/ada-one']) {
				const says = new RegExp(`'${label}'`);
				bad.push({ what: `${label} ${JSON.stringify(id)}`, given: { [name]: id }, says });
			}
		}
		if (inputs.note) {
			const says = /\bnote\b.* 301 characters .* 300/i;
			bad.push({ what: 'a note of 301 characters', given: { note: 'x'.repeat(301) }, says });
		}
		if (inputs.message) {
			for (const message of ['', ' \n', null, 'Hi undefined', 'Hi ,']) {
				const says = /'Message'/;
				bad.push({ what: `the message ${JSON.stringify(message)}`, given: { message }, says });
			}
		}
		if (inputs.limit) {
			for (const limit of [0, 101, 1.5, 'all']) {
				bad.push({ what: `the limit ${limit}`, given: { limit }, says: /'Limit'/ });
			}
		}
		const needsAccount =
			inputs.account === 'required' ||
			(api.account === 'required' && !['filter', 'none'].includes(inputs.account));
		if (needsAccount && api.account !== 'ignored') {
			bad.push({ what: 'no account', given: { accountId: '' }, says: /'Account' is empty/ });
		}
		return bad;
	}

	const own = Object.entries(version.badInput ?? {}).map(([what, one]) => {
		const operation = operationWith(stage.subject, one.operation);
		const account = one.accountId === undefined ? {} : { accountId: one.accountId };
		const bad: Bad = { what, given: { ...one.parameters, ...account }, says: one.says };
		return { title: `${operation.title}: ${what}`, operation, bad };
	});
	const cases = [
		...operations.flatMap((operation) =>
			badOf(operation).map((bad) => ({ title: `${operation.title}: ${bad.what}`, operation, bad })),
		),
		...own,
	];
	if (cases.length === 0) return;
	// What becomes of an invalid item does not depend on what is wrong with it.
	const whole = new Set(stage.turns(cases, 4));

	describe.each(cases)('$title', (one) => {
		const { operation, bad } = one;
		const { sample } = operation;
		const names = Object.keys(bad.given);
		const good: IDataObject = { ...sample.parameters, accountId: version.accountId };
		const goodItem = Object.fromEntries(names.map((name) => [name, good[name] ?? '']));
		const badItem = { ...goodItem, ...bad.given };
		const parameters = Object.fromEntries(
			names.filter((name) => name !== 'accountId').map((name) => [name, `={{ $json.${name} }}`]),
		);
		const run = async (items: IDataObject[], settings = {}) => {
			stage.playsAny(operation);
			return await stage.run(operation, {
				parameters,
				items,
				settings,
				...(names.includes('accountId') ? { accountId: '={{ $json.accountId }}' } : {}),
			});
		};

		test('Invalid input stops the workflow before any call, even if only the last item is invalid', async () => {
			const { failure, outputs } = await run([goodItem, badItem]);
			expect(failure?.name).toBe('NodeOperationError');
			expect(failure?.message).toMatch(bad.says);
			expect(failure?.message).toContain(provider.name);
			expect(failure?.description).toMatch(/\S/);
			expect(failure?.context).toEqual({ itemIndex: 1 });
			expect(outputs).toEqual([]);
			expect(stage.server.log).toEqual([]);
		});

		if (!whole.has(one)) return;

		test('Invalid input is one failed item if the workflow continues, and does not affect the others', async () => {
			const { outputs, failure } = await run([badItem, goodItem], {
				onError: 'continueRegularOutput',
			});
			expect(failure?.message).toBeUndefined();
			expect(outputs[0]?.[0]).toEqual({
				json: {
					error: expect.stringMatching(bad.says),
					message: expect.stringMatching(/\S/),
					details: { itemIndex: 0 },
				},
				pairedItem: { item: 0 },
			});
			const [, ...others] = outputs[0] ?? [];
			expect(others.length).toBeGreaterThan(0);
			for (const { json, pairedItem } of others) {
				expect(pairedItem).toEqual({ item: 1 });
				expect(json).not.toHaveProperty('error');
			}
			expect(outputs[1]).toEqual([]);
			expect(stage.server.unexpected).toEqual([]);
		});

		test('An item with invalid input is on the error output if there is one, with its input', async () => {
			const { outputs } = await run([{ ...badItem, row: 7 }], { onError: 'continueErrorOutput' });
			expect(outputs).toEqual([
				[],
				[],
				[
					{
						json: {
							...badItem,
							row: 7,
							error: expect.stringMatching(bad.says),
							message: expect.stringMatching(/\S \[item 0\]$/),
						},
						pairedItem: { item: 0 },
					},
				],
			]);
			expect(stage.server.log).toEqual([]);
		});
	});
}

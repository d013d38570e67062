/** Code whose tests are to notice each change, and the tests that are run for it. */
export interface Group {
	readonly name: string;
	/** What is changed. */
	readonly mutate: readonly string[];
	/** In this order: those of the code alone first, then those of whole nodes, the slow ones last. */
	readonly tests: readonly string[];
}

const PROVIDERS = ['ConnectSafely', 'LinkupApi', 'Seleqt', 'SendPilot'] as const;

const outreach = (...names: string[]) => names.map((name) => `nodes/outreach/${name}.ts`);
const own = (...names: string[]) => names.map((name) => `test/outreach/${name}.test.ts`);
const whole = (...names: string[]) => names.map((name) => `test/nodes/${name}.test.ts`);

/** By the property that the code is there for. */
export const TARGETS: Readonly<Record<string, readonly Group[]>> = {
	sends: [
		{
			name: 'send-memory',
			mutate: outreach(
				'sends/node-memory',
				'sends/claim',
				'sends/aftercare',
				'sends/entries',
				'sends/processed-data',
				'sends/sent-dates',
			),
			tests: [
				...own('send-memory', 'send-memory-failures', 'send-memory-workers'),
				...whole('remembered'),
			],
		},
		{
			name: 'memory',
			mutate: outreach('run/memory', 'run/shared-reads'),
			tests: [
				...own('memory', 'shared-reads', 'leavings', 'list-reading'),
				...whole('sends-outcomes'),
			],
		},
		{
			name: 'order',
			mutate: outreach('run/schedule', 'run/lock', 'sends/send-spacing'),
			tests: [
				...own('lock', 'schedule', 'send-spacing'),
				...whole('concurrency', 'sends-outcomes'),
			],
		},
		{
			name: 'settling',
			mutate: outreach('sends/sends', 'sends/attempt'),
			tests: [...own('sends'), ...whole('sends-outcomes', 'outreach-sends')],
		},
	],
	limits: [
		{
			name: 'book',
			mutate: outreach('limits/limits', 'limits/limit-store'),
			tests: [
				...own('limits', 'limit-store', 'limited-calls', 'leavings'),
				...whole('rate-limits-held'),
			],
		},
		{
			name: 'limited-calls',
			mutate: outreach('limits/limited-calls'),
			tests: [...own('limited-calls'), ...whole('rate-limits-held')],
		},
		{
			name: 'caps',
			mutate: outreach('limits/caps', 'limits/pacing'),
			tests: [...own('caps', 'pacing'), ...whole('remembered')],
		},
		...PROVIDERS.map((provider) => ({
			name: `dialect-${provider}`,
			mutate: [`nodes/${provider}/dialect.ts`],
			tests: ['dialect', 'mapping', 'client'].map((name) => `test/${provider}/${name}.test.ts`),
		})),
	],
	items: [
		{
			name: 'leaving',
			mutate: outreach('run/items', 'run/leavings'),
			tests: [...own('items', 'leavings', 'list-reading'), ...whole('rate-limits-held')],
		},
		{
			name: 'run',
			mutate: outreach('run/run'),
			tests: [...own('run'), ...whole('sends-outcomes')],
		},
		{
			name: 'execute',
			mutate: outreach('run/execute'),
			tests: [...own('execute'), ...whole('outreach', 'lists', 'tool', 'errors-input')],
		},
		{
			name: 'lists',
			mutate: outreach('run/lists', 'run/paging', 'pages'),
			tests: [...own('pages', 'paging', 'list-reading'), ...whole('lists')],
		},
	],
	mapping: [
		...PROVIDERS.map((provider) => ({
			name: `mapping-${provider}`,
			mutate: [`nodes/${provider}/{mapping,responses,lists,leads}.ts`],
			tests: ['mapping', 'lists', 'leads', 'dialect', 'client'].map(
				(name) => `test/${provider}/${name}.test.ts`,
			),
		})),
		{
			name: 'profile',
			mutate: outreach('profile'),
			tests: [...own('profile'), 'test/properties/profile.test.ts'],
		},
		{
			name: 'moments',
			mutate: outreach('moments', 'reading'),
			tests: [
				...own('moments', 'reading', 'limits', 'poll'),
				...PROVIDERS.map((provider) => `test/${provider}/mapping.test.ts`),
				...PROVIDERS.map((provider) => `test/${provider}/dialect.test.ts`),
			],
		},
		{
			name: 'watch',
			mutate: outreach('trigger/watch'),
			tests: own('watch', 'poll'),
		},
	],
};

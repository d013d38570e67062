import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';

/** Code whose tests must detect each mutation, and the tests to run for it. */
export interface Group {
	readonly name: string;
	/** The mutated files. */
	readonly mutate: readonly string[];
	/** In this order: unit tests first, then the slow tests of whole nodes. */
	readonly tests: readonly string[];
}

/** Their folders. */
const FOLDERS = PROVIDERS.map(({ id }) => id.charAt(0).toUpperCase() + id.slice(1));

const outreach = (...names: string[]) => names.map((name) => `nodes/outreach/${name}.ts`);
const own = (...names: string[]) => names.map((name) => `test/outreach/${name}.test.ts`);
const whole = (...names: string[]) => names.map((name) => `test/nodes/${name}.test.ts`);

/** By the property that the code ensures. */
export const TARGETS: Readonly<Record<string, readonly Group[]>> = {
	sends: [
		{
			name: 'send-memory',
			mutate: outreach(
				'sends/node-memory',
				'sends/claim',
				'sends/aftercare',
				'sends/entries',
				'sends/look-ups',
				'sends/processed-data',
				'sends/sent-dates',
			),
			tests: [
				...own(
					'sends/node-memory',
					'sends/processed-data',
					'sends/node-memory-failures',
					'sends/claim',
					'sends/aftercare',
					'sends/node-memory-workers',
					'log/chosen-memory',
				),
				...whole('remembered'),
			],
		},
		{
			name: 'log',
			mutate: outreach(
				'log/claims',
				'log/columns',
				'log/log-memory',
				'log/reader',
				'log/rows',
				'log/table',
				'log/undone',
			),
			tests: [
				...own('log/rows', 'log/table', 'log/reader', 'log/log-memory'),
				'test/properties/log-orders.test.ts',
				...whole('log'),
			],
		},
		{
			name: 'log-chosen',
			mutate: outreach('log/chosen-memory', 'log/open-log', 'trigger/from-log'),
			tests: [...own('log/chosen-memory', 'trigger/from-log'), ...whole('log', 'remembered')],
		},
		{
			name: 'once',
			mutate: ['nodes/outreach/once/*.ts', ...outreach('tasks/layers')],
			tests: [
				...own(
					'tasks/layers',
					'once/space-sends',
					'once/layers',
					'once/in-doubt',
					'once/recipient',
					'once/doubt',
					'once/resend-without-note',
				),
				...whole('sends-outcomes'),
			],
		},
		{
			name: 'execution-memory',
			mutate: outreach('tasks/execution-memory', 'run/shared-reads'),
			tests: [
				...own('tasks/execution-memory', 'run/shared-reads', 'run/items', 'run/lists'),
				...whole('sends-outcomes'),
			],
		},
		{
			name: 'order',
			mutate: outreach('run/schedule', 'base/one-at-a-time'),
			tests: own('base/one-at-a-time', 'run/schedule', 'once/layers'),
		},
		{
			name: 'invitation',
			mutate: outreach('operations/send-connection', 'operations/refusals'),
			tests: own('operations/send-connection', 'operations/refusals', 'operations/send-message'),
		},
		{
			name: 'message',
			mutate: outreach('operations/send-message'),
			tests: own('operations/send-message'),
		},
		{
			name: 'conversation',
			mutate: outreach('operations/get-conversation', 'operations/conversations'),
			tests: own(
				'operations/conversations',
				'operations/get-conversation',
				'operations/send-message',
			),
		},
	],
	limits: [
		{
			name: 'book',
			mutate: outreach('limits/limits', 'limits/limit-store', 'limits/keys'),
			tests: own('limits/keys', 'limits/limits', 'limits/limit-store', 'tasks/run-limits'),
		},
		{
			name: 'run-limits',
			mutate: outreach('tasks/run-limits'),
			tests: own('tasks/run-limits'),
		},
		{
			name: 'caps',
			mutate: outreach('limits/caps', 'limits/pacing'),
			tests: [...own('limits/caps', 'limits/pacing'), ...whole('remembered')],
		},
		{
			name: 'rules',
			mutate: outreach('provider/rules'),
			tests: own('provider/rules', 'provider/ask'),
		},
		{
			name: 'ask',
			mutate: outreach('provider/ask', 'provider/implement'),
			tests: own('provider/ask', 'provider/implement'),
		},
	],
	items: [
		{
			name: 'results',
			mutate: outreach('run/items'),
			tests: own('run/items', 'run/lists'),
		},
		{
			name: 'run',
			mutate: outreach('run/run'),
			tests: [...own('run/run'), ...whole('sends-outcomes')],
		},
		{
			name: 'execute',
			mutate: outreach('run/execute', 'tasks/task'),
			tests: [
				...own(
					'run/execute',
					'tasks/run-limits',
					'once/in-doubt',
					'once/recipient',
					'once/layers',
					'once/resend-without-note',
					'run/run',
				),
				...whole('lists', 'tool', 'errors-input'),
			],
		},
		{
			name: 'lists',
			mutate: outreach('run/lists', 'parameters/paging', 'operations/pages'),
			tests: [...own('operations/pages', 'parameters/paging', 'run/lists'), ...whole('lists')],
		},
	],
	mapping: [
		...FOLDERS.map((provider) => ({
			name: `mapping-${provider}`,
			mutate: [`nodes/${provider}/{mapping,responses,rules,lists,leads}.ts`],
			tests: ['mapping', 'lists', 'leads', 'rules', 'messages', 'conversations', 'operations'].map(
				(name) => `test/${provider}/${name}.test.ts`,
			),
		})),
		{
			name: 'profile',
			mutate: outreach('people/profile'),
			tests: [...own('people/profile'), 'test/properties/profile.test.ts'],
		},
		{
			name: 'time',
			mutate: outreach('base/time', 'base/schemas'),
			tests: [
				...own('base/time', 'base/schemas', 'limits/limits', 'trigger/poll'),
				...FOLDERS.map((provider) => `test/${provider}/mapping.test.ts`),
			],
		},
		{
			name: 'watch',
			mutate: outreach('trigger/watch'),
			tests: own('trigger/watch', 'trigger/poll'),
		},
		{
			name: 'replies',
			mutate: outreach('trigger/replies', 'trigger/messages'),
			tests: own('trigger/replies', 'trigger/messages', 'trigger/poll-replies'),
		},
		{
			name: 'pending',
			mutate: outreach('trigger/pending'),
			tests: own('trigger/pending', 'trigger/poll-pending'),
		},
	],
};

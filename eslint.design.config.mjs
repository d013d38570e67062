import parser from '@typescript-eslint/parser';

/** The folders of nodes/outreach: each may import from those before it. */
const FOLDERS = [
	'base',
	'people',
	'http',
	'limits',
	'operations',
	'provider',
	'parameters',
	'sends',
	'log',
	'tasks',
	'once',
	'run',
	'node',
	'trigger',
];

const paths = (...patterns) => ['error', { patterns }];

const oneWay = FOLDERS.map((folder, index) => ({
	files: [`nodes/outreach/${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': paths(
			{
				regex: `^\\.\\./(?:${[...FOLDERS.slice(index + 1), 'none'].join('|')})/`,
				message: `outreach/${folder} comes before that folder: see FOLDERS in eslint.design.config.mjs.`,
			},
			{
				regex: '^\\.\\./\\.\\./',
				message: 'Nothing in outreach/ knows a provider or a node.',
			},
		),
	},
}));

const MUTABLE = 'Keep mutable state in processState (outreach/base/process-state.ts).';
const HTTP = {
	selector: 'MemberExpression[object.property.name="helpers"][property.name=/[rR]equest/]',
	message: 'HTTP requests are made in outreach/http/transport.ts alone.',
};
const STATE = [
	{ selector: 'Program > VariableDeclaration[kind="let"]', message: MUTABLE },
	{
		selector: 'Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
		message: MUTABLE,
	},
	...['Program', 'Program > ExportNamedDeclaration'].map((place) => ({
		selector: `${place} > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/][arguments.length=0]`,
		message: MUTABLE,
	})),
];

/** What holds the design: `npm run lint` runs it beside n8n's own lint, whose configuration must not be changed. */
export default [
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		languageOptions: { parser },
		linterOptions: { reportUnusedDisableDirectives: 'off' },
		rules: { 'no-restricted-syntax': ['error', HTTP, ...STATE] },
	},
	{
		files: ['nodes/outreach/http/transport.ts'],
		rules: { 'no-restricted-syntax': ['error', ...STATE] },
	},
	...oneWay,
	{
		files: ['nodes/*/*.ts'],
		ignores: ['nodes/LinkedInOutreach/**', 'nodes/outreach/**'],
		rules: {
			'no-restricted-imports': paths({
				regex: '^\\.\\./(?!outreach/)',
				message: "A provider's folder knows outreach/ alone.",
			}),
		},
	},
];

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { posix } from 'node:path';
import { Linter, type Rule } from 'eslint';
import type { Contents } from './contents';

/**
 * What shipped code may require in addition to its own files. n8n provides the first three in every version. n8n's
 * scanner allows more, including any development package, since it assumes those to be bundled.
 */
const PROVIDED = ['n8n-workflow', 'zod', 'luxon', 'node:crypto'];
/**
 * The globals that shipped code may use in addition to those of the language. n8n's scanner has only a list of
 * forbidden names.
 */
const GLOBALS = ['AbortController', 'AbortSignal', 'Buffer', 'URL', 'performance'];
/**
 * Ways around the two lists above. n8n's scanner forbids only `globalThis`, and direct calls of `eval` and
 * `Function`.
 */
const WAYS_ROUND = ['eval', 'Function', 'module', 'WebAssembly'];

const linter = new Linter({ configType: 'flat' });

/**
 * `require` is allowed only as a call with a string literal that names a provided module or a file of the package.
 */
const requires = (contents: Contents): Rule.RuleModule => ({
	create: (context) => ({
		'Identifier[name="require"]'(node: Rule.Node) {
			const { parent } = node;
			if (parent.type !== 'CallExpression' || parent.callee !== node) {
				context.report({ node, message: 'require is used otherwise than to call it' });
				return;
			}
			const [wanted, more] = parent.arguments;
			if (wanted?.type !== 'Literal' || typeof wanted.value !== 'string' || more) {
				context.report({ node, message: 'what is required is not written out' });
			} else if (!isProvided(contents, context.filename, wanted.value)) {
				context.report({ node, message: `requires ${wanted.value}` });
			}
		},
		ImportExpression(node) {
			context.report({ node, message: 'imports at run time' });
		},
	}),
});

function isProvided(contents: Contents, from: string, wanted: string): boolean {
	if (!wanted.startsWith('.')) return PROVIDED.includes(wanted);
	const path = posix.join(posix.dirname(from), wanted);
	return contents.has(`${path}.js`) || contents.has(`${path}/index.js`);
}

/** What shipped code uses although n8n does not provide it. */
export function codeFaults(contents: Contents): string[] {
	const config: Linter.Config = {
		plugins: { ship: { rules: { requires: requires(contents) } } },
		languageOptions: {
			ecmaVersion: 2021,
			sourceType: 'commonjs',
			globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly' as const])),
		},
		linterOptions: { noInlineConfig: true },
		rules: {
			'ship/requires': 'error',
			'no-undef': 'error',
			'no-restricted-globals': ['error', ...WAYS_ROUND],
		},
	};
	return [...contents].flatMap(([path, code]) =>
		path.endsWith('.js')
			? linter
					.verify(code.toString(), config, { filename: path })
					.map(({ line, message }) => `${path}:${line}: ${message}`)
			: [],
	);
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';

const NODES = path.join(__dirname, '..', '..', 'nodes');

/** Functions and classes whose first argument is the message of an error. */
const THROWN = new Set(['InvalidInput', 'LogUnavailable', 'NotAPerson', 'refuse']);

/** A text in the code, as the pieces between its placeholders. */
export interface TextInCode {
	readonly where: string;
	readonly pieces: readonly string[];
}

/** Every error message in the code. */
export function messagesInCode(): TextInCode[] {
	return [...textsBy(messagesIn), ...messagesInTables()];
}

/** Every longer text in the code: messages, descriptions, and others. */
export function textsInCode(): TextInCode[] {
	const isText = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression =>
		ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
	const texts = textsBy((node) => (isText(node) ? [node] : []));
	return texts.filter(({ pieces }) => pieces.join(' ').split(' ').length > 2);
}

/** The texts of the providers' error tables. */
function messagesInTables(): TextInCode[] {
	return PROVIDERS.flatMap(({ name, errors }) =>
		errors.table.flatMap(({ what }) =>
			what === undefined ? [] : [{ where: `${name}'s error table`, pieces: filledIn(what) }],
		),
	);
}

function textsBy(find: (node: ts.Node) => ts.Expression[]): TextInCode[] {
	const findAll = (node: ts.Node): ts.Expression[] => {
		const found = find(node);
		node.forEachChild((child) => void found.push(...findAll(child)));
		return found;
	};
	return sources().flatMap((source) =>
		findAll(source).flatMap((one) =>
			wordings(one).map((pieces) => ({ where: source.fileName, pieces })),
		),
	);
}

let parsed: readonly ts.SourceFile[] | undefined;

function sources(): readonly ts.SourceFile[] {
	parsed ??= readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((where) => {
			const text = readFileSync(path.join(NODES, where), 'utf8');
			return ts.createSourceFile(where, text, ts.ScriptTarget.ES2022, true);
		});
	return parsed;
}

function messagesIn(node: ts.Node): ts.Expression[] {
	const found: ts.Expression[] = [];
	if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && THROWN.has(name(node))) {
		found.push(...(node.arguments ?? []).slice(0, 1));
	}
	// A table of refusals: pattern and text.
	if (ts.isArrayLiteralExpression(node) && node.elements[0]?.kind === REGEX) {
		found.push(...node.elements.slice(1, 2));
	}
	if (ts.isObjectLiteralExpression(node) && property(node, 'description')) {
		const message = property(node, 'message');
		if (message) found.push(message);
	}
	return found;
}

const REGEX = ts.SyntaxKind.RegularExpressionLiteral;

const name = (node: ts.NewExpression | ts.CallExpression) => node.expression.getText();

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	const found = node.properties.find((one) => one.name?.getText() === name);
	return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

const filledIn = (text: string) => text.split('$1').map((piece) => piece.trim());

/** The texts of an expression; each branch of a conditional is separate. */
function wordings(node: ts.Expression): string[][] {
	if (ts.isConditionalExpression(node)) {
		return [...wordings(node.whenTrue), ...wordings(node.whenFalse)];
	}
	if (ts.isBinaryExpression(node)) return [...wordings(node.left), ...wordings(node.right)];
	if (ts.isStringLiteralLike(node)) return [filledIn(node.text)];
	if (!ts.isTemplateExpression(node)) return [];
	const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
	const said = pieces.map((piece) => piece.trim()).filter((piece) => /[a-z]{3}/.test(piece));
	if (said.length > 0) return [said];
	return node.templateSpans.flatMap(({ expression }) => wordings(expression));
}

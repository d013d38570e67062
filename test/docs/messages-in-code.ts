/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const NODES = path.join(__dirname, '..', '..', 'nodes');

/** What is thrown by calling or making it, with what happened as its first argument. */
const THROWN = new Set(['InvalidInput', 'NotAPerson', 'refuse']);

/** A message of the code, as the pieces of text between what is filled in. */
export interface MessageInCode {
	readonly file: string;
	readonly pieces: readonly string[];
}

/** Every message of an error that the code can give. */
export function messagesInCode(): MessageInCode[] {
	return readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const text = readFileSync(path.join(NODES, file), 'utf8');
			const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
			return expressionsIn(source).flatMap((one) =>
				wordings(one).map((pieces) => ({ file, pieces })),
			);
		});
}

function expressionsIn(node: ts.Node): ts.Expression[] {
	const own: ts.Expression[] = [];
	if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && THROWN.has(name(node))) {
		own.push(...(node.arguments ?? []).slice(0, 1));
	}
	// A table of refusals: when, what is said.
	if (ts.isArrayLiteralExpression(node) && node.elements[0]?.kind === REGEX) {
		own.push(...node.elements.slice(1, 2));
	}
	if (ts.isObjectLiteralExpression(node) && property(node, 'description')) {
		const message = property(node, 'message') ?? property(node, 'what');
		if (message) own.push(message);
	}
	node.forEachChild((child) => void own.push(...expressionsIn(child)));
	return own;
}

const REGEX = ts.SyntaxKind.RegularExpressionLiteral;

const name = (node: ts.NewExpression | ts.CallExpression) => node.expression.getText();

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	const found = node.properties.find((one) => one.name?.getText() === name);
	return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/** The texts of an expression, each branch of a choice by itself. */
function wordings(node: ts.Expression): string[][] {
	if (ts.isConditionalExpression(node)) {
		return [...wordings(node.whenTrue), ...wordings(node.whenFalse)];
	}
	if (ts.isStringLiteralLike(node)) return [node.text.split('$1').map((piece) => piece.trim())];
	if (!ts.isTemplateExpression(node)) return [];
	const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
	const said = pieces.map((piece) => piece.trim()).filter((piece) => /[a-z]{3}/.test(piece));
	return said.length > 0 ? [said] : [];
}

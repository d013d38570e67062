import { ExpressionParser, type IExecuteFunctions } from 'n8n-workflow';
import { attempt, InvalidInput } from '../base/errors';
import { isPlainObject } from '../base/objects';
import { shortened, shower, type Show } from '../base/text';

type Context = Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter' | 'evaluateExpression'>;

/**
 * A node's parameters, as its author wrote them and as evaluated for an item. n8n turns an expression with a
 * missing field into no value, which looks like an empty parameter; only the written form tells them apart.
 */
export class ItemParameters {
	private readonly written: Readonly<Record<string, unknown>>;
	private readonly templates = new Map<string, readonly string[]>();

	constructor(
		private readonly context: Context,
		readonly show: Show = shower(),
	) {
		// Read once, because n8n copies the whole node each time.
		const { parameters } = context.getNode();
		this.written = isPlainObject(parameters) ? parameters : {};
	}

	/** The written form of a parameter: text that starts with "=" is an expression. */
	writtenFor(name: string): unknown {
		return this.written[name];
	}

	/** @throws InvalidInput if the expression fails */
	read(name: string, label: string, itemIndex: number, fallback: unknown): unknown {
		const read = attempt<unknown>(() => this.context.getNodeParameter(name, itemIndex, fallback));
		if (read.kind === 'returned') return read.value;
		throw isExpression(valueIn(this.written[name]))
			? failing(`parameter '${label}'`, read.thrown)
			: read.thrown;
	}

	/**
	 * The same, for a parameter whose default is wider than a value would be, such as all campaigns: an expression
	 * that returns nothing is an error. An empty text is intended, also because AI agents send it.
	 * @throws InvalidInput
	 */
	readGiven(name: string, label: string, itemIndex: number, fallback: unknown): unknown {
		const given = this.read(name, label, itemIndex, fallback);
		if (isMissing(valueIn(given)) && isExpression(valueIn(this.written[name]))) {
			throw nothing(`parameter '${label}'`, 'leave the parameter empty');
		}
		return given;
	}

	/**
	 * A text for people. An empty text is intended; a missing one is an error, and so is a part of the expression
	 * without a value, which n8n would omit silently.
	 * @throws InvalidInput naming the part
	 */
	readText(name: string, label: string, itemIndex: number): unknown {
		for (const part of this.partsOf(name)) this.checkPart(part, label, itemIndex);
		const given = this.read(name, label, itemIndex, '');
		if (given === undefined || given === null) {
			if (isExpression(this.written[name])) {
				throw nothing(`parameter '${label}'`, 'leave the parameter empty');
			}
			return '';
		}
		return given;
	}

	/** Evaluates a single option, to find the one whose expression fails. */
	failureOf(option: string, label: string, itemIndex: number): InvalidInput | null {
		const read = attempt(() => this.context.getNodeParameter(`options.${option}`, itemIndex, null));
		return read.kind === 'threw' ? failing(`option '${label}'`, read.thrown) : null;
	}

	/** The expressions `{{ … }}` in a text; none if the whole text is one expression. */
	private partsOf(name: string): readonly string[] {
		const known = this.templates.get(name);
		if (known) return known;
		const parts = partsOfTemplate(this.written[name]);
		this.templates.set(name, parts);
		return parts;
	}

	private checkPart(part: string, label: string, itemIndex: number): void {
		const read = attempt<unknown>(() => this.context.evaluateExpression(part, itemIndex));
		const value = read.kind === 'returned' ? read.value : undefined;
		// An empty text is intended, as in `{{ $json.company || '' }}`.
		if (!isMissing(value)) return;
		throw new InvalidInput(
			`The parameter '${label}' would have a gap: its expression ${this.show(part).slice(1, -1)} returns nothing for this item`,
			`Give the field that the expression reads a value, or give it a fallback, such as {{ $json.firstName || 'there' }}.`,
		);
	}
}

function partsOfTemplate(written: unknown): string[] {
	if (!isExpression(written)) return [];
	const chunks = ExpressionParser.splitExpression(String(written).slice(1));
	const parts = chunks.filter(({ type }) => type === 'code');
	const isWhole = parts.length === 1 && chunks.every(({ type, text }) => type === 'code' || !text);
	return isWhole ? [] : parts.map((part) => ExpressionParser.joinExpression([part]));
}

/** The value of a resource locator. */
function valueIn(given: unknown): unknown {
	return isPlainObject(given) && '__rl' in given ? given.value : given;
}

/** The editor stores "=" for an empty field that was switched to an expression. */
export function isExpression(written: unknown): boolean {
	return typeof written === 'string' && written.startsWith('=') && written.trim() !== '=';
}

/** What n8n returns for a missing field or a failed expression. */
function isMissing(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isMissing);
	return value === undefined || value === null || Number.isNaN(value);
}

/** The same, or an empty text. */
export function isNothing(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() === '' : isMissing(value);
}

/** `what` is, for example, "option 'Dry Run'"; `otherwise` says how to get its default. */
export function nothing(what: string, otherwise: string): InvalidInput {
	return new InvalidInput(
		`The ${what} has no value: its expression returns nothing for this item`,
		`Check the field that the expression reads, or give the expression a fallback, such as {{ $json.field ?? 'a value' }}. To use the default, ${otherwise}.`,
	);
}

function failing(what: string, thrown: unknown): InvalidInput {
	const cause = thrown instanceof Error ? shortened(thrown.message, 200) : 'unknown cause';
	return new InvalidInput(
		`The ${what} has no value because its expression fails: ${cause}`,
		'Open the parameter and correct its expression.',
	);
}

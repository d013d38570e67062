/** A sentence: what a person reads. One that something is compared with is no text but code. */
const SENTENCE = /^[A-Z].* /;

/** Leaves sentences as they are: that another text stands there is no fault that a test should find. */
export const strykerPlugins = [
	{
		kind: 'Ignore',
		name: 'texts',
		value: {
			shouldIgnore({ node, parent }) {
				const isText = node.type === 'StringLiteral' && SENTENCE.test(node.value);
				return isText && parent.type !== 'BinaryExpression' ? 'a text for people' : undefined;
			},
		},
	},
];

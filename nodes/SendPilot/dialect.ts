import {
	limitsOf429,
	type Dialect,
	type Explanation,
	type ProviderWord,
} from '../outreach/http/client';
import { sentenceOf } from '../outreach/reading';
import { refusalSchema } from './responses';

/** How SendPilot writes limits and refusals: `{statusCode, message, error}`, the message sometimes a list. */
export const sendPilotDialect: Dialect = {
	name: 'SendPilot',

	readLimits: limitsOf429('day', ['message', 'error']),

	readFailure(reply) {
		const { success, status } = refusalSchema.parse(reply.body);
		// `success` says whether a request was sent, which to who is connected already it was not; beside "sent" it
		// contradicts itself, which is not a refusal.
		const isOutcome = success !== false || status === 'already_connected' || status === 'sent';
		if (reply.status < 400 && isOutcome) return null;
		return { status: reply.status, sentence: sentenceOf(reply.body, ['message', 'error']) ?? '' };
	},

	explain(word) {
		if (word.status === 401) {
			return {
				what: 'SendPilot does not accept the API key',
				description: 'Open the SendPilot credential and enter a key from the SendPilot dashboard.',
			};
		}
		if (word.status === 403) return explainScope(word);
		if (word.status === 400 && /sender/i.test(word.sentence)) {
			return {
				description:
					"Pick a sender from the list under 'Account', or connect it in SendPilot first.",
			};
		}
		return null;
	},
};

function explainScope({ sentence }: ProviderWord): Explanation {
	const scope = /\b[a-z_-]{1,40}:[a-z_-]{1,40}\b/i.exec(sentence)?.[0];
	if (scope === undefined) {
		return {
			description: 'The SendPilot key is not allowed to do this: check its scopes in SendPilot.',
		};
	}
	return {
		what: `The SendPilot key lacks the scope '${scope}'`,
		description: `Add the scope '${scope}' to the key in SendPilot, or make a key that has it.`,
	};
}

import type { NoReply, ProviderRequest, Reply } from '../../nodes/outreach/http/transport';
import type { Input } from '../../nodes/outreach/operations/operation';
import { createAsk } from '../../nodes/outreach/provider/ask';
import { callImplementation } from '../../nodes/outreach/provider/implement';
import type { Implementation, ProviderManifest } from '../../nodes/outreach/provider/provider';
import { parseRateLimit } from '../../nodes/outreach/provider/rules';

/** A provider opened with a credential. Its requests get these responses in turn; the last one repeats. */
export function openWith<Api, Credential>(
	provider: ProviderManifest<Api, Credential>,
	credential: Credential,
	...replies: readonly [Reply | NoReply, ...Array<Reply | NoReply>]
) {
	const requests: Request[] = [];
	const ask = createAsk(async (endpoint) => {
		requests.push(requestOf(endpoint));
		return replies[Math.min(requests.length, replies.length) - 1] ?? replies[0];
	}, provider);
	const api = provider.open(ask, credential);
	return {
		ask,
		api,
		requests,
		call: async (implementation: Implementation<Api>, input: Input) =>
			await callImplementation(implementation, { ask, api, providerName: provider.name }, input),
	};
}

/** Reads limits in a provider's answers at this time (ms); without a body, an answer has no JSON. */
export const limitReader =
	(
		{ limits, errors }: Pick<ProviderManifest<never, never>, 'limits' | 'errors'>,
		now: number,
		asked: ProviderRequest,
	) =>
	(status: number, body?: unknown, headers: Record<string, string> = {}, request = asked) =>
		parseRateLimit(limits, errors, { kind: 'reply', status, headers, body }, request, () => now);

type Request = Pick<ProviderRequest, 'method' | 'path' | 'query' | 'body' | 'form'>;

/** An endpoint's request, without its response schema. */
export function requestOf({ method, path, query, body, form }: ProviderRequest): Request {
	return {
		method,
		path,
		...(query === undefined ? {} : { query }),
		...(body === undefined ? {} : { body }),
		...(form === undefined ? {} : { form }),
	};
}

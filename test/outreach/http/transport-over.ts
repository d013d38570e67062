import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { createTransport, type Transport } from '../../../nodes/outreach/http/transport';

export type Call = (options: IHttpRequestOptions) => Promise<unknown>;

/** A transport over this in the place of n8n's HTTP client. */
export function transportOver(
	call: Call,
	secrets: readonly string[] = [],
	signal?: AbortSignal,
): Transport {
	const context = {
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await call(options),
		},
	} as unknown as IExecuteFunctions;
	const baseUrl = 'https://api.acme.test';
	return createTransport(context, {
		credentialType: 'acmeApi',
		credential: {},
		baseUrl,
		secrets,
	});
}

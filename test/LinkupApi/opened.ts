import { linkupApi } from '../../nodes/LinkupApi/manifest';
import type { Reply } from '../../nodes/outreach/http/transport';
import { openWith } from '../harness/fake-ask';

const COMMON = { apiKey: 'key-1234', baseUrl: 'https://api.linkupapi.com' };
export const CREDENTIALS = {
	v1: { ...COMMON, apiVersion: 'v1', loginToken: 'cookie-1234', country: 'US' },
	v2: { ...COMMON, apiVersion: 'v2' },
} as const;

/** LinkupAPI v1 or v2 with these responses. */
export const opened = (version: 'v1' | 'v2', ...replies: [Reply, ...Reply[]]) =>
	openWith(linkupApi, CREDENTIALS[version], ...replies);

/** Data in the envelope of v1, and of v2. */
export const v1 = (data: unknown) => ({ status: 'success', data });
export const v2 = (data: unknown) => ({
	success: true,
	data,
	metadata: { action: 'x', account_id: 'acc_v2', credits_consumed: 1 },
});

import { linkupApi } from '../../nodes/LinkupApi/provider';
import { answering } from '../outreach/fakes';

const CREDENTIALS = {
	v1: { apiVersion: 'v1', apiKey: 'key-1234', loginToken: 'cookie-1234', country: 'US' },
	v2: { apiVersion: 'v2', apiKey: 'key-1234', loginToken: '', country: 'FR' },
};

/** A session of LinkupAPI v1 or v2 that is given these answers, and the requests it makes. */
export function opened(version: 'v1' | 'v2', ...replies: Parameters<typeof answering>) {
	const { transport, requests } = answering(...replies);
	const credential = { ...CREDENTIALS[version], baseUrl: 'https://api.linkupapi.com' };
	return { session: linkupApi.open(credential, () => transport), requests };
}

export const v1 = (data: unknown) => ({ status: 'success', data });
export const v2 = (data: unknown) => ({
	success: true,
	data,
	metadata: { action: 'x', account_id: 'acc_v2', credits_consumed: 1 },
});

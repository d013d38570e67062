import type { IDataObject } from 'n8n-workflow';
import type { Exchange } from './exchange';

/** A call of LinkupAPI v1's network resource with the credential's Login Token. */
export const v1 = (path: string, body: IDataObject, answer: unknown): Exchange => ({
	call: `POST /v1/network/${path}`,
	body: { ...body, login_token: 'li-cookie-1', country: 'FR' },
	answer,
});

/** A call of LinkupAPI v2's one network endpoint, answered in its envelope. */
export const v2 = (action: string, params: IDataObject, data: unknown): Exchange => ({
	call: 'POST /v2/network',
	body: { account_id: 'acc_abc123', action, params },
	answer: {
		success: true,
		data,
		metadata: {
			action,
			account_id: 'acc_abc123',
			credits_consumed: 1,
			timestamp: '2026-02-24T15:30:00.000Z',
		},
	},
});

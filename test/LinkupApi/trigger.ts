import nock from 'nock';
import { LinkupApiTrigger } from '../../nodes/LinkupApi/LinkupApiTrigger.node';
import { processState } from '../../nodes/outreach/base/process-state';
import { created } from '../fixtures/LinkupApi/webhooks.json';
import { LINKUP_V2 } from './credentials';
import { answers, byId, type Exchange } from '../harness/exchange';
import { WebhookTrigger, type Given } from '../harness/run-webhook';

export const { webhook_id: ID, secret: SECRET, url: URL_OF_NODE } = created.data;
/** What the node keeps of the documented webhook. */
export const HELD = { webhookId: ID, secret: SECRET };

/** Each test starts with a new process, and must make every call it expects. */
export function useTrigger() {
	beforeEach(() => {
		nock.disableNetConnect();
		processState.reset();
	});
	afterEach(() => {
		const missing = nock.pendingMocks();
		nock.cleanAll();
		jest.restoreAllMocks();
		expect(missing).toEqual([]);
	});
}

export function trigger({ parameters, saved, credential = LINKUP_V2, webhookId }: Given = {}) {
	return new WebhookTrigger({
		trigger: LinkupApiTrigger,
		parameters: { accountId: byId('acc_abc123'), events: ['connection_accepted'], ...parameters },
		credentials: { linkupApi: credential },
		saved,
		webhookId,
	});
}

export const linkup = (...exchanges: Exchange[]) => answers('linkupApi', exchanges);

export const list = (...items: object[]): Exchange => ({
	call: 'GET /v2/webhooks',
	answer: { success: true, data: { items } },
});

export const create = (answer: unknown = created, status = 200): Exchange => ({
	call: 'POST /v2/webhooks',
	body: {
		account_id: 'acc_abc123',
		url: URL_OF_NODE,
		events: ['accepted_invitation'],
		enable_signature: true,
	},
	status,
	answer,
});

export const remove = (
	id = ID,
	status = 200,
	answer: unknown = { success: true, data: {} },
): Exchange => ({ call: `DELETE /v2/webhooks/${id}`, status, answer });

import type { IDataObject } from 'n8n-workflow';
import nock, { type Body } from 'nock';
import { UnipileTrigger } from '../../nodes/Unipile/UnipileTrigger.node';
import { processState } from '../../nodes/outreach/base/process-state';
import { byId } from '../harness/exchange';
import { WebhookTrigger } from '../harness/run-webhook';

export const URL_OF_NODE = 'https://n8n.example.com/webhook/hook-1/webhook';
export const ACCOUNT = 'acc_1';
export const V1_KEY = 'up-key-v1-0001';
export const V2_KEY = 'up-key-v2-0001';
export const SERVICE_KEY = 'up-service-key-0001';

export const UNIPILE_V1 = { apiVersion: 'v1', apiKey: V1_KEY, dsn: 'api8.unipile.com:13424' };
export const UNIPILE_V2 = {
	apiVersion: 'v2',
	apiKey: V2_KEY,
	baseUrl: 'https://api.unipile.com/v2',
	serviceKey: SERVICE_KEY,
};

/** Each test begins in a new process, and must see every call it expects. */
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

export interface Given {
	readonly parameters?: IDataObject;
	readonly saved?: IDataObject;
	readonly credential?: IDataObject;
	readonly webhookId?: string;
}

export function trigger({ parameters, saved, credential = UNIPILE_V1, webhookId }: Given = {}) {
	return new WebhookTrigger({
		trigger: UnipileTrigger,
		parameters: { accountId: byId(ACCOUNT), events: ['connection_accepted'], ...parameters },
		credentials: { unipileApi: credential },
		saved,
		webhookId,
	});
}

/** A webhook as v1 was asked to make it. */
export interface Asked {
	readonly source: string;
	readonly events: string[];
	readonly headers: ReadonlyArray<{ readonly key: string; readonly value: string }>;
}

interface V1Row extends Asked {
	readonly id: string;
	readonly request_url: string;
	readonly account_ids: unknown;
	readonly enabled: boolean;
}

/** v1's webhooks as far as the node needs them. It makes and removes, and counts what it was asked. */
export class FakeV1 {
	readonly rows = new Map<string, V1Row>();
	readonly asked: string[] = [];
	/** Answers in place of the next one of this call. */
	readonly instead = new Map<string, Array<[status: number, body: Body]>>();
	pageSize = 100;
	private made = 0;

	constructor() {
		nock('https://api8.unipile.com:13424', { reqheaders: { 'x-api-key': V1_KEY } })
			.persist()
			.get('/api/v1/webhooks')
			.query(true)
			.reply((uri) => this.answer('list', this.list(uri)))
			.post('/api/v1/webhooks')
			.reply((_uri, body) => this.answer('create', this.create(body)))
			.delete(/^\/api\/v1\/webhooks\/[^/]+$/)
			.reply((uri) =>
				this.answer('remove', this.remove(decodeURIComponent(uri.split('/')[4] ?? ''))),
			);
	}

	add(row: Partial<V1Row> & { readonly id: string }) {
		this.rows.set(row.id, {
			request_url: URL_OF_NODE,
			source: 'users',
			events: ['new_relation'],
			headers: [],
			account_ids: [{ id: ACCOUNT, name: 'Jane', type: 'LINKEDIN' }],
			enabled: true,
			...row,
		});
	}

	private answer(call: string, right: [number, Body]): [number, Body] {
		this.asked.push(call);
		return this.instead.get(call)?.shift() ?? right;
	}

	private list(uri: string): [number, Body] {
		const { searchParams } = new URL(uri, 'https://x.test');
		const all = [...this.rows.values()];
		const from = Number(searchParams.get('cursor') ?? 0);
		const to = from + this.pageSize;
		const items = all.slice(from, to).map((row) => ({ object: 'Webhook', type: 'AUTO', ...row }));
		const cursor = to < all.length ? String(to) : null;
		return [200, { object: 'WebhookList', items, cursor }];
	}

	private create(body: unknown): [number, Body] {
		this.made += 1;
		const id = `wh-${this.made}`;
		const { account_ids: ids, ...asked } = body as V1Row & { account_ids: string[] };
		const account_ids = ids.map((account) => ({ id: account, type: 'LINKEDIN' }));
		this.rows.set(id, { ...asked, account_ids, id, enabled: true });
		return [201, { object: 'WebhookCreated', webhook_id: id }];
	}

	private remove(id: string): [number, Body] {
		if (this.rows.delete(id)) return [200, { object: 'WebhookDeleted' }];
		return [404, { status: 404, type: 'errors/resource_not_found', title: 'Not found' }];
	}

	/** The secret that a webhook sends along. */
	secretOf(id: string): string {
		const headers = this.rows.get(id)?.headers ?? [];
		return headers.find(({ key }) => key === 'X-Webhook-Secret')?.value ?? '';
	}
}

import nock, { type Body } from 'nock';
import { UnipileTrigger } from '../../nodes/Unipile/UnipileTrigger.node';
import { processState } from '../../nodes/outreach/base/process-state';
import { byId } from '../harness/exchange';
import { WebhookTrigger, type Given } from '../harness/run-webhook';

export const URL_OF_NODE = 'https://n8n.example.com/webhook/hook-1/webhook';
export const ACCOUNT = 'acc_1';
export const V1_KEY = 'up-key-v1-0001';
export const V2_KEY = 'up-key-v2-0001';
export const SERVICE_KEY = 'up-service-1';

export const UNIPILE_V1 = { apiVersion: 'v1', apiKey: V1_KEY, dsn: 'api8.unipile.com:13424' };
export const UNIPILE_V2 = {
	apiVersion: 'v2',
	apiKey: V2_KEY,
	baseUrl: 'https://api.unipile.com/v2',
	serviceKey: SERVICE_KEY,
};

/** Each test starts with a new process. */
export function useTrigger() {
	beforeEach(() => {
		nock.disableNetConnect();
		processState.reset();
	});
	afterEach(() => {
		nock.cleanAll();
		jest.restoreAllMocks();
	});
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

/** A webhook of either version. */
export interface Row {
	readonly id: string;
	readonly url: string;
	readonly account: string;
	readonly events: readonly string[];
	readonly enabled: boolean;
	/** v1: the secret sent with deliveries. v2: the secret that signs them. */
	readonly secret: string;
	/** v1 only */
	readonly source?: string;
}

type Reply = [status: number, body: Body];

/** The part of Unipile's webhooks that the node needs. Counts the requests. */
abstract class FakeUnipile {
	readonly rows = new Map<string, Row>();
	/** Each call's method, and the ID in it. */
	readonly asked: string[] = [];
	/** The next responses to a method, if not the usual ones (null). Refused requests (4xx) have no effect. */
	readonly instead: Record<string, Array<Reply | null>> = {};
	pageSize = 100;
	protected made = 0;

	protected abstract readonly prefix: string;
	protected abstract page(rows: Row[], from: number): object;
	protected abstract make(body: unknown): Reply;

	protected listen(base: string, path: string, key: string) {
		nock(base, { reqheaders: { 'x-api-key': key } })
			.persist()
			.get(path)
			.query(true)
			.reply((uri) => this.answer('GET', () => this.list(uri)))
			.post(path)
			.reply((_uri, body) => this.answer('POST', () => this.make(body)))
			.delete((uri) => uri.includes('/webhooks/'))
			.reply((uri) => {
				const id = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
				return this.answer(`DELETE ${id}`, () =>
					this.rows.delete(id) ? [200, { object: 'WebhookDeleted' }] : [404, NOT_FOUND],
				);
			});
	}

	/** An existing webhook: as the node would create it, unless the fields differ. */
	abstract add(row: Partial<Row>): Row;

	private answer(call: string, act: () => Reply): Reply {
		this.asked.push(call);
		const [method = ''] = call.split(' ');
		const instead = this.instead[method]?.shift();
		if (instead && instead[0] >= 400 && instead[0] < 500) return instead;
		const usual = act();
		return instead ?? usual;
	}

	private list(uri: string): Reply {
		const { searchParams } = new URL(uri, 'https://x.test');
		const from = Number(searchParams.get('cursor') ?? searchParams.get('offset') ?? 0);
		return [200, this.page([...this.rows.values()], from) as Body];
	}
}

const NOT_FOUND = { status: 404, type: 'errors/resource_not_found', title: 'Resource not found' };

interface V1Body {
	readonly request_url: string;
	readonly source: string;
	readonly account_ids: string[];
	readonly events: string[];
	readonly headers: ReadonlyArray<{ readonly key: string; readonly value: string }>;
}

export class FakeV1 extends FakeUnipile {
	protected readonly prefix = 'wh-';
	/** The bodies of the requests that created webhooks. */
	readonly bodies: V1Body[] = [];
	/** Whether the list includes the sent headers. */
	showsHeaders = true;

	constructor() {
		super();
		this.listen('https://api8.unipile.com:13424', '/api/v1/webhooks', V1_KEY);
	}

	add(row: Partial<Row>): Row {
		const added = { ...DEFAULT_V1, ...row };
		this.rows.set(added.id, added);
		return added;
	}

	protected page(rows: Row[], from: number) {
		const to = from + this.pageSize;
		return {
			object: 'WebhookList',
			items: rows.slice(from, to).map(({ id, url, account, events, enabled, secret }) => ({
				object: 'Webhook',
				type: 'AUTO',
				id,
				request_url: url,
				account_ids: [{ id: account, name: 'Jane', type: 'LINKEDIN' }],
				events,
				enabled,
				format: 'json',
				...(this.showsHeaders ? { headers: [{ key: 'x-webhook-secret', value: secret }] } : {}),
			})),
			cursor: to < rows.length ? String(to) : null,
		};
	}

	protected make(body: unknown): Reply {
		const asked = body as V1Body;
		this.bodies.push(asked);
		this.made += 1;
		const [account = ''] = asked.account_ids;
		const secret = asked.headers.find(({ key }) => key === 'X-Webhook-Secret')?.value ?? '';
		const id = `${this.prefix}${this.made}`;
		const { request_url: url, source, events } = asked;
		this.rows.set(id, { id, url, account, events, enabled: true, secret, source });
		return [201, { object: 'WebhookCreated', webhook_id: id }];
	}
}

const DEFAULT_V1: Row = {
	id: 'before',
	url: URL_OF_NODE,
	account: ACCOUNT,
	events: ['new_relation'],
	enabled: true,
	secret: 'before-secret',
	source: 'users',
};

interface V2Body {
	readonly url: string;
	readonly trigger_events: string[];
	readonly account_ids: string[];
}

export class FakeV2 extends FakeUnipile {
	protected readonly prefix = 'we_';
	readonly bodies: V2Body[] = [];

	constructor() {
		super();
		this.listen('https://api.unipile.com', '/v2/webhooks/endpoints/', SERVICE_KEY);
	}

	add(row: Partial<Row>): Row {
		const added = { ...DEFAULT_V1, events: ['relation.new'], id: 'we_before', ...row };
		this.rows.set(added.id, added);
		return added;
	}

	protected page(rows: Row[], from: number) {
		const to = from + Math.min(this.pageSize, 20);
		const shown = ({ id, url, account, events, enabled }: Row) => ({
			object: 'WebhookEndpoint',
			id,
			url,
			enabled,
			trigger_events: events,
			account_ids: [account],
			secret: 'never shown',
		});
		return { object: 'List', data: rows.slice(from, to).map(shown), has_more: to < rows.length };
	}

	protected make(body: unknown): Reply {
		const asked = body as V2Body;
		this.bodies.push(asked);
		this.made += 1;
		const [account = ''] = asked.account_ids;
		const id = `${this.prefix}${this.made}`;
		const secret = `wes_${this.made}-kF3pQ9`;
		const { url, trigger_events: events } = asked;
		this.rows.set(id, { id, url, account, events, enabled: true, secret });
		return [200, { object: 'WebhookEndpoint', id, secret, url, enabled: true }];
	}
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from '../harness/loopback';
import { accept, receive, setAccountStatus } from './changes';
import { write } from './conversations';
import { defaultWorld } from './default-world';
import { Faults, isProcessed, matchesPath, type FaultOrder } from './faults';
import { answer, formFields, isFormType, type ProviderRequest } from './http';
import { APIS, baseUrlsAt, knowsKey, type ProviderName } from './providers';
import {
	accountIn,
	BodyFields,
	hideTokens,
	keyOf,
	parseJson,
	segmentsOf,
	webhookIn,
	type LoggedRequest,
} from './request-log';
import { textOf, Wire } from './wire';
import { iso, type AcceptedInvitation, type World } from './world';

export interface Simulator {
	/** also what Unipile v1 calls the DSN */
	readonly url: string;
	readonly baseUrls: Record<ProviderName, string>;
	/** the same object for the simulator's whole life; reset() fills it anew */
	readonly world: World;
	/** every request, in order of arrival */
	readonly log: LoggedRequest[];
	/** requests of a provider, optionally of one path: its end, or a pattern */
	requests(provider: ProviderName, path?: string | RegExp): LoggedRequest[];
	/** what really was accepted, whatever was answered; withdrawn ones too */
	invitationsAccepted(provider?: ProviderName): AcceptedInvitation[];
	fault(order: FaultOrder): void;
	/** a person whom the account has invited accepts, now; throws where nothing is pending */
	accept(provider: ProviderName, accountId: string, publicIdentifier: string): void;
	/** an invitation comes in, now; its id. Throws where the two are connected, or one is pending */
	receive(accountId: string, publicIdentifier: string, options?: { message?: string }): string;
	/** a person writes to the account, now, or the account to the person; throws where there is no such person */
	write(accountId: string, publicIdentifier: string, text: string, isOwn?: boolean): void;
	/** the provider's own word; throws where there is no such account */
	setAccountStatus(provider: ProviderName, accountId: string, status: string): void;
	/** fresh world, empty log, no faults */
	reset(world?: Partial<World>): void;
	close(): Promise<void>;
}

export interface SimulatorOptions {
	port?: number;
	/** ms epoch; default Date.now */
	now?: () => number;
	world?: Partial<World>;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const now = options.now ?? Date.now;
	const world: World = { ...defaultWorld(), ...options.world };
	const log: LoggedRequest[] = [];
	const faults = new Faults();
	const wire = new Wire();

	async function handle(message: IncomingMessage, response: ServerResponse) {
		const target = message.url ?? '/';
		const method = message.method ?? 'GET';
		const provider = APIS.find(({ prefix }) => target.startsWith(`${prefix}/`));
		if (!provider) {
			message.resume();
			response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error":"Not found"}');
			return;
		}
		const { name } = provider;
		const path = target.slice(provider.prefix.length);
		const [pathname = '', ...queries] = path.split('?');
		const key = keyOf(name, message);
		const request: ProviderRequest = {
			method,
			segments: segmentsOf(pathname),
			slash: pathname.endsWith('/'),
			uncached: message.headers['cache-control'] === 'no-cache',
			query: new URLSearchParams(queries.join('?')),
			key,
			body: null,
			isForm: isFormType(message.headers['content-type']),
		};
		const entry: LoggedRequest = {
			at: iso(now()),
			provider: name,
			method,
			path,
			body: null,
			authorized: knowsKey(world, name, key),
			status: null,
			accountId: null,
			webhookId: webhookIn(name, request),
			fault: null,
		};
		log.push(entry);

		const text = await textOf(message);
		request.body = request.isForm
			? formFields(message.headers['content-type'] ?? '', text)
			: text === ''
				? null
				: parseJson(text);
		entry.body =
			!request.isForm && text.includes('login_token') ? parseJson(text, hideTokens) : request.body;
		const fields = BodyFields.parse(request.body);
		const webhook = world.linkupApi.webhooks.get(entry.webhookId ?? '');
		entry.accountId = webhook?.account_id ?? accountIn(request, fields);

		const fault = faults.take({ provider: name, method, path, action: fields.action ?? null });
		entry.fault = fault?.kind ?? null;
		const normal = !fault || isProcessed(fault) ? provider.handle(request, world, now()) : null;
		const answered = (status: number) => {
			entry.status = status;
		};
		if (fault) {
			const secrets = `key ${key ?? ''} token ${fields.login_token ?? ''}`;
			wire.goWrong(fault, normal, message, response, secrets, answered);
			return;
		}
		const right = normal ?? answer(500, null);
		answered(right.status);
		wire.write(response, right);
	}

	const server = createServer((message, response) => {
		handle(message, response).catch((error: unknown) => {
			if (!message.complete) return;
			if (!response.headersSent) response.writeHead(500);
			response.end(String(error));
		});
	});
	const port = await listen(server, options.port);
	const url = `http://127.0.0.1:${port}`;

	return {
		url,
		baseUrls: baseUrlsAt(url),
		world,
		log,
		requests: (provider, path) =>
			log.filter(
				(entry) =>
					entry.provider === provider && (path === undefined || matchesPath(entry.path, path)),
			),
		invitationsAccepted: (provider) =>
			world.invitations.filter((one) => provider === undefined || one.provider === provider),
		fault: (order) => faults.add(order),
		accept: (provider, accountId, publicIdentifier) =>
			accept(world, { provider, accountId, publicIdentifier }, now()),
		receive: (accountId, publicIdentifier, given) =>
			receive(world, { accountId, publicIdentifier, ...given }, now()),
		write: (accountId, person, text, isOwn = false) => {
			write(world, { accountId, person, text, isOwn }, now());
		},
		setAccountStatus: (provider, accountId, status) =>
			setAccountStatus(world, { provider, accountId, status }, now()),
		reset(fresh = {}) {
			Object.assign(world, defaultWorld(), fresh);
			log.length = 0;
			faults.clear();
		},
		async close() {
			wire.stop();
			await close(server);
		},
	};
}

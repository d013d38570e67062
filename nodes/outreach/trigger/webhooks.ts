import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { setNewest } from '../base/bounded-map';
import { isPlainObject, toDataObject } from '../base/objects';
import { processState } from '../base/process-state';
import { idSchema } from '../base/schemas';
import { readMoment, toIso } from '../base/time';
import { parseJson } from '../http/json';
import type { EventName, OutreachEvent } from './events';

/** A provider's delivery as received: signatures are over these bytes, not over n8n's parsed body. */
export interface Delivery {
	readonly raw: Buffer;
	/** A header's value, whatever the case of its name; empty if absent. */
	header(name: string): string;
}

const requestSchema = z.object({
	// Absent for a form upload, which n8n reads itself.
	rawBody: z.custom<Buffer>(Buffer.isBuffer).catch(Buffer.alloc(0)),
	headers: z.record(z.unknown()).catch({}),
});

export function readDelivery(context: IWebhookFunctions): Delivery {
	const { rawBody, headers } = requestSchema.parse(context.getRequestObject());
	return {
		raw: rawBody,
		header: (name) => {
			const value = headers[name.toLowerCase()];
			return typeof value === 'string' ? value : '';
		},
	};
}

/** The values of one name in a header such as `t=1,s=abc,s=def`. */
export function valuesNamed(name: string, header: string): string[] {
	return header
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part.startsWith(`${name}=`))
		.map((part) => part.slice(name.length + 1));
}

/** No documented event is nearly as large; n8n itself accepts 16 MiB (N8N_PAYLOAD_SIZE_MAX). */
export const LARGEST_DELIVERY_BYTES = 1024 * 1024;

/** Whether a delivery is larger than any event, so that not even its signature is checked. */
export const isTooLarge = ({ raw }: Delivery): boolean => raw.length > LARGEST_DELIVERY_BYTES;

/** How far the sender's clock may be off, and how old a delivery may be. The vendors' pages say 5 minutes or nothing. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

/** No sender signs with more secrets at once, but a header may have thousands of signatures. */
const MOST_SIGNATURES = 20;

export interface Signed {
	/** The delivery's ID, if it is also signed, before the timestamp. */
	readonly id?: string;
	/** Unix seconds, as written in the signed text. */
	readonly timestamp: string;
	/** In hex or base64. One valid signature is enough, since a secret being replaced signs alongside the new one. */
	readonly signatures: readonly string[];
	readonly raw: Buffer;
}

/**
 * Whether one of these is HMAC-SHA256(secret, "{timestamp}.{raw body}"), preceded by "{id}." if there is an ID,
 * with a time within the window around now (ms).
 */
export function isSignedBy(secret: string | Buffer, signed: Signed, now: number): boolean {
	const { id, timestamp, signatures, raw } = signed;
	if (id === '' || !isRecent(timestamp, now)) return false;
	const head = id === undefined ? `${timestamp}.` : `${id}.${timestamp}.`;
	return isDigestOf(secret, [Buffer.from(head), raw], signatures);
}

/** Whether one of these is HMAC-SHA256(secret, raw body), which does not prove when it was made. */
export function isBodySignedBy(
	secret: string,
	{ signatures, raw }: Pick<Signed, 'signatures' | 'raw'>,
): boolean {
	return isDigestOf(secret, [raw], signatures);
}

/** Whether a time in Unix seconds is within the window around now (ms). */
function isRecent(timestamp: string, now: number): boolean {
	if (!/^\d{1,12}$/.test(timestamp)) return false;
	return Math.abs(now - Number(timestamp) * 1000) <= SIGNATURE_WINDOW_MS;
}

function isDigestOf(
	secret: string | Buffer,
	parts: readonly Buffer[],
	signatures: readonly string[],
): boolean {
	// With an empty secret anyone can sign.
	if (secret.length === 0) return false;
	const hmac = createHmac('sha256', secret);
	for (const part of parts) hmac.update(part);
	const right = hmac.digest();
	return signatures.slice(0, MOST_SIGNATURES).some((signature) => {
		const bytes = bytesOf(signature);
		return bytes !== null && timingSafeEqual(bytes, right);
	});
}

/** A SHA-256 in hex or base64; null for anything else. */
function bytesOf(signature: string): Buffer | null {
	if (/^[0-9a-f]{64}$/i.test(signature)) return Buffer.from(signature, 'hex');
	return /^[\w+/-]{43}=?$/.test(signature) ? Buffer.from(signature, 'base64') : null;
}

/** How many deliveries a node's static data remembers: about 15 kB, which n8n writes to its database with each event. */
export const REMEMBERED = 1000;
/**
 * How many this process remembers for all nodes: about 10 MB. More, so that repeats are also recognised within a burst.
 */
export const REMEMBERED_IN_PROCESS = 50_000;
/** The number of nodes whose newest deliveries the process keeps, to store with the next one. */
const REMEMBERED_NODES = 500;

const hashesSchema = z.array(z.string()).catch([]);
const seenInProcess = processState.add(() => new Map<string, true>());
const newestByNode = processState.add(() => new Map<string, readonly string[]>());

/**
 * Whether this delivery is the node's first with its identity; from then on it is not. Kept in two places: in the
 * node's static data, which survives a restart, and in this process, since two simultaneous deliveries read the
 * same stored data, and an execution that ends late writes its old data back. There is no await in here, so of two
 * simultaneous deliveries one is first.
 */
export function isFirst(context: IWebhookFunctions, identity: string | Buffer): boolean {
	// A test from the editor may be repeated at will, and must not use up the event for production.
	if (context.getMode() === 'manual') return true;
	const node = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 12);
	const key = `${hash} ${node}`;
	if (seenInProcess().has(key)) return false;
	setNewest(seenInProcess(), REMEMBERED_IN_PROCESS, key, true);
	const stored = context.getWorkflowStaticData('node');
	const seen = hashesSchema.parse(stored.seen);
	if (seen.includes(hash)) return false;
	const known = newestByNode().get(node) ?? [];
	const isSame = known.at(-1) === seen.at(-1);
	const all = isSame ? [...seen, hash] : [...new Set([...seen, ...known, hash])];
	const newest = all.slice(-REMEMBERED);
	setNewest(newestByNode(), REMEMBERED_NODES, node, newest);
	// n8n only notices and saves a change if a field is assigned. Its copy must not be the process's own.
	stored.seen = [...newest];
	return true;
}

/** A body's contents, in the shared vocabulary. */
export interface DeliveredEvents {
	/** The provider's own ID of the delivery; null if it gives none. */
	readonly id: string | null;
	readonly events: readonly OutreachEvent[];
}

export interface DeliveryReader {
	/** Null if the body is not one of the provider's. */
	readonly read: (body: Record<string, unknown>, now: number) => DeliveredEvents | null;
	readonly isWanted: (event: EventName) => boolean;
	/** Identifies deliveries without an ID. */
	readonly fallbackIdentity: string | Buffer;
}

/** Responds to a verified delivery: it starts the workflow, or says why not. */
export function answerDelivery(
	context: IWebhookFunctions,
	{ raw }: Delivery,
	{ read, isWanted, fallbackIdentity }: DeliveryReader,
): IWebhookResponseData {
	const body = parseJson(raw.toString('utf8'));
	const reading = isPlainObject(body) ? read(body, Date.now()) : null;
	if (!reading) return refuse(context, 400, 'The body is not an event of this provider.');
	const events = reading.events.filter(({ event }) => isWanted(event));
	if (events.length === 0) return ignore('This event is not one of the chosen events.');
	const identity = reading.id === null ? fallbackIdentity : `id:${reading.id}`;
	if (!isFirst(context, identity)) return ignore('This event was delivered before.');
	// Responds here, because n8n then saves the static data first. Otherwise n8n starts the execution first, and
	// thereby loses the change (2.40.7).
	respond(context, 200, 'The workflow was started.');
	return {
		noWebhookResponse: true,
		workflowData: [events.map((event) => ({ json: toDataObject(event) }))],
	};
}

/** The part of Express's response that is used. */
interface Response {
	status(code: number): Response;
	json(body: unknown): unknown;
}

/** Responds with its own status, and starts nothing. In n8n, only the response object allows a refusal. */
export function refuse(
	context: IWebhookFunctions,
	status: 400 | 401 | 413 | 503,
	message: string,
): IWebhookResponseData {
	respond(context, status, message);
	return { noWebhookResponse: true };
}

function respond(context: IWebhookFunctions, status: number, message: string): void {
	const response: Response = context.getResponseObject();
	response.status(status).json({ message });
}

/** Responds with 200, so that it is not delivered again, and starts nothing. */
function ignore(message: string): IWebhookResponseData {
	return { webhookResponse: { message } };
}

/** The first of these that is a point in time, as ISO 8601 UTC; null if none is. */
export function momentOrNull(candidates: readonly unknown[]): string | null {
	for (const candidate of candidates) {
		const moment = readMoment(candidate);
		if (moment !== null) return toIso(moment);
	}
	return null;
}

/** The first of these that is a point in time, as ISO 8601 UTC; otherwise now (ms). */
export const firstMoment = (candidates: readonly unknown[], now: number): string =>
	momentOrNull(candidates) ?? toIso(now);

const accountSchema = idSchema.transform((id) => id.trim()).catch('');

/** The parameter 'Account'; empty if nothing is chosen. */
export function chosenAccount(context: Pick<IWebhookFunctions, 'getNodeParameter'>): string {
	return accountSchema.parse(context.getNodeParameter('accountId', '', { extractValue: true }));
}

/** The chosen values of a multi-option parameter. */
export function chosenIn(context: Pick<IWebhookFunctions, 'getNodeParameter'>, name: string) {
	return z.array(z.string()).catch([]).parse(context.getNodeParameter(name, []));
}

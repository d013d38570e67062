import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../base/cancellation';
import { checkedBaseUrl, createTransport } from '../http/transport';
import { keyFields, KEY_LABELS, readCredential } from '../provider/credentials';
import { DataTables } from './table';

/** The credential type of n8n's own API. */
export const LOG_CREDENTIAL = 'outreachLogApi';
const NAME = 'Outreach Log API';

/** n8n answers at once, or something is wrong (ms). */
const TIMEOUT_MS = 30_000;

const credentialSchema = z.object(keyFields);

/** n8n's Data Tables as one credential opens them. */
export interface OpenLog {
	readonly tables: DataTables;
	/** The same for two credentials of one n8n. */
	readonly site: string;
}

/** @throws InvalidInput where the credential's fields cannot be used, and n8n's error where there is no credential */
export async function openLog(context: CallContext): Promise<OpenLog> {
	const given = await context.getCredentials(LOG_CREDENTIAL);
	const { apiKey, baseUrl: typed } = readCredential(credentialSchema, given, NAME, KEY_LABELS);
	const baseUrl = checkedBaseUrl(typed, NAME, 'privateNetwork');
	const transport = createTransport(context, {
		credentialType: LOG_CREDENTIAL,
		baseUrl,
		secrets: [apiKey],
		timeoutMs: TIMEOUT_MS,
		// What was sent has to be entered, whether or not the execution is cancelled meanwhile.
		outlivesCancel: true,
	});
	const site = createHash('sha256').update(new URL(baseUrl).href).digest('hex').slice(0, 16);
	return { tables: new DataTables(transport), site };
}

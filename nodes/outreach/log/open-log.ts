import type { CallContext } from '../base/cancellation';
import { checkedBaseUrl, createTransport } from '../http/transport';
import { keyCredential, readCredential } from '../provider/credentials';
import { siteIdOf } from '../provider/open';
import { DataTables } from './table';

/** The credential type of n8n's own API. */
export const LOG_CREDENTIAL = 'outreachLogApi';
const NAME = 'Outreach Log API';

/** n8n responds quickly unless something is wrong (ms). */
const TIMEOUT_MS = 30_000;

const { schema, labels, connection } = keyCredential(LOG_CREDENTIAL);

/** n8n's Data Tables, opened with one credential. */
export interface OpenLog {
	readonly tables: DataTables;
	/** Identical for two credentials of one n8n instance. */
	readonly siteId: string;
}

/** @throws InvalidInput if the credential's fields cannot be used, and n8n's error if there is no credential */
export async function openLog(context: CallContext): Promise<OpenLog> {
	const given = await context.getCredentials(LOG_CREDENTIAL);
	const { secrets, ...typed } = connection(readCredential(schema, given, NAME, labels));
	const baseUrl = checkedBaseUrl(typed.baseUrl, NAME, 'privateNetwork');
	const transport = createTransport(context, {
		credentialType: LOG_CREDENTIAL,
		credential: given,
		baseUrl,
		secrets,
		timeoutMs: TIMEOUT_MS,
		// A send must be recorded even if the execution is cancelled meanwhile.
		outlivesCancel: true,
	});
	return { tables: new DataTables(transport), siteId: siteIdOf(baseUrl) };
}

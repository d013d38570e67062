import { noLimit, type MinuteLimit } from '../world-parts';

/** An account of one of Unipile's two generations, which do not share accounts. */
export interface UnipileAccount {
	id: string;
	/** LINKEDIN, WHATSAPP, …; v2 has them in lower case */
	type: string;
	name: string;
	/** v1, of its one source: OK, CREDENTIALS, …; v2: running, disconnected, … */
	status: string;
	/** without it a note may have 200 characters instead of 300 */
	premium: boolean;
	/** invitations since Monday 00:00 UTC; goes back to 0 by itself when the clock passes Monday */
	used: number;
	/** ms epoch of the Monday `used` counts from; null: the present one */
	week: number | null;
}

export interface UnipileWebhook {
	id: string;
	url: string;
	/** v1: users, account_status, …; null in v2 */
	source: string | null;
	/** in the words in which they were asked for */
	events: string[];
	/** none: all accounts */
	accountIds: string[];
	enabled: boolean;
	/** v1: what is sent along with each delivery */
	headers: Array<{ key: string; value: string }>;
	/** v2: what deliveries are signed with */
	secret: string | null;
	created_at: string;
}

export interface UnipileWorld {
	/** v1's access token, and v2's global key */
	apiKey: string;
	/** v2: the key of one account, which may not list accounts */
	scopedApiKey: string;
	/** v2: for webhooks, and nothing else */
	serviceKey: string;
	accounts: Record<'v1' | 'v2', Map<string, UnipileAccount>>;
	weeklyLimit: number;
	/** how v1 refuses an invitation over the weekly limit: 422 with this code, or 429 */
	v1Limit: 'limit_exceeded' | 'cannot_resend_yet' | 'too_many_requests';
	/** v2: the answers about people that it has kept, by account and ID */
	keptProfiles: Map<string, unknown>;
	/** when the account took back an invitation to a person, in ms, by account and ID */
	withdrawals: Map<string, number>;
	webhooks: Map<string, UnipileWebhook>;
	webhookSequence: number;
	/** v1: LinkedIn's, without headers; v2: Unipile's own, which tells when it ends */
	minute: MinuteLimit;
}

export const unipileAccount = (
	input: Partial<UnipileAccount> & { id: string },
): UnipileAccount => ({
	type: 'LINKEDIN',
	name: 'John Doe',
	status: input.id.startsWith('acc_') ? 'running' : 'OK',
	premium: true,
	used: 0,
	week: null,
	...input,
});

const byId = (...accounts: UnipileAccount[]) => new Map(accounts.map((one) => [one.id, one]));

export const defaultUnipile = (): UnipileWorld => ({
	apiKey: 'unipile-simulator-key',
	scopedApiKey: 'unipile-simulator-scoped-key',
	serviceKey: 'unipile-simulator-service-key',
	accounts: {
		v1: byId(
			unipileAccount({ id: 'Yk08cDzzdsqs9_8ds' }),
			unipileAccount({ id: 'Tz5bQm1vRkCwd2_Xa', name: 'Ada Doe', premium: false }),
			unipileAccount({ id: 'Lw7hGe3nPyJfo6_Zu', name: 'Dan Doe', status: 'CREDENTIALS' }),
			unipileAccount({ id: 'Nq4sBv8kHdMxr0_Ti', name: '4915150000000', type: 'WHATSAPP' }),
		),
		v2: byId(
			unipileAccount({ id: 'acc_01h455vb4pex5vsknk084sn02q' }),
			unipileAccount({ id: 'acc_01h455vb4pex5vsknk084sn03r', name: 'Ada Doe', premium: false }),
			unipileAccount({
				id: 'acc_01h455vb4pex5vsknk084sn04s',
				name: 'Dan Doe',
				status: 'disconnected',
			}),
		),
	},
	weeklyLimit: 200,
	v1Limit: 'cannot_resend_yet',
	keptProfiles: new Map(),
	withdrawals: new Map(),
	webhooks: new Map(),
	webhookSequence: 0,
	minute: noLimit(),
});

/** When every account was connected. */
export const CONNECTED_AT = '2026-01-10T09:00:00.000Z';

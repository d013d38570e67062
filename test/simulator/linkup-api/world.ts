import { noLimit, type MinuteLimit } from '../world-parts';

export interface LinkupAccount {
	account_id: string;
	platform: string;
	account_name: string;
	is_active: boolean;
	status: string;
	country: string;
	created_at: string;
	updated_at: string;
}

export interface LinkupWebhook {
	webhook_id: string;
	account_id: string;
	/** null: events would be fetched, not sent */
	url: string | null;
	/** message_received, accepted_invitation, or all */
	events: string[];
	is_active: boolean;
	/** null: not signed */
	secret: string | null;
	created_at: string;
	updated_at: string;
}

export interface LinkupWorld {
	apiKey: string;
	/** the LinkedIn session cookie of version 1 */
	loginToken: string;
	/** the account behind that cookie, as `relations` and `invitations` call it */
	v1AccountId: string;
	/** null: no end to them */
	credits: number | null;
	accounts: Map<string, LinkupAccount>;
	webhooks: Map<string, LinkupWebhook>;
	/** how many webhooks, and secrets for them, have been made */
	webhookSequence: number;
	minute: MinuteLimit;
}

export function linkupAccount(
	input: Partial<LinkupAccount> & { account_id: string },
): LinkupAccount {
	return {
		platform: 'linkedin',
		account_name: 'John Doe',
		is_active: true,
		status: 'active',
		country: 'FR',
		created_at: '2026-01-10T09:00:00.000Z',
		updated_at: '2026-02-20T09:00:00.000Z',
		...input,
	};
}

export const defaultLinkup = (): LinkupWorld => ({
	apiKey: 'linkup-simulator-key',
	loginToken: 'linkup-simulator-login-token',
	v1AccountId: 'v1-session',
	credits: null,
	accounts: new Map(
		[
			linkupAccount({ account_id: 'acc_abc123' }),
			linkupAccount({ account_id: 'acc_def456', account_name: 'Ada Doe', country: 'US' }),
			linkupAccount({ account_id: 'acc_inactive', is_active: false, status: 'disconnected' }),
		].map((account) => [account.account_id, account]),
	),
	webhooks: new Map(),
	webhookSequence: 0,
	minute: noLimit(),
});

import { byId, noLimit, type MinuteLimit } from '../world-parts';

export interface ConnectSafelyAccount {
	id: string;
	firstName: string;
	lastName: string;
	publicId: string;
	picture: string | null;
	platform: string;
	status: string;
	enabled: boolean;
	/** the account with the latest one is the default account; the simulator never moves it */
	lastUsed: string;
	hasTokens: boolean;
	apiSeatAllocated: boolean;
	linkedinPlan: Record<string, string | boolean>;
	/** invitations since Monday 00:00 UTC; goes back to 0 by itself when the clock passes Monday */
	used: number;
	/** ms epoch of the Monday `used` counts from; null: the present one */
	week: number | null;
	/** ms epoch; set for 24 hours by a request over the limit */
	holdUntil: number | null;
}

export interface ConnectSafelyWorld {
	apiKey: string;
	accounts: Map<string, ConnectSafelyAccount>;
	weeklyLimit: number;
	holdHours: number;
	minute: MinuteLimit;
}

export function connectSafelyAccount(
	input: Partial<ConnectSafelyAccount> & { id: string },
): ConnectSafelyAccount {
	return {
		firstName: 'John',
		lastName: 'Doe',
		publicId: 'john-doe-123',
		picture: null,
		platform: 'ConnectSafely',
		status: 'AVAILABLE',
		enabled: true,
		lastUsed: '2026-02-01T08:00:00.000Z',
		hasTokens: true,
		apiSeatAllocated: true,
		linkedinPlan: {
			premiumType: 'NON_PREMIUM',
			isPremium: false,
			hasSalesNavigator: false,
			hasRecruiter: false,
			hasAwayMessages: false,
			hasAdvertiseBadge: false,
			hasHiringManager: false,
		},
		used: 0,
		week: null,
		holdUntil: null,
		...input,
	};
}

export const defaultConnectSafely = (): ConnectSafelyWorld => ({
	apiKey: 'cs-simulator-key',
	accounts: byId([
		connectSafelyAccount({
			id: '696ce9e780e0483585e4e553',
			lastUsed: '2026-02-24T04:53:13.750Z',
		}),
		connectSafelyAccount({ id: 'acc_12345', firstName: 'Ada', publicId: 'ada-doe' }),
		connectSafelyAccount({ id: 'acc_busy', firstName: 'Ben', status: 'IN_USE' }),
		connectSafelyAccount({
			id: 'acc_error',
			firstName: 'Eve',
			status: 'ERROR',
			hasTokens: false,
		}),
		connectSafelyAccount({ id: 'acc_warmup', firstName: 'Will', status: 'WARMUP' }),
		connectSafelyAccount({ id: 'acc_disabled', firstName: 'Dan', enabled: false }),
	]),
	weeklyLimit: 90,
	holdHours: 24,
	minute: noLimit(),
});

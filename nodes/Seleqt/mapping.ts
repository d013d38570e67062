import type { ConnectionReport } from '../outreach/operations/get-connection-status';
import type { WithAccount } from '../outreach/operations/result';
import type { AddedToCampaign, ConnectionStatus } from './responses';

/** Seleqt does not tell a pending invitation from none (vendor page *Connection status*, notes). */
export function toConnectionReport(
	status: ConnectionStatus,
	prospectId: string | null,
): WithAccount<ConnectionReport> {
	const { connection_level: level, network_distance: distance } = status;
	// An answer that contradicts itself is neither.
	const isContradicted = status.is_connected
		? (level ?? 1) !== 1 || (distance ?? 'FIRST_DEGREE') !== 'FIRST_DEGREE'
		: level === 1 || distance === 'FIRST_DEGREE';
	const connected = isContradicted ? null : status.is_connected;
	return {
		accountId: status.checked_with_account_id,
		report: {
			outcome: connected === null ? 'unknown' : connected ? 'connected' : 'not_connected',
			isConnected: connected,
			degree: level,
			networkDistance: distance,
			invitationState: connected ? 'none' : 'unknown',
			...(prospectId === null ? {} : { prospectId: asNumber(prospectId) }),
		},
	};
}

/** How many were added: none of those that are in a campaign already. */
export function toAddedReport({ count, warning }: AddedToCampaign): WithAccount<{
	readonly outcome: 'added' | 'not_added';
	readonly message: string | null;
}> {
	return {
		accountId: null,
		report: { outcome: count === 0 ? 'not_added' : 'added', message: warning },
	};
}

/** A number as Seleqt writes it; beyond 2^53 its digits, since a number would be rounded. */
function asNumber(digits: string): number | string {
	const number = Number(digits);
	return Number.isSafeInteger(number) ? number : digits;
}

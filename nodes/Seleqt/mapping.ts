import type { ConnectionReport } from '../outreach/operations/get-connection-status';
import type { WithAccount } from '../outreach/operations/result';
import type { AddedToCampaign, ConnectionStatus } from './responses';

/** Seleqt does not distinguish a pending invitation from none (vendor page *Connection status*, notes). */
export function toConnectionReport(
	status: ConnectionStatus,
	prospectId: string | null,
): WithAccount<ConnectionReport> {
	const { connection_level: level, network_distance: distance } = status;
	// A contradictory response is neither.
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

/** How many of the requested prospects were added. Those already in a campaign are not. */
export function toAddedReport(
	{ count, warning }: AddedToCampaign,
	asked: number,
): WithAccount<{
	readonly outcome: 'added' | 'not_added' | 'unknown';
	readonly message: string | null;
}> {
	const isFewer = count !== null && count < asked;
	const message = warning ?? (isFewer ? `${count} of ${asked} prospects were added.` : null);
	const outcome = count === null ? 'unknown' : count === 0 ? 'not_added' : 'added';
	return { accountId: null, report: { outcome, message } };
}

/** A number as Seleqt writes it. Above 2^53 it is text, since a number would be rounded. */
function asNumber(digits: string): number | string {
	const number = Number(digits);
	return Number.isSafeInteger(number) ? number : digits;
}

import { getAccountStatus } from './get-account-status';
import { getConnectionStatus } from './get-connection-status';
import { getInvitationStatus } from './get-invitation-status';
import type { OperationRecord } from './operation';
import { sendConnection } from './send-connection';
import { withdrawInvitation } from './withdraw-invitation';

/** Every operation of the one vocabulary, in the order in which panels and tables list them. */
export const OPERATIONS: readonly OperationRecord[] = [
	getAccountStatus,
	getConnectionStatus,
	getInvitationStatus,
	sendConnection,
	withdrawInvitation,
];

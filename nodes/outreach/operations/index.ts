import { getAccountStatus } from './get-account-status';
import { getConnectionStatus } from './get-connection-status';
import { getConversation } from './get-conversation';
import { getInvitationStatus } from './get-invitation-status';
import { getProfile } from './get-profile';
import type { OperationRecord } from './operation';
import { sendConnection } from './send-connection';
import { sendMessage } from './send-message';
import { withdrawInvitation } from './withdraw-invitation';

/** Every operation of the one vocabulary, in the order in which panels and tables list them. */
export const OPERATIONS: readonly OperationRecord[] = [
	getAccountStatus,
	getConnectionStatus,
	getConversation,
	getInvitationStatus,
	getProfile,
	sendConnection,
	sendMessage,
	withdrawInvitation,
];

import { getAccountStatus } from './get-account-status';
import { getConnectionStatus } from './get-connection-status';
import { getConversation } from './get-conversation';
import { getInvitationStatus } from './get-invitation-status';
import { getProfile } from './get-profile';
import type { OperationRecord } from './operation';
import { sendConnection } from './send-connection';
import { sendMessage } from './send-message';
import { withdrawInvitation } from './withdraw-invitation';

/** Every operation of the shared vocabulary, in the order of panels and tables. */
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

import { z } from 'zod';
import {
	degreeSchema,
	INVITATION_STATES,
	NETWORK_DISTANCES,
	nullableBoolean,
} from '../base/vocabulary';
import { credits, type OperationRecord, type ReportOf } from './operation';

const report = z.object({
	outcome: z.enum(['connected', 'not_connected', 'unknown']),
	isConnected: nullableBoolean,
	degree: degreeSchema,
	networkDistance: z.enum(NETWORK_DISTANCES).nullable(),
	invitationState: z.enum(INVITATION_STATES),
	/** For providers that identify people by their own IDs. */
	prospectId: z.union([z.number(), z.string()]).optional(),
	credits,
});

export const getConnectionStatus = {
	id: 'getConnectionStatus',
	name: 'Get Connection Status',
	action: 'Get connection status',
	description: 'Check whether an account is already connected to a person',
	effect: 'read',
	inputs: { person: 'profile', account: 'optional' },
	report,
} as const satisfies OperationRecord;
export type ConnectionReport = ReportOf<typeof getConnectionStatus>;

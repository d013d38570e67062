import { z } from 'zod';
import { degreeSchema, nullableBoolean, nullableText } from '../base/vocabulary';
import { credits, type OperationRecord, type ReportOf } from './operation';

const report = z.object({
	outcome: z.enum(['accepted', 'pending_sent', 'pending_received', 'none', 'unknown']),
	invitationId: nullableText,
	isConnected: nullableBoolean,
	degree: degreeSchema,
	message: nullableText,
	credits,
});

export const getInvitationStatus = {
	id: 'getInvitationStatus',
	name: 'Get Invitation Status',
	action: 'Get invitation status',
	description: 'Check whether an invitation to or from a person is pending',
	effect: 'read',
	inputs: { person: 'profile', account: 'optional' },
	report,
} as const satisfies OperationRecord;
export type InvitationReport = ReportOf<typeof getInvitationStatus>;

import { z } from 'zod';
import { nullableText } from '../base/vocabulary';
import { credits, type Input, type OperationRecord, type ReportOf } from './operation';
import { readRefusedWithdrawal } from './refusals';
import type { Failed } from './result';

const report = z.object({
	outcome: z.enum(['withdrawn', 'not_pending']),
	invitationId: nullableText,
	message: nullableText,
	credits,
});

export const withdrawInvitation = {
	id: 'withdrawInvitation',
	name: 'Withdraw Invitation',
	action: 'Withdraw invitation',
	description: 'Withdraw a pending invitation',
	effect: 'write',
	inputs: { person: 'profileOrInvitation', account: 'optional' },
	report,
	readRefusal: (failed: Failed, { invitationId }: Input): z.infer<typeof report> | null => {
		const message = readRefusedWithdrawal(failed);
		return message === null ? null : { outcome: 'not_pending', invitationId, message };
	},
} as const satisfies OperationRecord;
export type WithdrawReport = ReportOf<typeof withdrawInvitation>;

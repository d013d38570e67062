import { z } from 'zod';
import { nullableBoolean, nullableText } from '../base/vocabulary';
import type { OperationRecord, ReportOf } from './operation';

const report = z.object({
	outcome: z.enum([
		'available',
		'busy',
		'warming_up',
		'rate_limited',
		'needs_attention',
		'disabled',
		'unknown',
	]),
	canSend: nullableBoolean,
	name: nullableText,
	publicIdentifier: nullableText,
	providerStatus: nullableText,
	enabled: nullableBoolean,
	hasTokens: nullableBoolean,
	lastUsedAt: nullableText,
	plan: z.record(z.unknown()).nullable(),
});

export const getAccountStatus = {
	id: 'getAccountStatus',
	name: 'Get Account Status',
	action: 'Get account status',
	description: 'Check whether a LinkedIn account is healthy and can send',
	effect: 'read',
	inputs: { person: 'none', account: 'optional' },
	report,
} as const satisfies OperationRecord;
export type AccountReport = ReportOf<typeof getAccountStatus>;

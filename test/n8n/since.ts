/** The oldest n8n under test with a Data Table node. */
export const DATA_TABLES = '1.123';
/** The oldest one whose Wait node takes a moment as `retryAt` says it; an older one waits without end. */
export const WAIT_FOR_RETRY_AT = '1.123';

/** Whether a version of n8n is one of those from another on. */
export function isSince(version: string, oldest: string): boolean {
	return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}

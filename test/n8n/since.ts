/** The oldest n8n under test with the Data Table node, the agent and the chat that the examples are made with. */
export const NODES_OF_EXAMPLES = '2.40';
/** The oldest one whose Wait node accepts a time in the form of `retryAt`; an older one waits forever. */
export const WAIT_FOR_RETRY_AT = '1.123';

/** Whether a version of n8n is at least another one. */
export function isSince(version: string, oldest: string): boolean {
	return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}

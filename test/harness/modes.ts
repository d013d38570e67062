/** Each *On Error* setting of a node. */
export const MODES = {
	plain: {},
	'Retry On Fail': { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	Continue: { onError: 'continueRegularOutput' },
	'Continue using error output': { onError: 'continueErrorOutput' },
} as const;
export type Mode = keyof typeof MODES;
export const MODE_NAMES = Object.keys(MODES) as Mode[];

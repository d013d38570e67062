import type { ConsoleMessage, Page } from 'playwright-core';

/** Errors in the editor's pages. */
export interface ConsoleWatch {
	add(page: Page): void;
	/** one line for each, in order */
	readonly complaints: readonly string[];
}

/** Collects exceptions and console errors, but those about other hosts: these are out of reach. */
export function watchConsole(url: string): ConsoleWatch {
	const complaints: string[] = [];
	const isElsewhere = (message: ConsoleMessage) => {
		const address = message.location().url;
		return /^Failed to load resource/.test(message.text()) && !address.startsWith(url);
	};
	return {
		complaints,
		add(page) {
			page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
			page.on('console', (message) => {
				if (message.type() !== 'error' || isElsewhere(message)) return;
				complaints.push(`console: ${message.text()} (${message.location().url})`);
			});
		},
	};
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { PlainError } from '../n8n/processes';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const QUIET = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--force-color-profile=srgb',
	// The editor makes requests to npm and n8n. Here no other host resolves, as behind a firewall. (Playwright's routes
	// would have the same effect, but disable the browser's cache, so that each page loads the whole editor anew.)
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The installed Chromium: CHROMIUM_PATH, or the first that is found on the PATH. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
	const given = environment.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		throw new PlainError(`CHROMIUM_PATH is ${given}, and there is no such file.`);
	}
	const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin'].filter(Boolean);
	const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
	const found = paths.find((path) => existsSync(path));
	if (found) return found;
	throw new PlainError(
		'These tests need a Chromium: install one with `apt-get install chromium`, ' +
			'or name it in CHROMIUM_PATH.',
	);
}

/** Starts the installed Chromium without a window. */
export async function launchChromium(): Promise<Browser> {
	return await chromium.launch({ executablePath: findChromium(), args: QUIET });
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import type { Command } from '../n8n/command';
import { testOwner } from '../n8n/n8n';
import type { N8nRest } from '../n8n/rest';
import { openSession, openSimulator, prepareSetup } from '../n8n/setup';
import { credentialsFor } from '../simulator/credentials';
import type { Simulator } from '../simulator/simulator';
import { findChromium, launchChromium } from './chromium';
import { watchConsole, type ConsoleWatch } from './console-watch';

/** Timeout for a single action in the editor. A busy machine takes half of this to load. */
const PATIENCE_MS = 60_000;
/** Device pixels per pixel of the page. */
const PICTURE_SCALE = 2;

/** What every step works with. */
export interface Stage {
	/** n8n's address, without a slash at its end */
	url: string;
	rest: N8nRest;
	simulator: Simulator;
	/** stored credentials for the simulator, by credential type */
	credentials: Record<string, { id: string; name: string }>;
	page: Page;
	console: ConsoleWatch;
	/** the folder for screenshots; kept after the run */
	screenshots: string;
	/** a separate page in dark mode, or for pictures; the caller closes its context */
	openPage(look: PageLook): Promise<Page>;
}

export interface PageLook {
	theme: 'light' | 'dark';
	width: number;
	height: number;
	/** for pictures: twice the pixels, and no animation */
	isPicture?: boolean;
}

/** The packed package in a real n8n, the simulator, and a browser that is signed in. */
export async function setStage(command: Command): Promise<Stage> {
	const { say, signal, atEnd } = command;
	findChromium();
	const setup = await prepareSetup(command);
	const simulator = await openSimulator(command);
	say('Starting n8n and the browser');
	const { rest } = await openSession(command, setup);
	const { url } = rest;
	const credentials = await saveCredentials(rest, simulator);
	const browser = await launchChromium();
	atEnd(async () => await browser.close());
	signal.throwIfAborted();

	const watch = watchConsole(url);
	const openPage = async (look: PageLook) => await openSignedIn(browser, url, look, watch);
	const screenshots = mkdtempSync(join(tmpdir(), 'n8n-outreach-screenshots-'));
	return {
		url,
		rest,
		simulator,
		credentials,
		page: await openPage({ theme: 'light', width: 1440, height: 1000 }),
		console: watch,
		screenshots,
		openPage,
	};
}

async function saveCredentials(rest: N8nRest, simulator: Simulator): Promise<Stage['credentials']> {
	const credentials: Stage['credentials'] = {};
	for (const [type, data] of Object.entries(credentialsFor(simulator, 'v2'))) {
		const provider = PROVIDERS.find(({ credential }) => credential.type === type);
		const name = `${provider?.name} account`;
		credentials[type] = await rest.saveCredential(name, type, { ...data });
	}
	return credentials;
}

async function openSignedIn(
	browser: Browser,
	url: string,
	{ theme, width, height, isPicture = false }: PageLook,
	watch: ConsoleWatch,
): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width, height },
		colorScheme: theme,
		deviceScaleFactor: isPicture ? PICTURE_SCALE : 1,
		reducedMotion: 'reduce',
	});
	const { email, password } = testOwner;
	await context.request.post(`${url}/rest/login`, {
		data: { emailOrLdapLoginId: email, password },
	});
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	watch.add(page);
	return page;
}

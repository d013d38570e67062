/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { figure, type Report } from './report';
import type { Stage } from './stage';

const run = promisify(execFile);

interface Package {
	readonly who: string;
	readonly folder: string;
	/** The files to load of a package with many; default all of them. */
	readonly nodes?: readonly string[];
	readonly credentials?: readonly string[];
}

const loadedSchema = z.object({
	wallMs: z.number(),
	cpuMs: z.number(),
	heapBytes: z.number(),
	files: z.number(),
	fileBytes: z.number(),
	nodes: z.number(),
	/** The size of the descriptions as JSON, as fetched by the editor. */
	descriptionBytes: z.number(),
});

const credential = (name: string) => `dist/credentials/${name}.credentials.js`;
const node = (file: string) => `dist/nodes/${file}.node.js`;

function packages(stage: Stage): Package[] {
	const folder = stage.nodesBase;
	return [
		{ who: 'this package: all nodes, triggers and credentials', folder: stage.packageFolder },
		{
			who: 'HubSpot: node, trigger, 4 credentials',
			folder,
			nodes: [node('Hubspot/Hubspot'), node('Hubspot/HubspotTrigger')],
			credentials: ['HubspotApi', 'HubspotAppToken', 'HubspotDeveloperApi', 'HubspotOAuth2Api'].map(
				credential,
			),
		},
		{
			who: 'Salesforce: node, trigger, 2 credentials',
			folder,
			nodes: [node('Salesforce/Salesforce'), node('Salesforce/SalesforceTrigger')],
			credentials: ['SalesforceJwtApi', 'SalesforceOAuth2Api'].map(credential),
		},
		{
			who: 'LinkedIn: node, 2 credentials',
			folder,
			nodes: [node('LinkedIn/LinkedIn')],
			credentials: ['LinkedInOAuth2Api', 'LinkedInCommunityManagementOAuth2Api'].map(credential),
		},
		{
			who: 'HTTP Request: node',
			folder,
			nodes: [node('HttpRequest/HttpRequest')],
			credentials: [],
		},
		{
			who: 'Slack: node, trigger, 2 credentials',
			folder,
			nodes: [node('Slack/Slack'), node('Slack/SlackTrigger')],
			credentials: ['SlackApi', 'SlackOAuth2Api'].map(credential),
		},
	];
}

/** The cost for n8n to load a package, in a process that has already loaded n8n's own core. */
export async function load(stage: Stage, rounds = 11): Promise<Report> {
	const all = packages(stage);
	const found = new Map(all.map(({ who }) => [who, new Array<z.output<typeof loadedSchema>>()]));
	for (let round = 0; round < rounds; round++) {
		for (const { who, ...given } of all) {
			const { stdout } = await run(
				stage.install.node,
				['--expose-gc', path.join(__dirname, 'load-package.cjs'), JSON.stringify(given)],
				{ env: { ...process.env, ...stage.environment } },
			);
			found.get(who)?.push(loadedSchema.parse(JSON.parse(stdout)));
		}
	}
	return {
		title: `Load: what n8n takes to load the package; its tarball has ${Math.round(stage.tarballBytes / 1024)} KiB`,
		rows: all.map(({ who }) => {
			const runs = found.get(who) ?? [];
			return {
				who,
				figures: {
					'wall, ms': figure(runs.map(({ wallMs }) => wallMs)),
					'CPU, ms': figure(runs.map(({ cpuMs }) => cpuMs)),
					'heap, KiB': figure(runs.map(({ heapBytes }) => heapBytes / 1024)),
					files: figure(runs.map(({ files }) => files)),
					'files, KiB': figure(runs.map(({ fileBytes }) => fileBytes / 1024)),
					'descriptions, KiB of JSON': figure(
						runs.map(({ descriptionBytes }) => descriptionBytes / 1024),
					),
				},
			};
		}),
		aims: [],
	};
}

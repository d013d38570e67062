/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import { startSimulator } from './simulator';
import type { ProviderName } from './providers';

/** node --import tsx test/simulator/serve.ts [port] */
async function main() {
	const { baseUrls, url, world } = await startSimulator({ port: Number(process.argv[2] ?? 0) });
	const more: Partial<Record<ProviderName, string>> = {
		linkupApi: `, v1 login token ${world.linkupApi.loginToken}`,
		sendPilot: `, without scopes ${world.sendPilot.limitedApiKey}`,
		unipile: `, v2 service key ${world.unipile.serviceKey}, v1 DSN ${url}`,
	};
	for (const name of Object.keys(baseUrls) as ProviderName[]) {
		console.log(
			`${name.padEnd(15)}${baseUrls[name]}  key ${world[name].apiKey}${more[name] ?? ''}`,
		);
	}
}

void main();

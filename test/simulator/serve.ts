/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import { startSimulator } from './simulator';

/** node --import tsx test/simulator/serve.ts [port] */
async function main() {
	const { baseUrls, url, world } = await startSimulator({ port: Number(process.argv[2] ?? 0) });
	console.log(`ConnectSafely  ${baseUrls.connectSafely}  key ${world.connectSafely.apiKey}`);
	console.log(
		`LinkupAPI      ${baseUrls.linkupApi}  key ${world.linkupApi.apiKey}, v1 login token ${world.linkupApi.loginToken}`,
	);
	console.log(
		`SendPilot      ${baseUrls.sendPilot}  key ${world.sendPilot.apiKey}, without scopes ${world.sendPilot.limitedApiKey}`,
	);
	console.log(`Seleqt         ${baseUrls.seleqt}  key ${world.seleqt.apiKey}`);
	const { apiKey, serviceKey } = world.unipile;
	console.log(
		`Unipile        v1 DSN ${url}, v2 ${baseUrls.unipile}  key ${apiKey}, v2 service key ${serviceKey}`,
	);
}

void main();

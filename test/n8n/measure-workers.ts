/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startSimulator, type Simulator } from '../simulator/simulator';
import { credentialData } from './checks';
import { ensureN8n } from './install';
import { newUserFolder, startN8n, testOwner, type RunningN8n } from './n8n';
import { buildPackage, installTarball, packPackage } from './pack';
import { addAccount, field, inviting, people, rows, tally, type SendingProvider } from './people';
import { onStopRequest, pause, stopGroup } from './processes';
import { listWorkflow, nodeRun, NODE, TRIGGER } from './workflows';

/** One list that two processes run, the second so many ms after the first. */
interface Setting {
	provider: SendingProvider;
	apart: number;
	count: number;
	options: Record<string, unknown>;
}

const PROVIDERS: SendingProvider[] = ['sendPilot', 'connectSafely'];
const SETTINGS: Setting[] = PROVIDERS.flatMap((provider) => [
	...[0, 5, 20, 50, 100, 300, 1_000].map((apart) => ({ provider, apart, count: 20, options: {} })),
	...[0, 300].map((apart) => ({
		provider,
		apart,
		count: 5,
		options: { delayMinSeconds: 2, delayMaxSeconds: 2 },
	})),
]);

const startedSchema = z.object({ startTime: z.number() });

const say = (line: string) => process.stdout.write(`${line}\n`);
const cleanups: Array<() => Promise<void> | void> = [];
let runs = 0;

async function cleanUp(): Promise<void> {
	for (let next = cleanups.pop(); next; next = cleanups.pop()) await next();
}

/** By how many ms the two requests for a person lay apart, for each who was asked for twice. */
function gapsBetweenRequests(simulator: Simulator, provider: SendingProvider): number[] {
	const first = new Map<string, number>();
	const gaps: number[] = [];
	for (const { method, path, body, at } of simulator.requests(provider)) {
		if (method !== 'POST' || !path.endsWith('/connect')) continue;
		const person = JSON.stringify(body);
		const moment = Date.parse(at);
		const earlier = first.get(person);
		if (earlier === undefined) first.set(person, moment);
		else gaps.push(moment - earlier);
	}
	return gaps;
}

async function measure(
	[one, other]: readonly [RunningN8n, RunningN8n],
	simulator: Simulator,
	{ provider, apart, count, options }: Setting,
) {
	simulator.reset();
	const credentials: Record<string, { id: string; name: string }> = {};
	for (const [type, data] of Object.entries(credentialData(simulator))) {
		credentials[type] = await one.rest.saveCredential(`${type} simulated`, type, data);
	}
	const name = `workers-${++runs}`;
	const accountId = addAccount(simulator, provider, name);
	const node = inviting(provider, accountId, credentials, options);
	const workflowId = await one.rest.createWorkflow(
		listWorkflow(name, rows(people(name, count)), node),
	);
	const executions = await Promise.all(
		[one, other].map(async ({ rest }, index) => {
			await pause(index * apart);
			return await rest.runWorkflow(workflowId, TRIGGER, 120_000);
		}),
	);
	const [first = 0, second = 0] = executions.map(
		({ runData }) => startedSchema.parse(runData[NODE]?.[0]).startTime,
	);
	const invited = tally(simulator.invitationsAccepted(provider).map(({ person }) => person));
	return {
		apart: Math.abs(second - first),
		invited: Object.keys(invited).length,
		invitedTwice: Object.values(invited).filter((times) => times > 1).length,
		gaps: gapsBetweenRequests(simulator, provider),
		outcomes: executions.map((execution) => tally(field(nodeRun(execution).success, 'outcome'))),
		failures: executions.flatMap(({ error }) => (error ? [error.message] : [])),
	};
}

/** `node --import tsx test/n8n/measure-workers.ts [--times N]`: two n8n on one database invite the same people at once. */
async function main(): Promise<void> {
	const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } });
	await buildPackage();
	const install = await ensureN8n({ onProgress: say });
	const userFolder = newUserFolder();
	cleanups.push(() => rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 }));
	await installTarball(await packPackage(userFolder), userFolder);
	const simulator = await startSimulator();
	cleanups.push(async () => await simulator.close());
	const start = async () => {
		const n8n = await startN8n({
			install,
			userFolder,
			onSpawn: (child) => cleanups.push(async () => await stopGroup(child)),
		});
		await n8n.rest.signIn(testOwner);
		return n8n;
	};
	// One after the other, so that one of them alone makes the database.
	const both = [await start(), await start()] as const;
	await measure(both, simulator, { ...SETTINGS[0]!, apart: 0 });

	for (const setting of SETTINGS) {
		for (let time = 0; time < Number(values.times); time++) {
			const { apart, count, provider, options } = setting;
			const found = await measure(both, simulator, setting);
			const delay = 'delayMinSeconds' in options ? ', delayed' : '';
			say(
				`${provider}${delay}, ${apart} ms apart (really ${found.apart}): ` +
					`${found.invited} of ${count} invited, ${found.invitedTwice} twice; ` +
					`asked twice ${found.gaps.length}, ms between: [${found.gaps.join(', ')}]; ` +
					`${JSON.stringify(found.outcomes)}${found.failures.map((one) => ` ${one}`).join('')}`,
			);
		}
	}
}

onStopRequest(() => void cleanUp().then(() => process.exit(130)));

void main()
	.then(
		() => 0,
		(error: unknown) => {
			say(error instanceof Error ? error.message : String(error));
			return 1;
		},
	)
	.then(async (code) => {
		await cleanUp();
		process.exit(code);
	});

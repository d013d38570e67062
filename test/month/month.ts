/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Clock, type ClockSetting } from '../../bench/clock.cjs';
import { replacePart } from '../../bench/record';
import { randomFrom } from '../harness/random';
import { repositoryFolder } from '../n8n/cache';
import { runCommand } from '../n8n/command';
import { CURRENT_N8N } from '../n8n/install';
import { TablesApi } from '../n8n/log-table';
import { pause } from '../n8n/processes';
import { openSession, openSimulator, prepareSetup } from '../n8n/setup';
import { entryOf, leaksIn, readExecutions, secretsOf } from './evidence';
import { complaintsAbout, type Month } from './judge';
import { Life } from './life';
import { Mishaps } from './mishaps';
import { reportOf, type Measured } from './report';
import { LOG_NAME, saveMonthCredentials, SEND_PILOT_WEBHOOK, storeWorkflows } from './sequences';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Sunday, on which all is set up; the month begins on the Monday. */
const START = Date.parse('2027-01-31T00:00:00Z');
const BEGIN = START + DAY;
/**
 * A thousand times faster over the day. While the lists are sent the clocks go slower: n8n and the providers take real time,
 * and by day a send should take seconds, as it does, and not a quarter of an hour.
 */
const SPEED = 81_000 / 50.4;
const HOURS: ClockSetting['hours'] = { from: 9.75 * HOUR, until: 11.25 * HOUR, speed: 150 };
const TICK_MS = 10;
const MOST_COMPLAINTS = 40;

/** n8n's database and its task runner take real time, so only its schedule and this package have faster timers. */
const TIMERS_OF = '[\\\\/]node_modules[\\\\/](cron|n8n-nodes-linkedin-outreach)[\\\\/]';

const realNow = () => performance.timeOrigin + performance.now();

/** `npm run test:month -- [--days 28] [--people 2000] [--seed N] [--keep] [--record]`: a month of outreach in a real n8n. */
runCommand(async (command) => {
	const { say, signal } = command;
	const { values } = parseArgs({
		options: {
			days: { type: 'string', default: '28' },
			people: { type: 'string', default: '2000' },
			seed: { type: 'string', default: String(Date.now() % 1_000_000) },
			keep: { type: 'boolean', default: false },
			record: { type: 'boolean', default: false },
		},
	});
	const [days, people, seed] = [values.days, values.people, values.seed].map(Number);
	if (!days || !people || seed === undefined)
		throw new Error('--days, --people and --seed are numbers');
	const sizes = {
		own: Math.round(people * 0.11),
		shared: Math.round(people * 0.005),
		prospects: Math.round(people * 0.54),
	};
	const until = BEGIN + days * DAY;
	const random = randomFrom(seed);

	const setup = await prepareSetup(command, { prefix: 'n8n-month-', keep: values.keep });
	const setting = { origin: realNow(), start: START, speed: SPEED, hours: HOURS };
	const clock = new Clock(setting);
	const now = () => Math.floor(clock.at(realNow()));
	const simulator = await openSimulator(command, { now });
	say(`Starting n8n ${CURRENT_N8N}; seed ${seed}`);
	const n8n = await openSession(command, setup, {
		GENERIC_TIMEZONE: 'UTC',
		N8N_USER_MANAGEMENT_JWT_DURATION_HOURS: '10000',
		// In seconds, by the simulated clock.
		N8N_RUNNERS_GRANT_TOKEN_TTL: '2000000',
		EXECUTIONS_DATA_PRUNE: 'false',
		// The other engines have their own clock, so that `$now` would be today.
		N8N_EXPRESSION_ENGINE: 'legacy',
		NODE_OPTIONS: `--require ${join(repositoryFolder, 'bench', 'fast-clock.cjs')}`,
		FAST_CLOCK: JSON.stringify({ ...setting, timersOf: TIMERS_OF }),
	});
	const { rest } = n8n;
	const api = await TablesApi.open(rest);
	const logTable = await api.create(LOG_NAME);
	const credentials = await saveMonthCredentials(rest, simulator, api.credential);
	const stored = await storeWorkflows(rest, simulator, { sizes, logTable, credentials });
	if (now() >= BEGIN) throw new Error('This machine took more than a day to begin with');

	const life = new Life(simulator, random, `${rest.url}/webhook/${SEND_PILOT_WEBHOOK}/webhook`);
	life.connectProspects(stored.prospects, BEGIN, until);
	const mishaps = new Mishaps(simulator, n8n, random);
	mishaps.plan(BEGIN, until);
	let day = 0;
	for (let moment = now(); moment < until; moment = now()) {
		signal.throwIfAborted();
		life.tick(moment);
		if (moment >= BEGIN) mishaps.tick(moment);
		if (moment >= BEGIN + day * DAY) {
			const { invitations, messages } = simulator.world;
			say(
				`Day ${day + 1}: ${invitations.length} invited, ${life.acceptedAt.size} accepted, ${messages.length} messages, ${mishaps.kills} kills, ${mishaps.restarts} restarts`,
			);
			day++;
		}
		await pause(TICK_MS);
	}
	await mishaps.settled();
	for (const { workflowId } of stored.sequences) await rest.deactivate(workflowId);
	await rest.deactivate(stored.checkingWorkflow);

	const end = now();
	say('Reading what came of it');
	const rows = await api.rows(logTable);
	const executions = await readExecutions(rest, stored);
	await n8n.stop();
	const { world, log } = simulator;
	const month: Month = {
		from: BEGIN,
		until: end,
		sequences: stored.sequences,
		invitations: world.invitations.map(({ accountId, person, at }) => ({
			account: accountId,
			person,
			at: Date.parse(at),
		})),
		messages: world.messages.map(({ accountId, ...message }) => ({
			account: accountId,
			...message,
		})),
		acceptedAt: life.acceptedAt,
		withdrawnAt: life.withdrawnAt,
		log: rows.map(entryOf),
		runs: executions.runs,
		checks: executions.checks,
		connectedAt: life.connectedAt,
		interruptedAt: mishaps.interruptedAt,
		brokenOff:
			log.filter(({ fault, method }) => fault !== null && method === 'POST').length +
			(mishaps.kills + mishaps.restarts) * stored.sequences.length,
		leaks: leaksIn(setup.folder, secretsOf(simulator)),
	};
	const complaints = complaintsAbout(month);
	const measured: Measured = {
		month,
		executions,
		requests: log,
		kills: mishaps.kills,
		restarts: mishaps.restarts,
		realMs: realNow() - setting.origin,
		days,
		people: new Set(stored.sequences.flatMap(({ names }) => names)).size + stored.prospects.length,
		seed,
		complaints: complaints.length,
	};
	const report = reportOf(measured);
	say(report);
	if (values.record && complaints.length === 0) replacePart('month', report);
	for (const complaint of complaints.slice(0, MOST_COMPLAINTS)) say(`  ${complaint}`);
	say(
		complaints.length === 0
			? 'Every history is as it should be'
			: `${complaints.length} complaints`,
	);
	return complaints.length === 0 ? 0 : 1;
});

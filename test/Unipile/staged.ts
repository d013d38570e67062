import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import type { Exchange } from '../conformance/harness';
import { unipileHarness } from './conformance';
import { Stage, subjectsOf, type Given, type Operation } from '../conformance/stage';
import type { Relationship } from '../../nodes/outreach/base/vocabulary';
import { newProcess, NOW, stopClock } from '../harness/simulated';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const iso = (moment: number) => new Date(moment).toISOString();

/** The response to a send, and the relationship from then on. */
export type Meets = Pick<Exchange, 'status' | 'answer'> & { readonly shows?: Relationship };

/** Refusals in the form of each generation. */
export const refusedV1 = (status: number, code: string, detail = 'No.'): Meets => ({
	status,
	answer: { status, type: `errors/${code}`, title: 'Refused', detail },
});
export const refusedV2 = (status: number, type: string, detail = 'No.'): Meets => ({
	status,
	answer: { object: 'Error', status, type, title: 'Refused', detail, req_id: 'req_1' },
});

/** A generation of Unipile's API, scripted, for the tests of a block. */
export function useStage(version: 'v1' | 'v2', key = 'sendConnection') {
	const subject = subjectsOf(unipileHarness).find(({ api }) => api.id === version);
	const sending = subject?.operations.find((one) => one.key === key);
	if (!subject || !sending) throw new TypeError(`Unipile sends through ${version}`);
	const stage = new Stage(subject);
	beforeAll(async () => {
		nock.restore();
		await stage.server.start();
	});
	beforeEach(() => stage.reset());
	afterEach(() => {
		jest.restoreAllMocks();
		jest.useRealTimers();
	});
	afterAll(async () => await stage.server.close());
	return new Staged(stage, sending);
}

export class Staged {
	private staticData: IDataObject = {};

	constructor(
		readonly stage: Stage,
		readonly sending: Operation,
	) {}

	/**
	 * Returns these responses to the first person's sends, with and without a note, in order, and the documented
	 * one to all others.
	 */
	meets(...answers: readonly Meets[]) {
		const rest = [...answers];
		const [first] = this.stage.people;
		this.staticData = {};
		const { samples, ...sending } = this.sending;
		const plays = Object.values(samples)
			// The others end before the send.
			.filter(({ exchanges }) => exchanges.length === sending.sample.exchanges.length)
			.slice(0, 2)
			.map((sample) => {
				this.stage.playsSends({ ...sending, samples, sample }, (person) => {
					const answer = person === first ? rest.shift() : undefined;
					if (answer?.shows) this.stage.related.set(person, answer.shows);
					return answer ?? null;
				});
				return this.stage.server.play;
			});
		this.stage.server.play = (request) => {
			for (const play of plays) {
				const played = play(request);
				if (played) return played;
			}
			return null;
		};
	}

	/** One more execution of the workflow, for this many people; continues after failed items. */
	async send(count: number, options: IDataObject = {}, given: Given = {}) {
		const { server } = this.stage;
		const before = server.log.length;
		const result = await this.stage.run(this.sending, {
			each: true,
			items: this.stage.items(count),
			options,
			staticData: this.staticData,
			settings: { onError: 'continueRegularOutput' },
			...given,
		});
		this.staticData = JSON.parse(JSON.stringify(this.staticData)) as IDataObject;
		expect(result.failure?.message).toBeUndefined();
		expect(server.unexpected).toEqual([]);
		return {
			...result,
			outcomes: result.success.map(({ outcome, error }) => outcome ?? error),
			held: result.rateLimited.map(({ rateLimit }) => rateLimit),
			/** "GET" is a read of a profile, "POST" a send. */
			methods: server.log.slice(before).map(({ method }) => method),
		};
	}

	/** Simulates a restart of n8n, this much later. */
	later(ms: number) {
		newProcess();
		stopClock(NOW + ms);
	}

	/** The bodies of the sends that arrived. */
	bodies() {
		return this.stage.sends(this.sending).map(({ body }) => body);
	}
}

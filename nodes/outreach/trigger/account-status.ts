import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';

/** An account's status in a delivery. */
export interface ReportedStatus {
	readonly accountId: string;
	/** The part of the account it is about; null for the whole. */
	readonly product: string | null;
	/** The provider's word. */
	readonly word: string;
	readonly isGood: boolean;
	/** Whether a good status implies that something was wrong before, as "reconnected" does. */
	readonly impliesRecovery: boolean;
	/** When it was reported: ms since 1970. */
	readonly at: number;
}

const stateSchema = z.object({ word: z.string(), isGood: z.boolean(), at: z.number() });
type State = z.infer<typeof stateSchema>;
/** By account and product. */
type States = ReadonlyMap<string, State>;

const storedSchema = z.array(z.tuple([z.string(), stateSchema])).catch([]);
const statesByNode = processState.add(() => new Map<string, States>());
const REMEMBERED_NODES = 500;
/** No account has more products; if there are more, the newest are kept. */
const REMEMBERED_STATES = 50;

/**
 * Whether a status is a change: providers repeat statuses, and report each step of a recovery. A bad one is a
 * change after a good, unknown or different bad one; a good one after a bad one. Remembered from then on, in n8n's
 * static data and in this process (see `isFirst`); of two different records the newer counts. There is no await in
 * here, so of two simultaneous deliveries one is first.
 */
export function isStatusNews(context: IWebhookFunctions, status: ReportedStatus): boolean {
	// A test from the editor shows any delivery, and takes nothing from production.
	if (context.getMode() === 'manual') return true;
	const node = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const stored = context.getWorkflowStaticData('node');
	const kept = storedSchema.parse(stored.accountStatus);
	const states = newer(new Map(kept), statesByNode().get(node) ?? new Map());

	const { accountId, product, word, isGood, at } = status;
	const own = keyOf(accountId, product);
	const before = states.get(own);
	// Delivered late: a later status is already known.
	if (before && at < before.at) return false;
	const covered = [...states.keys()].filter(
		(key) => key === own || (isGood && product === null && key.startsWith(keyOf(accountId, ''))),
	);
	const news = isGood
		? isRecovery(
				covered.map((key) => states.get(key)?.isGood),
				status,
			)
		: before?.word !== word;

	for (const key of new Set([...covered, own])) {
		setNewest(states, REMEMBERED_STATES, key, { word, isGood, at });
	}
	setNewest(statesByNode(), REMEMBERED_NODES, node, states);
	stored.accountStatus = [...states].map(([key, state]) => [key, { ...state }]);
	return news;
}

function isRecovery(
	wereGood: ReadonlyArray<boolean | undefined>,
	{ impliesRecovery }: ReportedStatus,
): boolean {
	return wereGood.length === 0 ? impliesRecovery : wereGood.includes(false);
}

/** The key of the whole account, which is a prefix of its products' keys. */
const keyOf = (accountId: string, product: string | null) => `${accountId} ${product ?? ''}`;

function newer(stored: States, known: States): Map<string, State> {
	const states = new Map(stored);
	for (const [key, state] of known) {
		const other = states.get(key);
		if (!other || other.at < state.at) states.set(key, state);
	}
	return states;
}

import type { IDataObject } from 'n8n-workflow';
import { refusedV1, refusedV2, useStage, type Meets } from './staged';
import { ID, NOTE } from '../conformance/unipile/shared';

const WITHOUT = { ifNoteRefused: 'sendWithoutNote' };
/** Above it nothing is sent. */
const MOST_SENDS = 2;

describe('a refused note', () => {
	const unipile = useStage('v1');
	const notes = () => unipile.bodies().map((body) => (body as IDataObject).message);
	const REFUSALS: ReadonlyArray<readonly [number, string, RegExp]> = [
		[400, 'too_many_characters', /^The text is too long for this account: No\.$/],
		[422, 'insufficient_credits', /^The account has used up its notes or InMail credits: No\.$/],
	];

	test.each(REFUSALS)('%d %s fails the item, as a rule', async (status, code, error) => {
		unipile.meets(refusedV1(status, code));
		const { outcomes, success } = await unipile.send(2);
		expect(outcomes).toEqual([expect.stringMatching(error), 'sent']);
		expect(success[0]?.message).toContain("'If Note Refused'");
		expect(notes()).toEqual([NOTE, NOTE]);
	});

	test.each(REFUSALS)('%d %s is left out where the author allows it', async (status, code) => {
		unipile.meets(refusedV1(status, code));
		const { success, methods } = await unipile.send(2, { ...WITHOUT, dailyCap: 2 });
		expect(success).toMatchObject([
			{ outcome: 'sent', invited: true, noteSent: false },
			{ outcome: 'sent', invited: true, noteSent: true },
		]);
		expect(methods).toEqual(['GET', 'POST', 'POST', 'GET', 'POST']);
		expect(notes()).toEqual([NOTE, undefined, NOTE]);
		expect(unipile.stage.accepted).toEqual(unipile.stage.people.slice(0, 2));
	});

	test.each<[string, Meets, readonly unknown[], number]>([
		[
			'refused again',
			refusedV1(400, 'too_many_characters'),
			[expect.stringContaining('too long'), 'sent'],
			0,
		],
		['cut off, and shown', { ...refusedV1(500, 'x'), shows: 'pending_sent' }, ['sent', 'sent'], 0],
		['cut off, and not shown', refusedV1(500, 'unexpected_error'), ['unconfirmed', 'sent'], 0],
		['met by a limit', refusedV1(429, 'too_many_requests'), [], 2],
	])('what goes out without it is %s: no third send', async (_what, second, expected, held) => {
		unipile.meets(refusedV1(400, 'too_many_characters'), second);
		const result = await unipile.send(2, WITHOUT);
		expect(result.outcomes).toEqual(expected);
		expect(result.held).toHaveLength(held);
		const [ada] = unipile.stage.people;
		const toAda = unipile.bodies().filter((body) => JSON.stringify(body).includes(ada));
		expect(toAda).toHaveLength(MOST_SENDS);
		for (const json of result.success.slice(0, 1)) expect(json.noteSent ?? false).toBe(false);
	});

	test.each([
		['another refusal', refusedV1(422, 'cannot_invite_attendee'), 1],
		['a breakdown', refusedV1(500, 'unexpected_error', 'The note is too long'), 1],
	])('%s is none of the note', async (_what, refusal, sends) => {
		unipile.meets(refusal);
		await unipile.send(1, WITHOUT);
		expect(unipile.bodies()).toHaveLength(sends);
	});

	test('of an invitation that has none is no reason to send twice', async () => {
		unipile.meets(refusedV1(400, 'too_many_characters'));
		await unipile.send(1, WITHOUT, { parameters: { note: '' } });
		expect(unipile.bodies()).toHaveLength(1);
	});

	test('the answer of another try of the item is the same', async () => {
		unipile.meets(refusedV1(400, 'too_many_characters'));
		const settings = {
			onError: 'continueRegularOutput',
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 0,
		} as const;
		unipile.stage.server.fault(
			{ kind: 'status', status: 404 },
			{ where: ({ path }) => path.endsWith(unipile.stage.people[1]), times: 1 },
		);
		const { outcomes } = await unipile.send(2, WITHOUT, { settings });
		expect(outcomes[0]).toBe('sent');
		expect(notes().slice(0, 2)).toEqual([NOTE, undefined]);
	});
});

describe.each(['v1', 'v2'] as const)('%s: the read before a send', (version) => {
	const unipile = useStage(version);

	/** Changes the response to reads of profiles. */
	function reads(change: (answer: IDataObject) => IDataObject) {
		unipile.meets();
		const { play } = unipile.stage.server;
		const [read] = unipile.stage.about(unipile.sending.sample.exchanges, 'ada-one');
		unipile.stage.server.play = (request) =>
			request.method === 'GET'
				? { exchange: { answer: change(read?.answer as IDataObject) } }
				: play(request);
	}

	test.each([
		['another ID', { provider_id: 'ACoAAsomebody', id: 'ACoAAsomebody' }],
		['another kind of ID', { provider_id: 'ACwAAsomebody', id: 'ACwAAsomebody' }],
	])('that is answered with %s than was asked for leads to no send', async (_what, other) => {
		reads((answer) => ({ ...answer, ...other, public_identifier: null }));
		const profile = `https://www.linkedin.com/in/${other.provider_id.slice(0, 5)}ada-one`;
		const { outcomes } = await unipile.send(1, {}, { parameters: { profile } });
		expect(outcomes).toEqual([expect.stringContaining('a different person')]);
		expect(unipile.bodies()).toEqual([]);
	});

	test('that is answered with another public identifier leads to no send', async () => {
		reads((answer) => ({ ...answer, public_identifier: 'somebody-else' }));
		const { outcomes } = await unipile.send(1);
		expect(outcomes).toEqual([expect.stringContaining("is 'somebody-else'")]);
		expect(unipile.bodies()).toEqual([]);
	});

	test('of an account that is not LinkedIn’s is one clear error', async () => {
		reads((answer) => ({ ...answer, provider: 'WHATSAPP' }));
		const { success } = await unipile.send(2);
		for (const json of success) {
			expect(json.error).toBe('The account does not belong to LinkedIn but to WHATSAPP');
			expect(json.message).toContain("Pick a LinkedIn account under 'Account'");
		}
		expect(unipile.bodies()).toEqual([]);
	});

	test('that tells no ID leads to no send', async () => {
		reads((answer) => ({ ...answer, provider_id: null, id: null }));
		const { outcomes } = await unipile.send(1);
		expect(outcomes).toEqual([expect.stringContaining("did not include the person's ID")]);
		expect(unipile.bodies()).toEqual([]);
	});

	test('that is held back by LinkedIn’s limit holds back the send, and the rest is untried', async () => {
		unipile.meets();
		const answer = version === 'v1' ? refusedV1 : refusedV2;
		const { answer: body } = answer(429, 'provider/too_many_requests');
		unipile.stage.server.fault({ kind: 'status', status: 429, body });
		const { held, methods } = await unipile.send(3);
		expect(held).toMatchObject([{ attempted: true }, { attempted: false }, { attempted: false }]);
		expect(methods).toEqual(['GET']);
	});

	test('is not made for whom the author’s cap, the hours, memory or a repeat holds back', async () => {
		unipile.meets();
		const capped = await unipile.send(3, { dailyCap: 2 });
		expect(capped.methods).toEqual(['GET', 'POST', 'GET', 'POST']);
		expect(capped.held).toMatchObject([{ scope: 'cap' }]);
		const known = await unipile.send(2);
		expect(known).toMatchObject({ outcomes: ['skipped', 'skipped'], methods: [] });
		const closed = await unipile.send(4, { sendFrom: '18:00', sendUntil: '19:00' });
		expect(closed).toMatchObject({ methods: [], held: [{ scope: 'hours' }, { scope: 'hours' }] });
		const items = [{ subject: 'dan-four' }, { subject: 'Dan-Four' }];
		const repeated = await unipile.send(0, { dryRun: true }, { items });
		expect(repeated).toMatchObject({ outcomes: ['dry_run', 'duplicate'], methods: ['GET'] });
	});

	test('finds the ID that the send names, however the person was pasted', async () => {
		reads((answer) => ({ ...answer, provider_id: ID, id: ID }));
		const { play } = unipile.stage.server;
		unipile.stage.server.play = (request) => {
			const [, post] = unipile.sending.sample.exchanges;
			return request.method === 'POST' && post ? { exchange: post } : play(request);
		};
		expect((await unipile.send(1)).outcomes).toEqual(['sent']);
		expect(JSON.stringify(unipile.bodies())).toContain(`"${ID}"`);
	});
});

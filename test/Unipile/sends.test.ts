import type { IDataObject } from 'n8n-workflow';
import { refusedV1, useStage } from './staged';
import { NOTE } from './conformance-shared';

const WITHOUT = { ifNoteRefused: 'sendWithoutNote' };

describe('Refused notes', () => {
	const unipile = useStage('v1');
	const notes = () => unipile.bodies().map((body) => (body as IDataObject).message);
	test.each([
		[400, 'too_many_characters'],
		[422, 'insufficient_credits'],
	])('A note refused with %d %s is omitted if the author allows that', async (status, code) => {
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

	test('An invitation is not sent again without its note after another refusal', async () => {
		unipile.meets(refusedV1(422, 'cannot_invite_attendee'));
		await unipile.send(1, WITHOUT);
		expect(unipile.bodies()).toHaveLength(1);
	});
});

describe.each(['v1', 'v2'] as const)('The read before a send, %s', (version) => {
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
	])('A read that returns %s leads to no send', async (_what, other) => {
		reads((answer) => ({ ...answer, ...other, public_identifier: null }));
		const profile = `https://www.linkedin.com/in/${other.provider_id.slice(0, 5)}ada-one`;
		const { outcomes } = await unipile.send(1, {}, { parameters: { profile } });
		expect(outcomes).toEqual([expect.stringContaining('a different person')]);
		expect(unipile.bodies()).toEqual([]);
	});

	test('A read for an account that is not LinkedIn’s is one clear error', async () => {
		reads((answer) => ({ ...answer, provider: 'WHATSAPP' }));
		const { success } = await unipile.send(2);
		for (const json of success) {
			expect(json.error).toBe('The account does not belong to LinkedIn but to WHATSAPP');
			expect(json.message).toContain("Pick a LinkedIn account under 'Account'");
		}
		expect(unipile.bodies()).toEqual([]);
	});

	test('A read that returns no ID leads to no send', async () => {
		reads((answer) => ({ ...answer, provider_id: null, id: null }));
		const { outcomes } = await unipile.send(1);
		expect(outcomes).toEqual([expect.stringContaining("did not include the person's ID")]);
		expect(unipile.bodies()).toEqual([]);
	});
});

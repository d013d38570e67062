import type { IDataObject } from 'n8n-workflow';
import type { Provider } from '../../../nodes/outreach/provider/provider';
import { reply } from '../fakes';
import { BEN, Executions, GIVEN, outcome, provider, refused, viaNote } from './executions';

const n8n = Executions.inEachTest();

const WITHOUT = { ifNoteRefused: 'sendWithoutNote' };
const REFUSED = refused('note');

function sending(...given: Parameters<typeof provider>) {
	const acme = provider(...given);
	return {
		...acme,
		notes: () => acme.requests.map((request) => (request as { body: IDataObject }).body.note),
		task: (more: Parameters<typeof acme.task>[0] = {}) =>
			acme.task({ via: viaNote, note: 'Hi', options: WITHOUT, ...more }),
	};
}

test('A send refused for its note is made without it, once, and in one slot', async () => {
	const acme = sending([REFUSED, GIVEN]);
	const options = { ...WITHOUT, dailyCap: 2 };
	const one = n8n.execution();
	expect(await one(acme.task({ options }))).toMatchObject(outcome('given'));
	expect(acme.notes()).toEqual(['Hi', null]);
	expect(await n8n.known()).toBe('sent');
	expect(await one(acme.task({ ...BEN, options }))).toMatchObject(outcome('given'));
	expect(acme.notes()).toEqual(['Hi', null, 'Hi']);
});

test('A send refused for its note is a refusal if the author did not choose otherwise', async () => {
	for (const options of [{}, { ifNoteRefused: 'fail' }]) {
		const acme = sending([REFUSED, GIVEN]);
		expect(await n8n.run(acme.task({ options }))).toMatchObject({
			kind: 'failed',
			failure: { code: 'note' },
		});
		expect(acme.notes()).toEqual(['Hi']);
	}
});

test('A send refused with and without its note is not made a third time', async () => {
	const acme = sending([REFUSED, REFUSED, GIVEN]);
	expect(await n8n.run(acme.task())).toMatchObject({ kind: 'failed' });
	expect(acme.notes()).toEqual(['Hi', null]);
	expect(await n8n.known()).toBe('none');
});

test('A send refused for its note has the same answer in another try of its item', async () => {
	const stored: IDataObject = {};
	const acme = sending([REFUSED, GIVEN]);
	await n8n.execution({ stored })(acme.task());
	const again = await n8n.execution({ stored })(acme.task());
	expect(again).toMatchObject(outcome('given'));
	expect(acme.notes()).toEqual(['Hi', null]);
});

test('A send that is cut off without its note is in doubt, and is checked', async () => {
	const acme = sending([REFUSED, reply(500)], 'pending_sent');
	expect(await n8n.run(acme.task())).toMatchObject(outcome('given'));
	expect(acme.notes()).toEqual(['Hi', null]);
	expect(await n8n.known()).toBe('sent');
});

test('A send refused for its note is made without it even if its refusal had to be checked first', async () => {
	const errors = { ...provider([]).open.provider.errors, noteCodes: ['doubtful note'] };
	const more: Partial<Provider> = { errors };
	const acme = sending([refused('doubtful note'), GIVEN], 'none', more);
	expect(await n8n.run(acme.task())).toMatchObject(outcome('given'));
	expect(acme.notes()).toEqual(['Hi', null]);
	const related = sending([refused('doubtful note'), GIVEN], 'connected', more);
	expect(await n8n.run(related.task(BEN))).toMatchObject(outcome('needless'));
	expect(related.notes()).toEqual(['Hi']);
});

test.each([
	['is refused for something else', [refused('gone')], { kind: 'failed' }],
	['breaks down over it', [reply(500, { error: 'x', code: 'note' })], outcome('lost')],
	['is held back by a limit', [reply(429, { error: 'x', code: 'note' })], { kind: 'rateLimited' }],
	['is accepted', [GIVEN], outcome('given')],
])('A send that %s is made once', async (_case, replies, expected) => {
	const acme = sending([...replies, GIVEN]);
	expect(await n8n.run(acme.task())).toMatchObject(expected);
	expect(acme.notes()).toEqual(['Hi']);
});

test('A send that has no note is not made twice', async () => {
	const acme = sending([REFUSED, GIVEN]);
	const task = acme.task({ note: undefined });
	expect(await n8n.run(task)).toMatchObject({ kind: 'failed' });
	expect(acme.notes()).toEqual([null]);
});

import { z } from 'zod';
import { createAsk, type AnswerRules, type Endpoint } from '../../../nodes/outreach/provider/ask';
import { saysNoSuccess } from '../../../nodes/outreach/provider/rules';
import { activeLimitOf, NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import { answering, at, failureIn, reply as plainReply, valueOf } from '../fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const INFO = { ...NO_RATE_LIMIT_INFO, scope: 'week', remaining: 3 } as const;
/** Each response reports what remains. */
const reply = (status: number, body: unknown = {}, headers = {}) =>
	plainReply(status, body, { 'x-left': '3', ...headers });

const dialect: AnswerRules = {
	name: 'Acme',
	limits: { scope: 'week', headers: { remaining: 'x-left' } },
	errors: {
		isRefusal: saysNoSuccess,
		sentence: ['error'],
		code: 'code',
		table: [{ status: 402, what: 'The Acme credits are used up', description: 'Buy some.' }],
	},
};
const schema = z.object({
	id: z.string(),
	state: z.string().default('unknown'),
	person: z.object({ urn: z.string() }).optional(),
});

const ENDPOINT: Endpoint<z.infer<typeof schema>> = {
	method: 'POST',
	path: '/connect',
	body: { id: 'x' },
	response: schema,
};

const asked = async (given: Parameters<typeof answering>[0]) =>
	await createAsk(answering(given).transport, dialect)(ENDPOINT);

test('An answer is read with its schema, body, status and limits, from one request', async () => {
	const { transport, requests } = answering(reply(201, { id: 'a', more: 1 }));
	expect(await createAsk(transport, dialect)(ENDPOINT)).toEqual({
		kind: 'answered',
		value: { id: 'a', state: 'unknown' },
		response: { status: 201, body: { id: 'a', more: 1 }, rateLimit: INFO },
	});
	expect(requests).toEqual([ENDPOINT]);
});

test('An unknown word in an answer is not a failure', async () => {
	expect(valueOf(await asked(reply(200, { id: 'a', state: 'HIBERNATING' }))).state).toBe(
		'HIBERNATING',
	);
});

test('A 429 is a limit until the provider’s time, by the provider’s clock', async () => {
	const message = 'Too many';
	const limit = (retryAfterSeconds: number) => ({
		kind: 'rateLimited',
		httpStatus: 429,
		limit: activeLimitOf({ ...INFO, message, retryAfterSeconds }, NOW),
	});
	const limited = async (headers: object) => await asked(reply(429, { error: message }, headers));
	expect(await limited({ 'retry-after': '30' })).toEqual(limit(30));
	const date = 'Mon, 15 Jan 2024 10:35:00 GMT';
	const retry = { 'retry-after': 'Mon, 15 Jan 2024 10:36:00 GMT' };
	expect(await limited({ ...retry, date })).toEqual(limit(60));
	// A date more than a day off is not a clock's.
	expect(await limited({ ...retry, date: 'Sat, 13 Jan 2024 10:35:00 GMT' })).toEqual(limit(360));
});

test('The message of a limit is shortened', async () => {
	const limited = await asked(reply(429, { error: 'x'.repeat(1_500) }));
	expect(limited).toMatchObject({ limit: { message: `${'x'.repeat(499)}…` } });
});

test.each([
	['no', false, "Check the credential's Base URL"],
	['unknown', false, "Check the credential's Base URL"],
	['no', true, 'The execution was cancelled'],
	['unknown', true, 'The execution was cancelled'],
] as const)(
	'A missing reply is a failure, with delivered: %s and cancelled: %s',
	async (delivered, cancelled, description) => {
		const reason = 'the connection was cut off';
		const answer = await asked({ kind: 'no-reply', delivered, cancelled, reason });
		expect(answer).toMatchObject({ sentence: null, response: null });
		expect(failureIn(answer)).toMatchObject({
			source: 'provider',
			message: 'Acme could not be reached: the connection was cut off',
			description: expect.stringContaining(description),
			accepted: delivered,
		});
	},
);

test.each([
	[300, 'unknown'],
	[301, 'no'],
	[302, 'unknown'],
	[303, 'unknown'],
	[307, 'no'],
	[308, 'no'],
])('A redirect with status %d is not followed', async (status, accepted) => {
	expect(failureIn(await asked(reply(status, { id: 'a' })))).toEqual({
		source: 'provider',
		message: `Acme answered with a redirect (HTTP status ${status}), which is not followed`,
		description: "Check 'Base URL' in the Acme credential: the API has another address.",
		httpStatus: status,
		accepted,
	});
});

test.each([
	[400, 'no', "Check the item's parameters against the message from Acme."],
	[401, 'no', 'Check the API key in the Acme credential.'],
	[403, 'no', 'The key of the Acme credential is not allowed to do this.'],
	[404, 'no', "Check the item's parameters against the message from Acme."],
	[408, 'unknown', 'Acme did not complete the request. Try again later.'],
	[422, 'no', "Check the item's parameters against the message from Acme."],
	[500, 'unknown', 'Acme did not complete the request. Try again later.'],
	[502, 'unknown', 'Acme did not complete the request. Try again later.'],
	[504, 'unknown', 'Acme did not complete the request. Try again later.'],
])(
	'A refusal with status %d is a failure with what to do',
	async (status, accepted, description) => {
		const answer = await asked(reply(status, { error: 'No.', code: 'C' }));
		expect(answer).toMatchObject({
			sentence: 'No.',
			response: { status, body: { error: 'No.', code: 'C' }, rateLimit: INFO },
		});
		expect(failureIn(answer)).toEqual({
			source: 'provider',
			message: 'Acme answered: No.',
			description,
			httpStatus: status,
			code: 'C',
			accepted,
		});
	},
);

test('A refusal that the table of errors explains has its texts', async () => {
	expect(failureIn(await asked(reply(402, { error: 'Pay.' })))).toMatchObject({
		message: 'The Acme credits are used up: Pay.',
		description: 'Buy some.',
	});
});

test.each([
	[200, 'Profile not found', 'no'],
	[200, 'Invitation already sent', 'no'],
	[200, 'Internal server error', 'unknown'],
	// In a success, only a known sentence proves that nothing was done.
	[200, 'No.', 'unknown'],
	[200, '', 'unknown'],
	[400, 'No.', 'no'],
	[400, 'Internal server error', 'unknown'],
	[400, 'Deadline exceeded', 'unknown'],
	[409, 'Already being processed', 'unknown'],
	[422, 'Upstream failed, try again later', 'unknown'],
	[402, 'Monthly limit reached', 'no'],
	[402, 'Internal server error', 'unknown'],
	[499, 'No.', 'unknown'],
])(
	'A refusal with status %d and the sentence "%s" has accepted %s',
	async (status, error, accepted) => {
		expect(failureIn(await asked(reply(status, { success: false, error })))).toMatchObject({
			httpStatus: status,
			accepted,
		});
	},
);

test.each([400, 403, 409, 422, 200])(
	'A sentence about a limit with status %d is read as a limit',
	async (status) => {
		const error = 'Weekly invitation limit reached';
		const body = { success: false, error };
		expect(await asked(reply(status, body, { 'retry-after': '30' }))).toEqual({
			kind: 'rateLimited',
			httpStatus: status,
			limit: activeLimitOf({ ...INFO, retryAfterSeconds: 30, message: error }, NOW),
		});
	},
);

test.each([
	[{ status: 'PENDING', error: 'Weekly limit reached' }, 400, 'no'],
	[{ status: 'CONNECTED', success: false }, 200, 'no'],
	[{ error: 'Weekly limit reached' }, 500, 'unknown'],
])('The body %j with status %d is not a limit', async (body, status, accepted) => {
	expect(failureIn(await asked(reply(status, body))).accepted).toBe(accepted);
});

test.each([
	[400, 'no', 'a firewall may block this machine'],
	[401, 'no', 'a firewall may block this machine'],
	[403, 'no', 'a firewall may block this machine'],
	[404, 'no', "Check 'Base URL'"],
	[408, 'unknown', 'Try again later'],
	[502, 'unknown', 'Try again later'],
	[503, 'unknown', 'Try again later'],
])(
	'A page with status %d comes from a firewall or proxy',
	async (status, accepted, description) => {
		const failure = failureIn(await asked({ ...reply(status), body: undefined, isText: true }));
		expect(failure).toMatchObject({
			source: 'provider',
			message: `Acme did not answer: a firewall, proxy or gateway in front of it sent HTTP status ${status} without JSON`,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted,
		});
		expect(`${failure.message} ${failure.description}`).not.toMatch(/key/i);
	},
);

test('The sentence and the code of a refusal are shortened', async () => {
	const body = { error: `${'😀'.repeat(300)}!`, code: 'C'.repeat(5000) };
	const { message, code } = failureIn(await asked(reply(400, body)));
	expect([message, code]).toEqual([`Acme answered: ${'😀'.repeat(249)}…`, `${'C'.repeat(99)}…`]);
});

test.each([
	[502, undefined],
	[500, { error: '' }],
])('A refusal without a sentence names the status %d', async (status, body) => {
	expect(failureIn(await asked({ ...reply(status), body }))).toMatchObject({
		message: `Acme answered: HTTP status ${status}`,
		accepted: 'unknown',
	});
});

test.each([[200], [204]])(
	'A success with status %d without JSON leaves open what happened',
	async (status) => {
		expect(failureIn(await asked({ ...reply(status), body: undefined }))).toEqual({
			source: 'provider',
			message: `Acme did not answer with JSON (HTTP status ${status})`,
			description:
				"Check 'Base URL' in the Acme credential. If it is right, Acme is having trouble: try again later.",
			httpStatus: status,
			accepted: 'unknown',
		});
	},
);

test('An answer that could not be read completely says why and leaves open what happened', async () => {
	const given = { ...reply(200), body: undefined, unread: 'it is larger than 32 MiB' };
	expect(failureIn(await asked(given))).toEqual({
		source: 'provider',
		message: 'The answer of Acme could not be read completely: it is larger than 32 MiB',
		description:
			"Check 'Base URL' in the Acme credential and this machine's connection. If both are right, Acme is having trouble: try again later.",
		httpStatus: 200,
		accepted: 'unknown',
	});
});

test.each<[string, unknown, string]>([
	['absent', {}, "Acme left out the field 'id' of its answer"],
	['null', { id: null }, "Acme sent something unexpected in the field 'id' of its answer"],
	['absent within', { id: 'a', person: {} }, "Acme left out the field 'person.urn' of its answer"],
	[
		'of another kind',
		{ id: 'a', state: 5 },
		"Acme sent something unexpected in the field 'state' of its answer",
	],
	['a list', [], "Acme sent something unexpected in the field 'answer' of its answer"],
	['null as a whole', null, "Acme sent something unexpected in the field 'answer' of its answer"],
])('A field that is %s is named, and leaves open what happened', async (_name, body, message) => {
	expect(failureIn(await asked({ ...reply(200), body }))).toMatchObject({
		source: 'provider',
		message,
		description: expect.stringContaining('Acme may have changed its API'),
		httpStatus: 200,
		accepted: 'unknown',
	});
});

describe('A provider’s own rules for refusals', () => {
	const asked = async (errors: Partial<AnswerRules['errors']>, status: number, body: object) => {
		const rules = { ...dialect, errors: { ...dialect.errors, ...errors } };
		return await createAsk(answering(reply(status, body)).transport, rules)(ENDPOINT);
	};

	test.each([
		['takes precedence over the status', 503, 'down', 'refused', 'no'],
		['takes precedence over the sentence', 422, 'Gateway timeout', 'refused', 'no'],
		['can leave open what the sentence says', 422, 'Already connected', 'unclear', 'unknown'],
		['is replaced by status and sentence if it is null', 503, 'down', null, 'unknown'],
		['is replaced by the sentence if it is null', 422, 'No such person', null, 'no'],
	] as const)(
		'A provider’s own meaning of a refusal %s',
		async (_case, status, error, meaning, accepted) => {
			const result = await asked({ meaning: () => meaning }, status, { error, code: 'c' });
			expect(failureIn(result)).toMatchObject({ accepted, code: 'c', httpStatus: status });
		},
	);

	test('A provider’s own rules can read a refusal as a limit', async () => {
		const result = await asked({ meaning: () => 'limit' }, 422, { error: 'No' });
		expect(result).toMatchObject({ kind: 'rateLimited', httpStatus: 422 });
	});

	test('A provider’s own rules receive status, sentence and code', async () => {
		const [meaning, doubt] = [jest.fn(() => null), jest.fn(() => null)];
		await asked({ meaning, doubt }, 422, { error: 'No', code: 'c' });
		const error = { status: 422, sentence: 'No', code: 'c' };
		expect([meaning.mock.calls, doubt.mock.calls]).toEqual([[[error]], [[error]]]);
	});

	test('A doubt of a provider’s own rules takes precedence over the meaning', async () => {
		const doubt = { kind: 'limit', accountSeconds: null, personSeconds: 60 } as const;
		const rules = { doubt: () => doubt, meaning: () => 'limit' as const };
		expect(await asked(rules, 422, { error: 'Not yet', code: 'c' })).toEqual({
			kind: 'failed',
			accepted: 'doubtful',
			doubt,
			sentence: 'Not yet',
			failure: expect.objectContaining({
				message: 'Acme answered: Not yet',
				description: "Check the item's parameters against the message from Acme.",
			}) as unknown,
			response: { status: 422, body: { error: 'Not yet', code: 'c' }, rateLimit: INFO },
		});
	});

	test('A provider’s own rules are not used for a 429, a success or a page', async () => {
		const [meaning, doubt] = [jest.fn(() => null), jest.fn(() => null)];
		await asked({ meaning, doubt }, 429, { error: 'Slow down' });
		await asked({ meaning, doubt }, 200, { id: 'a' });
		const errors = { ...dialect.errors, meaning, doubt };
		const page = { ...reply(502), body: undefined, isText: true };
		await createAsk(answering(page).transport, { ...dialect, errors })(ENDPOINT);
		expect([meaning, doubt].flatMap(({ mock }) => mock.calls)).toEqual([]);
	});
});

import type { Reply } from '../../../nodes/outreach/http/transport';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import {
	explain,
	parseRateLimit,
	readError,
	saysNoSuccess,
	type ErrorRule,
	type ErrorRules,
	type LimitRules,
	type ScopeSigns,
} from '../../../nodes/outreach/provider/rules';
import { at, reply } from '../fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const MONDAY = at('2024-01-22T00:00:00.000Z');
const ERRORS: ErrorRules = {
	isRefusal: saysNoSuccess,
	sentence: ['error', 'message'],
	code: 'details.code',
	table: [],
};

describe('Errors', () => {
	test.each<[string, Reply, unknown]>([
		['a success', reply(200, { error: 'No' }), null],
		['a redirect', reply(302, {}), null],
		['an HTTP error', reply(404, { error: 'No' }), { status: 404, sentence: 'No' }],
		['the lowest HTTP error', reply(400), { status: 400, sentence: '' }],
		[
			'a refusal under 200',
			reply(200, { success: false, message: 'No' }),
			{ status: 200, sentence: 'No' },
		],
		['a success that is no `false`', reply(200, { success: 'false' }), null],
		[
			'a code',
			reply(403, { error: 'No', details: { code: 'C1' } }),
			{ status: 403, sentence: 'No', code: 'C1' },
		],
		[
			'a code that is a number, which is no word',
			reply(403, { details: { code: 7 } }),
			{ status: 403, sentence: '' },
		],
		['a code that is none', reply(403, { details: { code: null } }), { status: 403, sentence: '' }],
		['no JSON', { ...reply(502), body: undefined }, { status: 502, sentence: '' }],
	])('An error is read from %s', (_case, given, error) => {
		expect(readError(ERRORS, given)).toEqual(error);
	});

	test('An error has no code if the provider documents none', () => {
		const rules = { ...ERRORS, code: undefined };
		expect(readError(rules, reply(400, { details: { code: 'C' } }))).toEqual({
			status: 400,
			sentence: '',
		});
	});

	test('The sentence of an error is read from the field that the rules choose by the body', () => {
		const sentence = (body: unknown) => [(body as { at: string }).at];
		const read = readError({ ...ERRORS, sentence }, reply(400, { at: 'why', why: 'No' }));
		expect(read).toEqual({ status: 400, sentence: 'No' });
	});
});

describe('Tables of errors', () => {
	const first = { description: 'first' };
	const second = { description: 'second' };
	type Told = { status?: number; sentence?: string; code?: string };
	const explained = (table: ErrorRule[], error: Told) =>
		explain({ ...ERRORS, table }, { status: 400, sentence: 'No', ...error });

	test('The first rule that matches an error is used', () => {
		expect(explained([first, second], {})).toEqual(first);
		expect(explained([{ ...first, status: 401 }, second], {})).toEqual(second);
		expect(explained([{ ...first, status: 401 }], {})).toBeNull();
		expect(explained([], {})).toBeNull();
	});

	const NO_NOTE = { sentence: /limit/, unless: /note/ };
	test.each<[string, Omit<ErrorRule, 'description'>, Told, boolean]>([
		['its status', { status: 400 }, {}, true],
		['another status', { status: 404 }, {}, false],
		['one of several statuses', { status: [404, 400] }, {}, true],
		['none of several statuses', { status: [404, 410] }, {}, false],
		['its code', { code: 'C' }, { code: 'C' }, true],
		['another code', { code: 'C' }, { code: 'D' }, false],
		['a code where there is none', { code: 'C' }, {}, false],
		['no code where there is none', { code: null }, {}, true],
		['no code where there is one', { code: null }, { code: 'C' }, false],
		['any code', {}, { code: 'C' }, true],
		['its sentence', { sentence: /not found/i }, { sentence: 'Profile Not Found' }, true],
		['another sentence', { sentence: /not found/i }, { sentence: 'No' }, false],
		['a sentence with an excluded word', NO_NOTE, { sentence: 'note limit' }, false],
		['a sentence without an excluded word', NO_NOTE, { sentence: 'limit' }, true],
		['only an excluded sentence', { unless: /note/ }, { sentence: 'note' }, false],
		['all but the status', { status: 404, code: 'C', sentence: /No/ }, { code: 'C' }, false],
		['all but the code', { status: 400, code: 'C', sentence: /No/ }, { code: 'D' }, false],
		['all but the sentence', { status: 400, code: 'C', sentence: /Yes/ }, { code: 'C' }, false],
		['all of it', { status: 400, code: 'C', sentence: /No/ }, { code: 'C' }, true],
	])('A rule applies only if all that it names matches: %s', (_what, rule, error, matches) => {
		expect(explained([{ ...rule, ...first }, second], error)).toEqual(matches ? first : second);
	});

	test('In a rule’s texts, $1 is replaced by what the first group matched', () => {
		const rule = {
			sentence: /scope '(\w+)'/,
			what: "It lacks '$1'",
			description: "Add '$1' or '$1'.",
		};
		expect(explained([rule], { sentence: "No scope 'send' here" })).toEqual({
			what: "It lacks 'send'",
			description: "Add 'send' or 'send'.",
		});
	});

	test('In a rule’s texts, $1 is removed if no group matched', () => {
		const rule = { sentence: /No(x)?/, description: 'a$1b' };
		expect(explained([rule], {})).toEqual({ description: 'ab' });
		expect(explained([{ description: 'a$1b' }], {})).toEqual({ description: 'ab' });
	});
});

describe('Limits', () => {
	const HEADERS: LimitRules = {
		scope: 'week',
		headers: {
			limit: 'x-limit',
			used: 'x-used',
			remaining: 'x-left',
			reset: 'x-reset',
			action: 'x-action',
		},
		body: { holdUntil: 'hold.until', reset: 'hold.reset' },
	};
	const parsed = (rules: LimitRules, given: Reply, path = '/') =>
		parseRateLimit(rules, ERRORS, given, { method: 'GET', path }, () => NOW);

	test('A response without limit headers has no rate limit info', () => {
		const none = { isReached: false, info: null };
		expect(parsed(HEADERS, reply(200, {}))).toEqual(none);
		expect(parsed(HEADERS, reply(200, {}, { 'x-limit': 'many', 'x-action': 'connect' }))).toEqual(
			none,
		);
		expect(parsed({ scope: 'day' }, reply(500, { error: 'No' }, { 'x-limit': '5' }))).toEqual(none);
	});

	test.each<[string, Record<string, string>, object]>([
		['what remains', { 'x-left': '3' }, { remaining: 3 }],
		[
			'limit and used, which tell what remains',
			{ 'x-limit': '90', 'x-used': '22' },
			{ limit: 90, used: 22, remaining: 68 },
		],
		[
			'more used than there are',
			{ 'x-limit': '90', 'x-used': '91' },
			{ limit: 90, used: 91, remaining: 0 },
		],
		[
			'what remains, against what the two say',
			{ 'x-limit': '90', 'x-used': '22', 'x-left': '5' },
			{ limit: 90, used: 22, remaining: 5 },
		],
		['a limit alone', { 'x-limit': '90' }, { limit: 90 }],
		['what is used alone', { 'x-used': '4' }, { used: 4 }],
		['a reset alone', { 'x-reset': '2024-01-22T00:00:00Z' }, { resetAt: MONDAY }],
		['a reset in seconds from now', { 'x-reset': '60' }, { resetAt: NOW + 60_000 }],
		[
			'Retry-After, which counts on a refusal only',
			{ 'x-left': '3', 'retry-after': '5' },
			{ remaining: 3 },
		],
	])('Rate limit info is read from a success with %s', (_what, headers, info) => {
		expect(parsed(HEADERS, reply(200, { hold: { until: MONDAY }, error: 'x' }, headers))).toEqual({
			isReached: false,
			info: { ...NO_RATE_LIMIT_INFO, scope: 'week', ...info },
		});
	});

	test.each([
		['its name', ' connect ', 'connect'],
		['its name twice', 'connect, Connect', 'connect'],
		['two names', 'connect, view', 'connect, view'],
		['names among which one comes twice', ' a, b, a ', 'a, b, a'],
		['an empty name', ' ', null],
		['a long name', 'a'.repeat(200), `${'a'.repeat(99)}…`],
	])('The name of a limit is read from a success with %s', (_what, header, action) => {
		expect(parsed(HEADERS, reply(200, {}, { 'x-left': '3', 'x-action': header }))).toEqual({
			isReached: false,
			info: { ...NO_RATE_LIMIT_INFO, scope: 'week', remaining: 3, action },
		});
	});

	test('A 429 is a reached limit, with the fields of its body, its sentence and Retry-After', () => {
		const body = {
			error: 'Slow down',
			hold: { until: '2024-01-16T10:30:00Z', reset: '2024-01-22T00:00:00Z' },
		};
		expect(parsed(HEADERS, reply(429, body, { 'retry-after': '30' }))).toEqual({
			isReached: true,
			info: {
				...NO_RATE_LIMIT_INFO,
				scope: 'week',
				holdUntil: at('2024-01-16T10:30:00Z'),
				resetAt: MONDAY,
				retryAfterSeconds: 30,
				message: 'Slow down',
			},
		});
	});

	test('A reset in the header takes precedence over one in the body, and the rest is null', () => {
		const body = { hold: { reset: '2024-01-16T00:00:00Z' } };
		expect(
			parsed(HEADERS, reply(429, body, { 'x-reset': '2024-01-22T00:00:00Z' })).info?.resetAt,
		).toBe(MONDAY);
		expect(parsed({ scope: 'day' }, reply(429, { error: '' }))).toEqual({
			isReached: true,
			info: { ...NO_RATE_LIMIT_INFO, scope: 'day' },
		});
	});

	test('A refusal whose code or sentence the rules name is a reached limit, unless it is a 5xx', () => {
		const rules: LimitRules = {
			scope: 'day',
			also: { code: 'LIMITED', sentence: /invitation limit/i },
		};
		const reached = (given: Reply) => parsed(rules, given).isReached;
		expect(reached(reply(403, { details: { code: 'LIMITED' } }))).toBe(true);
		expect(reached(reply(200, { success: false, error: 'Invitation limit' }))).toBe(true);
		expect(reached(reply(200, { error: 'Invitation limit' }))).toBe(false);
		expect(reached(reply(400, { error: 'No', details: { code: 'OTHER' } }))).toBe(false);
		expect(reached(reply(499, { details: { code: 'LIMITED' } }))).toBe(true);
		expect(reached(reply(500, { details: { code: 'LIMITED' }, error: 'Invitation limit' }))).toBe(
			false,
		);
		expect(parsed({ scope: 'day' }, reply(403, { error: 'Invitation limit' })).isReached).toBe(
			false,
		);
	});

	test('A provider’s rules can choose the scope by path, action, code, Retry-After and body', () => {
		const told: ScopeSigns[] = [];
		const rules: LimitRules = {
			...HEADERS,
			scope: (signs) => {
				told.push(signs);
				return 'minute';
			},
		};
		const named = { 'x-action': 'connect' };
		expect(parsed(rules, reply(429, {}, { ...named, 'retry-after': '30' }), '/a').info?.scope).toBe(
			'minute',
		);
		parsed(rules, reply(429, { hold: { until: 'soon' }, details: { code: 'C1' } }), '/b');
		parsed(rules, reply(429, { hold: { reset: null } }), '/c');
		parsed(
			rules,
			reply(200, { hold: { until: 'x' } }, { 'x-left': '1', 'retry-after': '30' }),
			'/d',
		);
		expect(told).toEqual([
			{ path: '/a', action: 'connect', code: null, retryAfterSeconds: 30, isInBody: false },
			{ path: '/b', action: null, code: 'C1', retryAfterSeconds: null, isInBody: true },
			{ path: '/c', action: null, code: null, retryAfterSeconds: null, isInBody: true },
			{ path: '/d', action: null, code: null, retryAfterSeconds: null, isInBody: false },
		]);
	});

	test('A limit has no code if the provider documents none', () => {
		const told: ScopeSigns[] = [];
		const scope = (signs: ScopeSigns) => {
			told.push(signs);
			return 'day' as const;
		};
		const given = reply(429, { details: { code: 'C' } });
		const rules = { ...ERRORS, code: undefined };
		parseRateLimit({ scope }, rules, given, { method: 'GET', path: '/' }, () => NOW);
		expect(told).toMatchObject([{ code: null }]);
	});

	test('A provider’s rules can choose the wait of a reached limit only', () => {
		const retryAfter = jest.fn(({ code, retryAfterSeconds }: ScopeSigns) =>
			code === 'C1' ? 600 : retryAfterSeconds,
		);
		const rules: LimitRules = { ...HEADERS, scope: 'day', retryAfter };
		const wait = (given: Reply) => parsed(rules, given).info?.retryAfterSeconds;
		expect(wait(reply(429, { details: { code: 'C1' } }, { 'retry-after': '30' }))).toBe(600);
		expect(wait(reply(429, {}, { 'retry-after': '30' }))).toBe(30);
		expect(wait(reply(429))).toBeNull();
		expect(retryAfter).toHaveBeenCalledTimes(3);
		expect(wait(reply(200, {}, { 'x-left': '1', 'retry-after': '30' }))).toBeNull();
		expect(retryAfter).toHaveBeenCalledTimes(3);
	});
});

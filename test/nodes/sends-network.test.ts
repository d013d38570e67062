import nock from 'nock';
import { CREDENTIALS } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { MODES } from '../harness/modes';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const BASE = 'https://api.connectsafely.ai/linkedin';
const STANDING = { connected: false, invitationSent: true, invitationReceived: false };
const send = async (settings = {}) =>
	await runNode({
		parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'ada-one' },
		credentials: CREDENTIALS,
		settings,
	});

/** How often POST /connect leaves, when it ends in this: Node's error, with the system call that failed. */
function failing(code: string, syscall: 'connect' | 'getaddrinfo' | 'read' = 'read') {
	const posted = jest.fn();
	nock(BASE)
		.persist()
		.post('/connect', (body) => {
			posted(body);
			return true;
		})
		.replyWithError(Object.assign(new Error(`${syscall} ${code}`), { code, syscall }));
	return posted;
}

describe.each(Object.entries(MODES))('%s', (mode, settings) => {
	test.each([
		'ECONNRESET',
		'ETIMEDOUT',
		'ECONNABORTED',
		'EPIPE',
		'EHOSTUNREACH',
		'ERR_NOBODY_KNOWS',
	])('%s may have been delivered: asked how things stand, never asked for twice', async (code) => {
		const posted = failing(code);
		nock(BASE).get('/relationship/ada-one').reply(200, STANDING);
		const { success } = await send(settings);
		expect(success).toEqual([expect.objectContaining({ outcome: 'sent', invited: true })]);
		expect(posted).toHaveBeenCalledTimes(1);
	});

	test.each([
		['ENOTFOUND', 'getaddrinfo'],
		['EAI_AGAIN', 'getaddrinfo'],
		['ECONNREFUSED', 'connect'],
		['EHOSTUNREACH', 'connect'],
		['ETIMEDOUT', 'connect'],
		['ERR_NOBODY_KNOWS', 'connect'],
	] as const)(
		'%s of %s was never delivered: a failure, which may be tried again',
		async (code, syscall) => {
			const posted = failing(code, syscall);
			const { success, errors, failure } = await send(settings);
			const told = failure?.message ?? errors[0]?.error ?? success[0]?.error;
			expect(told).toMatch(/^ConnectSafely could not be reached: /);
			expect(posted).toHaveBeenCalledTimes(mode === 'Retry On Fail' ? 3 : 1);
		},
	);
});

test('no answer within the time allowed, and nothing shown, is unconfirmed', async () => {
	failing('ECONNABORTED');
	nock(BASE)
		.get('/relationship/ada-one')
		.reply(200, { ...STANDING, invitationSent: false });
	const { success } = await send();
	expect(success).toEqual([
		expect.objectContaining({
			outcome: 'unconfirmed',
			invited: null,
			message: expect.stringContaining('it did not answer in time'),
		}),
	]);
});

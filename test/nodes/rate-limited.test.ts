import type { IDataObject } from 'n8n-workflow';
import { answers, CREDENTIALS, type Exchange } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const MONDAY = '2024-01-22T00:00:00.000Z';

const HEADERS = {
	'X-RateLimit-Action': 'connect',
	'X-RateLimit-Limit': '90',
	'X-RateLimit-Used': '90',
	'X-RateLimit-Remaining': '0',
	'X-RateLimit-Reset': MONDAY,
};
describe('the moment to try again is never in the past', () => {
	const week = (fields: IDataObject) => ({ error: 'Limit', success: false, ...fields });
	test.each<[string, unknown, IDataObject, string]>([
		['a hold that is over', week({ holdUntil: '2024-01-14T10:30:00.000Z' }), {}, MONDAY],
		['a hold that ends now', week({ holdUntil: '2024-01-15T10:30:00.000Z' }), {}, '10:31:00'],
		['a reset of last year', {}, { 'X-RateLimit-Reset': '2023-01-16T00:00:00.000Z' }, MONDAY],
		['a reset in epoch seconds', {}, { 'X-RateLimit-Reset': '1705881600' }, MONDAY],
		['moments that are none', week({ holdUntil: 'soon', weeklyReset: 7 }), {}, MONDAY],
		['Retry-After 0', {}, { 'Retry-After': '0' }, MONDAY],
		['Retry-After 0, written twice', {}, { 'Retry-After': '0, 0' }, MONDAY],
		['Retry-After in the past', {}, { 'Retry-After': 'Mon, 15 Jan 2024 10:00:00 GMT' }, MONDAY],
		['a negative Retry-After', {}, { 'Retry-After': '-5' }, MONDAY],
		['a hold after the reset', week({ holdUntil: '2024-01-23T08:00:00Z' }), HEADERS, '01-23T08'],
		['no JSON', 'Slow down', {}, MONDAY],
	])('%s', async (_name, answer, headers, retryAt) => {
		answers('connectSafely', [
			{ call: 'POST /connect', status: 429, answer, headers: headers as Exchange['headers'] },
		]);
		const { rateLimited } = await runNode({
			parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'john-doe' },
			credentials: CREDENTIALS,
		});
		expect(rateLimited).toEqual([
			{ rateLimit: expect.objectContaining({ retryAt: expect.stringContaining(retryAt) }) },
		]);
	});
});

import crypto from 'node:crypto';
import fc from 'fast-check';
import { toMultipart } from '../../../nodes/outreach/http/multipart';
import { anyText } from '../../properties/seed';
import { formFields } from '../../simulator/http';

/** Parsed by another implementation. */
async function received(fields: Readonly<Record<string, string>>) {
	const { contentType, body } = toMultipart(fields);
	const response = new Response(body, { headers: { 'Content-Type': contentType } });
	return [...(await response.formData()).entries()];
}

afterEach(() => jest.restoreAllMocks());

test('Fields are written in their order, with the line breaks of RFC 7578', () => {
	jest.spyOn(crypto, 'randomUUID').mockReturnValue('0-0-0-0-1');
	expect(toMultipart({ account_id: 'a1', text: 'Hi,\nRosa' })).toEqual({
		contentType: 'multipart/form-data; boundary=form-0-0-0-0-1',
		body: [
			'--form-0-0-0-0-1',
			'Content-Disposition: form-data; name="account_id"',
			'',
			'a1',
			'--form-0-0-0-0-1',
			'Content-Disposition: form-data; name="text"',
			'',
			'Hi,\nRosa',
			'--form-0-0-0-0-1--',
			'',
		].join('\r\n'),
	});
});

test('A form without fields is only its end', () => {
	jest.spyOn(crypto, 'randomUUID').mockReturnValue('0-0-0-0-1');
	expect(toMultipart({}).body).toBe('--form-0-0-0-0-1--\r\n');
});

test('A form whose value contains the boundary gets another boundary', async () => {
	const uuid = jest.spyOn(crypto, 'randomUUID').mockReturnValueOnce('0-0-0-0-1');
	const text = '\r\n--form-0-0-0-0-1--\r\n';
	expect(await received({ text })).toEqual([['text', text]]);
	expect(uuid).toHaveBeenCalledTimes(2);
});

test.each([
	['', 'an empty value'],
	['\r\n', 'a line break'],
	['\r\n\r\n--\r\nContent-Disposition: form-data; name="account_id"\r\n\r\nx', 'a part of its own'],
	['"; name="account_id', 'a quote'],
	['José ✓ 🙂 \u0000 \t', 'any character'],
])('The value %j arrives unchanged: %s', async (text) => {
	expect(await received({ account_id: 'a1', text })).toEqual([
		['account_id', 'a1'],
		['text', text],
	]);
});

test('Characters of a field’s name that would end its header are encoded', async () => {
	const name = 'a"; filename="x"\r\nX-Own: 1';
	expect(toMultipart({ [name]: 'v' }).body).toContain(
		'name="a%22; filename=%22x%22%0D%0AX-Own: 1"\r\n\r\nv\r\n',
	);
	expect(await received({ [name]: 'v' })).toHaveLength(1);
});

test('Any texts arrive unchanged, and no others', () => {
	const names = fc.stringMatching(/^[\w[\]]{1,20}$/);
	fc.assert(
		fc.property(fc.dictionary(names, anyText), (fields) => {
			const { contentType, body } = toMultipart(fields);
			expect(formFields(contentType, body)).toEqual({ ...fields });
		}),
		{ seed: 7, numRuns: 100 },
	);
});

import { seleqt } from '../../nodes/Seleqt/manifest';
import { InvalidInput } from '../../nodes/outreach/base/errors';
import { show } from '../../nodes/outreach/base/text';

test.each(['1', '17', '9007199254740993'])('%s is an account ID', (accountId) => {
	expect(() => seleqt.checkAccountId?.(accountId, show)).not.toThrow();
});

test.each(['0', '-1', '1.5', 'acc_1', '1e3', ' 17', '17/../18'])('%j is no account ID', (id) => {
	const check = () => seleqt.checkAccountId?.(id, show);
	expect(check).toThrow(InvalidInput);
	expect(check).toThrow("but Seleqt's account IDs are positive integers");
});

test.each([
	['1234', '1234'],
	['007', '7'],
	['9007199254740993', '9007199254740993'],
])('%s is the prospect %s', (text, id) => {
	expect(seleqt.ownId?.read(text, show)).toBe(id);
});

test.each(['', '0', '000', '-1', '1.5', 'https://www.linkedin.com/in/ada', '12/../13'])(
	'%j is no prospect ID',
	(text) => {
		const read = () => seleqt.ownId?.read(text, show);
		expect(read).toThrow(InvalidInput);
		expect(read).toThrow("but Seleqt's IDs are positive integers");
	},
);

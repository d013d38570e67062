import { directionOf } from '../../../nodes/outreach/operations/conversations';

test.each([
	[true, 'outbound'],
	[false, 'inbound'],
	[null, 'unknown'],
])(
	'Of a message of which it is said that it is the account’s own, %j, the direction is %s.',
	(isOwn, direction) => {
		expect(directionOf(isOwn)).toBe(direction);
	},
);

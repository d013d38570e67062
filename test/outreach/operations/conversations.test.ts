import { directionOf } from '../../../nodes/outreach/operations/conversations';

test.each([
	[true, 'outbound'],
	[false, 'inbound'],
	[null, 'unknown'],
])('The direction of a message whose isOwn is %j is %s', (isOwn, direction) => {
	expect(directionOf(isOwn)).toBe(direction);
});

import { processState } from '../../../nodes/outreach/base/process-state';

test('A piece of process state is made once and shared', () => {
	const create = jest.fn(() => new Map<string, number>());
	const state = processState.add(create);
	state().set('a', 1);
	expect(state().get('a')).toBe(1);
	expect(create).toHaveBeenCalledTimes(1);
});

test('A reset makes every piece of process state anew', () => {
	const [one, other] = [processState.add(() => [1]), processState.add(() => ({ count: 0 }))];
	one().push(2);
	other().count += 1;
	const before = one();
	processState.reset();
	expect([one(), other()]).toEqual([[1], { count: 0 }]);
	expect(one()).not.toBe(before);
});

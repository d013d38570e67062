import { answer, type Provider } from '../http';
import { v1 } from './v1';
import { v2 } from './v2';

export const linkupApi: Provider = (request, world, now) => {
	if (request.segments[0] === 'v1') return v1(request, world, now);
	if (request.segments[0] === 'v2') return v2(request, world, now);
	return answer(404, { detail: 'Not Found' });
};

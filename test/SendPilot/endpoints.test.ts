import * as endpoints from '../../nodes/SendPilot/endpoints';
import { requestOf } from '../harness/fake-ask';

// test/conformance covers the other documented requests.
test.each([
	[{ campaignId: '', status: '' }, 1, 100, { page: 1, limit: 100 }],
	[
		{ campaignId: 'camp_xyz789', status: 'DONE' },
		2,
		5,
		{ campaignId: 'camp_xyz789', status: 'DONE', page: 2, limit: 5 },
	],
])('Leads are requested only by the filters that are given: %j, page %i, %i rows', (...given) => {
	const [filters, page, limit, query] = given;
	const request = requestOf(endpoints.leads(filters, page, limit));
	expect(request).toEqual({ method: 'GET', path: '/leads', query });
});

import { UnipileApi } from '../../credentials/UnipileApi.credentials';
import { Unipile } from '../../nodes/Unipile/Unipile.node';
import { providerHarness } from '../conformance/harness';
import { v1 } from './conformance-v1';
import { v2 } from './conformance-v2';

export const unipileHarness = providerHarness({
	id: 'unipile',
	node: Unipile,
	credential: UnipileApi,
	fields: {
		apiVersion: 'v1',
		apiKey: '',
		dsn: '',
		serviceKey: '',
		baseUrl: 'https://api.unipile.com/v2',
	},
	versions: [v1, v2],
});

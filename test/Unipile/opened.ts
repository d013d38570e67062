import { unipile } from '../../nodes/Unipile/manifest';
import type { NoReply, Reply } from '../../nodes/outreach/http/transport';
import { openWith } from '../harness/fake-ask';

export const CREDENTIALS = {
	v1: { apiVersion: 'v1', apiKey: 'key-1234', dsn: 'api8.unipile.com:13424' },
	v2: {
		apiVersion: 'v2',
		apiKey: 'key-1234',
		baseUrl: 'https://api.unipile.com/v2',
		serviceKey: '',
	},
} as const;
export const VERSIONS = ['v1', 'v2'] as const;

/** Unipile v1 or v2 with these responses. */
export const opened = (
	version: 'v1' | 'v2',
	...replies: [Reply | NoReply, ...Array<Reply | NoReply>]
) => openWith(unipile, CREDENTIALS[version], ...replies);

import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import type { Reply } from '../../nodes/outreach/http/transport';
import { openWith } from '../harness/fake-ask';

const CREDENTIAL = { apiKey: 'key-1234', baseUrl: 'https://api.connectsafely.ai/linkedin' };

/** ConnectSafely with these responses. */
export const opened = (...replies: [Reply, ...Reply[]]) =>
	openWith(connectSafely, CREDENTIAL, ...replies);

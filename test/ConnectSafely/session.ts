import { connectSafely } from '../../nodes/ConnectSafely/provider';
import { answering } from '../outreach/fakes';

/** A session of ConnectSafely that is given these answers, and the requests it makes. */
export function opened(...replies: Parameters<typeof answering>) {
	const { transport, requests } = answering(...replies);
	const credential = { apiKey: 'key-1234', baseUrl: 'https://api.connectsafely.ai/linkedin' };
	return { session: connectSafely.open(credential, () => transport), requests };
}

import { sendPilot } from '../../nodes/SendPilot/provider';
import { answering } from '../outreach/fakes';

/** A session of SendPilot that is given these answers, and the requests it makes. */
export function opened(...replies: Parameters<typeof answering>) {
	const { transport, requests } = answering(...replies);
	const credential = { apiKey: 'key-1234', baseUrl: 'https://api.sendpilot.ai/v1' };
	return { session: sendPilot.open(credential, () => transport), requests };
}

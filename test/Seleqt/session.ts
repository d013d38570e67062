import { seleqt } from '../../nodes/Seleqt/provider';
import { answering } from '../outreach/fakes';

/** A session of Seleqt that is given these answers, and the requests it makes. */
export function opened(...replies: Parameters<typeof answering>) {
	const { transport, requests } = answering(...replies);
	const credential = { apiKey: 'prefix.secret', baseUrl: 'https://api.seleqt.ai/api/v1' };
	return { session: seleqt.open(credential, () => transport), requests };
}

import { askedOnce, type Result } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import * as endpoints from './endpoints';
import type { Senders } from './responses';

/** What SendPilot's operations work with. One per execution, so that its items share the list of senders. */
export interface SendPilotApi {
	readonly ask: Ask;
	senders(): Promise<Result<Senders>>;
}

export const sendPilotApi = (ask: Ask): SendPilotApi => ({
	ask,
	senders: askedOnce(async () => await ask(endpoints.senders())),
});

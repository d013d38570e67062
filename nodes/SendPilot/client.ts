import { ask } from '../outreach/client';
import type { BeforeLeaving, Input } from '../outreach/provider';
import type { Transport } from '../outreach/transport';
import { sendPilotDialect } from './dialect';
import { connectSchema, sendersSchema } from './responses';

/** SendPilot's endpoints, one function each. None throws. */
export type SendPilotClient = ReturnType<typeof sendPilotClient>;

export function sendPilotClient(transport: Transport) {
	const dialect = sendPilotDialect;
	return {
		/** All senders of the workspace; they are not paged. */
		senders: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/inbox/senders' }, sendersSchema),

		connect: async ({ accountId, profile, note }: Input, beforeLeaving: BeforeLeaving) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/inbox/connect',
					beforeLeaving,
					body: {
						senderId: accountId,
						recipientLinkedinUrl: profile?.url,
						...(note === null ? {} : { message: note }),
					},
				},
				connectSchema,
			),
	};
}

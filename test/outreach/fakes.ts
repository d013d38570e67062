import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import type { Result } from '../../nodes/outreach/operations/result';
import type {
	NoReply,
	ProviderRequest,
	Reply,
	Transport,
} from '../../nodes/outreach/http/transport';
import { parseProfile } from '../../nodes/outreach/people/profile';
import type { Input } from '../../nodes/outreach/operations/operation';

export const URN = 'urn:li:fsd_profile:ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM';

export function reply(
	status: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): Reply {
	return { kind: 'reply', status, headers, body };
}

/** Responds to requests in order; the last response repeats. */
export function answering(...replies: [Reply | NoReply, ...Array<Reply | NoReply>]) {
	const requests: ProviderRequest[] = [];
	const transport: Transport = async (request) => {
		requests.push(request);
		return replies[Math.min(requests.length, replies.length) - 1] ?? replies[0];
	};
	return { transport, requests };
}

export function inputOf({
	profile,
	...given
}: Partial<Omit<Input, 'profile'>> & { profile?: string }): Input {
	return {
		accountId: null,
		profile: profile === undefined ? null : parseProfile(profile),
		ownId: null,
		invitationId: null,
		note: null,
		message: null,
		limit: null,
		fields: {},
		...given,
	};
}

/** The value of an answered call; any other result fails the test. */
export function valueOf<T>(answer: Result<T> | undefined): T {
	if (answer?.kind !== 'answered') throw new Error(`Not answered: ${JSON.stringify(answer)}`);
	return answer.value;
}

/** The texts of a failed call, and whether the provider may have acted. */
export function failureIn(answer: Result<unknown> | undefined) {
	if (answer?.kind !== 'failed') throw new Error(`Not failed: ${JSON.stringify(answer)}`);
	return { ...answer.failure, accepted: answer.accepted };
}

export const at = (iso: string) => Date.parse(iso);

/** A webhook's context with this static data. */
export const webhookNode = (stored: IDataObject = {}, id = 'n', mode = 'webhook') =>
	({
		getMode: () => mode,
		getNode: () => ({ id }),
		getWorkflow: () => ({ id: 'w' }),
		getWorkflowStaticData: () => stored,
	}) as unknown as IWebhookFunctions;

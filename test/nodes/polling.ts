import type { IDataObject } from 'n8n-workflow';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import { byId } from '../harness/exchange';
import type { TriggerSettings } from '../harness/run-poll';
import type { useSimulator } from '../harness/simulated';
import type { ApiVersion } from '../simulator/credentials';

export const CREDENTIAL_OF = {
	connectSafely: 'connectSafelyApi',
	linkupApi: 'linkupApi',
	sendPilot: 'sendPilotApi',
	unipile: 'unipileApi',
} as const;

/** The polling trigger for one event of a provider's account. */
export function watching(
	simulated: ReturnType<typeof useSimulator>,
	provider: keyof typeof CREDENTIAL_OF,
	event: string,
	accountId = '',
	version: ApiVersion = 'v2',
	parameters: IDataObject = {},
): TriggerSettings {
	const name = CREDENTIAL_OF[provider];
	return {
		parameters: {
			...{ provider, event, accountId: byId(accountId), whenToAsk: 'always' },
			...parameters,
		},
		credentials: { [name]: simulated.credentials(version)[name] },
	};
}

/** The items as events, each with the documented fields alone. */
export const parsed = (items: IDataObject[] | null) =>
	(items ?? []).map((item) => {
		expect(outreachEventSchema.strict().parse(item)).toEqual(item);
		return outreachEventSchema.parse(item);
	});

/** The profile of a person known by name alone. */
export const personOf = (publicIdentifier: string) => ({
	publicIdentifier,
	url: `https://www.linkedin.com/in/${publicIdentifier}`,
	urn: null,
});

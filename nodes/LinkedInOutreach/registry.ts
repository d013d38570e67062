import { connectSafely } from '../ConnectSafely/provider';
import { linkupApi } from '../LinkupApi/provider';
import { seleqt } from '../Seleqt/provider';
import { sendPilot } from '../SendPilot/provider';
import type { Provider } from '../outreach/provider';
import type { ProviderId } from '../outreach/vocabulary';

/** Every provider that LinkedIn Outreach speaks to. A new one is a folder of its own and a line here. */
export const PROVIDERS: Readonly<Record<ProviderId, Provider>> = {
	connectSafely,
	linkupApi,
	seleqt,
	sendPilot,
};
